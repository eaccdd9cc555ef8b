// Names of columns in exports, in English, German and other languages.
//
// In:  a header cell.  Out: the fields it may mean, each with a priority.
// To add a name, add a row to aliases.tsv, which is embedded at build time.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "whylocked/read.hpp"

namespace whylocked::input {

struct Alias {
  std::string_view name;
  Field field;
  int priority;  // the column with the highest one gets the field
};

// Lower case, trimmed, without a byte order mark. Line breaks, no-break spaces and _ - . / count as
// blanks, and a run of blanks becomes one. Empty if longer than any alias.
std::string fold(std::string_view name);

// "time (utc)" is looked up as "time" unless it is an alias itself.
std::span<const Alias> aliases_of(std::string_view folded);

// Sorted by name, ignoring blanks.
std::span<const Alias> all_aliases();

}  // namespace whylocked::input
