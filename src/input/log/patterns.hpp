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
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/formats/pattern.hpp"
#include "input/json/objects.hpp"
#include "whylocked/read.hpp"

namespace whylocked::input {

struct LinePattern {
  LinePattern(const Profile& of, const Pattern& pattern);

  // A name comes without the quotes or brackets around it and the punctuation after it.
  std::optional<Match> find(const NormalizedText& line, std::size_t from = 0) const;
  // Whether the line names a second time where somebody came from, as it does for the name
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
