// Any bytes as an export: rows are UTF-8 and accounted for, a failure says why, and the limit on a
// record does not matter to that.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "whylocked/read.hpp"

namespace {

class CountingSink : public whylocked::RowSink {
 public:
  void begin(const whylocked::Columns&) override {
    if (begun_) std::abort();
    begun_ = true;
  }
  bool row(const whylocked::Row& row) override {
    if (!begun_ || row.number <= last_) std::abort();
    last_ = row.number;
    ++rows;
    for (const std::string_view field : row.fields)
      if (field.find('\0') != field.npos) std::abort();
    return true;
  }
  std::uint64_t rows = 0;

 private:
  bool begun_ = false;
  std::uint64_t last_ = 0;
};

void read(std::string_view text, const whylocked::ReadOptions& options) {
  whylocked::Diagnostics diagnostics;
  whylocked::InputInfo info;
  CountingSink sink;
  const bool ok = whylocked::read_text(text, "export.csv", options, sink, diagnostics, info);
  if (ok == diagnostics.has_errors() || info.rows != sink.rows + info.skipped) std::abort();
  for (const whylocked::Diagnostic& one : diagnostics.list())
    if (one.message.empty() || one.caret > one.excerpt.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  whylocked::ReadOptions options;
  read(text, options);
  options.max_record_bytes = 64;
  options.map = {{whylocked::Field::time, "1"}, {whylocked::Field::user, "2"}};
  read(text, options);
  return 0;
}
