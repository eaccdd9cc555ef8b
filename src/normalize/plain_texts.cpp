#include "normalize/plain_texts.hpp"

#include <cstring>
#include <optional>

#include "base/hash.hpp"
#include "event/secrets.hpp"
#include "normalize/letters.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::normalize {

namespace {

// Eight letters at once: lower case, and whether one is no plain ASCII letter or sign (0x20 to
// 0x7e). The highest bit of each byte carries the answers.
std::uint64_t fold_eight(std::uint64_t word, std::uint64_t& odd) {
  constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101, kHigh = 0x80 * kOnes;
  const std::uint64_t low = word & ~kHigh;
  const std::uint64_t from_a = low + (0x80 - 'A') * kOnes,
                      behind_z = low + (0x80 - 'Z' - 1) * kOnes;
  odd |= word | ~(low + (0x80 - 0x20) * kOnes) | (low + kOnes);
  return word | ((from_a & ~behind_z & ~word & kHigh) >> 2);  // 0x80 >> 2 is the bit of the case
}

// What normalize_user makes of a name of ASCII letters and signs alone, without anything around
// it, is the name in lower case. Words for "nothing" have at most six letters.
bool fold_plain_name(std::string_view text, char* folded) {
  constexpr std::size_t kMaxAbsent = 6;
  if (text.size() <= kMaxAbsent + 1) return false;  // and eight are read at once
  const auto is_around = [](char c) { return c == '"' || c == '\'' || c == '>' || c == ' '; };
  if (is_around(text.front()) || is_around(text.back())) return false;
  std::uint64_t odd = 0;
  const auto fold_at = [&](std::size_t at) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    word = fold_eight(word, odd);
    std::memcpy(folded + at, &word, 8);
  };
  for (std::size_t at = 0; at + 8 <= text.size(); at += 8) fold_at(at);
  fold_at(text.size() - 8);  // some of them once more
  return (odd & 0x8080'8080'8080'8080) == 0;
}

// "198.51.100.7" and nothing else; parse_address says the same of it.
std::optional<Address> parse_v4_fast(std::string_view text) {
  if (text.size() < 7 || text.size() > 15) return std::nullopt;
  const auto digit = [](char c) {
    return static_cast<unsigned>(static_cast<unsigned char>(c)) - '0';
  };
  const char* at = text.data();
  const char* const end = at + text.size();
  std::uint32_t value = 0;
  for (int part = 0; part < 4; ++part) {
    if (part > 0 && (at == end || *at++ != '.')) return std::nullopt;
    unsigned number = at == end ? 10 : digit(*at++);
    if (number > 9) return std::nullopt;
    if (number != 0) {  // of two digits the first is no zero
      for (int more = 0; more < 2 && at != end && digit(*at) <= 9; ++more)
        number = number * 10 + digit(*at++);
      if (number > 255) return std::nullopt;
    }
    value = value << 8 | number;
  }
  if (at != end) return std::nullopt;
  return Address{0, std::uint64_t{0xffff'0000'0000} | value};
}

}  // namespace

bool PlainName::read(std::string_view text) {
  if (text.size() > kLongest || !fold_plain_name(text, folded.data())) return false;
  length = text.size();
  hash = hash_bytes(name());
  return true;
}

TextId PlainName::intern(std::string_view text, Interner& users) const {
  if (const TextId known = users.find(name(), hash); known != kNone) return known;
  const std::string masked = mask_secrets(text);
  return masked == text ? users.intern(name(), hash) : users.intern(normalize_user(masked));
}

bool PlainAddress::read(std::string_view text) {
  auto plain = parse_v4_fast(text);
  if (!plain) plain = parse_address(text);
  if (!plain || (plain->low & 0xffff'ffff) == 0) return false;
  address = *plain;
  hash = AddressBook::hash_of(address);
  return true;
}

}  // namespace whylocked::normalize
