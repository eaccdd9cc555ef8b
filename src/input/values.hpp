// One field as written to one value as meant.
//
// In:  raw bytes of a field.  Out: trimmed, unquoted UTF-8 without NUL bytes.
// The usual field is a view of the buffer; only what must be changed is copied.
// Lifetime: results point into the input or into the text given as `room`.  Threads: pure.
// Failure: none; any bytes have a value.
#pragma once

#include <string>
#include <string_view>

#include "input/encoding.hpp"

namespace whylocked::input {

// Without blanks and line breaks at both ends.
std::string_view trim_slowly(std::string_view text);
inline std::string_view trim(std::string_view text) {
  const auto is_mark = [](char c) { return static_cast<unsigned char>(c) > ' '; };
  return !text.empty() && is_mark(text.front()) && is_mark(text.back()) ? text : trim_slowly(text);
}

// The content of a field that begins with a quote: doubled quotes are one, what follows the closing
// quote is kept.
std::string_view unquote(std::string_view quoted, std::string& room);

// What was wrong with the bytes of a value.
struct Repairs {
  bool nul = false;      // NUL bytes were left out
  bool guessed = false;  // not UTF-8, taken as Windows-1252
};

std::string_view repair(std::string_view value, Encoding encoding, std::string& room,
                        Repairs& repairs);

// All of that, as text of its own; for headers.
std::string to_value(std::string_view raw, Encoding encoding);

}  // namespace whylocked::input
