// The tenant's lock policy: declared, estimated from certain lockouts, or assumed.
//
// In:  events by account, options.  Out: the threshold of each account at any time, and the time
//      after which a counter restarts.
// Each recorded or answered lockout votes with the number of failures counted since the last
// clearing. One threshold explains most exports. Two, for two kinds of account (people and API
// users, say) or one change of policy, are accepted only if they explain the votes so much better
// that chance is ruled out.
// Lifetime: values.  Threads: const access is safe.  Failure: none.
#pragma once

#include <vector>

#include "correlate/lockouts/replay.hpp"
#include "correlate/timelines.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked::lockouts {

// The number of failures counted when an account locked.
struct Vote {
  Micros time = 0;
  TextId user = kNone;
  std::uint32_t count = 0;
  bool from_zero = false;  // the counter is known to have started at zero
};

struct Thresholds {
  AccountThreshold usual, second;
  std::vector<bool> of_second;  // by user: follows `second`

  explicit Thresholds(AccountThreshold everywhere) : usual(everywhere) {}
  explicit Thresholds(std::uint32_t everywhere) : usual{everywhere, everywhere} {}
  bool operator==(const Thresholds&) const = default;

  AccountThreshold of(TextId user) const {
    return user < of_second.size() && of_second[user] ? second : usual;
  }
};

struct PolicyChoice {
  Policy policy;
  Thresholds thresholds{5u};
  Rules rules;  // except the threshold of each account
};

PolicyChoice choose_policy(const Timelines& timelines, const CorrelateOptions& options);

// Estimates thresholds from votes by time, user, count; fills `policy` only if they suffice.
void estimate_thresholds(std::vector<Vote> votes, PolicyChoice& out);

// log P(count | threshold), in nats.
double log_likelihood(std::uint32_t count, std::uint32_t threshold);

}  // namespace whylocked::lockouts
