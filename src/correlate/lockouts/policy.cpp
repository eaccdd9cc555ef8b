// The threshold and the observation window: declared, or what explains the locks best.
//
// If lock rows or answers prove locks, each window is tried and the one whose counts agree best
// is taken. Where nothing proves a lock, reconstructed ones are judged by what came after them:
// an account that is locked lets nobody in, so lockouts that a window would not have allowed and
// that were answered as open soon after speak for that window.

#include "correlate/lockouts/policy.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <tuple>

#include "base/parallel.hpp"
#include "correlate/callers/rhythm.hpp"

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

struct VotesByWindow {
  std::array<Votes, kWindows.size()> votes;

  void add(const VotesByWindow& other) {
    for (std::size_t i = 0; i < votes.size(); ++i)
      votes[i].insert(votes[i].end(), other.votes[i].begin(), other.votes[i].end());
  }
};

std::uint32_t saturated(std::uint64_t count) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, UINT32_MAX));
}

// The sum of what work(events, own) finds out about each account that matters.
template <class Found, class Matters, class Work>
Found sum_over_accounts(const Timelines& timelines, unsigned threads, Matters matters, Work work) {
  Found sum;
  std::mutex adding;
  const auto slice = [&](std::size_t from, std::size_t to, unsigned) {
    Found own;
    std::vector<Event> events;
    for (auto user = static_cast<TextId>(from); user < to; ++user) {
      if (!matters(user)) continue;
      timelines.copy(user, events);
      work(std::span<const Event>(events), own);
    }
    const std::lock_guard lock(adding);
    sum.add(own);
  };
  parallel_for(timelines.accounts(), timelines.worthwhile(threads), 1, slice);
  return sum;
}

// One account's lockouts with what was counted before each. No threshold is known yet: a lock row
// needs none, and where answers prove locks any failure may follow an unlock that no row shows.
void add_votes(std::span<const Event> events, Rules rules, Votes& out) {
  const std::uint32_t any = rules.locks_recorded ? kUnknownThreshold : 1;
  rules.threshold = {any, any};
  rules.reconstructs = false;
  const Replayed found = replay(events, rules);
  for (std::size_t i = 0; i < found.lockouts.size(); ++i) {
    const Incident& lockout = found.lockouts[i];
    if (rules.locks_recorded && !lockout.lock_event) continue;
    std::uint64_t count = 0;
    for (const std::uint32_t index : lockout.counted) count += events[index].count;
    out.push_back({.time = lockout.locked_at,
                   .user = events.front().user,
                   .count = saturated(count),
                   .from_zero = found.from_zero[i]});
  }
}

// The longest dense series in which an account still answered as an open one after the default:
// what locks, locks after more.
struct LongestOpen {
  std::uint64_t most = 0;

  void add(LongestOpen other) { most = std::max(most, other.most); }
};

void add_longest_open(std::span<const Event> events, LongestOpen& out) {
  for (const RefutedLock& lock :
       replay(events, {.threshold = {}, .observation_window = kDense}).refuted)
    if (lock.failures > kFallback) out.add({lock.failures});
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
    if (proves_open(event))
      ++open;
    else
      ++(proves_lock(event) ? refused : closed);
  }
  void add(const Answers& other, double times = 1) {
    refused += times * other.refused;
    closed += times * other.closed;
    open += times * other.open;
  }
};

// A lock of a common product lasts at least this, except those of directories that say so in their
// answers.
constexpr Micros kUsualLock = 5 * kMinute;

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

  // Whether the accounts answered as open ones soon after the threshold, time and again, and never
  // as locked ones: as if there were no locks.
  bool are_all_open() const {
    constexpr double kMinAnswers = 2;
    Answers soon, all;
    for (const auto& by_duration : after)
      for (std::size_t i = 0; i < kDurations; ++i) {
        all.add(by_duration[i]);
        if (i <= longest_within(kUsualLock)) soon.add(by_duration[i]);
      }
    return soon.open >= kMinAnswers && all.closed + all.refused == 0;
  }
};

