// Stage 3: events to incidents: which failures locked which account, and who sent them.
//
// In:  events in time order and, for each address, the id of the network it belongs to (so that
//      this stage needs no catalog).  Out: groups, callers, incidents, cases.
// Per account the lock counter is replayed: a failure that counts raises it; a success, an unlock
// or a password reset clears it; with a declared or estimated observation window a longer gap
// restarts it; at the threshold the account locks. A recorded lockout is never overruled; failures
// with reason `locked` and everything after the lock are effects and stay out of the cause.
// Lockouts are reconstructed only where the export has no other evidence of locks, and not where a
// later answer refutes them. Lifetime: indexes refer to Events::rows; keep the Events.  Threads:
// calls are independent; large inputs use several threads. Failure: none; an empty input gives an
// empty result.  Cost: linear in events.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked {

// A username, address and window in which at least one login failed. Windows are aligned to the
// epoch.
struct Group {
  TextId user = kNone;
  TextId address = kNone;
  Micros from = 0;  // start of the window; it ends Policy::group_window_s later
  std::uint64_t failures = 0, successes = 0;
  Micros first = 0, last = 0;  // failures
};

// How a lockout is known; src/correlate/README.md lists what proves and what refutes one.
enum class LockBasis : std::uint8_t {
  recorded,       // a lock row
  answered,       // an answer "account is locked" or an unlock row proves it; no lock row does
  reconstructed,  // the counter reached the threshold, and no later answer refutes it
};

// `none`: neither declared nor estimated, and not assumed either, so the counter shows no lock.
enum class ThresholdSource : std::uint8_t { option, site, estimated, fallback, none };

// None is assumed if answers refute all thresholds up to this one.
inline constexpr std::uint32_t kMaxAssumedThreshold = 20;

// The threshold of some accounts from some time on, estimated from lockouts that are recorded or
// answered.
struct ThresholdEstimate {
  std::uint32_t threshold = 0;
  std::uint32_t accounts = 0;                 // that follow it
  Micros from = 0, to = 0;                    // its first and last lockout
  std::uint32_t explained = 0, lockouts = 0;  // lockouts at exactly this count, of those with one
};

struct Policy {
  std::uint32_t threshold = 5;  // of the accounts that no estimate names
  ThresholdSource threshold_source = ThresholdSource::fallback;
  std::int64_t observation_window_s = 0;  // 0: the counter never times out
  bool window_estimated = false;          // neither declared nor assumed to be none
  std::int64_t group_window_s = 900;
  // By falling number of lockouts explained. One in most exports; more where kinds of account
  // differ or the threshold changed. Empty unless threshold_source is `estimated`.
  std::vector<ThresholdEstimate> estimates;
};

struct CorrelateOptions {
  std::optional<std::uint32_t> threshold;
  ThresholdSource threshold_source = ThresholdSource::option;  // where `threshold` comes from
  // False: where neither is declared nor estimated, none is assumed, as the default is Autotask's.
  bool assume_threshold = true;
  std::int64_t observation_window_s = 0;
  std::int64_t group_window_s = 900;
  std::string time_zone = "UTC";  // for local hours in Rhythm
  unsigned threads = 0;           // 0: as parallel_for does; the result is the same
  // False: list only callers with a part in a lockout or a case. Accounts have many more.
  bool every_caller = true;
  // False: fill Correlation::groups only where no account locked.
  bool every_group = true;
};

// Models of when a caller calls.
enum class RhythmModel : std::uint8_t {
  too_few,        // too few bursts to prefer any model
  poisson,        // bursts at random, at one rate
  clustered,      // sittings: many bursts close together, then long pauses
  fixed_period,   // a clock with jitter, missed beats and pauses
  daily,          // at one time of day, with any number of tries
  working_hours,  // at random, Monday to Friday by day
  backoff,        // gaps that grow by a factor
  regime_change,  // the rate or the period changes once
};
inline constexpr std::size_t kRhythmModels = 8;

// Many callers keep a clock, but the best of all periods, gaps and jitters is seldom as good as the
// prices of the search assume: with these odds typed tries pass for a clock in less than one of 200
// series (tests/property/correlate/rhythm.cpp).
inline constexpr std::array<double, kRhythmModels> kRhythmPrior = {0,   .32, .32, .02,
                                                                   .08, .14, .05, .07};

