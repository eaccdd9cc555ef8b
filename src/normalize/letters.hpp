// Letters, blanks and invisible marks of UTF-8, as far as names and words need them.
//
// In:  any bytes; invalid UTF-8 passes through untouched.  Out: views, or the same text folded.
// Names fold ASCII, Latin-1, Latin Extended-A and Cyrillic; words of European languages also lose
// their accents. A full case table would be larger than this program.
// Lifetime: views point into the argument.  Threads: pure.  Failure: none.
#pragma once

#include <string>
#include <string_view>

#include "base/ascii.hpp"

namespace whylocked::normalize {

inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
inline bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
using ascii::equal_ignoring_case;
using ascii::is_digit;
using ascii::is_letter;
using ascii::lower;

// Length of the blank or invisible mark (space, tab, no-break space, zero-width and direction
// marks, byte order mark) at the front of `text`; 0 without one.
std::size_t blank_length(std::string_view text);
// True if the mark is visible space, which separates words; a zero-width mark does not.
bool is_wide_blank(std::string_view mark);
std::string_view trim_blanks(std::string_view text);
// The text in ="text" or after the apostrophe of 'text: forms that keep a
// spreadsheet from changing it.
std::string_view literal_text(std::string_view text);

// Converts to lower case; keeps the length.
void fold_case(std::string& text);
// Replaces a letter and its combining mark by one letter of Latin-1 or Latin Extended-A, as most
// systems write it.
std::string compose(std::string_view text);

// The ASCII letters for the accented one at the start of `text`: "e" for é, "ae" for ä, "l" for ł;
// empty for any other character. Latin-1 and Latin Extended-A, in either case.
std::string_view base_letters(std::string_view text);
// Lower case without accents, for words of European languages.
std::string fold_accents(std::string_view text);

// True for "########" (a column too narrow), "#NAME?", "#N/A": shown and saved by
// a spreadsheet in place of a value.
bool is_spreadsheet_error(std::string_view text);

// True for "", "-", "n/a", "null" and other ways to write that there is no value.
bool is_absent(std::string_view text);

}  // namespace whylocked::normalize
