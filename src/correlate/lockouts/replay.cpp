// One pass over an account's events with two states, open and locked. One function each handles
// what complicates this: lockouts recorded twice, lock rows with a coarser clock than failures,
// exports with locks but no unlocks, late answers, and contradictory answers.

#include "correlate/lockouts/replay.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace whylocked::lockouts {

namespace {

// Calls in progress when the account locks are still answered as before. Our assumption: the
// slowest logins take some seconds.
constexpr Micros kUnderWay = 10 * kSecond;
// Domain controllers and product servers tell each other about locks and unlocks within this time.
constexpr Micros kReplication = kMinute;
// A locked account does not open by itself sooner. The shortest default lock in a common product is
// one minute (Entra smart lockout).
constexpr Micros kShortestLock = kMinute;
// Answers on the same working day refute an assumed threshold. Later ones may follow an
// unlock that is not in the export.
constexpr Micros kSameDay = 12 * kHour;

// Length of the interval that a row's time stands for.
Micros clock_unit(Precision precision) {
  constexpr Micros kUnits[] = {0, kSecond, kMinute, kHour, kDay};
  return kUnits[static_cast<std::size_t>(precision)];
}

// Our assumption: one person typing or looking for a password, with breaks.
constexpr Micros kSitting = 15 * kMinute;

// Gaps of a clock vary with the time its work takes. People also come back at about the same time
// of day, but not within ten minutes three days running.
bool one_beat(Micros a, Micros b) {
  const Micros jitter = std::clamp(std::min(a, b) / 10, kMinute, 10 * kMinute);
  return std::max(a, b) - std::min(a, b) <= jitter;
}

// Marks bursts with similar gaps among the counted failures of one address and program.
void mark_beats(std::span<const Event> rows, std::span<const std::uint32_t> own,
                std::vector<bool>& marks) {
  std::vector<std::uint32_t> starts;  // of bursts
  for (std::size_t i = 0; i < own.size(); ++i)
    if (i == 0 || rows[own[i]].time - rows[own[i - 1]].time > kSitting) starts.push_back(own[i]);
  const auto gap = [&](std::size_t i) { return rows[starts[i]].time - rows[starts[i - 1]].time; };
  for (std::size_t i = 2; i < starts.size(); ++i)
    if (one_beat(gap(i - 1), gap(i))) marks[starts[i - 1]] = marks[starts[i]] = true;
}

// Which failures continue the series before them, in exports that do not show who signed in.
// Without successes and lock rows a counter would almost never fall. People may have signed in
// between tries that are far apart, so these are not one series. A series is one sitting, or tries
// at a machine's regular interval, since no one signs in for a machine.
std::vector<bool> going_on(std::span<const Event> rows) {
  std::vector<bool> marks(rows.size());
  std::vector<std::uint32_t> counted;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    if (!raises_counter(rows[i])) continue;
    if (!counted.empty() && rows[i].time - rows[counted.back()].time <= kSitting) marks[i] = true;
    counted.push_back(i);
  }
  const auto caller = [&](std::uint32_t i) { return std::tie(rows[i].address, rows[i].program); };
  std::ranges::stable_sort(counted, {}, caller);
  const std::span<const std::uint32_t> all = counted;
  for (std::size_t from = 0, to = 0; from < all.size(); from = to) {
    while (to < all.size() && caller(all[to]) == caller(all[from])) ++to;
    mark_beats(rows, all.subspan(from, to - from), marks);
  }
  return marks;
}

// Failures that count towards the next lock, in time order.
struct Series : LockCounter {
  std::vector<std::uint32_t> counted;

  void add(std::uint32_t index, const Event& event) {
    counted.push_back(index);
    LockCounter::add(event);
  }
  void clear() {
    counted.clear();
    LockCounter::clear();
  }
};

