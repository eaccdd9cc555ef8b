// Whole numbers as text: parses a text that is entirely a number, and counts things.
//
// In:  digits, after a minus for signed types.  Out: the number.
// Lifetime: values.  Threads: pure.
// Failure: nullopt for an empty text, any other byte, or a number out of range.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whylocked {

template <class Number>
std::optional<Number> parse_whole(std::string_view text, int base = 10) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, base);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

// "1 time", "3 times".
inline std::string counted(std::uint64_t number, std::string_view noun) {
  return std::to_string(number) + ' ' + std::string(noun) + (number == 1 ? "" : "s");
}

}  // namespace whylocked
