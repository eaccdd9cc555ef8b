// The threshold and the observation window: declared, or whatever explains the locks best.
//
// If lock rows or answers prove locks, every window is tried and the one whose counts agree best
// wins. If nothing proves a lock, reconstructed ones are judged by later answers. A locked account
// lets nobody in, so lockouts that a window would not have allowed, and after which the account
// soon answered as open, are evidence for that window.

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
// Thresholds in common use, tried when answers refute the default. If they refute all of these, the
// account locks after more failures than anyone can say, or never.
constexpr std::array<std::uint32_t, 6> kCommon = {kFallback, 6, 8, 10, 15, kMaxAssumedThreshold};
// Windows in common use. A counter without a window is likelier than any of them.
constexpr std::array<Micros, 7> kWindows = {
    0, 120 * kMinute, 60 * kMinute, 30 * kMinute, 15 * kMinute, 10 * kMinute, 5 * kMinute};
constexpr double kWindowCosts = 2.2, kUncommonCosts = 3;  // nats
constexpr Micros kUnderWay = 10 * kSecond;                // as in replay.cpp

using Votes = std::vector<Vote>;

// What ends a series of failures: a longer gap than the window, and perhaps a success that the
// export does not show.
struct Counting {
  Micros window = 0;
  bool clearing_unseen = false;
};

// One result per way of counting.
template <class Found>
struct ByCounting : std::array<Found, kWindows.size() + 1> {
  void add(const ByCounting& other) {
    for (std::size_t i = 0; i < this->size(); ++i) (*this)[i].add(other[i]);
  }
};

struct VoteList {
  Votes votes;

  void add(const VoteList& other) {
    votes.insert(votes.end(), other.votes.begin(), other.votes.end());
  }
};

std::uint32_t saturated(std::uint64_t count) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, UINT32_MAX));
}

// Sums what work(events, own) finds out about each account that matters.
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
  parallel_for(timelines.accounts.size(), threads, 1, slice);
  return sum;
}

// Adds one account's lockouts with the failures counted before each. The threshold is
// still unknown: a lock row needs none, and where answers prove locks any failure may
// follow an unlock that has no row.
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

// The most failures after which an account still answered as open.
struct LongestOpen {
  std::uint64_t most = 0;

  void add(LongestOpen other) { most = std::max(most, other.most); }
};

// True if a success refutes the lock. A wrong password after a pause may also follow an unlock.
bool is_let_in(std::span<const Event> events, const RefutedLock& lock) {
  const std::size_t next = lock.last + 1;
  return next < events.size() && events[next].kind == EventKind::login_succeeded &&
         events[next].time - events[lock.last].time < kMinute;
}

// Durations of a lock that are distinguished: from a minute to about a day, each a tenth longer.
constexpr std::size_t kDurations = 77;

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

// Minimum length of a lock in common products, except directories, whose answers
// say that they are locked.
constexpr Micros kUsualLock = 5 * kMinute;

// Answers after locks shown by the counter alone, up to the first answer that only an open account
// gives, by time since the lock; and answers before locks.
struct Trials {
  std::array<Answers, kDurations> after;
  Answers before;

  void add(const Trials& other) {
    for (std::size_t i = 0; i < kDurations; ++i) after[i].add(other.after[i]);
    before.add(other.before);
  }

  // True if accounts repeatedly answered as open soon after the threshold and never as
  // locked, as if there were no locks.
  bool are_all_open() const {
    constexpr double kMinAnswers = 2;
    Answers soon, all;
    for (std::size_t i = 0; i < kDurations; ++i) {
      all.add(after[i]);
      if (i <= longest_within(kUsualLock)) soon.add(after[i]);
    }
    return soon.open >= kMinAnswers && all.closed + all.refused == 0;
  }
};

// One account's trials.
class Trier {
 public:
  Trier(const AccountThreshold& threshold, Micros window, Trials& out)
      : threshold_(threshold), out_(out), counter_{.window = window} {}