class Account {
 public:
  Account(std::span<const Event> rows, const Rules& rules) : rows_(rows), rules_(rules) {
    series_.window = rules.observation_window;
    if (rules.clearing_unseen) going_on_ = going_on(rows);
  }

  void consume(std::uint32_t index) {
    const Event& event = rows_[index];
    if (event.kind == EventKind::account_locked)
      lock(index);
    else if (clears_counter(event))
      clear(index);
    else if (event.kind == EventKind::login_failed)
      fail(index);
  }

  Replayed finish() {
    settle_reopened();
    return std::move(out_);
  }

 private:
  Incident& current() { return out_.lockouts.back(); }
  bool reconstructed() const {
    return locked_ && out_.lockouts.back().basis == LockBasis::reconstructed;
  }

  // An event proves a reconstructed lock.
  void prove(std::uint32_t index) {
    current().basis = LockBasis::answered;
    current().proof = index;
  }

  // --- clearing ---------------------------------------------------------------------------------

  void clear(std::uint32_t index) {
    const Event& event = rows_[index];
    if (event.kind == EventKind::account_unlocked) date_anew(index);
    settle_reopened();
    if (event.kind == EventKind::login_succeeded && refutes(event, rules_.shortest_lock)) refute();
    if (event.kind == EventKind::account_unlocked) {
      if (reconstructed())
        prove(index);
      else if (unlock_proves_lock())
        open_lockout(series_.last, LockBasis::answered, index);
    }
    const bool was_locked = locked_ || (was_locked_ && let_in_);
    unlock(event.time);
    let_in_ = event.kind == EventKind::login_succeeded;
    if (let_in_) was_locked_ = was_locked;
  }

  // An unlock row after failures proves a lock that no other row shows. If the export has lock
  // rows, an account below the threshold was probably unlocked as a precaution.
  bool unlock_proves_lock() const {
    if (locked_ || series_.total == 0) return false;
    return !rules_.locks_recorded || series_.total >= rules_.threshold.at(series_.last);
  }

  void unlock(Micros time) {
    if (locked_) current().unlocked_at = time;
    was_locked_ = locked_;
    locked_ = false;
    refuted_ = false;
    series_.clear();
    earlier_.clear();
    from_zero_ = true;
    cleared_at_ = time;
  }

  // --- failures while open ----------------------------------------------------------------------

  void fail(std::uint32_t index) {
    if (locked_) return fail_while_locked(index);
    const Event& event = rows_[index];
    if (proves_lock(event)) {
      if (is_late_refusal(event) || lock_row_follows(index)) return;
      return is_still_locked(event) ? resume_lockout(index) : prove_lockout(index);
    }
    if (!raises_counter(event)) return;
    restart_after_gap(index);
    series_.add(index, event);
    if (refuted_) return extend_refuted(index);
    if (rules_.reconstructs && series_.total >= rules_.threshold.at(event.time))
      open_lockout(event.time, LockBasis::reconstructed, std::nullopt);
  }

  // True if a refusal means the old lock: neither a lock row nor a failure precedes the refusal.
  // The success in between was let in elsewhere, or by something issued earlier. Without lock rows,
  // a new lock is as likely by the next day.
  bool is_still_locked(const Event& refusal) const {
    return was_locked_ && let_in_ && series_.counted.empty() &&
           (rules_.locks_recorded || refusal.time - last_try_on_locked() < kSameDay);
  }

  Micros last_try_on_locked() const {
    const Incident& lockout = out_.lockouts.back();
    return lockout.after_lock.empty() ? lockout.locked_at : rows_[lockout.after_lock.back()].time;
  }

  void resume_lockout(std::uint32_t index) {
    locked_ = true;
    current().unlocked_at.reset();
    refuse(index);
  }

  void prove_lockout(std::uint32_t index) {
    add_earlier();
    const Micros at = series_.counted.empty() ? rows_[index].time : series_.last;
    open_lockout(at, LockBasis::answered, index);
    current().after_lock.push_back(index);
  }