// One account's trials, counted without a window.
class Trier {
 public:
  Trier(const AccountThreshold& threshold, Trials& out) : threshold_(threshold), out_(out) {}

  void add(const Event& event) {
    if (clears_counter(event)) {
      if (event.kind == EventKind::login_succeeded)
        locked_ ? answer(event) : out_.before.add(event);
      open();
    } else if (proves_lock(event)) {
      if (!locked_ && counter_.total > 0) lock(counter_.last, 0);
      if (locked_) answer(event);
      counter_.clear();
    } else if (raises_counter(event)) {
      locked_ ? answer(event) : count(event);
    }
  }

 private:
  void answer(const Event& event) {
    const Micros after = event.time - locked_at_;
    if (after <= kUnderWay) return;
    out_.after[window_][longest_within(after)].add(event);
    if (!proves_open(event)) return;
    open();
    if (event.kind == EventKind::login_failed) count(event);
  }

  void count(const Event& event) {
    out_.before.add(event);
    gap_ = counter_.total == 0 ? 0 : std::max(gap_, event.time - counter_.last);
    counter_.add(event);
    if (counter_.total >= threshold_.at(event.time)) lock(event.time, gap_);
  }

  void lock(Micros time, Micros gap) {
    locked_ = true;
    locked_at_ = time;
    window_ = kWindows.size() - 1;
    while (window_ > 0 && gap > kWindows[window_]) --window_;
  }

  void open() {
    locked_ = false;
    counter_.clear();
  }

  const AccountThreshold threshold_;
  Trials& out_;
  LockCounter counter_;
  Micros gap_ = 0, locked_at_ = 0;
  std::size_t window_ = 0;
  bool locked_ = false;
};

struct Fit {
  double log_likelihood = callers::kImpossible;
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
    found.log_likelihood = callers::log_sum(found.log_likelihood, sum);
    if (sum > most) {
      most = sum;
      found.duration = duration_of(i);
    }
    closed.add(locked[i]);
    open.add(locked[i], -1);
  }
  return found;
}

Micros observation_window(const Policy& policy) {
  constexpr std::int64_t kMaxWindow = 1'000'000'000;  // seconds, 31 years: keeps the product small
  return std::clamp<std::int64_t>(policy.observation_window_s, 0, kMaxWindow) * kSecond;
}

class PolicySearch {
 public:
  PolicySearch(const Timelines& timelines, const CorrelateOptions& options)
      : timelines_(timelines), coverage_(timelines.coverage()), options_(options) {
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
    PolicyChoice found =
        declared > 0 ? under(declared, votes_under({&declared, 1}).votes[0]).choice : best_window();
    if (found.policy.threshold_source == ThresholdSource::fallback) check_default(found);
    Rules rules = rules_under(observation_window(found.policy));
    rules.threshold_assumed = found.policy.threshold_source >= ThresholdSource::fallback;
    rules.shortest_lock = found.rules.shortest_lock;
    rules.reconstructs = found.rules.reconstructs && !coverage_.locks;
    rules.clearing_unseen = !coverage_.successes && !coverage_.locks;
    found.rules = rules;
    return found;
  }

 private:
  struct Candidate {
    PolicyChoice choice;
    double log_posterior = 0;
    bool exact = true;  // every lockout is explained
  };

  Rules rules_under(Micros window) const {
    return {.threshold = {},
            .observation_window = window,
            .locks_recorded = coverage_.locks,
            .unlocks_complete = coverage_.unlocks_complete};
  }

