#include "input/log/patterns.hpp"

#include <algorithm>
#include <cstring>

#include "base/ascii.hpp"
#include "input/encoding.hpp"
#include "input/formats/profile.hpp"

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

constexpr std::size_t kKey = 4;

std::size_t bucket_of(const char* key) {
  std::uint32_t bytes;
  std::memcpy(&bytes, key, kKey);
  return bytes * 0x9e3779b1u >> 22;  // 2^32 / golden ratio; the upper 10 bits
}

constexpr std::size_t kMaxPairs = 200;

bool in_name(char c) {
  return ascii::is_letter(c) || ascii::is_digit(c) || c == '_' || c == '-' || c == '.' || c == '@';
}

// The text up to the quote that ends it; `at` moves after that. In a cell of CSV, two quotes are
// one; elsewhere a backslash comes before what is meant as it is.
std::string parse_quoted(std::string_view line, std::size_t& at, bool in_cell) {
  std::string text;
  for (; at < line.size(); ++at) {
    const bool escapes =
        in_cell ? line.substr(at, 2) == "\"\"" : line[at] == '\\' && at + 1 < line.size();
    if (escapes)
      ++at;
    else if (line[at] == '"')
      break;
    text += line[at];
  }
  at = std::min(at + 1, line.size());
  return text;
}

}  // namespace

LinePattern::LinePattern(const Profile& of, const Pattern& pattern)
    : profile(of), event(pattern.says), whole(pattern.text), tail(tail_of(pattern.text)) {}

std::optional<Match> LinePattern::find(const NormalizedText& line, std::size_t from) const {
  auto match = whole.find(line, from);
  if (!match) return match;
  std::string_view& user = match->fields[Field::user];
  user = bare_name(user);
  return match;
}

LinePatterns::LinePatterns(const std::vector<const Profile*>& profiles,
                           std::vector<Pattern> Profile::*of) {
  for (const Profile* const profile : profiles)
    for (const Pattern& pattern : profile->*of)
      if (LinePattern line(*profile, pattern); !line.whole.fault())
        patterns_.push_back(std::move(line));
  for (std::uint16_t i = 0; i < patterns_.size(); ++i) {
    const std::string& literal = patterns_[i].whole.needle();
    (literal.size() < kKey ? short_ : buckets_[bucket_of(literal.data())]).push_back(i);
  }
}

const LinePattern* LinePatterns::find(const NormalizedText& line,
                                      std::optional<Match>& match) const {
  for (const LinePattern* const one : candidates(line))
    if ((match = one->find(line))) return one;
  return nullptr;
}

std::vector<const LinePattern*> LinePatterns::candidates(const NormalizedText& text) const {
  std::vector<const LinePattern*> found;
  for (const std::uint16_t i : short_) found.push_back(&patterns_[i]);
  const std::string_view lower = text.lower();
  for (std::size_t at = 0; at + kKey <= lower.size(); ++at)
    for (const std::uint16_t i : buckets_[bucket_of(lower.data() + at)])
      if (lower.substr(at).starts_with(patterns_[i].whole.needle())) found.push_back(&patterns_[i]);
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void parse_pairs(std::string_view line, json::Members& pairs) {
  pairs.clear();
  for (std::size_t at = line.find('='); at < line.size() && pairs.size() < kMaxPairs;
       at = line.find('=', at)) {
    std::size_t from = at;
    while (from > 0 && in_name(line[from - 1])) --from;
    const std::string_view name = line.substr(from, at - from);
    const bool is_cell = from > 0 && line[from - 1] == '"' && (from == 1 || line[from - 2] == ',');
    ++at;
    const bool is_quoted = at < line.size() && line[at] == '"' && !is_cell;
    std::string unescaped;
    std::string_view value;
    if (is_cell || is_quoted) {
      value = unescaped = parse_quoted(line, at += is_quoted, is_cell);
      if (is_cell && value.size() > 1 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
    } else {
      const std::size_t end = std::min(line.find_first_of(" \t,;", at), line.size());
      value = line.substr(at, end - at);
      at = end;
    }
    if (!name.empty()) pairs.add(name, value);
  }
}

// The names of `recognize` are folded: "log id" is log_id.
bool has_keys(const json::Members& pairs, const Profile& profile) {
  const auto same = [](char a, char b) {
    return ascii::lower(a) == ascii::lower(b) || (b == ' ' && (a == '_' || a == '-' || a == '.'));
  };
  const auto has = [&](std::string_view name) {
    return std::ranges::any_of(
        pairs, [&](const auto& pair) { return std::ranges::equal(pair.path, name, same); });
  };
  return std::ranges::all_of(profile.recognize,
                             [&](std::string_view one) { return any_alternative(one, has); });
}

}  // namespace whylocked::input
