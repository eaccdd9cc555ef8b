#include "input/table/forwarded.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "whylocked/address.hpp"

namespace whylocked::input {

namespace {

constexpr std::string_view kBetween = " \t,;";

bool names_nobody(const Address& address) {
  if (!address.is_v4()) return address.high == 0 && address.low <= 1;  // "::" and "::1"
  const std::uint64_t bits = address.low & 0xffff'ffff;
  return bits == 0 || bits >> 24 == 127;
}

// "for=203.0.113.9", "203.0.113.9:5555" and "[2001:db8::7]:443" without what surrounds the address.
std::string_view bare_address(std::string_view word) {
  constexpr std::string_view kFor = "for=";
  if (ascii::equal_ignoring_case(word.substr(0, kFor.size()), kFor))
    word.remove_prefix(kFor.size());
  if (word.starts_with('"')) word.remove_prefix(1);
  if (word.ends_with('"')) word.remove_suffix(1);
  if (word.starts_with('[')) return word.substr(1, std::min(word.find(']'), word.size()) - 1);
  return std::ranges::count(word, ':') == 1 ? word.substr(0, word.find(':')) : word;
}

struct Found {
  std::string_view text;
  bool is_public = false;
};

Found find_caller(std::string_view text) {
  Found best;
  while (!text.empty() && !best.is_public) {
    const std::size_t end = text.find_first_of(kBetween);
    const std::string_view word = bare_address(text.substr(0, end));
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    const auto address = parse_address(word);
    if (!address || names_nobody(*address)) continue;
    const bool is_public = !address->is_private();
    if (is_public || best.text.empty()) best = {word, is_public};
  }
  return best;
}

}  // namespace

std::string_view caller_of(std::string_view forwarded, std::string_view peer) {
  const Found caller = find_caller(forwarded);
  const bool gives_way = !caller.is_public && find_caller(peer).is_public;
  return gives_way ? std::string_view() : caller.text;
}

}  // namespace whylocked::input
