// Any bytes as JSON, lines or stream as detected, in the encoding that the first byte selects; and
// as the tree of a site file or profile.
#include "check_rows.hpp"
#include "event/json_reader.hpp"
#include "input/readers.hpp"

namespace {

void read(std::string_view text, whylocked::input::Encoding encoding, std::size_t max) {
  using namespace whylocked;
  const std::string name = "export.json";
  ReadOptions options;
  options.max_record_bytes = max;
  Diagnostics diagnostics;
  InputInfo info;
  CountingSink sink;
  input::InputContext context(name, options, sink, diagnostics, info);
  input::MemorySource source(text);
  input::ReadBuffer buffer(source, 4096);
  const bool ok = input::json::read(buffer, encoding, context);
  check_rows(ok, sink, info, diagnostics);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto encoding = (data[0] & 1) != 0 ? whylocked::input::Encoding::windows1252
                                           : whylocked::input::Encoding::utf8;
  read(text, encoding, 1u << 20);
  read(text, encoding, 100);
  const auto tree = whylocked::parse_json_tree(text);
  if (const auto* fault = std::get_if<whylocked::JsonError>(&tree))
    if (fault->at > text.size() || fault->message.empty()) std::abort();
  return 0;
}