  void add(const Event& event) {
    if (clears_counter(event)) {
      if (event.kind == EventKind::login_succeeded)
        locked_ ? answer(event) : out_.before.add(event);
      open();
    } else if (proves_lock(event)) {
      if (!locked_ && counter_.total > 0) lock(counter_.last);
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
    out_.after[longest_within(after)].add(event);
    if (!proves_open(event)) return;
    open();
    if (event.kind == EventKind::login_failed) count(event);
  }

  void count(const Event& event) {
    out_.before.add(event);
    if (counter_.expired(event.time)) counter_.clear();
    counter_.add(event);
    if (counter_.total >= threshold_.at(event.time)) lock(event.time);
  }

  void lock(Micros time) {
    locked_ = true;
    locked_at_ = time;
  }

  void open() {
    locked_ = false;
    counter_.clear();
  }

  const AccountThreshold threshold_;
  Trials& out_;
  LockCounter counter_;
  Micros locked_at_ = 0;
  bool locked_ = false;
};

// The share of locked accounts that answer as open in an interval since the lock: servers are slow,
// and if the export has no unlocks, an administrator may have unlocked the account. Our choice.
double unlocked_within(std::size_t interval, bool unlocks_seen) {
  constexpr double kSlow = 0.02, kHelpTime = 8 * 60;  // minutes, on average
  const double minutes = std::pow(1.1, static_cast<double>(interval));
  return unlocks_seen ? kSlow : 1 - (1 - kSlow) * std::exp(-minutes / kHelpTime);
}

// log P(answers | window). A locked account almost never answers as open, least of all in the first
// minute; an open one almost never answers as locked, and answers as open at its usual rate. Summed
// over all durations of a lock.
double answers_log_likelihood(const Trials& trials, bool unlocks_seen) {
  constexpr double kOpenAtOnce = 1e-4, kOpenRefused = 0.005;
  Answers open = trials.before;
  for (const Answers& answers : trials.after) open.add(answers);
  const auto times = [](double count, double chance) { return count * std::log(chance); };
  const double at_once = trials.after[0].open;
  double all = callers::kImpossible, locked = times(at_once, kOpenAtOnce);
  for (std::size_t i = 0; i < kDurations; ++i) {  // locks last until the end of interval i
    const Answers& last = trials.after[i];
    const double unlocked = unlocked_within(i, unlocks_seen);
    if (i > 0) locked += times(last.open, unlocked);
    locked += times(last.closed + last.refused, 1 - unlocked);
    open.add(last, -1);
    const double rate = (open.open + 1) / (open.open + open.closed + 2);
    all = callers::log_sum(all, locked + times(open.open, rate) + times(open.closed, 1 - rate) +
                                    times(open.refused, kOpenRefused));
  }
  return all;
}

Micros observation_window(const Policy& policy) {
  constexpr std::int64_t kMaxWindow = 1'000'000'000;  // seconds, 31 years: keeps the product small
  return std::clamp<std::int64_t>(policy.observation_window_s, 0, kMaxWindow) * kSecond;
}

class PolicySearch {
 public:
  PolicySearch(const Timelines& timelines, const CorrelateOptions& options)
      : timelines_(timelines), coverage_(timelines.coverage), options_(options) {
    Policy& policy = start_.policy;
    policy.threshold = std::max(1u, options.threshold.value_or(kFallback));
    policy.threshold_source =
        options.threshold ? options.threshold_source : ThresholdSource::fallback;
    policy.observation_window_s = options.observation_window_s;
    policy.group_window_s = options.group_window_s;
    start_.thresholds = Thresholds(policy.threshold);
  }

