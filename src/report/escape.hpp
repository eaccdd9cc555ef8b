// Text from a log as characters: which are valid, which may be shown, how wide they are.
//
// A byte that begins no valid UTF-8 sequence is a code point of one byte, marked invalid.
// Hidden are characters that a terminal or a reader would act on instead of showing them: C0, DEL,
// C1, marks of direction, characters of no width, line and paragraph separators, tags, places of
// the plane that are no characters.
// Widths are those of the large East Asian and emoji blocks, which is what terminals do for nearly
// every name; the full table of Unicode would be several hundred rows more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whylocked::report {

struct CodePoint {
  char32_t code = 0;  // of an invalid byte: the byte
  std::uint8_t bytes = 1;
  bool valid = true;
};

CodePoint first_code_point(std::string_view text);  // REQUIRES: !text.empty()

bool is_hidden(char32_t code);

// Columns of text that is already escaped; color sequences (ESC [ ... m) have none.
std::size_t columns_of(std::string_view text);

// Length of the front of `text` that any medium may show as it is: printable ASCII.
std::size_t plain_prefix(std::string_view text);

void append_escaped(std::string_view text, std::string& out);  // escape_terminal, appending

// Escaped, and cut to at most `columns` with "…" for what is left out.
std::string escape_clipped(std::string_view text, std::size_t columns);

// A CSV field: quoted where needed, with ' before a leading = + - @ tab or CR (formula injection).
void append_csv(std::string_view text, std::string& out);

// The signs that XML and HTML give a meaning, as entities: for text and for quoted attributes.
void append_markup(std::string_view text, std::string& out);

// Escaped words (words.hpp) as inline Markdown (CommonMark, GFM) that shows just these words: no
// link, mention, reference, HTML or emphasis. A word that a renderer would link by
// itself, such as an account with an @, becomes code. In markdown.cpp.
std::string markdown_text(std::string_view words);

}  // namespace whylocked::report
