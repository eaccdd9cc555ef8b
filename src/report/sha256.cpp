// SHA-256 as FIPS 180-4 words it; the constants are computed as it defines them.
#include "report/sha256.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace whylocked {

namespace {

using State = std::array<std::uint32_t, 8>;

// The first 32 bits of the fraction; long double holds 64 of a number below 8.
std::uint32_t fraction_bits(long double number) {
  return static_cast<std::uint32_t>((number - std::floor(number)) * 4294967296.0L);
}

struct Constants {
  std::array<std::uint32_t, 64> rounds;  // of the cube roots of the first primes
  State start;                           // of the square roots of the first eight
};

Constants make_constants() {
  Constants constants{};
  std::size_t found = 0;
  for (std::uint32_t number = 2; found < constants.rounds.size(); ++number) {
    bool prime = true;
    for (std::uint32_t divisor = 2; divisor * divisor <= number; ++divisor)
      prime = prime && number % divisor != 0;
    if (!prime) continue;
    if (found < constants.start.size())
      constants.start[found] = fraction_bits(std::sqrt(static_cast<long double>(number)));
    constants.rounds[found++] = fraction_bits(std::cbrt(static_cast<long double>(number)));
  }
  return constants;
}

std::uint32_t small_sigma(std::uint32_t x, int a, int b, int shift) {
  return std::rotr(x, a) ^ std::rotr(x, b) ^ x >> shift;
}
std::uint32_t large_sigma(std::uint32_t x, int a, int b, int c) {
  return std::rotr(x, a) ^ std::rotr(x, b) ^ std::rotr(x, c);
}

void add_block(std::string_view block, const Constants& constants, State& state) {
  std::array<std::uint32_t, 64> words{};
  for (std::size_t i = 0; i < block.size(); ++i)
    words[i / 4] = words[i / 4] << 8 | static_cast<std::uint8_t>(block[i]);
  for (std::size_t i = 16; i < words.size(); ++i)
    words[i] = words[i - 16] + small_sigma(words[i - 15], 7, 18, 3) + words[i - 7] +
               small_sigma(words[i - 2], 17, 19, 10);
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint32_t first =
        h + large_sigma(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + constants.rounds[i] + words[i];
    const std::uint32_t second = large_sigma(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + first;
    d = c, c = b, b = a, a = first + second;
  }
  const State round = {a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += round[i];
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t three = 0;
    for (std::size_t i = at; i < at + 3; ++i)
      three = three << 8 | (i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : 0u);
    for (std::size_t i = 0; i < 4; ++i)
      text += at + i > bytes.size() ? '=' : kLetters[three >> (18 - 6 * i) & 63];
  }
  return text;
}

}  // namespace

std::string sha256_base64(std::string_view bytes) {
  static const Constants constants = make_constants();
  std::string padded(bytes);
  padded += '\x80';
  while (padded.size() % 64 != 56) padded += '\0';
  for (int shift = 56; shift >= 0; shift -= 8)
    padded += static_cast<char>(std::uint64_t{bytes.size()} * 8 >> shift & 0xff);
  State state = constants.start;
  for (std::size_t at = 0; at < padded.size(); at += 64)
    add_block(std::string_view(padded).substr(at, 64), constants, state);
  std::string digest;
  for (const std::uint32_t word : state)
    for (int shift = 24; shift >= 0; shift -= 8) digest += static_cast<char>(word >> shift & 0xff);
  return base64(digest);
}

}  // namespace whylocked
