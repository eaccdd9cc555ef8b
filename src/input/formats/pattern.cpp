#include "input/formats/pattern.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace whylocked::input {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kNoBreakSpace = "\xc2\xa0";  // usual in mails that were HTML

using ascii::is_space;
using ascii::lower;

// Letters of any language: each byte of a longer character counts as one.
bool in_word(char c) {
  const char l = lower(c);
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// "{user...}" and its like, or literal text.
struct PatternPiece {
  std::string_view text;  // of a field its name
  bool is_field = false, several = false;
};

// The next piece of the pattern; a brace that is not closed comes as a literal.
PatternPiece take_piece(std::string_view& pattern) {
  const std::size_t close = pattern.starts_with('{') ? pattern.find('}') : pattern.npos;
  if (close == pattern.npos) {
    const std::size_t end = std::min(pattern.find('{', 1), pattern.size());
    const PatternPiece piece{pattern.substr(0, end)};
    pattern.remove_prefix(end);
    return piece;
  }
  PatternPiece piece{pattern.substr(1, close - 1), true};
  pattern.remove_prefix(close + 1);
  piece.several = piece.text.ends_with("...");
  if (piece.several) piece.text.remove_suffix(3);
  return piece;
}

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::optional<std::string> fault_of_field(const PatternPiece& field, std::string_view rest) {
  if (!field.text.empty() && !parse_field(field.text))
    return "no field is named " + quoted(field.text);
  if (rest.starts_with('{')) return "two fields need text or a blank between them";
  const std::size_t next = rest.find_first_not_of(' ');
  if (field.several && (next == rest.npos || rest[next] == '{'))
    return "{" + std::string(field.text) + "...} needs text after it";
  return std::nullopt;
}

}  // namespace

void NormalizedText::set(std::string_view text) {
  text_.resize(text.size());
  char* to = text_.data();
  const auto follows_word = [&] { return to != text_.data() && to[-1] != ' '; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_no_break =
        text[i] == kNoBreakSpace[0] && text.substr(i).starts_with(kNoBreakSpace);
    if (!is_space(text[i]) && !is_no_break)
      *to++ = text[i];
    else if (follows_word())
      *to++ = ' ';
    i += is_no_break;
  }
  if (!follows_word() && to != text_.data()) --to;
  text_.resize(static_cast<std::size_t>(to - text_.data()));
  lower_.resize(text_.size());
  std::ranges::transform(text_, lower_.begin(), ascii::lower);
}

CompiledPattern::CompiledPattern(std::string_view pattern)
    : fault_(compile(NormalizedText(pattern))) {}

std::optional<std::string> CompiledPattern::compile(const NormalizedText& pattern) {
  std::string_view rest = pattern.text();
  if (rest.size() > kMaxPattern) return "longer than " + std::to_string(kMaxPattern) + " bytes";
  std::size_t fields = 0;
  bool has_word = false;
  while (!rest.empty()) {
    const std::size_t at = pattern.text().size() - rest.size();
    const PatternPiece piece = take_piece(rest);
    if (!piece.is_field) {
      if (piece.text.find_first_of("{}") != piece.text.npos) return "a brace has no partner";
      has_word |= std::ranges::any_of(piece.text, in_word);
      pieces_.push_back({std::string(pattern.lower().substr(at, piece.text.size()))});
      if (piece.text.size() > needle_.size()) needle_ = pieces_.back().text;
      stops_ = pieces_.size() > 1 && (piece.text == "." || piece.text == "'");
      continue;
    }
    if (auto fault = fault_of_field(piece, rest)) return fault;
    const auto field = parse_field(piece.text);
    if (field && std::ranges::find(fields_, *field) != fields_.end())
      return "{" + std::string(piece.text) + "} comes twice";
    if (++fields > kMaxFields) return "more than " + std::to_string(kMaxFields) + " fields";
    stops_ = false;
    pieces_.push_back({{}, piece.several ? kMaxWords : 1, field});
    if (field) fields_.push_back(*field);
  }
  if (!has_word) return "it has no words beside the fields";
  first_ = pattern.text().front();
  last_ = pattern.text().back();
  return std::nullopt;
}

// One search through one text. A reading is a piece that begins at a place, or a field that has
// taken some words up to there; the one to prefer is on top of the stack.
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
      if (begins_well(at) && fits(at)) return match(at);
    return std::nullopt;
  }

 private:
  struct Reading {
    std::size_t piece, at, words;  // 0 words: it begins here
  };

  // The first place from `at` on where a match can begin: the literal at the beginning, else a
  // word.
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

  bool fits(std::size_t begin) {
    open_.assign(1, {0, begin, 0});
    while (!open_.empty()) {
      const Reading now = open_.back();
      open_.pop_back();
      if (now.piece < pattern_.pieces_.size()) {
        take(now, pattern_.pieces_[now.piece]);
      } else if (ends_well(now.at)) {
        end_ = now.at;
        return true;
      }
    }
    return false;
  }

  void take(const Reading& now, const Piece& piece) {
    const std::string_view rest = lower_.substr(now.at);
    if (piece.words == 0) {
      if (rest.starts_with(piece.text))
        open_.push_back({now.piece + 1, now.at + piece.text.size(), 0});
      return;
    }
    const auto place = piece.field ? &places_[*piece.field] : nullptr;
    if (now.words == 0) {
      if (place != nullptr) place->first = now.at;
    } else {
      const std::size_t state = first_state_[now.piece] + now.words - 1;
      auto tried = tried_[state * (text_.size() + 1 - begin_) + now.at - begin_];
      if (tried) return;
      tried = true;
    }
    if (!rest.empty() && rest[0] != ' ')
      open_.push_back({now.piece, now.at + 1, std::max<std::size_t>(now.words, 1)});
    else if (rest.size() > 1 && now.words > 0 && now.words < piece.words)
      open_.push_back({now.piece, now.at + 2, now.words + 1});
    if (now.words == 0) return;
    if (place != nullptr) place->second = now.at;
    open_.push_back({now.piece + 1, now.at, 0});
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
  std::vector<bool> tried_;               // by state of a field, then by place
  std::vector<Reading> open_;
  ByField<std::pair<std::size_t, std::size_t>> places_{};  // of fields that have ended
};

std::optional<Match> CompiledPattern::find(const NormalizedText& passage, std::size_t from) const {
  if (passage.lower().find(needle_, from) == std::string_view::npos) return std::nullopt;
  return Search(*this, passage).from(from);
}

}  // namespace whylocked::input
