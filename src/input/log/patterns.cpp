#include "input/log/patterns.hpp"

#include "input/encoding.hpp"

namespace whylocked::input {

namespace {

// From the words before the address on: "from {address} port {}".
std::string tail_of(std::string_view text) {
  const std::size_t address = text.find("{address}");
  if (address == text.npos) return {};
  const std::size_t before = text.substr(0, address).rfind('}');
  return std::string(trim(text.substr(before == text.npos ? 0 : before + 1)));
}

// "'ann'." is ann.
std::string_view bare_name(std::string_view name) {
  while (name.size() > 1 && std::string_view(".,;:").find(name.back()) != name.npos)
    name.remove_suffix(1);
  constexpr std::string_view kPairs[] = {"\"\"", "''", "()", "[]", "<>", "`'", "``"};
  for (const std::string_view pair : kPairs)
    if (name.size() > 2 && name.front() == pair[0] && name.back() == pair[1])
      return name.substr(1, name.size() - 2);
  return name;
}

}  // namespace

LinePattern::LinePattern(const Profile& profile, const Pattern& pattern)
    : profile_(profile), event_(pattern.says), whole_(pattern.text) {
  if (const std::string tail = tail_of(pattern.text); !validate(tail)) tail_.emplace(tail);
}

std::optional<Match> LinePattern::find(const NormalizedText& line) const {
  auto match = whole_.find(line);
  if (!match) return match;
  std::string_view& user = match->fields[static_cast<std::size_t>(Field::user)];
  user = bare_name(user);
  return match;
}

LinePatterns::LinePatterns(const std::vector<const Profile*>& profiles) {
  for (const Profile* const profile : profiles)
    for (const Pattern& pattern : profile->lines)
      if (!validate(pattern.text)) patterns_.emplace_back(*profile, pattern);
  for (const LinePattern& pattern : patterns_) prefilter_.add(pattern.needle());
}

const LinePattern* LinePatterns::find(const NormalizedText& line, std::optional<Match>& match) {
  prefilter_.look(line.lower(), candidates_);
  for (const std::uint16_t candidate : candidates_)
    if ((match = patterns_[candidate].find(line))) return &patterns_[candidate];
  return nullptr;
}

}  // namespace whylocked::input
