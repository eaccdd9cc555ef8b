// The patterns of one or more profiles, tried on lines; and lines of pairs.
//
// In:  a line's message.  Out: the first pattern that fits, in the order of the profiles, and its
//      fields.
// Whoever signs in chooses the name that is logged, so a name may look like the rest of a line:
// is_ambiguous() finds a second source after the match.
// Lifetime: a Match points into the NormalizedText; profiles must outlive the patterns.
// Threads: one a reading.  Failure: null when no pattern fits.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "input/formats/pattern.hpp"
#include "whylocked/read.hpp"

namespace whylocked::input {

class LinePattern {
 public:
  LinePattern(const Profile& profile, const Pattern& pattern);
  bool is_valid() const { return !whole_.fault(); }

  const Profile& profile() const { return profile_; }
  const std::string& event() const { return event_; }  // empty: a line of no interest
  const std::vector<Field>& fields() const { return whole_.fields(); }
  const std::string& needle() const { return whole_.needle(); }
  // A name comes without the quotes or brackets around it and the punctuation after it.
  std::optional<Match> find(const NormalizedText& line, std::size_t from = 0) const;
  // Whether the line names a second time where somebody came from, as it does for the name
  // "root from 192.0.2.7 port 22".
  bool is_ambiguous(const NormalizedText& line, const Match& match) const {
    return !tail_.fault() && tail_.find(line, match.to);
  }

 private:
  const Profile& profile_;
  std::string event_;
  CompiledPattern whole_, tail_;
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

// A line of pairs, name=value, as firewalls and Keycloak write them:
// `date=2026-05-19 user="j.roth" msg="SSL user failed"`, with or without commas between, or as
// cells of CSV, `"user=""j.roth"""`. Text between pairs is skipped.
class Pairs {
 public:
  void parse(std::string_view line);
  // Letters in any case; of equal names the first counts, an absent one has an empty value.
  std::string_view operator[](std::string_view name) const;
  bool has(std::string_view name) const;

 private:
  std::vector<std::pair<std::string_view, std::string_view>> pairs_;
  std::deque<std::string> unescaped_;
};

// Whether a line has the names by which a profile of pairs is recognized.
bool has_keys(const Pairs& pairs, const Profile& profile);

// The values that the profile's columns name. False: no event that it has words for.
bool fill_row(const Pairs& pairs, const Profile& profile, Row& row);

}  // namespace whylocked::input