  // A lock proven after fewer failures than the threshold shows that the earlier ones counted too.
  void add_earlier() {
    const std::uint32_t threshold = rules_.threshold.at(series_.last);
    while (!earlier_.empty() && series_.total < threshold) {
      series_.counted.insert(series_.counted.begin(), earlier_.back());
      series_.total += rows_[earlier_.back()].count;
      earlier_.pop_back();
    }
  }

  // A server still refuses if it has not yet learned of the unlock.
  bool is_late_refusal(const Event& event) const {
    return was_locked_ && cleared_at_ && event.time - *cleared_at_ <= kReplication;
  }

  // The lock row may arrive late: by mail, or from another machine.
  bool lock_row_follows(std::uint32_t index) {
    if (!rules_.locks_recorded) return false;
    next_lock_ = std::max(next_lock_, index);
    while (next_lock_ < rows_.size() && rows_[next_lock_].kind != EventKind::account_locked)
      ++next_lock_;
    return next_lock_ < rows_.size() && rows_[next_lock_].time - rows_[index].time <= kSameLockout;
  }

  void restart_after_gap(std::uint32_t index) {
    const bool goes_on = !rules_.clearing_unseen || going_on_[index];
    const bool expired = series_.expired(rows_[index].time);
    if (series_.counted.empty() || (goes_on && !expired)) return;
    if (expired) earlier_.clear();
    if (!expired) earlier_.insert(earlier_.end(), series_.counted.begin(), series_.counted.end());
    series_.clear();
    refuted_ = false;
    from_zero_ = true;
    cleared_at_.reset();
  }

  // --- failures while locked --------------------------------------------------------------------

  void fail_while_locked(std::uint32_t index) {
    const Event& event = rows_[index];
    if (proves_lock(event)) return refuse(index);
    if (!reopened_.counted.empty()) return add_reopened(index);
    if (refutes(event, rules_.threshold_assumed ? kSameDay : rules_.shortest_lock)) {
      refute();
      return fail(index);
    }
    if (answers_as_open(event)) return add_reopened(index);
    if (opened_unseen(index)) {
      locked_ = false;
      return fail(index);
    }
    if (is_cause(event)) return add_cause(index);
    current().after_lock.push_back(index);
  }

  void refuse(std::uint32_t index) {
    date_anew(index);
    if (reconstructed()) prove(index);
    Incident& lockout = current();
    // There are fewer failures than the threshold, so the account was locked all the time, and some
    // servers answer otherwise.
    auto& after = lockout.after_lock;
    after.insert(after.end(), reopened_.counted.begin(), reopened_.counted.end());
    reopened_.clear();
    after.push_back(index);
  }

  // If the account answered as open after reaching the threshold, and then as locked, something
  // outside the export had cleared the counter, and the lock came with the last of the failures.
  void date_anew(std::uint32_t proof) {
    if (!reconstructed() || reopened_.counted.empty()) return;
    resume_series(take_lockout());
    for (const std::uint32_t index : reopened_.counted)
      if (raises_counter(rows_[index])) series_.add(index, rows_[index]);
    reopened_.clear();
    open_lockout(series_.last, LockBasis::answered, proof);
  }

  // True if the lock is only reconstructed and the account soon answers as open.
  bool refutes(const Event& event, Micros within) const {
    if (!reconstructed() || !proves_open(event)) return false;
    const Micros after = event.time - out_.lockouts.back().locked_at;
    const Micros unit = clock_unit(event.precision);
    if (event.kind == EventKind::login_succeeded) return after > unit && after < within;
    return after > std::max(kUnderWay, unit) && after < within;
  }

  // Withdraws the lockout, whatever the threshold is; the series continues until it is cleared.
  void refute() {
    resume_series(take_lockout());
    refuted_ = true;
    out_.refuted.push_back({.user = rows_.front().user,
                            .first = series_.counted.front(),
                            .last = series_.counted.back(),
                            .failures = series_.total});
  }

