// The tenant's lock threshold: declared, or estimated from lockouts that are certain.
//
// In:  timelines, options.  Out: Policy, and the threshold of each account at any time.
// Each recorded or answered lockout votes with the number of failures counted since the last
// clearing. One threshold explains most exports; two kinds of accounts (people and API users, say)
// or one change of the policy are accepted where they explain the votes so much better that chance
// is out of the question.
// Lifetime: owns its values.  Threads: const access is safe.  Failure: none.
#pragma once

#include <vector>

#include "correlate/lockouts/replay.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked::lockouts {

// The number of failures counted when an account locked.
struct Vote {
  Micros time = 0;
  TextId user = kNone;
  std::uint32_t count = 0;
  bool from_zero = false;  // the counter was seen to start at zero
};

class Thresholds {
 public:
  explicit Thresholds(std::uint32_t everywhere = 5) : usual_{everywhere, everywhere} {}

  bool operator==(const Thresholds&) const = default;

  AccountThreshold of(TextId user) const {
    return user < of_second_.size() && of_second_[user] ? second_ : usual_;
  }

 private:
  friend struct Estimator;
  AccountThreshold usual_, second_;
  std::vector<bool> of_second_;  // by user: follows `second_`
};

struct PolicyChoice {
  Policy policy;
  Thresholds thresholds;
  bool reconstructs = true;        // the counter alone may show a lock
  Micros shortest_lock = kMinute;  // locks last at least this long, as far as the export shows
};

// Estimates from votes in any order; fills `policy` only if they carry an estimate.
bool estimate_thresholds(std::vector<Vote> votes, PolicyChoice& out);

// log P(count | threshold), in nats.
double log_likelihood(std::uint32_t count, std::uint32_t threshold);

}  // namespace whylocked::lockouts
