// Addresses stand between blanks, commas and semicolons, with a port, brackets or a zone id.
#include <algorithm>

#include "normalize/letters.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

using normalize::blank_length;
using normalize::is_digit;

namespace {

constexpr std::string_view kAround = "()[]{}<>\"'.:=";  // what text puts around an address

bool divides(char c) { return c == ',' || c == ';' || c == '|'; }

std::string_view next_word(std::string_view& text) {
  std::size_t length = 0, gap = 0;
  while (length < text.size() && !divides(text[length]) &&
         (gap = blank_length(text.substr(length))) == 0)
    ++length;
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(std::min(text.size(), length + std::max<std::size_t>(gap, 1)));
  return word;
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), is_digit);
}

// "2001:db8::7%eth0", "198.51.100.7/32": the address in front.
std::string_view without_tail(std::string_view word) {
  word = word.substr(0, word.find('%'));
  if (word.ends_with("/32") || word.ends_with("/128")) word = word.substr(0, word.find('/'));
  return word;
}

// "[2001:db8::7]:443", "198.51.100.7:443", "::ffff:198.51.100.7:443".
std::string_view without_port(std::string_view word) {
  if (word.starts_with('[')) {
    const std::size_t close = word.find(']');
    return close == std::string_view::npos ? word : word.substr(1, close - 1);
  }
  const std::size_t colon = word.rfind(':'), point = word.rfind('.');
  const bool port = colon != std::string_view::npos && point != std::string_view::npos &&
                    colon > point && is_port(word.substr(colon + 1));
  return port ? word.substr(0, colon) : word;
}

std::optional<Address> address_in(std::string_view word) {
  const auto address = parse_address(without_tail(without_port(word)));
  if (address) return address;
  const std::size_t from = word.find_first_not_of(kAround);
  if (from == std::string_view::npos) return std::nullopt;
  const std::string_view bare = word.substr(from, word.find_last_not_of(kAround) - from + 1);
  return parse_address(without_tail(without_port(bare)));
}

}  // namespace

std::vector<Address> parse_address_field(std::string_view text) {
  std::vector<Address> addresses;
  while (!text.empty())
    if (const auto address = address_in(next_word(text))) addresses.push_back(*address);
  return addresses;
}

}  // namespace whylocked
