// How names are compared: by their letters and digits alone, in lower case.
//
// In:  any text.  Out: "it-glue", "IT Glue" and "ITGlue" all become "itglue"; bytes above 0x7f are
// left out, so a long dash between vendor and product does no harm.
// Shared by the generator, which writes the keys into the tables, and the look-up.
// Threads: pure.  Failure: none; a text without letters and digits has an empty key.
#pragma once

#include <string>
#include <string_view>

#include "base/ascii.hpp"

namespace whylocked {

using ascii::lower;
inline bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

inline std::string name_key(std::string_view text) {
  std::string key;
  for (const char c : text)
    if (is_letter(c) || is_digit(c)) key += lower(c);
  return key;
}

}  // namespace whylocked
