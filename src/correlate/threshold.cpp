// A tenant's threshold shows in its lockouts: so many failures counted, then the account locked.
// The most frequent number wins, of equals the smaller, because what distorts a number mostly adds
// to it: lock rows that come late, and successes that the export does not hold. A beginning cut
// off makes it too small, so lockouts whose counter was seen to start at zero go first, and the
// others speak only where there are none.

#include "correlate/threshold.hpp"

#include <algorithm>
#include <array>
#include <mutex>

#include "correlate/replay.hpp"
#include "base/parallel.hpp"

namespace whylocked {

namespace {

constexpr std::uint32_t kFallback = 5;  // no default is documented; common in comparable products
constexpr std::size_t kHighest = 100;
// One failure locks no account by policy. Fewer than 3, the lowest number that anyone advises, is
// taken from two lockouts that agree, not from one; and never from a counter whose start was not
// seen.
constexpr std::size_t kLowestAdvised = 3, kLowestFromZero = 2;

using Votes = std::array<std::uint32_t, kHighest + 1>;  // lockouts by counted failures

struct Ballot {
  Votes from_zero{}, others{};

  void add(const Ballot& more) {
    for (std::size_t i = 0; i < from_zero.size(); ++i) {
      from_zero[i] += more.from_zero[i];
      others[i] += more.others[i];
    }
  }
};

// Only what an Act does not tell is looked up in its event.
void vote(const Events& events, std::span<const std::uint32_t> timeline, std::span<const Act> acts,
          bool lock_rows, Micros observation_window, Ballot& ballot) {
  std::uint64_t count = 0;
  bool from_zero = false;
  Micros last = 0;
  for (std::size_t i = 0; i < acts.size(); ++i) {
    const Act act = acts[i];
    // Where the export has no lock row, a refusal because of the lock stands for it.
    const bool shows_lock = lock_rows ? act.locked() : act.refused();
    if (act.clears()) {
      count = 0;
      from_zero = true;
    } else if (act.raises()) {
      if (observation_window > 0) {
        const Micros time = events.rows[timeline[i]].time;
        if (count > 0 && !within_observation(last, time, observation_window)) count = 0;
        last = time;
      }
      count += act.several() ? events.rows[timeline[i]].count : 1;
    } else if (shows_lock) {
      if (count <= kHighest) ++(from_zero ? ballot.from_zero : ballot.others)[count];
      count = 0;
      from_zero = false;
    }
  }
}

std::optional<std::uint32_t> winner(const Votes& votes, std::size_t lowest) {
  std::size_t best = 0;
  std::uint32_t most = 0;
  for (std::size_t threshold = lowest; threshold <= kHighest; ++threshold) {
    const bool odd = threshold < kLowestAdvised && votes[threshold] < 2;
    if (odd || votes[threshold] <= most) continue;
    best = threshold;
    most = votes[threshold];
  }
  return most > 0 ? std::optional(static_cast<std::uint32_t>(best)) : std::nullopt;
}

}  // namespace

Micros observation_window(const Policy& policy) {
  constexpr std::int64_t kLongest = 1'000'000'000;  // seconds, 31 years: keeps the product small
  return std::clamp<std::int64_t>(policy.observation_window_s, 0, kLongest) * kSecond;
}

Policy choose_policy(const Events& events, const Timelines& timelines,
                     const CorrelateOptions& options) {
  Policy policy{.threshold = kFallback,
                .threshold_source = ThresholdSource::fallback,
                .observation_window_s = options.observation_window_s,
                .group_window_s = options.group_window_s,
                .estimates = {}};
  if (options.threshold) {
    policy.threshold = std::max(1u, *options.threshold);
    policy.threshold_source = options.threshold_source;
    return policy;
  }
  Ballot ballot;
  std::mutex counting;
  parallel_for(events.users.size(), events.rows.size() < kRowsWorthThreads ? 1 : options.threads, 1,
               [&](std::size_t from, std::size_t to, unsigned) {
                 Ballot mine;
                 for (auto user = static_cast<TextId>(from); user < to; ++user)
                   vote(events, timelines.of(user), timelines.acts(user), timelines.sight().locks,
                        observation_window(policy), mine);
                 const std::lock_guard lock(counting);
                 ballot.add(mine);
               });
  auto estimate = winner(ballot.from_zero, kLowestFromZero);
  if (!estimate) estimate = winner(ballot.others, kLowestAdvised);
  if (estimate) {
    policy.threshold = *estimate;
    policy.threshold_source = ThresholdSource::estimated;
  }
  return policy;
}

}  // namespace whylocked
