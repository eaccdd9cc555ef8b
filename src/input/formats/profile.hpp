// Which profile a header belongs to, and the profiles that are built in.
//
// In:  the folded names of a header; the user's profiles, then the built-in ones.
// Out: of the profiles that have all their names there the one with the most names; the user's
//      first. An export of a search tool puts all names one level deeper
//      ("_source.winlog.event_id", "result.EventCode"), so the names may all be after one prefix.
// A built-in profile is parsed when a file needs it: a plain table parses none.
// Lifetime: a Profile lives as long as the options or the program.  Threads: safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/read.hpp"

namespace whylocked::input {

// A file of src/input/formats, embedded at build time. `recognize` is as in the file.
struct BuiltInFormat {
  std::string_view name;
  std::span<const std::string_view> recognize;
  bool has_lines, has_mails, has_pairs;
  std::string_view json;
};
std::span<const BuiltInFormat> built_in_formats();

const Profile& built_in_profile(const BuiltInFormat& format);
const Profile* find_built_in_profile(std::string_view name);

struct ProfileMatch {
  const Profile* profile = nullptr;
  std::string prefix;  // folded, with a blank at its end; before the profile's names
};
ProfileMatch profile_of(const std::vector<std::string>& folded, const ReadOptions& options);

// Calls `test` for each alternative of "EventID | event.code"; true once one holds.
template <class Test>
bool any_alternative(std::string_view names, Test test) {
  constexpr std::string_view kOr = " | ";
  for (;;) {
    const std::size_t at = names.find(kOr);
    if (test(names.substr(0, at))) return true;
    if (at == names.npos) return false;
    names.remove_prefix(at + kOr.size());
  }
}

// The user's profiles, then the built-in ones, that know lines of text, or mails.
enum class Words : std::uint8_t { lines, mails };
std::vector<const Profile*> profiles_with(Words words, const ReadOptions& options);

}  // namespace whylocked::input
