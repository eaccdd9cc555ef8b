// ASCII letters, digits and blanks; other bytes are left alone.
//
// In:  UTF-8 or any other superset of ASCII.  Out: lower case, classes, comparisons.
// For names of columns, headers of mails and words of formats. Normalize has its
// own rules for text in other alphabets.
// Lifetime: values.  Threads: pure.  Failure: none.
#pragma once

#include <algorithm>
#include <string_view>

namespace whylocked::ascii {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
// A blank, a tab, or a character that ends a line or page.
constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
// True for digits and letters of any language; every byte of a multibyte character counts.
constexpr bool in_word(char c) {
  return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace whylocked::ascii
