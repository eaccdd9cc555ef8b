// Compiled patterns of profiles, and key=value pairs.
//
// In:  "Failed password for {user} from {address} port {}" (see profile.hpp), then texts.
// Out: the first match, with its fields as written. The first of several matching patterns wins, in
//      the order of the profiles.
// A pattern begins and ends at the edge of a word, so "locked" does not match in "unlocked". Fields
// match as few bytes as they can, from left to right; but a full stop or an apostrophe that follows
// a field at the end of a pattern matches the last one in its word, since names contain them.
// {field...} and {...} match up to kMaxWords words and need text after them. A state that failed at
// a place is not tried there again, so the time is linear in the text, whatever it holds; one
// search for the longest literal rejects most texts.
// The person who signs in chooses the name that is logged, so a name may look like the rest of a
// line: is_ambiguous() finds a second source after the match.
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

// A text to search, trimmed, with every run of blanks and line breaks reduced to one blank.
class NormalizedText {
 public:
  NormalizedText() = default;
  explicit NormalizedText(std::string_view text) { set(text); }
  void set(std::string_view text);
  std::string_view text() const { return text_; }
  std::string_view lower() const { return lower_; }  // same length, ASCII letters in lower case

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
  static constexpr std::size_t kMaxPattern = 500;  // more than a line of text needs
  static constexpr std::size_t kMaxFields = 8;
  static constexpr std::size_t kMaxWords = 8;  // of {field...}: "two factor authentication was..."

  explicit CompiledPattern(std::string_view pattern);
  const std::optional<std::string>& fault() const { return fault_; }   // nullopt if valid
  const std::string& unknown_field() const { return unknown_field_; }  // if that is the fault

  // The first match that begins at or after `from`.  REQUIRES: !fault()
  std::optional<Match> find(const NormalizedText& passage, std::size_t from = 0) const;
  const std::vector<Field>& fields() const { return fields_; }
  // The longest literal, in lower case; a text without it has no match.
  const std::string& needle() const { return needle_; }

 private:
  struct Piece {
    std::string text;       // literal, in lower case; empty: a field
    std::size_t words = 0;  // maximum of a field
    std::optional<Field> field = {};
  };
  class Search;

  // These return the fault, if there is one.
  std::optional<std::string> compile(const NormalizedText& pattern);
  std::optional<std::string> add_field(std::string_view name, std::string_view rest);

  std::vector<Piece> pieces_;
  std::vector<Field> fields_;
  std::string needle_;         // the longest literal, lower case
  char first_ = 0, last_ = 0;  // bytes of the pattern
  bool stops_ = false;         // it ends with a field and a full stop or apostrophe
  std::string unknown_field_;
  std::optional<std::string> fault_;
};

struct LinePattern {
  LinePattern(const Profile& of, const Pattern& pattern);

  // Removes the quotes or brackets around a username, and the punctuation after it.
  std::optional<Match> find(const NormalizedText& line, std::size_t from = 0) const;
  // Whether the line names the origin again after the match, as it does if the user is called "root
  // from 192.0.2.7 port 22".
  bool is_ambiguous(const NormalizedText& line, const Match& match) const {
    return !tail.fault() && tail.find(line, match.to);
  }

  const Profile& profile;
  std::string event;  // empty: the line is ignored
  CompiledPattern whole, tail;
};

// Looks up the first four bytes of each pattern's longest literal at every place of a text, so the
// time does not depend on the number of patterns.
class LinePatterns {
 public:
  // `of`: Profile::lines or mails.
  explicit LinePatterns(const std::vector<const Profile*>& profiles,
                        std::vector<Pattern> Profile::*of = &Profile::lines);

  const std::vector<LinePattern>& all() const { return patterns_; }
  const LinePattern* find(const NormalizedText& line, std::optional<Match>& match) const;
  // The patterns that may match, in their order.
  std::vector<const LinePattern*> candidates(const NormalizedText& text) const;

 private:
  std::vector<LinePattern> patterns_;
  std::array<std::vector<std::uint16_t>, 1024> buckets_;  // by a hash of the four bytes
  std::vector<std::uint16_t> short_;                      // with shorter literals
};

// The name=value pairs of a line, as firewalls and Keycloak write them: `date=2026-05-19
// user="j.roth" msg="SSL user failed"`, with or without commas in between, or as CSV cells,
// `"user=""j.roth"""`. Text between pairs is skipped.
void parse_pairs(std::string_view line, json::Members& pairs);

// Whether the pairs include every name in the profile's `recognize`.
bool has_keys(const json::Members& pairs, const Profile& profile);

}  // namespace whylocked::input
