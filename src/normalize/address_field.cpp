// Addresses are between blanks, commas and semicolons, with a port, brackets or a zone id.
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

// "198.51.100.7:500:X1", as firewalls add port and interface.
std::string_view without_interface(std::string_view word) {
  const std::size_t first = word.find(':'), second = word.find(':', first + 1);
  const bool v4 = first != std::string_view::npos && second != std::string_view::npos &&
                  word.substr(0, first).find('.') != std::string_view::npos &&
                  is_port(word.substr(first + 1, second - first - 1));
  return v4 ? word.substr(0, first) : word;
}

// Hosters whose reverse DNS names hold the address: "ec2-52-202-255-81.compute-1.amazonaws.com".
struct AddressName {
  std::string_view suffix;
  bool reversed = false;  // the last byte first, as in in-addr.arpa
};
constexpr AddressName kAddressNames[] = {
    {".amazonaws.com"},         {".compute.internal"},
    {".ec2.internal"},          {".bc.googleusercontent.com", true},
    {".linodeusercontent.com"}, {".members.linode.com"},
    {".vultrusercontent.com"},  {".clients.your-server.de", true},
    {".ip.secureserver.net"},   {".host.secureserver.net", true},
    {".rev.poneytelecom.eu"},   {".comcast.net"},
    {".in-addr.arpa", true},
};

// The address that a hoster's name for it holds as four numbers in a row, by '-' or '.'.
std::optional<Address> address_in_name(std::string_view name) {
  while (name.ends_with('.')) name.remove_suffix(1);
  const auto hoster =
      std::find_if(std::begin(kAddressNames), std::end(kAddressNames), [&](const AddressName& one) {
        return name.size() > one.suffix.size() && name.ends_with(one.suffix);
      });
  if (hoster == std::end(kAddressNames)) return std::nullopt;
  name.remove_suffix(hoster->suffix.size());
  std::vector<std::string_view> bytes;
  for (std::size_t at = 0; at < name.size() && bytes.size() < 4;) {
    const std::size_t end = std::min(name.find_first_of("-.", at), name.size());
    const std::string_view piece = name.substr(at, end - at);
    const bool number =
        !piece.empty() && piece.size() <= 3 && std::all_of(piece.begin(), piece.end(), is_digit);
    number ? bytes.push_back(piece) : bytes.clear();
    at = end + 1;
  }
  if (bytes.size() != 4) return std::nullopt;
  if (hoster->reversed) std::reverse(bytes.begin(), bytes.end());
  std::string text;
  for (const std::string_view byte : bytes) text += (text.empty() ? "" : ".") + std::string(byte);
  return parse_address(text);
}

std::optional<Address> address_in(std::string_view word) {
  const auto address = parse_address(without_tail(without_port(word)));
  if (address) return address;
  if (const auto before_interface = parse_address(without_interface(word))) return before_interface;
  if (const auto named = address_in_name(word)) return named;
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
