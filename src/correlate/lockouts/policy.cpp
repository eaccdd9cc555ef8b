// The threshold and the observation window: declared, or what explains the locks best.
//
// If lock rows or answers prove locks, each window is tried and the one whose counts agree best
// is taken. Where nothing proves a lock, reconstructed ones are looked at for what came after them:
// an account that is locked lets nobody in, so lockouts that a window would not have allowed and
// that were answered as open soon after speak for that window.

#include "correlate/lockouts/policy.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

#include "base/parallel.hpp"
#include "correlate/callers/bursts.hpp"

namespace whylocked::lockouts {

namespace {

constexpr std::uint32_t kFallback = 5;  // no default is documented; common in comparable products
// Thresholds that policies use, for a default that answers refute. Where they refute all, the
// account locks after more than anyone can say, or never.
constexpr std::array<std::uint32_t, 6> kCommon = {kFallback, 6, 8, 10, 15, 20};
// Windows that policies use. A counter without one is likelier than any of them.
constexpr std::array<Micros, 7> kWindows = {
    0, 120 * kMinute, 60 * kMinute, 30 * kMinute, 15 * kMinute, 10 * kMinute, 5 * kMinute};
constexpr double kWindowCosts = 2.2;  // nats
// A series this dense keeps the counter running under any usual observation window.
constexpr Micros kDense = 5 * kMinute;
constexpr Micros kUnderWay = 10 * kSecond;  // as in replay.cpp

using Votes = std::vector<Vote>;

// Calls work(user, own) for each account, and merge(own) for what each thread has found out.
template <class Own, class Work, class Merge>
void for_each_account(const Events& events, const CorrelateOptions& options, Own none, Work work,
                      Merge merge) {
  const unsigned threads = events.rows.size() < kRowsWorthThreads ? 1 : options.threads;
  std::mutex merging;
  parallel_for(events.users.size(), threads, 1, [&](std::size_t from, std::size_t to, unsigned) {
    Own own = none;
    for (std::size_t user = from; user < to; ++user) work(static_cast<TextId>(user), own);
    const std::lock_guard lock(merging);
    merge(own);
  });
}

// One account's lockouts, counted without the subtleties of a replay. Only what traits do not hold
// is looked up in the event.
class Voter {
 public:
  Voter(const Events& events, bool lock_rows, Micros observation_window, Votes& out)
      : events_(events), lock_rows_(lock_rows), window_(observation_window), out_(out) {}

  void count(std::span<const std::uint32_t> timeline, std::span<const EventTraits> traits) {
    for (std::size_t i = 0; i < traits.size(); ++i) add(timeline[i], traits[i]);
  }

 private:
  void add(std::uint32_t index, EventTraits traits) {
    const Event& event = events_.rows[index];  // not touched unless needed
    if (traits.clears()) {
      if (!lock_rows_ && !refused_ && traits.unlocks_or_resets() && count_ > 0 &&
          event.kind == EventKind::account_unlocked)
        vote(event);
      count_ = 0;
      from_zero_ = true;
      refused_ = false;
    } else if (traits.raises()) {
      raise(event, traits);
    } else if (lock_rows_ ? traits.locked() : traits.refused()) {
      if (!refused_) vote(event);
      count_ = 0;
      from_zero_ = false;
      refused_ = !lock_rows_;
      if (refused_) last_ = event.time;
    }
  }

  void raise(const Event& event, EventTraits traits) {
    if (refused_) {  // open again, or an effect of the lock
      if (!proves_open(event) || event.time - last_ < kMinute) return;
      refused_ = false;
      from_zero_ = true;
    }
    if (window_ > 0) {
      if (count_ > 0 && !within_observation(last_, event.time, window_)) {
        count_ = 0;
        from_zero_ = true;
      }
      last_ = event.time;
    }
    count_ += traits.several() ? event.count : 1;
  }

  void vote(const Event& event) {
    out_.push_back(
        {.time = event.time,
         .user = event.user,
         .count = static_cast<std::uint32_t>(std::min<std::uint64_t>(count_, UINT32_MAX)),
         .from_zero = from_zero_});
  }

