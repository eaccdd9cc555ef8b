#include "input/formats/pattern.hpp"

#include <algorithm>
#include <cstring>

#include "base/ascii.hpp"
#include "input/encoding.hpp"
#include "input/formats/profile.hpp"

namespace whylocked::input {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";  // common in mails that were HTML

using ascii::in_word;
using ascii::is_space;

// The end of a pattern, from the words before the address: "from {address} port {}".
std::string tail_of(std::string_view text) {
  const std::size_t address = text.find("{address}");
  if (address == text.npos) return {};
  const std::size_t before = text.substr(0, address).rfind('}');
  return std::string(trim(text.substr(before == text.npos ? 0 : before + 1)));
}

// "'ann'." becomes ann.
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

// Parses up to the closing quote and moves `at` past it. In a CSV cell a doubled quote is a quote;
// elsewhere a backslash escapes the next character.
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

void NormalizedText::set(std::string_view text) {
  text_.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_no_break = text.substr(i).starts_with(kNoBreakSpace);
    if (!is_space(text[i]) && !is_no_break)
      text_ += text[i];
    else if (!text_.empty() && text_.back() != ' ')
      text_ += ' ';
    i += is_no_break;
  }
  if (text_.ends_with(' ')) text_.pop_back();
  lower_ = text_;
  std::ranges::transform(lower_, lower_.begin(), ascii::lower);
}

CompiledPattern::CompiledPattern(std::string_view pattern)
    : fault_(compile(NormalizedText(pattern))) {}

std::optional<std::string> CompiledPattern::compile(const NormalizedText& pattern) {
  const std::string_view text = pattern.text();
  if (text.size() > kMaxPattern) return "longer than " + std::to_string(kMaxPattern) + " bytes";
  bool has_word = false;
  for (std::size_t at = 0, end = 0; at < text.size(); at = end) {
    if (text[at] == '{') {
      end = text.find('}', at) + 1;  // npos + 1 is 0
      if (end == 0) return "a brace has no partner";
      if (auto fault = add_field(text.substr(at + 1, end - at - 2), text.substr(end))) return fault;
      continue;
    }
    end = std::min(text.find('{', at), text.size());
    const std::string_view literal = pattern.lower().substr(at, end - at);
    if (literal.find('}') != literal.npos) return "a brace has no partner";
    has_word |= std::ranges::any_of(literal, in_word);
    stops_ = !pieces_.empty() && (literal == "." || literal == "'");
    if (literal.size() > needle_.size()) needle_ = literal;
    pieces_.push_back({std::string(literal)});
  }
  if (!has_word) return "it has no words besides the fields";
  first_ = text.front();
  last_ = text.back();
  return std::nullopt;
}

// `name` is "user" or "user..."; `rest` is the pattern after the brace.
std::optional<std::string> CompiledPattern::add_field(std::string_view name,
                                                      std::string_view rest) {
  const bool several = name.ends_with("...");
  if (several) name.remove_suffix(3);
  const auto field = parse_field(name);
  if (!name.empty() && !field) return "no field is named \"" + (unknown_field_ = name) + '"';
  if (rest.starts_with('{')) return "two fields need text or a blank between them";
  const std::size_t next = rest.find_first_not_of(' ');
  if (several && (next == rest.npos || rest[next] == '{'))
    return "{" + std::string(name) + "...} needs text after it";
  if (field && std::ranges::find(fields_, *field) != fields_.end())
    return "{" + std::string(name) + "} comes twice";
  const auto is_field = [](const Piece& piece) { return piece.words > 0; };
  if (std::ranges::count_if(pieces_, is_field) == std::ptrdiff_t{kMaxFields})
    return "more than " + std::to_string(kMaxFields) + " fields";
  stops_ = false;
  pieces_.push_back({{}, several ? kMaxWords : 1, field});
  if (field) fields_.push_back(*field);
  return std::nullopt;
}

// One search through one text.
class CompiledPattern::Search {
 public:
  Search(const CompiledPattern& pattern, const NormalizedText& passage)
      : pattern_(pattern), text_(passage.text()), lower_(passage.lower()) {}

  std::optional<Match> from(std::size_t begin) {
    begin_ = begin;
    std::size_t states = 0;
    for (const Piece& piece : pattern_.pieces_) {
      first_state_.push_back(states);
      states += piece.words;
    }
    tried_.assign(states * (text_.size() + 1 - begin), false);
    for (std::size_t at = next_begin(begin); at != text_.npos; at = next_begin(at + 1))
      if (begins_well(at) && fits(0, at)) return match(at);
    return std::nullopt;
  }

 private:
  // The next place where a match can begin: the leading literal if there is one, else a word.
  std::size_t next_begin(std::size_t at) const {
    if (at > text_.size()) return text_.npos;
    if (const std::string& head = pattern_.pieces_[0].text; !head.empty())
      return lower_.find(head, at);
    if (at == 0) return 0;
    const std::size_t blank = text_.find(' ', at - 1);
    return blank == text_.npos ? blank : blank + 1;
  }

  bool begins_well(std::size_t at) const {
    return !in_word(pattern_.first_) || !is_inside(at, in_word);
  }

  bool ends_well(std::size_t at) const {
    if (pattern_.stops_) return at == text_.size() || !in_word(text_[at]);
    if (pattern_.last_ == '}') return !is_inside(at, [](char c) { return c != ' '; });
    return !in_word(pattern_.last_) || !is_inside(at, in_word);
  }

  template <typename Test>
  bool is_inside(std::size_t at, Test test) const {
    return at > 0 && at < text_.size() && test(text_[at - 1]) && test(text_[at]);
  }

  // Whether this piece and those after it match here, each field as short as possible.
  bool fits(std::size_t piece, std::size_t at) {
    if (piece == pattern_.pieces_.size()) {
      end_ = at;
      return ends_well(at);
    }
    const Piece& one = pattern_.pieces_[piece];
    if (one.words == 0)
      return lower_.substr(at).starts_with(one.text) && fits(piece + 1, at + one.text.size());
    for (std::size_t to = at, words = 1; to < text_.size();) {
      const bool is_next_word = text_[to] == ' ';
      if (is_next_word && (to == at || words == one.words)) return false;
      words += is_next_word;
      to += is_next_word ? 2 : 1;
      const std::size_t state = first_state_[piece] + words - 1;
      auto tried = tried_[state * (text_.size() + 1 - begin_) + to - begin_];
      if (tried) return false;
      tried = true;
      if (one.field) places_[*one.field] = {at, to};
      if (fits(piece + 1, to)) return true;
    }
    return false;
  }

  Match match(std::size_t from) const {
    Match match{from, end_, {}};
    for (const Field field : pattern_.fields_) {
      const auto [from_field, to] = places_[field];
      match.fields[field] = text_.substr(from_field, to - from_field);
    }
    return match;
  }

  const CompiledPattern& pattern_;
  const std::string_view text_, lower_;
  std::size_t begin_ = 0, end_ = 0;
  std::vector<std::size_t> first_state_;  // by piece
  std::vector<bool> tried_;               // by words that a field spans, then by place
  ByField<std::pair<std::size_t, std::size_t>> places_{};  // of fields
};

std::optional<Match> CompiledPattern::find(const NormalizedText& passage, std::size_t from) const {
  if (passage.lower().find(needle_, from) == std::string_view::npos) return std::nullopt;
  return Search(*this, passage).from(from);
}

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

// Names in `recognize` are folded: "log id" is log_id.
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
