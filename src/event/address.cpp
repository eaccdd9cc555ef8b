// Strict parsing of addresses (no leading zeros, short forms or guesses), and the
// canonical form of RFC 5952.
#include "whylocked/address.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/number.hpp"

namespace whylocked {

namespace {

constexpr std::uint64_t kMapped = 0xffff'0000'0000;

std::optional<std::uint32_t> parse_v4(std::string_view text) {
  std::uint32_t value = 0;
  for (int part = 0; part < 4; ++part) {
    const std::size_t dot = part < 3 ? text.find('.') : text.size();
    if (dot == std::string_view::npos) return std::nullopt;
    const std::string_view digits = text.substr(0, dot);
    const auto number = parse_whole<std::uint8_t>(digits);
    if (!number || (digits.size() > 1 && digits[0] == '0')) return std::nullopt;
    value = value << 8 | *number;
    text.remove_prefix(part < 3 ? dot + 1 : dot);
  }
  return value;
}

// The 16-bit groups of one side of "::"; an IPv4 tail counts as two.
std::optional<int> parse_groups(std::string_view text, std::array<std::uint16_t, 8>& out) {
  int count = 0;
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const std::string_view part = text.substr(0, colon);
    if (part.find('.') != std::string_view::npos) {
      const auto v4 = colon == std::string_view::npos ? parse_v4(part) : std::nullopt;
      if (!v4 || count > 6) return std::nullopt;
      out[count++] = static_cast<std::uint16_t>(*v4 >> 16);
      out[count++] = static_cast<std::uint16_t>(*v4);
      return count;
    }
    const auto group = parse_whole<std::uint16_t>(part, 16);
    if (!group || part.size() > 4 || count > 7) return std::nullopt;
    out[count++] = *group;
    if (colon == std::string_view::npos) return count;
    text.remove_prefix(colon + 1);
    if (text.empty()) return std::nullopt;  // a single colon at the end
  }
  return count;
}

std::optional<Address> parse_v6(std::string_view text) {
  std::array<std::uint16_t, 8> head{}, tail{};
  const std::size_t gap = text.find("::");
  const auto front = parse_groups(text.substr(0, gap), head);
  if (!front) return std::nullopt;
  if (gap == std::string_view::npos) {
    if (*front != 8) return std::nullopt;
  } else {
    const auto back = parse_groups(text.substr(gap + 2), tail);
    if (!back || *front + *back > 7) return std::nullopt;
    for (int i = 0; i < *back; ++i) head[8 - *back + i] = tail[i];
  }
  Address address;
  for (int i = 0; i < 4; ++i) address.high = address.high << 16 | head[i];
  for (int i = 4; i < 8; ++i) address.low = address.low << 16 | head[i];
  return address;
}

}  // namespace

Prefix prefix_of(const Address& address, unsigned bits) {
  const auto front = [](std::uint64_t word, unsigned count) {
    return count == 0 ? 0 : word & ~std::uint64_t{0} << (64 - count);
  };
  return {
      {front(address.high, std::min(bits, 64u)), front(address.low, bits - std::min(bits, 64u))},
      static_cast<std::uint8_t>(bits)};
}

bool Prefix::contains(const Address& address) const { return prefix_of(address, bits) == *this; }

bool Address::is_private() const {
  static const std::array prefixes = {*parse_prefix("10.0.0.0/8"),
                                      *parse_prefix("172.16.0.0/12"),
                                      *parse_prefix("192.168.0.0/16"),
                                      *parse_prefix("127.0.0.0/8"),
                                      *parse_prefix("169.254.0.0/16"),
                                      *parse_prefix("100.64.0.0/10"),
                                      *parse_prefix("fc00::/7"),
                                      *parse_prefix("fe80::/10"),
                                      *parse_prefix("::1")};
  return std::ranges::any_of(prefixes,
                             [&](const Prefix& prefix) { return prefix.contains(*this); });
}

std::optional<Address> parse_address(std::string_view text) {
  if (text.find(':') != std::string_view::npos) return parse_v6(text);
  const auto v4 = parse_v4(text);
  return v4 ? std::optional(Address{0, kMapped | *v4}) : std::nullopt;
}

std::optional<Prefix> parse_prefix(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto base = parse_address(text.substr(0, slash));
  if (!base) return std::nullopt;
  const unsigned width = base->is_v4() ? 32 : 128;
  const auto bits =
      slash == text.npos ? std::optional(width) : parse_whole<unsigned>(text.substr(slash + 1));
  if (!bits || *bits > width) return std::nullopt;
  return prefix_of(*base, *bits + 128 - width);
}

namespace {

char* put_v4(std::uint64_t address, char* to) {
  for (const int shift : {24, 16, 8, 0}) {
    to = std::to_chars(to, to + 3, address >> shift & 0xff).ptr;
    *to++ = '.';
  }
  return to - 1;
}

}  // namespace

char* put_text(const Address& address, char* to) {
  if (address.is_v4()) return put_v4(address.low, to);
  const auto group = [&](int i) {
    return static_cast<unsigned>((i < 4 ? address.high : address.low) >> (48 - i % 4 * 16) &
                                 0xffff);
  };
  // The longest run of two or more zero groups becomes "::"; ties go to the first.
  int best = -1, best_length = 1;
  for (int i = 0; i < 8; ++i) {
    int length = 0;
    while (i + length < 8 && group(i + length) == 0) ++length;
    if (length > best_length) best = i, best_length = length;
  }
  for (int i = 0; i < 8; ++i) {
    if (i > 0 || i == best) *to++ = ':';
    if (i != best) {
      to = std::to_chars(to, to + 4, group(i), 16).ptr;
    } else if ((i += best_length - 1) == 7) {
      *to++ = ':';
    }
  }
  return to;
}

std::string to_text(const Address& address) {
  std::array<char, kMaxAddressText> text;
  return {text.data(), put_text(address, text.data())};
}

std::string to_text(const Prefix& prefix) {
  const int width = prefix.base.is_v4() && prefix.bits >= 96 ? 32 : 128;
  return to_text(prefix.base) + '/' + std::to_string(prefix.bits - (128 - width));
}

}  // namespace whylocked
