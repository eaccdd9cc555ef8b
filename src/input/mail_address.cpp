#include "input/mail_address.hpp"

#include <algorithm>
#include <string>

#include "whylocked/address.hpp"
#include "base/ascii.hpp"

namespace whylocked::input {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kHints[] = {"ip",       "ips",  "address", "addresses", "adresse",
                                       "from",     "von",  "host",    "source",    "quelle",
                                       "location", "ipv4", "ipv6",    "client",    "origin"};
constexpr std::string_view kVersions[] = {"version", "versions", "release", "build",
                                          "v",       "ver",      "firmware"};
constexpr std::size_t kWordsBefore = 3;  // "IP address used: 192.0.2.7"

using ascii::is_digit;
using ascii::lower;
bool is_hexadecimal(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }
bool of_word(char c) { return ascii::is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }

// What an address cannot stand next to: "build-1.2.3.4", "1.2.3.4/24", "//192.0.2.7/". Before an
// IPv4 address a colon may stand, as in "IP:192.0.2.7".
bool clings_before(char c) { return of_word(c) || is_digit(c) || "._-/@"sv.find(c) != ""sv.npos; }
bool clings_behind(char c) { return of_word(c) || is_digit(c) || "_-/@"sv.find(c) != ""sv.npos; }

bool names_one(std::string_view word, const auto& names) {
  std::string folded(word);
  std::transform(folded.begin(), folded.end(), folded.begin(), lower);
  return std::find(std::begin(names), std::end(names), folded) != std::end(names);
}

// Takes the last word off the text. Empty: there is none, or the sentence before it has ended.
std::string_view last_word(std::string_view& text) {
  while (!text.empty() && !of_word(text.back()) && !is_digit(text.back())) {
    if (text.back() == '.' || text.back() == '!' || text.back() == '?') return {};
    text.remove_suffix(1);
  }
  std::size_t from = text.size();
  while (from > 0 && (of_word(text[from - 1]) || is_digit(text[from - 1]))) --from;
  const std::string_view word = text.substr(from);
  text.remove_suffix(word.size());
  constexpr std::size_t kLongest = 16;
  return word.substr(0, kLongest);
}

int rank_of(const Address& address, std::string_view before) {
  bool hinted = false;
  for (std::size_t i = 0; i < kWordsBefore; ++i) {
    const std::string_view word = last_word(before);
    if (word.empty()) break;
    if (names_one(word, kVersions)) return 0;
    hinted |= names_one(word, kHints);
  }
  return (address.is_private() ? 1 : 3) + hinted;
}

// 0.0.0.0, net masks, "::" and "a::b" of a program's text.
bool is_no_host(const Address& address, std::string_view text) {
  if (address.is_v4()) {
    const std::uint64_t first = address.low >> 24 & 0xff;
    return first == 0 || first == 255;
  }
  return address == Address{} || std::none_of(text.begin(), text.end(), is_digit);
}

// The bytes in front of `text` that an address may be made of, without those that end a sentence.
template <typename Test>
std::string_view run_of(std::string_view text, Test is_part) {
  constexpr std::size_t kLongest = 46;  // of an IPv6 address with an IPv4 tail, and one
  std::size_t end = 0;
  while (end < std::min(text.size(), kLongest) && is_part(text[end])) ++end;
  if (end < text.size() && clings_behind(text[end])) return {};
  std::string_view run = text.substr(0, end);
  while (run.ends_with('.') || (run.ends_with(':') && !run.ends_with("::"))) run.remove_suffix(1);
  return run;
}

// The address that begins at `at`, as written; empty if none does.
std::string_view literal_at(std::string_view text, std::size_t at, Address& address) {
  const char before = at > 0 ? text[at - 1] : ' ';
  if (clings_before(before)) return {};
  const auto in_v4 = [](char c) { return is_digit(c) || c == '.'; };
  const auto in_v6 = [](char c) { return is_hexadecimal(c) || c == '.' || c == ':'; };
  const std::string_view rest = text.substr(at);
  for (const std::string_view run :
       {before == ':' ? std::string_view() : run_of(rest, in_v6), run_of(rest, in_v4)}) {
    const auto found = parse_address(run);
    if (!found || is_no_host(*found, run)) continue;
    address = *found;
    return run;
  }
  return {};
}

}  // namespace

std::string_view address_of(std::string_view text) {
  std::string_view best;
  int most = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_hexadecimal(text[at]) && text[at] != ':') continue;
    Address address;
    const std::string_view literal = literal_at(text, at, address);
    if (literal.empty()) continue;
    if (const int rank = rank_of(address, text.substr(0, at)); rank > most) {
      best = literal;
      most = rank;
    }
    at += literal.size();
  }
  return best;
}

}  // namespace whylocked::input
