// A line of pairs, name=value, as firewalls and Keycloak write them.
//
// In:  `date=2026-05-19 user="j.roth" msg="SSL user failed"`, with or without commas between, or as
//      cells of CSV, `"user=""j.roth"""`.
// Out: the value of a name, without its quotes.
// Text between pairs is skipped; the first of two equal names counts.
// Lifetime: views into the line, or into the pairs where a quote had to be unescaped.
// Threads: one a reading.  Failure: an absent name has an empty value.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/read.hpp"

namespace whylocked::input {

class Pairs {
 public:
  void parse(std::string_view line);
  std::string_view operator[](std::string_view name) const;  // letters in any case
  bool has(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, std::string_view>> pairs_;
  std::deque<std::string> unescaped_;
};

// Whether a line has the names by which a profile of pairs is recognized.
bool has_keys(const Pairs& pairs, const Profile& profile);

// The values that the profile's columns name. False: no event that it has words for.
bool fill_row(const Pairs& pairs, const Profile& profile, Row& row);

}  // namespace whylocked::input