  const Events& events_;
  const bool lock_rows_;
  const Micros window_;
  Votes& out_;
  std::uint64_t count_ = 0;
  bool from_zero_ = false;
  bool refused_ = false;  // locked, as far as refusals show
  Micros last_ = 0;       // the last refusal, or the last failure under a window
};

// The length of the longest dense series in which the account still answered as an open one after
// the default: what locks, locks after more.
std::uint64_t proven_open(const Events& events, std::span<const std::uint32_t> timeline) {
  struct Seen {
    Micros time;
    std::uint64_t total;
  };
  std::vector<Seen> series;
  std::size_t answered = 0;  // of the series, early enough before the event
  std::uint64_t most = 0;
  for (const std::uint32_t index : timeline) {
    const Event& event = events.rows[index];
    if (clears_counter(event)) series.clear(), answered = 0;
    if (!raises_counter(event)) continue;
    if (!series.empty() && event.time - series.back().time > kDense) series.clear(), answered = 0;
    while (answered < series.size() && event.time - series[answered].time > kUnderWay) ++answered;
    const bool refutes =
        proves_open(event) && answered > 0 && series[answered - 1].total >= kFallback;
    series.push_back({event.time, event.count + (series.empty() ? 0 : series.back().total)});
    if (refutes) most = std::max(most, series.back().total);
  }
  return most;
}

// Answers refute a default as they refute a lock; then the next threshold that policies use, else
// none that would lock an account.
void raise_default(const Events& events, const Timelines& timelines,
                   const CorrelateOptions& options, PolicyChoice& choice) {
  std::uint64_t open_after = 0;
  for_each_account(
      events, options, std::uint64_t{0},
      [&](TextId user, std::uint64_t& most) {
        if (may_lock(timelines.traits(user), {}))
          most = std::max(most, proven_open(events, timelines.of(user)));
      },
      [&](std::uint64_t most) { open_after = std::max(open_after, most); });
  const auto next = std::upper_bound(kCommon.begin(), kCommon.end(), open_after);
  choice.reconstructs = next != kCommon.end();
  choice.policy.threshold =
      choice.reconstructs
          ? *next
          : static_cast<std::uint32_t>(std::min<std::uint64_t>(open_after + 1, UINT32_MAX));
  choice.thresholds = Thresholds(choice.policy.threshold);
}

// Durations of a lock that are distinguished: from a minute on, each a tenth longer, to about a
// day.
constexpr std::size_t kDurations = 77;

Micros duration_of(std::size_t i) {
  return i == 0 ? 0 : static_cast<Micros>(double(kMinute) * std::pow(1.1, double(i - 1)));
}

std::size_t longest_within(Micros time) {
  if (time < kMinute) return 0;
  const double tenths = std::log(double(time) / double(kMinute)) / std::log(1.1);
  return std::min(kDurations - 1, static_cast<std::size_t>(tenths) + 1);
}

struct Answers {
  double refused = 0, closed = 0, open = 0;

  void add(const Event& event) {
    ++(proves_open(event) ? open : proves_lock(event) ? refused : closed);
  }
  void add(const Answers& other) {
    refused += other.refused, closed += other.closed, open += other.open;
  }
};

// Answers of accounts after locks that the counter alone shows, until the first answer that only
// an open account gives: by the shortest window that would have allowed the lock (the last of
// kWindows) and by the time since; and what they answered before locks.
struct Trials {
  std::array<std::array<Answers, kDurations>, kWindows.size()> after;
  Answers before;

  void add(const Trials& other) {
    for (std::size_t i = 0; i < kWindows.size(); ++i)
      for (std::size_t j = 0; j < kDurations; ++j) after[i][j].add(other.after[i][j]);
    before.add(other.before);
  }
};

// One account's trials, counted without a window.
class Trier {
 public:
  Trier(const AccountThreshold& threshold, Trials& out) : threshold_(threshold), out_(out) {}

  void add(const Event& event) {
    if (clears_counter(event)) {
      if (event.kind == EventKind::login_succeeded) trial_ ? answer(event) : out_.before.add(event);
      total_ = 0;
      trial_ = false;
    } else if (proves_lock(event)) {
      if (!trial_ && total_ > 0) start(last_, 0);
      if (trial_) answer(event);
      total_ = 0;
    } else if (raises_counter(event)) {
      trial_ ? answer(event) : count(event);
    }
  }

 private:
  void answer(const Event& event) {
    const Micros after = event.time - last_lock_;
    if (after <= kUnderWay) return;
    out_.after[window_][longest_within(after)].add(event);
    if (!proves_open(event)) return;
    trial_ = false;
    total_ = 0;
    if (event.kind == EventKind::login_failed) count(event);
  }

