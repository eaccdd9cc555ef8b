// A hash for in-memory tables.
//
// In:  bytes, or two numbers.  Out: 64 well-mixed bits that differ from process to process.
// Two words at a time are multiplied to 128 bits, and the halves of the product folded
// together (the step of wyhash, Wang Yi, public domain). The seed is random because
// attackers choose the text in logs: under a known hash, names that all collide would make a
// table slow. No output depends on a hash.
// Lifetime: values.  Threads: pure.  Failure: none.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace whylocked {

struct HashSeed {
  std::uint64_t a, b;
};
// Drawn before main, where an exception would end the process without a message.
extern const HashSeed kHashSeed;

// If `draw` throws (no source of randomness), uses the clock and the address of the stack.
HashSeed draw_seed(std::uint32_t (*draw)()) noexcept;

inline std::uint64_t hash_pair(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a ^ kHashSeed.a) * (b ^ kHashSeed.b);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t hash_bytes(std::string_view text) {
  const auto eight = [](const char* at) {
    std::uint64_t bits;
    std::memcpy(&bits, at, 8);
    return bits;
  };
  const auto four = [](const char* at) {
    std::uint32_t bits;
    std::memcpy(&bits, at, 4);
    return std::uint64_t{bits};
  };
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t hash = left;
  for (; left > 16; at += 16, left -= 16) hash = hash_pair(eight(at) ^ hash, eight(at + 8));
  if (left >= 8) return hash_pair(eight(at) ^ hash, eight(at + left - 8));
  if (left >= 4) return hash_pair(four(at) ^ hash, four(at + left - 4));
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < left; ++i) bits = bits << 8 | static_cast<unsigned char>(at[i]);
  return hash_pair(bits ^ hash, 0);
}

// FNV-1a, the same in every process: for output, and for comparison across files.
constexpr std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

}  // namespace whylocked
