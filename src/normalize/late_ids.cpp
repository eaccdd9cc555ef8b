#include "normalize/late_ids.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "normalize/letters.hpp"
#include "whylocked/hash.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/secret.hpp"

namespace whylocked::normalizing {

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
// `raw` gets the same bytes as they are.
bool fold_plain_name(std::string_view text, char* raw, char* folded) {
  constexpr std::size_t kLongestAbsent = 6;
  if (text.size() <= kLongestAbsent + 1) return false;  // and eight are read at once
  const auto is_around = [](char c) { return c == '"' || c == '\'' || c == '>' || c == ' '; };
  if (is_around(text.front()) || is_around(text.back())) return false;
  std::uint64_t odd = 0;
  const auto fold_at = [&](std::size_t at) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    std::memcpy(raw + at, &word, 8);
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

bool LateIds::take_name(std::string_view text) {
  LateRow& row = rows_[count_];
  if (text.size() > kLongestName || !fold_plain_name(text, row.raw.data(), row.folded.data()))
    return false;
  row.length = static_cast<std::uint8_t>(text.size());
  row.name_hash = hash_bytes(row.name());
  events_.users.prefetch(row.name_hash);
  return true;
}

// 0.0.0.0 is none.
bool LateIds::take_address(std::string_view text) {
  const auto address = parse_v4_fast(text);
  if (!address || (address->low & 0xffff'ffff) == 0) return false;
  LateRow& row = rows_[count_];
  row.has_address = true;
  row.address = *address;
  row.address_hash = AddressBook::hash_of(*address);
  events_.addresses.prefetch(row.address_hash);
  return true;
}

void LateIds::keep(std::size_t event) {
  LateRow& row = rows_[count_];
  if (row.length == 0 && !row.has_address) return;
  row.event = static_cast<std::uint32_t>(event);
  if (++count_ == kLate) settle();
  rows_[count_].clear();
}

TextId LateIds::find_name(const LateRow& row) {
  if (const TextId known = events_.users.find(row.name(), row.name_hash); known != kNone)
    return known;
  const std::string masked = mask_secrets(row.raw_name());
  return events_.users.intern(masked == row.raw_name() ? row.name() : normalize_user(masked));
}

TextId LateIds::name_now() {
  const TextId id = find_name(rows_[count_]);
  rows_[count_].length = 0;
  return id;
}

// First where the texts lie, then the texts, then the answers.
void LateIds::settle() {
  const std::size_t count = std::exchange(count_, 0);
  for (std::size_t i = 0; i < count; ++i) {
    LateRow& row = rows_[i];
    row.name_guess = row.length == 0 ? kNone : events_.users.guess(row.name_hash);
    if (row.has_address) events_.addresses.prefetch_guess(row.address_hash);
  }
  for (std::size_t i = 0; i < count; ++i) events_.users.prefetch_text(rows_[i].name_guess);
  for (std::size_t i = 0; i < count; ++i) {
    const LateRow& row = rows_[i];
    Event& event = events_.rows[row.event];
    if (row.length > 0) event.user = find_name(row);
    if (row.has_address) event.address = events_.addresses.intern(row.address, row.address_hash);
  }
  rows_[0].clear();
}

}  // namespace whylocked::normalizing
