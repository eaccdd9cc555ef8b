// UTF-8: whether bytes are well formed, and where characters begin.
//
// In:  bytes.  Out: lengths of sequences, encoded characters.
// Lifetime: values.  Threads: pure.  Failure: a malformed sequence has length 0.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace whylocked {

bool is_ascii(std::string_view text);

// Length of the well-formed sequence at the front of `text`; 0 if there is none (too long, a
// surrogate, beyond U+10FFFF, or incomplete).
std::size_t utf8_length(std::string_view text);
bool is_utf8(std::string_view text);
void append_utf8(std::string& out, char32_t character);

// True for any byte of a character but its first.
constexpr bool is_utf8_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// The front of `text`, at most `max` bytes, cut between characters.
std::string_view utf8_prefix(std::string_view text, std::size_t max);

}  // namespace whylocked
