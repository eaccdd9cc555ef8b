// Any bytes as an export, then again with columns by number and records of at most 64 bytes.
#include "check_rows.hpp"

namespace {

void read(std::string_view text, const whylocked::ReadOptions& options) {
  whylocked::Diagnostics diagnostics;
  whylocked::InputInfo info;
  whylocked::CountingSink sink;
  const bool ok = whylocked::read_text(text, "export.csv", options, sink, diagnostics, info);
  check_rows(ok, sink, info, diagnostics);
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