// When a caller calls. Attempts are joined to bursts, because clients multiply one wrong secret
// (retries, parallel calls) and people type one several times; a burst is one point.
struct Rhythm {
  // Posterior over RhythmModel, summing to 1, from marginal likelihoods (which price the periods,
  // gaps and changes tried) and kRhythmPrior. too_few has 1 below 3 bursts, else 0.
  std::array<float, kRhythmModels> posterior = {1};
  std::uint32_t attempts = 0;
  std::uint32_t bursts = 0;
  float median_gap_s = 0;  // between single attempts; 0 with fewer than two
  // The best fixed period, or 86400 for daily; set where that model has a tenth or more.
  double period_s = 0;
  double jitter_s = 0;       // median absolute deviation from the beat
  std::uint32_t missed = 0;  // beats without a burst between the first and the last
  std::array<std::uint16_t, 24> hours_utc{}, hours_local{};  // bursts by hour of day, saturated

  float probability(RhythmModel model) const { return posterior[static_cast<std::size_t>(model)]; }
  RhythmModel best() const;  // the most probable; of equals the first
};

struct CallerRhythms {
  Rhythm all, failures;  // of all attempts, and of failures alone
};

// Ids of addresses or indexes of events. A single one, as most callers have, lies in the list.
class IdList {
 public:
  IdList() = default;
  IdList(std::span<const std::uint32_t> ids) : size_(static_cast<std::uint32_t>(ids.size())) {
    if (size_ > 1) many_ = std::make_unique_for_overwrite<std::uint32_t[]>(size_);
    std::ranges::copy(ids, begin());
  }
  IdList(const IdList& other) : IdList(std::span(other.begin(), other.end())) {}
  IdList(IdList&& other) noexcept { swap(other); }
  IdList& operator=(IdList other) noexcept { return swap(other), *this; }
  ~IdList() = default;

