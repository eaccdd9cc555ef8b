// Invariants of rows, for any bytes: rows are UTF-8, in order and accounted for, and a failure has
// a reason.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "../each_row.hpp"
#include "input/encoding.hpp"
#include "whylocked/read.hpp"

namespace whylocked {

class CountingSink : public EachRow {
 public:
  void begin(const Columns&) override {
    if (begun_) std::abort();
    begun_ = true;
  }
  // A row of a table with one column per hour comes once for each hour.
  bool row(const Row& row) override {
    if (!begun_ || row.number < last_) std::abort();
    last_ = row.number;
    ++rows;
    for (const std::string_view field : row.fields)
      if (field.find('\0') != field.npos || !is_utf8(field)) std::abort();
    return true;
  }
  std::uint64_t rows = 0;

 private:
  bool begun_ = false;
  std::uint64_t last_ = 0;
};

inline void check_rows(bool ok, const CountingSink& sink, const InputInfo& info,
                       const Diagnostics& diagnostics) {
  if (ok == diagnostics.has_errors() || info.rows != sink.rows + info.skipped) std::abort();
  for (const Diagnostic& one : diagnostics.list())
    if (one.message.empty() || one.caret > one.excerpt.size()) std::abort();
}

}  // namespace whylocked
