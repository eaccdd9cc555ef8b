// The first values of each column, and what they look like.
//
// In:  values as written.  Out: counts, a few of them, and the field that they would make.
// Lifetime: plain values.  Threads: one.  Memory: at most kMaxDistinct values a column.
// Failure: none; values that look like nothing have no field.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "whylocked/check.hpp"

namespace whylocked::check {

class Samples {
 public:
  void add(std::string_view value);
  // Fills rows, filled, distinct, values and looks_like.
  void describe(const NormalizeOptions& options, ColumnCheck& column) const;

 private:
  std::vector<std::string> shown_;
  std::set<std::string, std::less<>> distinct_;
  std::uint64_t rows_ = 0, filled_ = 0;
};

}  // namespace whylocked::check