  std::uint32_t* begin() { return many_ ? many_.get() : &one_; }
  std::uint32_t* end() { return begin() + size_; }
  const std::uint32_t* begin() const { return many_ ? many_.get() : &one_; }
  const std::uint32_t* end() const { return begin() + size_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::uint32_t operator[](std::size_t i) const { return begin()[i]; }
  std::uint32_t front() const { return *begin(); }
  std::uint32_t back() const { return end()[-1]; }
  auto operator<=>(const IdList& other) const {
    return std::lexicographical_compare_three_way(begin(), end(), other.begin(), other.end());
  }

 private:
  void swap(IdList& other) noexcept {
    many_.swap(other.many_);
    std::swap(one_, other.one_);
    std::swap(size_, other.size_);
  }

  std::unique_ptr<std::uint32_t[]> many_;
  std::uint32_t one_ = 0, size_ = 0;
};

inline constexpr Micros kNever = INT64_MIN;

// Attempts that act as one caller on one account: one computer name, or addresses that share client
// text, application, vendor and network; an address without a known network is a caller of its own
// (IPv6: its /64). The addresses of a network are separated by behaviour, and so are failures and
// successes that keep different beats; failing callers of different networks that share one rhythm
// are joined. Accounts without a failure or a lock row have none.
struct Caller {
  TextId user = kNone;
  std::uint32_t network = 0;  // as handed in, of its first address; 0: none known
  IdList addresses;           // ids, ascending by address
  TextId client = kNone, application = kNone, vendor = kNone, computer = kNone;
  IdList attempts;  // indexes of its failures and successes, in time order
  std::uint64_t failures = 0, successes = 0;     // over the whole export
  Micros first = 0, last = 0;                    // of its attempts
  Micros last_success_before_failures = kNever;  // success, then only failures: the flip
  Micros client_success = kNever;  // the account's last one with this client text, from anywhere
  bool contributes = false;        // has a part in a lockout
  std::uint32_t campaign = UINT32_MAX;  // that most of its failures belong to, if any
  std::uint32_t rhythms = 0;            // index in Correlation::rhythms; 0: not measured
  // The same addresses over all accounts of the export:
  std::uint32_t users_failed = 0;     // distinct accounts with a failure (or locked from there)
  std::uint32_t users_unknown = 0;    // of those, accounts that were refused as unknown users
  std::uint32_t users_succeeded = 0;  // distinct accounts with a success
};

// One caller's part in one lockout.
struct Contribution {
  std::uint32_t caller = 0;  // index in Correlation::callers
  std::uint64_t counted = 0;
  // Shapley value of v(S) = min(1, failures of S / threshold) (Shapley 1953). The strict game
  // v(S) = [failures of S >= threshold] would give each caller 1/m whenever the counter stops at
  // exactly the threshold, a lone typo as much as the poller beside it; `sufficient` and
  // `necessary` keep that strict reading.
  // The shares of a lockout sum to 1, also where fewer failures than the threshold are visible;
  // then nobody is sufficient or necessary. Without any, the caller of the lock row (or of the
  // first refusal) has it all.
  double share = 0;
  bool sufficient = false;  // its failures alone reach the threshold
  bool necessary = false;   // without its failures the threshold is not reached
  Micros first = 0, last = 0;
  std::uint64_t failed_after_lock = 0;  // until the unlock
};

enum class TriggerKind : std::uint8_t {
  password_changed,
  password_expired,
  username_changed,
  none_seen,  // the export shows changes, but none of this account before the failures
  unknown,    // the export shows no changes at all
};

struct Trigger {
  TriggerKind kind = TriggerKind::unknown;
  Micros at = 0;
  std::uint32_t event = 0;  // index, if kind is one of the first three
};

struct Incident {
  std::string id;  // "L" and 10 hex digits of a hash of user and time: stable across runs
  TextId user = kNone;
  Micros locked_at = 0;  // answered: the last failure that counted, else the answer itself
  LockBasis basis = LockBasis::reconstructed;
  std::optional<std::uint32_t> lock_event;  // recorded: index of the lock row
  std::optional<std::uint32_t> proof;  // answered: index of the refusal or unlock that proves it
  std::uint32_t threshold = 0;         // assumed or estimated for this lockout
  std::optional<Micros> unlocked_at;
  // (last clearing or first failure, lock]; it ends inside the instant that the lock row's clock
  // names: up to 08:05:59 for "08:05".
  Micros window_from = 0, window_to = 0;
  std::vector<std::uint32_t> counted;       // indexes of the failures that counted, in time order
  std::vector<std::uint32_t> after_lock;    // attempts after the lock, before the unlock
  std::vector<Contribution> contributions;  // by falling share, then caller; never empty
  Trigger trigger;
  std::uint32_t case_index = 0;  // in Correlation::cases
};

// The id of such a lockout; users as in Events::users.
std::string incident_id(std::string_view user, Micros locked_at);

enum class CaseKind : std::uint8_t {
  caller,     // one caller
  campaign,   // many callers or accounts that belong together; may have locked nobody
  contested,  // each lockout needs two or more callers that differ
};

// Lockouts that have one cause, to be diagnosed once.
struct Case {
  std::string id;  // "C" and 10 hex digits, stable across runs while its first lockout is
  CaseKind kind = CaseKind::caller;
  std::vector<std::uint32_t> incidents;       // by time; empty: a campaign that locked nobody
  std::vector<std::uint32_t> callers;         // by falling share, then index
  std::vector<double> shares;                 // of `callers`, summing to 1
  std::vector<TextId> users;                  // by text
  std::uint32_t addresses = 0;                // distinct
  std::uint64_t failures = 0, successes = 0;  // of its callers, over the whole export
  std::uint64_t guessed = 0;  // campaign: logins that succeeded, also on accounts that never failed
  std::optional<std::uint32_t> first_success;  // campaign: index of the event that got in
  Micros first = 0, last = 0;                  // of the callers' failures
};

// Failures that reach the assumed threshold and were still answered "wrong password": the account
// was not locked, so no lockout can be shown.
struct RefutedLock {
  TextId user = kNone;
  std::uint32_t first = 0, last = 0;  // indexes of the first and last failure counted
  std::uint64_t failures = 0;
};

// A failure that raises the lock counter: the password was checked and was wrong, or the row gives
// no reason. Not counted: refusals because of the lock; refusals before the password was checked
// (quota, blocked, integration code); unusable accounts and a failed second factor (the password
// may have been right); unknown users. Whether Autotask counts those last two is not documented;
// its API answers them with 500 instead of 401.
constexpr bool raises_counter(const Event& event) {
  return event.kind == EventKind::login_failed &&
         (event.reason == Reason::bad_password || event.reason == Reason::unknown);
}

// A success for which the account's own password was checked.
constexpr bool proves_password(const Event& event) {
  return event.kind == EventKind::login_succeeded && event.reason != Reason::single_sign_on;
}

// Such a success, an unlock or a password reset sets the counter to zero.
constexpr bool clears_counter(const Event& event) {
  return proves_password(event) || event.kind == EventKind::account_unlocked ||
         event.kind == EventKind::password_changed;
}

// The evidence that the export can hold. What it cannot hold is evidence neither way.
struct Coverage {
  bool addresses = false, computers = false, clients = false;  // columns that hold something
  bool successes = false;                                      // without: "never got in" is unknown
  bool changes = false;                                        // password or username changes
  bool locks = false, unlocks = false;
  bool refusals = false;  // failures because the account was locked already
  // Half as many unlocks as lock rows at least (a lockout may be written down twice). A mailbox of
  // lockout notices may hold an unlock or two and lack the others.
  bool unlocks_complete = false;
  Precision precision = Precision::second;  // the coarsest of the failures

