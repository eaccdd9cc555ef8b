// A place in a text, as people name it: line, column, and the line itself with a caret.
//
// In:  a text and an offset in it.  Out: row, column, excerpt and caret of a Diagnostic.
// Columns count characters of UTF-8, the caret counts bytes of the excerpt; a long line is cut to
// the part around the caret, between characters.
// Lifetime: the excerpt is a copy.  Threads: pure.  Failure: none; an offset behind the end is the
// end.
#pragma once

#include <cstddef>
#include <string_view>

#include "whylocked/diagnostic.hpp"

namespace whylocked {

void point_at(std::string_view text, std::size_t at, Diagnostic& diagnostic);

}  // namespace whylocked
