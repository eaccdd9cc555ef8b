// Words of a report as Markdown.
//
// In:  escaped words with glue (words.hpp), on one line.  Out: inline Markdown (CommonMark, GFM)
//      that shows just these words: no link, mention, reference, HTML, emphasis or table column.
// A word that a renderer would link by itself, such as an account with an @, becomes code.
// Lifetime: none.  Threads: pure.  Failure: none.
#pragma once

#include <string>
#include <string_view>

namespace whylocked {

std::string markdown_text(std::string_view words, bool in_table = false);
std::string markdown_code(std::string_view words, bool in_table = false);

}  // namespace whylocked
