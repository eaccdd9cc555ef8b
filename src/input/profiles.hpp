// Profiles at work: which one a header belongs to.
//
// In:  the folded names of a header; the user's profiles, then the built-in ones.
// Out: the first profile that has all its names there.
// Lifetime: a Profile lives as long as the options or the program.  Threads: const.
// Failure: null when no profile fits, which is the usual case.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/read.hpp"

namespace whylocked::input {

// A built-in profile as it is written in the table; lists as profile_table.cpp says.
struct ProfileRow {
  LogSystem system = LogSystem::autotask;
  std::string_view name, title, source, recognize, columns, words, time_zone = {}, example;
};

Profile to_profile(const ProfileRow& row);

const Profile* profile_of(const std::vector<std::string>& folded, const ReadOptions& options);

}  // namespace whylocked::input
