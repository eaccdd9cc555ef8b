// Any bytes as a site file: a result, or an error with a message.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "whylocked/site.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  whylocked::Diagnostics diagnostics;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto site = whylocked::parse_site(text, "site.json", diagnostics);
  if (site.has_value() == diagnostics.has_errors()) std::abort();
  for (const whylocked::Diagnostic& one : diagnostics.list())
    if (one.message.empty() || one.caret > one.excerpt.size()) std::abort();
  return 0;
}