  void count(const Event& event) {
    out_.before.add(event);
    gap_ = total_ == 0 ? 0 : std::max(gap_, event.time - last_);
    last_ = event.time;
    total_ += event.count;
    if (total_ >= threshold_.at(event.time)) start(event.time, gap_);
  }

  void start(Micros lock, Micros gap) {
    trial_ = true;
    last_lock_ = lock;
    window_ = kWindows.size() - 1;
    while (!within_observation(0, gap, kWindows[window_])) --window_;
  }

  const AccountThreshold threshold_;
  Trials& out_;
  std::uint64_t total_ = 0;
  std::size_t window_ = 0;
  Micros gap_ = 0, last_ = 0, last_lock_ = 0;
  bool trial_ = false;
};

struct Fit {
  double log_likelihood = -INFINITY;
  Micros duration = 0;  // that locks last at least; 0: unknown
};

// log P(answers | window): a locked account hardly ever answers as an open one; an open one never
// that it is locked, and as open at its usual rate. Summed over all durations of a lock.
Fit fit(const Trials& trials, std::size_t window) {
  constexpr double kLockedOpen = 0.02;  // ours: unlocked unseen, or by a server that lags behind
  constexpr double kOpenRefused = 0.005;
  constexpr double kTraceless = 0.01;  // ours: locks that end within a minute
  std::array<Answers, kDurations> locked;
  Answers open = trials.before, closed;
  for (std::size_t i = 0; i < kWindows.size(); ++i)
    for (std::size_t j = 0; j < kDurations; ++j)
      (i < window ? open : locked[j]).add(trials.after[i][j]);
  for (const Answers& answers : locked) open.add(answers);
  const auto times = [](double count, double chance) { return count * std::log(chance); };
  Fit found;
  double most = -INFINITY;
  for (std::size_t i = 0; i < kDurations; ++i) {  // locks last until the end of the i-th
    const double rate = (open.open + 1) / (open.open + open.closed + 2);
    const double share = i == 0 ? kTraceless : (1 - kTraceless) / (kDurations - 1);
    const double sum = std::log(share) + times(closed.open, kLockedOpen) +
                       times(closed.closed + closed.refused, 1 - kLockedOpen) +
                       times(open.open, rate) + times(open.closed, 1 - rate) +
                       times(open.refused, kOpenRefused);
    found.log_likelihood = i == 0 ? sum : callers::log_sum(found.log_likelihood, sum);
    if (sum > most) most = sum, found.duration = duration_of(i);
    closed.add(locked[i]);
    open.open -= locked[i].open, open.closed -= locked[i].closed, open.refused -= locked[i].refused;
  }
  return found;
}

class PolicySearch {
 public:
  PolicySearch(const Events& events, const Timelines& timelines, const CorrelateOptions& options)
      : events_(events), timelines_(timelines), options_(options) {
    Policy& policy = start_.policy;
    policy.threshold = std::max(1u, options.threshold.value_or(kFallback));
    policy.threshold_source =
        options.threshold ? options.threshold_source : ThresholdSource::fallback;
    policy.observation_window_s = options.observation_window_s;
    policy.group_window_s = options.group_window_s;
    start_.thresholds = Thresholds(policy.threshold);
  }

  PolicyChoice run() {
    const Micros declared = observation_window(start_.policy);
    return declared == 0 ? with_window()
                         : finish(under(declared, votes_under({&declared, 1}).front()));
  }

 private:
  struct Candidate {
    PolicyChoice choice;
    double log_posterior = 0;
    bool exact = true;  // every lockout is explained
  };

  // The longest window such that the counter is as likely to have one at least as long as not.
  PolicyChoice with_window() {
    const std::span windows(kWindows);
    std::vector<Candidate> candidates;
    std::vector<Votes> votes = votes_under(windows.first(1));
    for (std::size_t i = 0; i < kWindows.size(); ++i) {
      Candidate one = under(kWindows[i], votes[i]);
      if (i == 0) {
        const bool assumed = one.choice.policy.threshold_source == ThresholdSource::fallback;
        if (assumed || (one.exact && timelines_.coverage().locks)) return finish(std::move(one));
        for (Votes& other : votes_under(windows.subspan(1))) votes.push_back(std::move(other));
      }
      add_answers(one, i);
      if (i > 0) one.log_posterior -= kWindowCosts;
      candidates.push_back(std::move(one));
    }
    double all = callers::kImpossible, tail = callers::kImpossible;
    for (const Candidate& one : candidates) all = callers::log_sum(all, one.log_posterior);
    std::size_t i = 0;
    for (; i + 1 < candidates.size(); ++i) {
      tail = callers::log_sum(tail, candidates[i].log_posterior);
      if (tail >= all - std::log(2.0)) break;
    }
    candidates[i].choice.policy.window_estimated = i > 0;
    return finish(std::move(candidates[i]));
  }

