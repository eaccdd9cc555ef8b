// Internet addresses and prefixes, as values.
//
// In:  text of one address or CIDR prefix.  Out: a 16-byte value that compares, or canonical text.
// IPv4 is stored in the mapped form ::ffff:a.b.c.d, so one type, one order and one prefix test
// serve both families, and a mapped address in an export equals its plain IPv4 form.
// Lifetime: plain values.  Threads: pure functions.  Failure: nullopt.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whylocked {

struct Address {
  std::uint64_t high = 0;  // network order: the first 64 bits
  std::uint64_t low = 0;

  bool is_v4() const { return high == 0 && (low >> 32) == 0xffff; }
  // Loopback, RFC 1918, RFC 4193, link-local or shared (RFC 6598): not routed on the internet.
  bool is_private() const;
  // The /16 (IPv6: /32) of the address, roughly what one operator has in one place.
  std::uint64_t block() const { return is_v4() ? low >> 16 : high >> 32; }
  friend auto operator<=>(const Address&, const Address&) = default;
};

// `bits` counts in the 128-bit form: 198.51.100.0/24 has 96 + 24 = 120.
struct Prefix {
  Address base;
  std::uint8_t bits = 128;

  bool contains(const Address& address) const;
  friend auto operator<=>(const Prefix&, const Prefix&) = default;
};

// Parses one bare address ("198.51.100.7", "2001:db8::7", "::ffff:198.51.100.7") without blanks,
// port or zone id. Rejects leading zeros in IPv4 parts, which may mean octal.
std::optional<Address> parse_address(std::string_view text);

// "198.51.100.0/24", "2001:db8::/32" or a bare address (a prefix of one). Host bits are cleared.
std::optional<Prefix> parse_prefix(std::string_view text);

// The prefix of an address, with `bits` counted as in Prefix::bits.
Prefix prefix_of(const Address& address, unsigned bits);

// Canonical text: dotted for IPv4, RFC 5952 for IPv6.
std::string to_text(const Address& address);
// Writes the same text at `to` and returns its end. REQUIRES: room for kMaxAddressText bytes.
inline constexpr std::size_t kMaxAddressText = 48;
char* put_text(const Address& address, char* to);
std::string to_text(const Prefix& prefix);

}  // namespace whylocked
