// Characters of text from a log: which are valid, which may be shown, how wide they are.
//
// A byte that begins no valid UTF-8 sequence is decoded as one invalid character. Hidden characters
// are those that a terminal or reader would act on instead of showing: C0, DEL, C1, direction
// marks, zero-width characters, line and paragraph separators, tags and noncharacters.
// Widths cover the large East Asian and emoji blocks, as terminals do for nearly every name; the
// full Unicode table would be several hundred rows more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whylocked::report {

struct CodePoint {
  char32_t code = 0;  // for an invalid byte, the byte
  std::uint8_t bytes = 1;
  bool valid = true;
};

CodePoint first_code_point(std::string_view text);  // REQUIRES: !text.empty()

bool is_hidden(char32_t code);

// Columns of escaped text; color sequences (ESC [ ... m) have no width.
std::size_t columns_of(std::string_view text);

// Length of the prefix of `text` that every medium shows as is: printable ASCII.
std::size_t plain_prefix(std::string_view text);

void append_escaped(std::string_view text, std::string& out);  // escape_terminal() that appends

// Escaped, and truncated with "…" to at most `columns`.
std::string escape_clipped(std::string_view text, std::size_t columns);

// A CSV field: quoted where needed, with ' before a leading = + - @ tab or CR (formula injection).
void append_csv(std::string_view text, std::string& out);

// Escapes characters with a meaning in XML and HTML, in text and quoted attributes.
void append_markup(std::string_view text, std::string& out);

// Escaped words (words.hpp) as inline Markdown (CommonMark, GFM) that shows exactly these words,
// without links, mentions, references, HTML or emphasis. A word that renderers would link by
// themselves, such as an account with an @, becomes code. In markdown.cpp.
std::string markdown_text(std::string_view words);

}  // namespace whylocked::report
