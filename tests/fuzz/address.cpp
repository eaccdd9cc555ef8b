// Any text as addresses: a parsed address is written as text that parses to the same address.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "input/encoding.hpp"
#include "whylocked/normalize.hpp"

using namespace whylocked;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Address& address : parse_address_field(text)) {
    const auto again = parse_address(to_text(address));
    if (!again || *again != address) std::abort();
  }
  if (const auto prefix = parse_prefix(text)) {
    const auto again = parse_prefix(to_text(*prefix));
    if (!again || *again != *prefix || !prefix->contains(prefix->base)) std::abort();
  }
  const std::string user = normalize_user(text);
  if (is_utf8(text) && normalize_user(user) != user) std::abort();  // rows are UTF-8
  if (local_part(user).size() > user.size()) std::abort();
  return 0;
}
