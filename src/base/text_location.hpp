// A location in a text: line, column, and the line itself with a caret.
//
// In:  a text and an offset in it.  Out: row, column, excerpt and caret of a Diagnostic.
// Columns count characters of UTF-8, the caret counts bytes of the excerpt. A long line is cut to
// the part around the caret, between characters.
// Lifetime: the excerpt is a copy.  Threads: pure.
// Failure: none; an offset after the end is the end.
#pragma once

#include <cstddef>
#include <string_view>

#include "whylocked/diagnostic.hpp"

namespace whylocked {

void set_location(std::string_view text, std::size_t at, Diagnostic& diagnostic);
// The same without row and column, for a part of a file.
void set_excerpt(std::string_view text, std::size_t at, Diagnostic& diagnostic);

}  // namespace whylocked
