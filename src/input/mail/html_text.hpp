// The words of an HTML mail, without its looks.
//
// In:  HTML as mails have it: cut, nested wrongly, from any program.  Out: UTF-8 text.
// Tags are dropped, blocks and rows become line breaks, character references become characters;
// comments, scripts, styles and titles are left out. Not a parser: one walk, nothing is nested.
// Lifetime: values.  Threads: pure.  Failure: none; anything but a tag is text.
#pragma once

#include <string>
#include <string_view>

namespace whylocked::input {

std::string text_of_html(std::string_view html);

}  // namespace whylocked::input