  // The longest window such that the counter is as likely to have one at least as long as not.
  PolicyChoice best_window() {
    const auto votes = votes_under(kWindows).votes;
    std::vector<Candidate> candidates = {under(0, votes.front())};
    const Candidate& none = candidates.front();
    const bool assumed = none.choice.policy.threshold_source == ThresholdSource::fallback;
    if (assumed || (none.exact && coverage_.locks)) return none.choice;
    for (std::size_t i = 1; i < kWindows.size(); ++i) {
      candidates.push_back(under(kWindows[i], votes[i]));
      candidates.back().log_posterior -= kWindowCosts;
    }
    add_answers(candidates);
    double all = callers::kImpossible, tail = callers::kImpossible;
    for (const Candidate& one : candidates) all = callers::log_sum(all, one.log_posterior);
    std::size_t best = 0;
    for (; best + 1 < candidates.size(); ++best) {
      tail = callers::log_sum(tail, candidates[best].log_posterior);
      if (tail >= all - std::log(2.0)) break;
    }
    candidates[best].choice.policy.window_estimated = best > 0;
    return candidates[best].choice;
  }

  // Evidence on a window from the counts at recorded or answered lockouts.
  Candidate under(Micros window, const Votes& votes) const {
    Candidate found{.choice = start_};
    found.choice.policy.observation_window_s = window / kSecond;
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
  void add_answers(std::vector<Candidate>& by_window) const {
    if (coverage_.locks) return;
    std::optional<Thresholds> tried;
    Trials found;
    for (std::size_t window = 0; window < by_window.size(); ++window) {
      PolicyChoice& choice = by_window[window].choice;
      if (choice.policy.threshold_source == ThresholdSource::fallback) continue;
      if (tried != choice.thresholds) found = trials(choice.thresholds);
      tried = choice.thresholds;
      const Fit answers = fit(found, window);
      by_window[window].log_posterior += answers.log_likelihood;
      choice.rules.shortest_lock =
          std::max(found.are_all_open() ? kUsualLock : kMinute, answers.duration);
    }
  }

  VotesByWindow votes_under(std::span<const Micros> windows) const {
    const auto shows_lock = [&](TextId user) { return timelines_.summary(user).shows_lock; };
    auto found = sum_over_accounts<VotesByWindow>(
        timelines_, options_.threads, shows_lock,
        [&](std::span<const Event> events, VotesByWindow& own) {
          for (std::size_t i = 0; i < windows.size(); ++i)
            add_votes(events, rules_under(windows[i]), own.votes[i]);
        });
    for (Votes& votes : found.votes)  // threads end in any order
      std::ranges::sort(votes, {},
                        [](const Vote& one) { return std::tuple(one.time, one.user, one.count); });
    return found;
  }

  Trials trials(const Thresholds& thresholds) const {
    const auto locks = [&](TextId user) {
      return timelines_.summary(user).may_lock({.threshold = thresholds.of(user)});
    };
    return sum_over_accounts<Trials>(timelines_, options_.threads, locks,
                                     [&](std::span<const Event> events, Trials& own) {
                                       Trier trier(thresholds.of(events.front().user), own);
                                       for (const Event& event : events) trier.add(event);
                                     });
  }

  // A threshold that is only assumed gives way to answers, as a lock does: to the next threshold
  // that policies use, else to none that would lock an account.
  void check_default(PolicyChoice& choice) const {
    choice.rules.reconstructs = options_.assume_threshold;
    if (!options_.assume_threshold) choice.policy.threshold_source = ThresholdSource::none;
    if (!options_.assume_threshold || coverage_.locks || !coverage_.wrong_password) return;
    const auto locks = [&](TextId user) { return timelines_.summary(user).may_lock({}); };
    const std::uint64_t most =
        sum_over_accounts<LongestOpen>(timelines_, options_.threads, locks, add_longest_open).most;
    const auto next = std::upper_bound(kCommon.begin(), kCommon.end(), most);
    choice.rules.reconstructs = next != kCommon.end();
    choice.policy.threshold = choice.rules.reconstructs ? *next : saturated(most + 1);
    choice.thresholds = Thresholds(choice.policy.threshold);
  }

  const Timelines& timelines_;
  const Coverage& coverage_;
  const CorrelateOptions& options_;
  PolicyChoice start_;
};

}  // namespace

PolicyChoice choose_policy(const Timelines& timelines, const CorrelateOptions& options) {
  return PolicySearch(timelines, options).run();
}

}  // namespace whylocked::lockouts