  PolicyChoice run() {
    PolicyChoice found = best_counting();
    if (found.policy.threshold_source == ThresholdSource::fallback) check_default(found);
    Rules rules = rules_under({observation_window(found.policy), clearing_unseen()});
    rules.threshold_assumed = found.policy.threshold_source >= ThresholdSource::fallback;
    rules.shortest_lock = found.rules.shortest_lock;
    rules.reconstructs = found.rules.reconstructs && !coverage_.locks;
    found.rules = rules;
    return found;
  }

 private:
  struct Candidate {
    PolicyChoice choice;
    double log_posterior = 0;
    std::size_t lockouts = 0, exact = 0, multiples = 0;  // of the threshold

    bool is_assumed() const { return choice.policy.threshold_source == ThresholdSource::fallback; }
    bool explains_all() const { return exact == lockouts; }
    bool explains_most() const { return !is_assumed() && 2 * multiples > lockouts; }
  };

  bool clearing_unseen() const { return !coverage_.successes && !coverage_.locks; }

  Rules rules_under(Counting counting) const {
    return {.threshold = {},
            .observation_window = counting.window,
            .locks_recorded = coverage_.locks,
            .unlocks_complete = coverage_.unlocks_complete,
            .clearing_unseen = counting.clearing_unseen};
  }

  // The way of counting with the longest series for which the odds are at least even that the real
  // series are as long or longer.
  PolicyChoice best_counting() {
    const Micros declared = observation_window(start_.policy);
    std::vector<Counting> ways = {{declared, false}};
    if (clearing_unseen()) ways.push_back({declared, true});
    std::vector<Candidate> candidates = under(ways);
    // Failures that are far apart are one series only if most lockouts agree on its threshold.
    if (clearing_unseen() && !candidates.front().explains_most())
      candidates.erase(candidates.begin());
    const Candidate& longest = candidates.front();
    if (longest.is_assumed() || (coverage_.locks && longest.explains_all())) return longest.choice;
    if (declared == 0) {
      add_windows(candidates);
      add_answers(candidates);
    }
    double all = callers::kImpossible, tail = callers::kImpossible;
    for (const Candidate& one : candidates) all = callers::log_sum(all, one.log_posterior);
    std::size_t best = 0;
    for (; best + 1 < candidates.size(); ++best) {
      tail = callers::log_sum(tail, candidates[best].log_posterior);
      if (tail >= all - std::log(2.0)) break;
    }
    Policy& policy = candidates[best].choice.policy;
    policy.window_estimated = declared == 0 && policy.observation_window_s > 0;
    return candidates[best].choice;
  }

  void add_windows(std::vector<Candidate>& candidates) const {
    std::vector<Counting> ways;
    for (const Micros window : kWindows)
      if (window > 0) ways.push_back({window, clearing_unseen()});
    for (Candidate& one : under(ways)) {
      // A window under which the locks suggest no threshold explains none of them.
      if (one.is_assumed()) continue;
      one.log_posterior -= kWindowCosts;
      candidates.push_back(std::move(one));
    }
  }

  // Evidence about ways of counting from the counts at recorded or answered lockouts.
  std::vector<Candidate> under(const std::vector<Counting>& ways) const {
    const auto shows_lock = [&](TextId user) { return timelines_.accounts[user].shows_lock; };
    const auto work = [&](std::span<const Event> events, ByCounting<VoteList>& own) {
      for (std::size_t i = 0; i < ways.size(); ++i)
        add_votes(events, rules_under(ways[i]), own[i].votes);
    };
    auto found =
        sum_over_accounts<ByCounting<VoteList>>(timelines_, options_.threads, shows_lock, work);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < ways.size(); ++i)
      candidates.push_back(candidate(ways[i].window, std::move(found[i].votes)));
    return candidates;
  }

