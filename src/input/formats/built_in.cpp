#include <algorithm>
#include <memory>
#include <mutex>

#include "input/formats/profile.hpp"
#include "input/table/aliases.hpp"

namespace whylocked::input {

namespace {

bool has(const std::vector<std::string>& folded, const std::string& name) {
  return std::find(folded.begin(), folded.end(), name) != folded.end();
}

template <class Names>
bool has_all(const std::vector<std::string>& folded, const Names& names,
             const std::string& prefix) {
  return std::all_of(names.begin(), names.end(), [&](std::string_view one) {
    return any_alternative(one,
                           [&](std::string_view name) { return has(folded, prefix + fold(name)); });
  });
}

// The prefix under which a header has all the names; nullopt: under none.
template <class Names>
std::optional<std::string> prefix_of(const std::vector<std::string>& folded, const Names& names) {
  if (names.empty() || names.size() > folded.size()) return std::nullopt;
  if (has_all(folded, names, {})) return std::string();
  if (names.size() == 1) return std::nullopt;  // "license type" is no "type" below "license"
  const std::string last = ' ' + fold(names.back().substr(0, names.back().find(" | ")));
  for (const std::string& column : folded) {
    if (!column.ends_with(last)) continue;
    std::string prefix = column.substr(0, column.size() - last.size() + 1);
    if (has_all(folded, names, prefix)) return prefix;
  }
  return std::nullopt;
}

}  // namespace

const Profile& built_in_profile(std::size_t i) {
  struct Slot {
    std::once_flag once;
    Profile profile;
  };
  static const std::unique_ptr<Slot[]> slots(new Slot[built_in_formats().size()]);
  Slot& slot = slots[i];
  std::call_once(slot.once, [&] {
    Diagnostics ignored;  // a test reads each of them
    const BuiltInFormat& format = built_in_formats()[i];
    if (auto profile = parse_profile(format.json, std::string(format.name), ignored))
      slot.profile = *std::move(profile);
  });
  return slot.profile;
}

const Profile* find_built_in_profile(std::string_view name) {
  const auto formats = built_in_formats();
  for (std::size_t i = 0; i < formats.size(); ++i)
    if (formats[i].name == name) return &built_in_profile(i);
  return nullptr;
}

ProfileMatch profile_of(const std::vector<std::string>& folded, const ReadOptions& options) {
  ProfileMatch best;
  std::size_t most = 0;
  for (const Profile& profile : options.profiles) {
    const auto prefix = profile.pairs ? std::nullopt : prefix_of(folded, profile.recognize);
    if (!prefix || profile.recognize.size() <= most) continue;
    most = profile.recognize.size();
    best = {&profile, *prefix};
  }
  if (best.profile != nullptr) return best;
  const auto formats = built_in_formats();
  std::size_t found = formats.size();
  for (std::size_t i = 0; i < formats.size(); ++i) {
    if (formats[i].has_pairs || formats[i].recognize.size() <= most) continue;
    const auto prefix = prefix_of(folded, formats[i].recognize);
    if (!prefix) continue;
    most = formats[i].recognize.size();
    best.prefix = *prefix;
    found = i;
  }
  if (found < formats.size()) best.profile = &built_in_profile(found);
  return best;
}

std::vector<const Profile*> profiles_with(Words words, const ReadOptions& options) {
  std::vector<const Profile*> all;
  for (const Profile& profile : options.profiles)
    if (!profile.lines.empty() || !profile.mails.empty() || profile.pairs) all.push_back(&profile);
  for (std::size_t i = 0; i < built_in_formats().size(); ++i) {
    const BuiltInFormat& format = built_in_formats()[i];
    // Formats of tables have lines for their own messages only.
    const bool lines = format.has_pairs || (format.has_lines && format.recognize.empty());
    if (words == Words::lines ? lines : format.has_mails) all.push_back(&built_in_profile(i));
  }
  // The general wordings come last, so that a system's own are found first.
  const std::string_view general = words == Words::lines ? "application-log" : "notice-mail";
  std::stable_partition(all.begin(), all.end(),
                        [&](const Profile* profile) { return profile->name != general; });
  return all;
}

}  // namespace whylocked::input

namespace whylocked {

const std::vector<const Profile*>& built_in_profiles() {
  static const std::vector<const Profile*> all = [] {
    std::vector<const Profile*> profiles;
    for (std::size_t i = 0; i < input::built_in_formats().size(); ++i)
      profiles.push_back(&input::built_in_profile(i));
    return profiles;
  }();
  return all;
}

const std::vector<std::string_view>& built_in_profile_names() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> names;
    for (const input::BuiltInFormat& format : input::built_in_formats())
      names.push_back(format.name);
    return names;
  }();
  return all;
}

}  // namespace whylocked
