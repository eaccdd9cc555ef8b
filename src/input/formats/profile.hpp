// Chooses the profile for a header, and holds the built-in profiles.
//
// In:  the folded names of a header; the user's profiles, then the built-in ones.
// Out: the profile with the most names among those whose names are all in the header; the user's
//      come first. Search tools export all names one level deeper ("_source.winlog.event_id",
//      "result.EventCode"), so the names may share a prefix.
// A built-in profile is parsed when a file first needs it; a plain table needs none.
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
  std::string prefix;  // folded, ends with a blank; precedes the profile's names
};
ProfileMatch profile_of(const std::vector<std::string>& folded, const ReadOptions& options);

// Whether `test` holds for one of the alternatives in "EventID | event.code".
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

// Profiles with patterns for lines or for mails: the user's, then the built-in ones.
enum class Words : std::uint8_t { lines, mails };
std::vector<const Profile*> profiles_with(Words words, const ReadOptions& options);

}  // namespace whylocked::input
