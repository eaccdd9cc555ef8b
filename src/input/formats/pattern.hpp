// Patterns of profiles, compiled, and lines of pairs.
//
// In:  "Failed password for {user} from {address} port {}" (see read.hpp), then texts.
// Out: the first place that fits, with the fields as written; of several patterns the first that
//      fits, in the order of the profiles.
// A pattern begins and ends at the edge of a word, so "locked" is not found in "unlocked". Each
// field, from the left, takes as few bytes as it can; a full stop or an apostrophe behind a field
// at the end of a pattern is the last one of its word: names have these inside. {field...} and
// {...} take up to kMaxWords words and need a word of text after them. A reading that failed once
// at a place is not tried again there, so the time is linear in the text whatever it holds; most
// texts are rejected by one search for the longest literal.
// Whoever signs in chooses the name that is logged, so a name may look like the rest of a line:
// is_ambiguous() finds a second source after the match.
// Lifetime: a Match points into the NormalizedText; profiles must outlive the patterns.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/json/objects.hpp"
#include "whylocked/read.hpp"

namespace whylocked::input {

// A text to search: every run of blanks and line breaks is one blank, and the ends have no blanks.
class NormalizedText {
 public:
  NormalizedText() = default;
  explicit NormalizedText(std::string_view text) { set(text); }
  void set(std::string_view text);
  std::string_view text() const { return text_; }
  std::string_view lower() const { return lower_; }  // byte by byte the same, ASCII in lower case

 private:
  std::string text_, lower_;
};

struct Match {
  std::size_t from = 0, to = 0;      // in NormalizedText::text()
  ByField<std::string_view> fields;  // empty: not in the pattern

  std::string_view operator[](Field field) const { return fields[field]; }
};

class CompiledPattern {
 public:
  static constexpr std::size_t kMaxPattern = 500;  // a line of text, and room
  static constexpr std::size_t kMaxFields = 8;
  static constexpr std::size_t kMaxWords = 8;  // of {field...}: "two factor authentication was..."

  explicit CompiledPattern(std::string_view pattern);
  const std::optional<std::string>& fault() const { return fault_; }   // in words
  const std::string& unknown_field() const { return unknown_field_; }  // that the fault is about

  // The first match that begins at `from` or after it.  REQUIRES: !fault()
  std::optional<Match> find(const NormalizedText& passage, std::size_t from = 0) const;
  const std::vector<Field>& fields() const { return fields_; }
  // A text without this literal has no match; it is in lower case.
  const std::string& needle() const { return needle_; }

 private:
  struct Piece {
    std::string text;       // literal, in lower case; empty: a field
    std::size_t words = 0;  // that a field takes at most
    std::optional<Field> field = {};
  };
  class Search;

  // Return what is wrong.
  std::optional<std::string> compile(const NormalizedText& pattern);
  std::optional<std::string> add_field(std::string_view name, std::string_view rest);

  std::vector<Piece> pieces_;
  std::vector<Field> fields_;
  std::string needle_;         // the longest literal, lower case
  char first_ = 0, last_ = 0;  // bytes of the pattern
  bool stops_ = false;         // it ends in a field and a full stop or an apostrophe
  std::string unknown_field_;
  std::optional<std::string> fault_;
};

struct LinePattern {
  LinePattern(const Profile& of, const Pattern& pattern);

  // A name comes without the quotes or brackets around it and the punctuation after it.
  std::optional<Match> find(const NormalizedText& line, std::size_t from = 0) const;
  // Whether the line has the origin a second time, as it does for the name
  // "root from 192.0.2.7 port 22".
  bool is_ambiguous(const NormalizedText& line, const Match& match) const {
    return !tail.fault() && tail.find(line, match.to);
  }

  const Profile& profile;
  std::string event;  // empty: a line of no interest
  CompiledPattern whole, tail;
};

// Those whose longest literal is in a text are found by its first four bytes, at every place of the
// text, so the time does not depend on how many patterns there are.
class LinePatterns {
 public:
  // `of`: Profile::lines or mails.
  explicit LinePatterns(const std::vector<const Profile*>& profiles,
                        std::vector<Pattern> Profile::*of = &Profile::lines);

  const std::vector<LinePattern>& all() const { return patterns_; }
  const LinePattern* find(const NormalizedText& line, std::optional<Match>& match) const;
  // The patterns that can be in the text at all, in their order.
  std::vector<const LinePattern*> candidates(const NormalizedText& text) const;

 private:
  std::vector<LinePattern> patterns_;
  std::array<std::vector<std::uint16_t>, 1024> buckets_;  // by a hash of those bytes
  std::vector<std::uint16_t> short_;                      // with literals of fewer bytes
};

// The pairs of a line, name=value, as firewalls and Keycloak write them:
// `date=2026-05-19 user="j.roth" msg="SSL user failed"`, with or without commas between, or as
// cells of CSV, `"user=""j.roth"""`. Text between pairs is skipped.
void parse_pairs(std::string_view line, json::Members& pairs);

// Whether a line has the names by which a profile of pairs is recognized.
bool has_keys(const json::Members& pairs, const Profile& profile);

}  // namespace whylocked::input
