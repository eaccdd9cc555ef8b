// The patterns of one or more profiles, tried on lines.
//
// In:  a line's message.  Out: the first pattern that fits, in the order of the profiles, and its
//      fields.
// Whoever signs in chooses the name that is logged, so a name may look like the rest of a line:
// is_ambiguous() finds a second source after the match.
// Lifetime: a Match points into the NormalizedText; profiles must outlive the patterns.
// Threads: one a reading.  Failure: null when no pattern fits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "input/formats/pattern.hpp"
#include "whylocked/read.hpp"

namespace whylocked::input {

class LinePattern {
 public:
  LinePattern(const Profile& profile, const Pattern& pattern);

  const Profile& profile() const { return profile_; }
  const std::string& event() const { return event_; }  // empty: a line of no interest
  const std::vector<Field>& fields() const { return whole_.fields(); }
  const std::string& needle() const { return whole_.needle(); }
  // A name comes without the quotes or brackets around it and the punctuation after it.
  std::optional<Match> find(const NormalizedText& line) const;
  // Whether the line names a second time where somebody came from, as it does for the name
  // "root from 192.0.2.7 port 22".
  bool is_ambiguous(const NormalizedText& line, const Match& match) const {
    return tail_ && tail_->find(line, match.to);
  }

 private:
  const Profile& profile_;
  std::string event_;
  CompiledPattern whole_;
  std::optional<CompiledPattern> tail_;
};

class LinePatterns {
 public:
  explicit LinePatterns(const std::vector<const Profile*>& profiles);

  const std::vector<LinePattern>& all() const { return patterns_; }
  const LinePattern* find(const NormalizedText& line, std::optional<Match>& match);

 private:
  std::vector<LinePattern> patterns_;
  LiteralPrefilter prefilter_;
  std::vector<std::uint16_t> candidates_;  // of the last line
};

}  // namespace whylocked::input