  // A threshold that is only assumed gives way to answers.
  PolicyChoice finish(Candidate found) const {
    const Coverage& coverage = timelines_.coverage();
    Policy& policy = found.choice.policy;
    if (policy.threshold_source != ThresholdSource::fallback) return std::move(found.choice);
    found.choice.reconstructs = options_.assume_threshold;
    if (!options_.assume_threshold) policy.threshold_source = ThresholdSource::none;
    if (options_.assume_threshold && !coverage.locks && coverage.wrong_password)
      raise_default(events_, timelines_, options_, found.choice);
    return std::move(found.choice);
  }

  // Evidence on a window from the counts at recorded or answered lockouts.
  Candidate under(Micros window, const Votes& votes) const {
    Candidate found{.choice = start_};
    found.choice.policy.observation_window_s = window / kSecond;
    if (!timelines_.coverage().lock_evidence()) return found;
    if (!options_.threshold) estimate_thresholds(votes, found.choice);
    for (const Vote& vote : votes) {
      if (vote.count == 0) continue;
      const std::uint32_t threshold = found.choice.thresholds.of(vote.user).at(vote.time);
      found.log_posterior += log_likelihood(vote.count, threshold);
      found.exact &= vote.count == threshold;
    }
    return found;
  }

  // Evidence from the answers after the others.
  void add_answers(Candidate& one, std::size_t window) {
    if (timelines_.coverage().locks ||
        one.choice.policy.threshold_source == ThresholdSource::fallback)
      return;
    if (!(tried_ == one.choice.thresholds)) {
      tried_ = one.choice.thresholds;
      trials_ = trials(tried_);
    }
    const Fit found = fit(trials_, window);
    one.log_posterior += found.log_likelihood;
    one.choice.shortest_lock = std::max(kMinute, found.duration);
  }

  // By window. All of an account's, while its events are near.
  std::vector<Votes> votes_under(std::span<const Micros> windows) {
    std::vector<Votes> votes(windows.size());
    if (!timelines_.coverage().lock_evidence()) return votes;
    for_each_account(
        events_, options_, std::vector<Votes>(windows.size()),
        [&](TextId user, std::vector<Votes>& own) {
          for (std::size_t i = 0; i < windows.size() && (voters_.empty() || voters_[user]); ++i)
            Voter(events_, timelines_.coverage().locks, windows[i], own[i])
                .count(timelines_.of(user), timelines_.traits(user));
        },
        [&](const std::vector<Votes>& own) {
          for (std::size_t i = 0; i < windows.size(); ++i)
            votes[i].insert(votes[i].end(), own[i].begin(), own[i].end());
        });
    voters_.resize(events_.users.size());
    for (const Vote& vote : votes.front()) voters_[vote.user] = true;
    return votes;
  }

  Trials trials(const Thresholds& thresholds) const {
    Trials trials;
    for_each_account(
        events_, options_, Trials(),
        [&](TextId user, Trials& own) {
          if (!may_lock(timelines_.traits(user), {.threshold = thresholds.of(user)})) return;
          Trier trier(thresholds.of(user), own);
          const auto timeline = timelines_.of(user);
          for (std::size_t i = 0; i < timeline.size(); ++i) {
            Timelines::prefetch(events_.rows, timeline, i);
            trier.add(events_.rows[timeline[i]]);
          }
        },
        [&](const Trials& own) { trials.add(own); });
    return trials;
  }

  const Events& events_;
  const Timelines& timelines_;
  const CorrelateOptions& options_;
  PolicyChoice start_;
  std::vector<bool> voters_;  // accounts with a lockout that shows
  Thresholds tried_{0};
  Trials trials_;
};

}  // namespace

Micros observation_window(const Policy& policy) {
  constexpr std::int64_t kMaxWindow = 1'000'000'000;  // seconds, 31 years: keeps the product small
  return std::clamp<std::int64_t>(policy.observation_window_s, 0, kMaxWindow) * kSecond;
}

PolicyChoice choose_policy(const Events& events, const Timelines& timelines,
                           const CorrelateOptions& options) {
  return PolicySearch(events, timelines, options).run();
}

}  // namespace whylocked::lockouts
