// Parses a text that is entirely a whole number.
//
// In:  digits, after a minus for signed types.  Out: the number.
// Lifetime: values.  Threads: pure.
// Failure: nullopt for an empty text, any other byte, or a number out of range.
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace whylocked {

template <class Number>
std::optional<Number> parse_whole(std::string_view text, int base = 10) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, base);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

}  // namespace whylocked