  Candidate candidate(Micros window, Votes votes) const {
    std::ranges::sort(votes, {},  // because threads finish in any order
                      [](const Vote& one) { return std::tuple(one.time, one.user, one.count); });
    Candidate found{.choice = start_};
    found.choice.policy.observation_window_s = window / kSecond;
    if (!options_.threshold) estimate_thresholds(votes, found.choice);
    if (found.choice.policy.threshold > kMaxAssumedThreshold) found.log_posterior -= kUncommonCosts;
    for (const Vote& vote : votes) {
      if (vote.count == 0) continue;
      const std::uint32_t threshold = found.choice.thresholds.of(vote.user).at(vote.time);
      found.log_posterior += log_likelihood(vote.count, threshold);
      ++found.lockouts;
      found.exact += vote.count == threshold;
      found.multiples += vote.count % threshold == 0;
    }
    return found;
  }

  // Adds the evidence from answers after reconstructed lockouts.
  void add_answers(std::vector<Candidate>& candidates) const {
    if (coverage_.locks) return;
    const auto locks = [&](TextId user, const Candidate& under) {
      return timelines_.accounts[user].may_lock({.threshold = under.choice.thresholds.of(user)});
    };
    const auto any_locks = [&](TextId user) {
      return std::ranges::any_of(candidates, [&](const auto& one) { return locks(user, one); });
    };
    const auto work = [&](std::span<const Event> events, ByCounting<Trials>& own) {
      const TextId user = events.front().user;
      for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (!locks(user, candidates[i])) continue;
        const PolicyChoice& choice = candidates[i].choice;
        Trier trier(choice.thresholds.of(user), observation_window(choice.policy), own[i]);
        for (const Event& event : events) trier.add(event);
      }
    };
    const auto found =
        sum_over_accounts<ByCounting<Trials>>(timelines_, options_.threads, any_locks, work);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      candidates[i].log_posterior += answers_log_likelihood(found[i], coverage_.unlocks);
      if (found[i].are_all_open()) candidates[i].choice.rules.shortest_lock = kUsualLock;
    }
  }

  // Replaces an assumed threshold that answers refute, as they refute locks: by the lowest in
  // common use that no answer refutes and no account was seen to reach; if there is none, by no
  // threshold. A counter without a window is replaced by the longest window under which no
  // answer refutes that threshold.
  void check_default(PolicyChoice& choice) const {
    choice.rules.reconstructs = options_.assume_threshold;
    if (!options_.assume_threshold) choice.policy.threshold_source = ThresholdSource::none;
    if (!options_.assume_threshold || coverage_.locks) return;
    const Micros declared = observation_window(choice.policy);
    std::uint64_t open = 0;
    choice.rules.reconstructs = false;
    for (const std::uint32_t threshold : kCommon) {
      if (threshold <= open) continue;
      const std::uint64_t longer =
          longest_open(threshold, declared > 0 ? declared : kWindows.back());
      choice.rules.reconstructs = longer == 0;
      choice.policy.threshold = longer == 0 ? threshold : saturated(longer + 1);
      if (longer == 0) break;
      open = std::max(open, longer);
    }
    choice.thresholds = Thresholds(choice.policy.threshold);
    if (declared > 0 || !choice.rules.reconstructs) return;
    const auto window = std::ranges::find_if(
        kWindows, [&](Micros one) { return longest_open(choice.policy.threshold, one) == 0; });
    if (window != kWindows.end()) choice.policy.observation_window_s = *window / kSecond;
    choice.policy.window_estimated = choice.policy.observation_window_s > 0;
  }

  std::uint64_t longest_open(std::uint32_t threshold, Micros window) const {
    Rules rules = rules_under({window, clearing_unseen()});
    rules.threshold = {threshold, threshold};
    const auto locks = [&](TextId user) { return timelines_.accounts[user].may_lock(rules); };
    const auto work = [&](std::span<const Event> events, LongestOpen& out) {
      for (const RefutedLock& lock : replay(events, rules).refuted)
        if (lock.failures > threshold || is_let_in(events, lock)) out.add({lock.failures});
    };
    return sum_over_accounts<LongestOpen>(timelines_, options_.threads, locks, work).most;
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