  Incident take_lockout() {
    Incident lockout = std::move(out_.lockouts.back());
    out_.lockouts.pop_back();
    from_zero_ = out_.from_zero.back();
    out_.from_zero.pop_back();
    locked_ = false;
    return lockout;
  }

  // Restores the series as if the account had not locked.
  void resume_series(const Incident& lockout) {
    series_.clear();
    for (const std::uint32_t index : lockout.counted) series_.add(index, rows_[index]);
    for (const std::uint32_t index : lockout.after_lock)
      if (raises_counter(rows_[index])) series_.add(index, rows_[index]);
    if (window_starts_at_clearing_) cleared_at_ = lockout.window_from;
  }

  void extend_refuted(std::uint32_t index) {
    if (!proves_open(rows_[index])) return;
    out_.refuted.back().last = index;
    out_.refuted.back().failures = series_.total;
  }

  // True for "wrong password", which means an unlock that no row shows. Only if the export has
  // neither locks nor unlocks, which would show it.
  bool answers_as_open(const Event& event) const {
    if (rules_.locks_recorded || event.reason != Reason::bad_password) return false;
    const Incident& lockout = out_.lockouts.back();
    return event.time - lockout.locked_at >= kShortestLock;
  }

  // People get their account unlocked by the next morning. A machine that goes on shows nothing.
  bool opened_unseen(std::uint32_t index) const {
    if (!rules_.clearing_unseen || !raises_counter(rows_[index]) || going_on_[index]) return false;
    return rows_[index].time - last_try_on_locked() >= kSameDay;
  }

  void add_reopened(std::uint32_t index) {
    const Event& event = rows_[index];
    reopened_.counted.push_back(index);
    if (raises_counter(event)) reopened_.total += event.count;
    if (reopened_.total >= rules_.threshold.at(event.time)) settle_reopened();
  }

  // Makes the failures since the account answered as open a separate series.
  void settle_reopened() {
    if (reopened_.counted.empty()) return;
    const Series since = std::exchange(reopened_, {});
    unlock(rows_[since.counted.front()].time);
    for (const std::uint32_t index : since.counted)
      if (locked_)
        current().after_lock.push_back(index);
      else
        fail(index);
  }

  // "08:05" is a whole minute; failures inside it may still be the cause.
  bool is_cause(const Event& event) const {
    const Incident& lockout = out_.lockouts.back();
    return raises_counter(event) && event.time < cause_until_ &&
           total_of_lock_ < lockout.threshold && lockout.threshold != kUnknownThreshold &&
           lockout.after_lock.empty();
  }

  void add_cause(std::uint32_t index) {
    Incident& lockout = current();
    if (lockout.counted.empty() && !window_starts_at_clearing_)
      lockout.window_from = rows_[index].time;
    lockout.counted.push_back(index);
    lockout.window_to = rows_[index].time;
    total_of_lock_ += rows_[index].count;
  }

  // --- lock rows --------------------------------------------------------------------------------

  void lock(std::uint32_t index) {
    const Event& event = rows_[index];
    const bool again = !out_.lockouts.empty() && (locked_ ? !locked_anew(event) : is_echo(event));
    if (!again) {
      open_lockout(event.time, LockBasis::recorded, std::nullopt);
      current().lock_event = index;
    }
    lock_row_ = index;
    lock_row_end_ = std::max(lock_row_end_, event.time + clock_unit(event.precision));
    if (!again) cause_until_ = lock_row_end_;
  }

  // A lock row right after the unlock, without a failure in between to cause it,
  // reports the old lockout late.
  bool is_echo(const Event& lock) const {
    return series_.counted.empty() && !out_.lockouts.back().counted.empty() &&
           lock.time <= lock_row_end_ + kSameLockout;
  }

