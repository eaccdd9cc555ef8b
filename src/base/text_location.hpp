// Converts an offset in a text to line, column, and the line itself with a caret.
//
// In:  a text and an offset in it.  Out: row, column, excerpt and caret of a Diagnostic.
// Columns count UTF-8 characters; the caret counts bytes of the excerpt. A long line is cut,
// between characters, to the part around the caret.
// Lifetime: the excerpt is a copy.  Threads: pure.
// Failure: none; an offset past the end is treated as the end.
#pragma once

#include <cstddef>
#include <string_view>

#include "whylocked/diagnostic.hpp"

namespace whylocked {

void set_location(std::string_view text, std::size_t at, Diagnostic& diagnostic);
// Sets only excerpt and caret, for a part of a file.
void set_excerpt(std::string_view text, std::size_t at, Diagnostic& diagnostic);

}  // namespace whylocked
