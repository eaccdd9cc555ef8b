// One pass over an account's events with two states, open and locked. Left out by that picture:
// the same lockout written down twice, lock rows written with a coarser clock than the failures,
// and exports that show locks but no unlocks. Each is one function below.

#include "correlate/replay.hpp"

#include <algorithm>
#include <utility>

namespace whylocked {

namespace {

// How long the instant lasts that a row's clock names.
Micros clock_unit(Precision precision) {
  constexpr Micros kUnits[] = {0, kSecond, kMinute, kHour, kDay};
  return kUnits[static_cast<std::size_t>(precision)];
}

class Account {
 public:
  Account(std::span<const Event> rows, const Rules& rules) : rows_(rows), rules_(rules) {}

  void see(std::uint32_t index) {
    const Event& event = rows_[index];
    if (clears_counter(event))
      clear(event.time);
    else if (event.kind == EventKind::account_locked)
      lock(index);
    else if (event.kind == EventKind::login_failed) {
      if (locked_ && answers_as_open(event)) clear(event.time);
      locked_ ? fail_while_locked(index) : fail(index);
    }
  }

  std::vector<Incident> take() { return std::move(lockouts_); }

 private:
  // Where neither locks nor unlocks are written down, the answers tell: an account that answers
  // "wrong password" is open, so it has been unlocked. Calls that were under way when it locked may
  // still be answered so.
  bool answers_as_open(const Event& event) const {
    return rules_.refusals_recorded && !rules_.locks_recorded && !rules_.unlocks_recorded &&
           event.reason == Reason::bad_password &&
           event.time > lockouts_.back().locked_at + kMinute;
  }

  void clear(Micros time) {
    if (locked_) lockouts_.back().unlocked_at = time;
    locked_ = false;
    counted_.clear();
    total_ = 0;
    cleared_at_ = time;
  }

  void fail(std::uint32_t index) {
    const Event& event = rows_[index];
    // Without lock rows a refusal is the only witness of a lock that came before the threshold we
    // believe in. The lock itself came with the last failure that counted.
    if (event.reason == Reason::locked && !rules_.locks_recorded && total_ > 0) {
      open_lockout(rows_[counted_.back()].time, std::nullopt);
      return fail_while_locked(index);
    }
    if (!raises_counter(event)) return;
    if (!counted_.empty() &&
        !within_observation(rows_[counted_.back()].time, event.time, rules_.observation_window)) {
      counted_.clear();
      total_ = 0;
      cleared_at_.reset();
    }
    counted_.push_back(index);
    total_ += event.count;
    if (!rules_.locks_recorded && total_ >= rules_.threshold)
      open_lockout(event.time, std::nullopt);
  }

  void fail_while_locked(std::uint32_t index) {
    const Event& event = rows_[index];
    Incident& lockout = lockouts_.back();
    // "08:05" is the whole minute: failures inside it may still be the cause.
    const bool cause = raises_counter(event) && event.time < cause_until_ &&
                       total_ < rules_.threshold && lockout.after_lock.empty();
    if (!cause) return lockout.after_lock.push_back(index);
    if (lockout.counted.empty() && !window_starts_at_clearing_) lockout.window_from = event.time;
    lockout.counted.push_back(index);
    lockout.window_to = event.time;
    total_ += event.count;
  }

  void lock(std::uint32_t index) {
    const Event& event = rows_[index];
    const bool again = !lockouts_.empty() && (locked_ ? !locked_anew(event) : echoes(event));
    if (!again) open_lockout(event.time, index);
    lock_row_ = index;
    lock_row_end_ = std::max(lock_row_end_, event.time + clock_unit(event.precision));
    if (!again) cause_until_ = lock_row_end_;
  }

  // A lock row right after the unlock, with no failure in between that could have caused it, is
  // the old lockout heard of late.
  bool echoes(const Event& lock) const {
    return counted_.empty() && !lockouts_.back().counted.empty() &&
           lock.time <= lock_row_end_ + kSameLockout;
  }

  // A lock row while the account is locked, as far as one can see. Exports that hold all unlocks
  // would show one, so it is the same lockout; else it is a new one when it comes late enough,
  // unless all that happened since were refusals because of the lock.
  bool locked_anew(const Event& lock) {
    if (rules_.unlocks_complete || lock.time <= lock_row_end_ + kSameLockout) return false;
    auto& after = lockouts_.back().after_lock;
    const std::size_t first = first_cause_of_next(after);
    const bool refused = !after.empty() && after.back() > lock_row_;
    if (first == after.size() && refused) return false;
    total_ = 0;
    counted_.clear();
    for (std::size_t i = first; i < after.size(); ++i)
      if (raises_counter(rows_[after[i]])) {
        counted_.push_back(after[i]);
        total_ += rows_[after[i]].count;
      }
    after.resize(first);
    return true;
  }

  // The unlock that the export does not show lies before the last `threshold` failures that
  // count, and behind the last refusal because of the lock. What came earlier is still an effect.
  std::size_t first_cause_of_next(const std::vector<std::uint32_t>& after) const {
    std::size_t first = after.size();
    std::uint64_t sum = 0;
    for (std::size_t i = after.size(); i > 0 && sum < rules_.threshold; --i) {
      const Event& event = rows_[after[i - 1]];
      if (after[i - 1] < lock_row_ || event.reason == Reason::locked) break;
      if (!raises_counter(event)) continue;
      if (first < after.size() &&
          !within_observation(event.time, rows_[after[first]].time, rules_.observation_window))
        break;
      first = i - 1;
      sum += event.count;
    }
    return first;
  }

  void open_lockout(Micros at, std::optional<std::uint32_t> lock_event) {
    Incident lockout;
    lockout.locked_at = lockout.window_to = at;
    if (lock_event) lockout.basis = LockBasis::recorded;
    lockout.threshold = rules_.threshold;
    lockout.lock_event = lock_event;
    lockout.window_from = cleared_at_        ? *cleared_at_
                          : counted_.empty() ? at
                                             : rows_[counted_.front()].time;
    window_starts_at_clearing_ = cleared_at_.has_value();
    lockout.counted = std::exchange(counted_, {});
    lockouts_.push_back(std::move(lockout));
    cleared_at_.reset();
    lock_row_end_ = cause_until_ = at;
    locked_ = true;
  }

  std::span<const Event> rows_;
  const Rules& rules_;
  std::vector<Incident> lockouts_;
  std::vector<std::uint32_t> counted_;  // failures that count since the last clearing
  std::uint64_t total_ = 0;             // their attempts; of the last lockout while locked
  std::optional<Micros> cleared_at_;
  bool locked_ = false;
  bool window_starts_at_clearing_ = false;
  std::uint32_t lock_row_ = 0;  // the last lock row
  Micros lock_row_end_ = 0;     // the end of the instant it names
  Micros cause_until_ = 0;      // the same of the row that began the lockout
};

}  // namespace

std::vector<Incident> replay(std::span<const Event> rows, const Rules& rules) {
  Account account(rows, rules);
  for (std::uint32_t i = 0; i < rows.size(); ++i) account.see(i);
  return account.take();
}

// What Account does while it is open, but for times, which an Act does not know.
bool may_lock(std::span<const Act> acts, const Rules& rules) {
  std::uint32_t total = 0;
  for (const Act act : acts) {
    if (rules.locks_recorded ? act.locked() : act.refused() && total > 0) return true;
    if (act.clears()) total = 0;
    if (!act.raises()) continue;
    ++total;
    if (!rules.locks_recorded && (act.several() || total >= rules.threshold)) return true;
  }
  return false;
}

}  // namespace whylocked
