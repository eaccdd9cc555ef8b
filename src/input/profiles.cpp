#include "input/profiles.hpp"

#include <algorithm>

#include "input/table/aliases.hpp"
#include "input/encoding.hpp"

namespace whylocked::input {

namespace {

// Calls `each` for every piece between the marks, trimmed; an empty text has none.
template <class Each>
void for_each_piece(std::string_view text, std::string_view mark, Each each) {
  while (!text.empty()) {
    const std::size_t at = text.find(mark);
    each(trim(text.substr(0, at)));
    text.remove_prefix(at == text.npos ? text.size() : at + mark.size());
  }
}

void add_columns(std::string_view piece, Profile& profile) {
  const std::size_t equal = piece.find('=');
  std::vector<std::string> names;
  for_each_piece(piece.substr(equal + 1), " | ",
                 [&](std::string_view name) { names.emplace_back(name); });
  profile.columns.emplace_back(*parse_field(piece.substr(0, equal)), std::move(names));
}

void add_word(std::string_view piece, Profile& profile) {
  const std::size_t colon = piece.find(": "), equal = piece.rfind('=');
  profile.words.push_back({*parse_field(piece.substr(0, colon)),
                           std::string(piece.substr(colon + 2, equal - colon - 2)),
                           std::string(piece.substr(equal + 1))});
}

bool has_all(const std::vector<std::string>& folded, const Profile& profile) {
  return !profile.recognize.empty() && profile.recognize.size() <= folded.size() &&
         std::all_of(profile.recognize.begin(), profile.recognize.end(),
                     [&](const std::string& name) {
                       return std::find(folded.begin(), folded.end(), name) != folded.end();
                     });
}

const Profile* first_with_all(const std::vector<std::string>& folded,
                              const std::vector<Profile>& profiles) {
  const auto found = std::find_if(profiles.begin(), profiles.end(),
                                  [&](const Profile& one) { return has_all(folded, one); });
  return found == profiles.end() ? nullptr : &*found;
}

}  // namespace

Profile to_profile(const ProfileRow& row) {
  Profile profile;
  profile.system = row.system;
  profile.name = row.name;
  profile.title = row.title;
  profile.source = row.source;
  profile.time_zone = row.time_zone;
  profile.example = row.example;
  for_each_piece(row.recognize, "; ",
                 [&](std::string_view name) { profile.recognize.push_back(fold(name)); });
  for_each_piece(row.columns, "; ", [&](std::string_view one) { add_columns(one, profile); });
  for_each_piece(row.words, "; ", [&](std::string_view one) { add_word(one, profile); });
  return profile;
}

const Profile* profile_of(const std::vector<std::string>& folded, const ReadOptions& options) {
  const Profile* const own = first_with_all(folded, options.profiles);
  return own != nullptr ? own : first_with_all(folded, built_in_profiles());
}

}  // namespace whylocked::input
