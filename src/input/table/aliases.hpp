// Names of columns in exports, in English and German.
//
// In:  a header cell.  Out: the fields it may mean, each with a priority.
// A newcomer adds a row to aliases.tsv, which is embedded at build time.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "whylocked/read.hpp"

namespace whylocked::input {

struct Alias {
  std::string_view name;
  Field field;
  int priority;  // of several columns for one field the highest is used
};

// Lower case, without a byte order mark. No-break blank, line break and _ - . / are blanks; runs of
// blanks become one, none at the ends. Empty if it is longer than any alias.
std::string fold(std::string_view name);

// "time (utc)" is looked up as "time" if it is not known itself.
std::span<const Alias> aliases_of(std::string_view folded);

// In the order of their letters, blanks left out.
std::span<const Alias> all_aliases();

}  // namespace whylocked::input