  // A lock row while the account seems locked. In an export with all unlocks it is the same
  // lockout, since an unlock would show otherwise. Else it is a new lockout if it comes late enough
  // and more than refusals because of the lock happened since.
  bool locked_anew(const Event& lock) {
    if (rules_.unlocks_complete || lock.time <= lock_row_end_ + kSameLockout) return false;
    auto& after = current().after_lock;
    const std::size_t first = first_cause_of_next(after);
    const bool refused = !after.empty() && after.back() > lock_row_;
    if (first == after.size() && refused) return false;
    series_.clear();
    for (std::size_t i = first; i < after.size(); ++i)
      if (raises_counter(rows_[after[i]])) series_.add(after[i], rows_[after[i]]);
    after.resize(first);
    return true;
  }

  // The unseen unlock was before the last `threshold` failures that count, and after the last
  // refusal because of the lock. Earlier failures are still effects.
  std::size_t first_cause_of_next(const std::vector<std::uint32_t>& after) const {
    std::size_t first = after.size();
    const std::uint32_t threshold =
        after.empty() ? 0 : rules_.threshold.at(rows_[after.back()].time);
    std::uint64_t sum = 0;
    for (std::size_t i = after.size(); i > 0; --i) {
      const Event& event = rows_[after[i - 1]];
      if (sum >= threshold || after[i - 1] < lock_row_ || proves_lock(event)) break;
      if (!raises_counter(event)) continue;
      const Micros gap = first < after.size() ? rows_[after[first]].time - event.time : 0;
      if (rules_.observation_window > 0 && gap > rules_.observation_window) break;
      first = i - 1;
      sum += event.count;
    }
    return first;
  }

  void open_lockout(Micros at, LockBasis basis, std::optional<std::uint32_t> proof) {
    Incident lockout;
    lockout.locked_at = lockout.window_to = at;
    lockout.basis = basis;
    lockout.proof = proof;
    lockout.threshold = rules_.threshold.at(at);
    lockout.window_from = series_.counted.empty() ? at : rows_[series_.counted.front()].time;
    if (cleared_at_) lockout.window_from = *cleared_at_;
    window_starts_at_clearing_ = cleared_at_.has_value();
    total_of_lock_ = series_.total;
    lockout.counted = std::exchange(series_.counted, {});
    series_.clear();
    earlier_.clear();
    out_.lockouts.push_back(std::move(lockout));
    out_.from_zero.push_back(std::exchange(from_zero_, false));
    cleared_at_.reset();
    lock_row_end_ = cause_until_ = at;
    locked_ = true;
    refuted_ = false;
  }

  std::span<const Event> rows_;
  const Rules& rules_;
  std::vector<bool> going_on_;  // by row, if clearing is unseen
  Replayed out_;
  Series series_;                       // since the last clearing
  std::vector<std::uint32_t> earlier_;  // failures before it that a success unseen may have cleared
  std::optional<Micros> cleared_at_;
  bool from_zero_ = false;  // the series is known to have started at zero
  bool locked_ = false, was_locked_ = false;
  bool let_in_ = false;   // a success, rather than an unlock or reset, last cleared the counter
  bool refuted_ = false;  // the series reached the threshold, and an answer refuted the lock
  bool window_starts_at_clearing_ = false;
  std::uint64_t total_of_lock_ = 0;  // attempts counted in the last lockout
  Series reopened_;                  // failures since the locked account answered as open
  std::uint32_t lock_row_ = 0;       // the last lock row
  std::uint32_t next_lock_ = 0;      // the first lock row not before the last refusal
  Micros lock_row_end_ = 0;          // end of the interval that the last lock row's time stands for
  Micros cause_until_ = 0;           // the same for the row that began the lockout
};

}  // namespace

Replayed replay(std::span<const Event> rows, const Rules& rules) {
  Account account(rows, rules);
  for (std::uint32_t i = 0; i < rows.size(); ++i) account.consume(i);
  return account.finish();
}

}  // namespace whylocked::lockouts