  bool lock_evidence() const { return locks || unlocks || refusals; }
};

// The events of each account, or of each address, in time order.
class RowIndex {
 public:
  RowIndex() = default;
  // `key`: Event::user or Event::address; `keys`: the number of ids.
  RowIndex(std::span<const Event> rows, TextId Event::*key, std::size_t keys);

  std::span<const std::uint32_t> of(TextId id) const {
    if (id + std::size_t{1} >= starts_.size()) return {};
    return {rows_.data() + starts_[id], starts_[id + 1] - starts_[id]};
  }

 private:
  std::vector<std::uint32_t> starts_;  // of each id, and the end
  std::vector<std::uint32_t> rows_;    // indexes of events
};

struct Correlation {
  Policy policy;
  Coverage coverage;
  std::vector<Group> groups;    // by window, user text, address
  std::vector<Caller> callers;  // by user text, first attempt
  // One for each caller that leads a case and has a part in a lockout; see Caller::rhythms.
  std::vector<CallerRhythms> rhythms = std::vector<CallerRhythms>(1);
  std::string time_zone;            // of their local hours
  std::vector<Incident> incidents;  // by time, user text
  std::vector<Case> cases;  // by lockouts x accounts falling, then time; each incident in one
  std::vector<RefutedLock> refuted;  // by user text, time
  RowIndex by_address;
  // By event: a failure at an address of a caller from which its account is never let in.
  std::vector<bool> strange;
};

// `network_of_address[id]` for every id of Events::addresses; 0 means no known network.
Correlation correlate(const Events& events, std::span<const std::uint32_t> network_of_address,
                      const CorrelateOptions& options);

// The groups alone.
std::vector<Group> group_failures(const Events& events, std::int64_t window_s);

// Groups from any number of events, in any order, in bounded memory.
// In:  events, some at a time; fastest in the order of time.  Out: the groups by window, user text
//      and address, in stretches of whole windows.
// Open groups live in a small table, flushed when a later window begins; flushed ones take about
// 10 bytes each, beyond 4 MiB in a temporary file without a name.
// Lifetime: owns what it consumed.  Threads: one adds; any number read stretches.
// Failure: where no temporary file can be written the packed groups stay in memory.
class GroupBook {
 public:
  static constexpr std::size_t kStretchBytes = 64u << 10;  // packed: about a megabyte of text

  explicit GroupBook(std::int64_t window_s);  // clamped to 1 to 1e9 seconds
  ~GroupBook();

  void add(std::span<const Event> events);
  void clear();
  std::uint64_t failures() const;  // attempts
  std::uint64_t users() const;     // distinct, with an event of any kind

  // After the last event. REQUIRES: its ids are of these users and addresses.
  void order(const Interner& users, const AddressBook& addresses,
             std::size_t stretch_bytes = kStretchBytes);
  std::size_t stretches() const;
  std::vector<Group> stretch(std::size_t number) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Shapley values of v(S) = min(1, sum of counts in S / threshold), in the order given. Exact by
// dynamic programming over subset size and capped count; they sum to v(all).
std::vector<double> shapley_shares(std::span<const std::uint64_t> counts, std::uint64_t threshold);

// Monday to Friday from 7 to 19 o'clock.
bool in_working_hours(Micros local);

// The rhythm of attempts at these times (ascending). `zone` gives the local hour of day.
Rhythm measure_rhythm(std::span<const Micros> times, const std::string& zone);

// The rhythm of a caller's failures, measured now unless it leads a case; too_few for a caller that
// has no part in a lockout.
Rhythm failure_rhythm(const Events& events, const Correlation& correlation, const Caller& caller);

std::string_view to_text(ThresholdSource source);  // "option", ..., "default", "none"
std::string_view to_text(TriggerKind kind);        // "password_changed", ...
std::string_view to_text(RhythmModel model);       // "fixed_period", ...
std::string_view to_text(LockBasis basis);         // "recorded", ...
std::string_view to_text(CaseKind kind);           // "campaign", ...

}  // namespace whylocked
