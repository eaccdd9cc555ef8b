// Stage 3: events to lockouts. Which failures locked which account, and who sent them.
//
// In:  events in time order, and the network id of each address (so that this stage needs no
//      catalog). Out: groups, callers, incidents (lockouts), cases.
// The lock counter of each account is replayed. A failure that counts raises it; a success, an
// unlock or a password reset clears it; a gap longer than the observation window, if one is
// declared or estimated, restarts it; at the threshold the account locks. A recorded lockout is
// never overruled. Failures with reason `locked`, and everything else after the lock, are effects
// and not part of the cause. Lockouts are reconstructed only if the export has no other evidence of
// locks, and dropped if a later answer refutes them.
// Lifetime: indexes refer to Events::rows; keep the Events.  Threads: calls are
// independent; large inputs use several threads.  Failure: none; an empty input gives
// an empty result.  Cost: linear in events.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked {

// A username, address and window with a failed login. Windows are aligned to the epoch.
struct Group {
  TextId user = kNone;
  TextId address = kNone;
  Micros from = 0;  // start of the window, which ends Policy::group_window_s later
  std::uint64_t failures = 0, successes = 0;
  Micros first = 0, last = 0;  // failures
};

// How a lockout is known. src/correlate/README.md lists what proves and what refutes one.
enum class LockBasis : std::uint8_t {
  recorded,       // a lock row
  answered,       // no lock row, but an answer "account is locked" or an unlock row proves it
  reconstructed,  // the counter reached the threshold, and no later answer refutes it
};

// `none`: neither declared nor estimated nor assumed, so the counter shows no lock.
enum class ThresholdSource : std::uint8_t { option, site, estimated, fallback, none };

// If answers refute every threshold up to this one, none is assumed.
inline constexpr std::uint32_t kMaxAssumedThreshold = 20;

// The threshold of some accounts from some time on, estimated from recorded and answered lockouts.
struct ThresholdEstimate {
  std::uint32_t threshold = 0;
  std::uint32_t accounts = 0;                 // accounts that follow it
  Micros from = 0, to = 0;                    // first and last lockout
  std::uint32_t explained = 0, lockouts = 0;  // lockouts at exactly this count; all with a count
};

struct Policy {
  std::uint32_t threshold = 5;  // of accounts without an estimate
  ThresholdSource threshold_source = ThresholdSource::fallback;
  std::int64_t observation_window_s = 0;  // 0: the counter never times out
  bool window_estimated = false;          // estimated, rather than declared or assumed to be none
  std::int64_t group_window_s = 900;
  // Most lockouts explained first. Usually one; more if kinds of account differ or the threshold
  // changed. Empty unless threshold_source is `estimated`.
  std::vector<ThresholdEstimate> estimates;
};

struct CorrelateOptions {
  std::optional<std::uint32_t> threshold;
  ThresholdSource threshold_source = ThresholdSource::option;  // source of `threshold`
  // False: assume no threshold if none is declared or estimated; the default is Autotask's.
  bool assume_threshold = true;
  std::int64_t observation_window_s = 0;
  std::int64_t group_window_s = 900;
  std::string time_zone = "UTC";  // of Rhythm::hours_local
  unsigned threads = 0;           // 0: one per processor, at most 8; the result is the same
  // False: list only callers that have a part in a lockout or a case. There are far fewer of these.
  bool every_caller = true;
  // False: fill Correlation::groups only if no account locked.
  bool every_group = true;
};

// Models of the times at which a caller calls.
enum class RhythmModel : std::uint8_t {
  too_few,        // too few bursts to prefer any model
  poisson,        // random bursts at a constant rate
  clustered,      // sittings: many bursts close together, then long pauses
  fixed_period,   // a clock with jitter, missed beats and pauses
  daily,          // at one time of day, any number of tries
  working_hours,  // random, during the day from Monday to Friday
  backoff,        // gaps grow by a factor
  regime_change,  // the rate or the period changes once
};
inline constexpr std::size_t kRhythmModels = 8;

// fixed_period has a low prior although many callers keep a clock, because the search for the best
// period, gap and jitter also finds chance fits. With these odds fewer than 1 in 200 series of
// typed tries pass for a clock (tests/property/correlate/rhythm.cpp).
inline constexpr std::array<double, kRhythmModels> kRhythmPrior = {0,   .32, .32, .02,
                                                                   .08, .14, .05, .07};

// When a caller calls. Attempts are joined to bursts, because clients multiply one wrong secret
// (retries, parallel calls) and people type it several times. A burst counts as one point.
struct Rhythm {
  // Posterior over RhythmModel, summing to 1, from kRhythmPrior and marginal
  // likelihoods, which include penalties for the periods, gaps and changes tried.
  // too_few has 1 with fewer than 3 bursts, else 0.
  std::array<float, kRhythmModels> posterior = {1};
  std::uint32_t attempts = 0;
  std::uint32_t bursts = 0;
  float median_gap_s = 0;  // between attempts; 0 with fewer than two
  // The best fixed period, or 86400 for daily; 0 unless that model has 0.1 or more.
  double period_s = 0;
  double jitter_s = 0;       // median absolute deviation from the beat
  std::uint32_t missed = 0;  // periods without a burst between the first and the last
  std::array<std::uint16_t, 24> hours_utc{}, hours_local{};  // bursts by hour of day, saturating

  float probability(RhythmModel model) const { return posterior[static_cast<std::size_t>(model)]; }
  RhythmModel best() const;  // the most probable; ties go to the first
};

struct CallerRhythms {
  Rhythm all, failures;  // of all attempts, and of failures alone
};

// Ids of addresses or indexes of events. A single one, the usual case, is stored inline.
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

// Attempts that act as one caller on one account. They share a computer name, or client text,
// application, vendor and network; an address without a known network is a separate caller (IPv6:
// its /64). The addresses of one network are separated by behaviour, and so are failures and
// successes with different rhythms; failing callers from different networks that share a rhythm are
// joined. Accounts without a failure or a lock row have no callers.
struct Caller {
  TextId user = kNone;
  std::uint32_t network = 0;  // of its first address, as passed in; 0: unknown
  IdList addresses;           // ids, ascending by address
  TextId client = kNone, application = kNone, vendor = kNone, computer = kNone;
  IdList attempts;  // indexes of its failures and successes, in time order
  std::uint64_t failures = 0, successes = 0;     // over the whole export
  Micros first = 0, last = 0;                    // of its attempts
  Micros last_success_before_failures = kNever;  // if only failures follow a success: that success
  Micros client_success = kNever;  // the account's last with this client text, from anywhere
  bool contributes = false;        // has a part in a lockout
  // Index in Correlation::cases of the campaign that most of its failures belong to, if any.
  std::uint32_t campaign = UINT32_MAX;
  std::uint32_t rhythms = 0;  // index in Correlation::rhythms; 0: not measured
  // From the same addresses, over all accounts of the export:
  std::uint32_t users_failed = 0;     // distinct accounts that failed (or locked) from there
  std::uint32_t users_unknown = 0;    // of these, accounts refused as unknown users
  std::uint32_t users_succeeded = 0;  // distinct accounts that succeeded from there
};

// One caller's part in one lockout.
struct Contribution {
  std::uint32_t caller = 0;  // index in Correlation::callers
  std::uint64_t counted = 0;
  // Shapley value of v(S) = min(1, failures of S / threshold) (Shapley 1953). The strict game v(S)
  // = [failures of S >= threshold] would give each of m callers 1/m whenever the counter stops at
  // exactly the threshold, whether it sent a single typo or polled; `sufficient` and `necessary`
  // keep that strict reading.
  // The shares of a lockout sum to 1, even if fewer failures than the threshold are visible; then
  // no caller is sufficient or necessary. Without any visible failure, the caller of the lock row
  // (or of the first refusal) has the whole share.
  double share = 0;
  bool sufficient = false;  // its failures alone reach the threshold
  bool necessary = false;   // the threshold is not reached without its failures
  Micros first = 0, last = 0;
  std::uint64_t failed_after_lock = 0;  // until it unlocked
};

enum class TriggerKind : std::uint8_t {
  password_changed,
  password_expired,
  username_changed,
  none_seen,  // the export has changes, but none of this account before the failures
  unknown,    // the export has no changes
};

struct Trigger {
  TriggerKind kind = TriggerKind::unknown;
  Micros at = 0;
  std::uint32_t event = 0;  // index, if kind is one of the first three
};

struct Incident {
  std::string id;  // "L" and 10 hex digits of a hash of user and time; stable across runs
  TextId user = kNone;
  Micros locked_at = 0;  // if answered: time of the last counted failure, else of the answer
  LockBasis basis = LockBasis::reconstructed;
  std::optional<std::uint32_t> lock_event;  // if recorded: index of the lock row
  std::optional<std::uint32_t> proof;  // if answered: index of the refusal or unlock that proves it
  std::uint32_t threshold = 0;         // in force for this lockout
  std::optional<Micros> unlocked_at;
  // From the last clearing, or else the first failure, to the lock. The end lies within the
  // precision of the lock row's clock: up to 08:05:59 for "08:05".
  Micros window_from = 0, window_to = 0;
  std::vector<std::uint32_t> counted;       // indexes of the failures that counted, in time order
  std::vector<std::uint32_t> after_lock;    // indexes of attempts between lock and unlock
  std::vector<Contribution> contributions;  // largest share first, then by caller; never empty
  Trigger trigger;
  std::uint32_t case_index = 0;  // in Correlation::cases
};

// Incident::id of a lockout. `user`: as in Events::users.
std::string incident_id(std::string_view user, Micros locked_at);

enum class CaseKind : std::uint8_t {
  caller,     // one caller
  campaign,   // many callers or accounts that belong together; may have locked no account
  contested,  // each lockout takes two or more different callers
};

// Lockouts with one cause, diagnosed together.
struct Case {
  std::string id;  // "C" and 10 hex digits; stable across runs while its first lockout is
  CaseKind kind = CaseKind::caller;
  std::vector<std::uint32_t> incidents;       // by time; empty: a campaign that locked no account
  std::vector<std::uint32_t> callers;         // largest share first, then by index
  std::vector<double> shares;                 // of `callers`, summing to 1
  std::vector<TextId> users;                  // by text
  std::uint32_t addresses = 0;                // distinct
  std::uint64_t failures = 0, successes = 0;  // of its callers, or those of the campaign
  std::uint64_t guessed = 0;  // campaign: successful logins, including accounts that never failed
  std::optional<std::uint32_t> first_success;  // campaign: index of the event that got in
  Micros first = 0, last = 0;                  // of the callers' failures
};

// Failures that reached the assumed threshold but were still answered "wrong password". The account
// was not locked, so no lockout is shown.
struct RefutedLock {
  TextId user = kNone;
  std::uint32_t first = 0, last = 0;  // indexes of the first and last counted failure
  std::uint64_t failures = 0;
};

// True for a failure that raises the lock counter: the password was checked and wrong, or the row
// gives no reason. Not counted are refusals because of the lock; refusals before the password was
// checked (quota, blocked, integration code); unusable accounts and failed second factors, where
// the password may have been right; and unknown users. Whether Autotask counts the last two is not
// documented; its API answers them with 500 instead of 401.
constexpr bool raises_counter(const Event& event) {
  return event.kind == EventKind::login_failed &&
         (event.reason == Reason::bad_password || event.reason == Reason::unknown);
}

// True for a success that checked the account's own password.
constexpr bool proves_password(const Event& event) {
  return event.kind == EventKind::login_succeeded && event.reason != Reason::single_sign_on;
}

// True for events that reset the counter: such a success, an unlock or a password reset.
constexpr bool clears_counter(const Event& event) {
  return proves_password(event) || event.kind == EventKind::account_unlocked ||
         event.kind == EventKind::password_changed;
}

// The kinds of evidence in the export. A kind that is missing is evidence neither for nor against.
struct Coverage {
  bool addresses = false, computers = false, clients = false;  // columns that are not empty
  bool successes = false;  // without them, "never got in" is unknown
  bool changes = false;    // password or username changes
  bool locks = false, unlocks = false;
  bool refusals = false;  // failures because the account was locked
  // At least half as many unlocks as lock rows, since a lockout may be logged twice. A mailbox of
  // lockout notices may hold an unlock or two and lack the others.
  bool unlocks_complete = false;
  Precision precision = Precision::second;  // of the failures, the coarsest

  bool lock_evidence() const { return locks || unlocks || refusals; }
};

// The events of each account or of each address, in time order.
class RowIndex {
 public:
  RowIndex() = default;
  // `key`: &Event::user or &Event::address; `keys`: the number of ids.
  RowIndex(std::span<const Event> rows, TextId Event::*key, std::size_t keys);

  std::span<const std::uint32_t> of(TextId id) const {
    if (id + std::size_t{1} >= starts_.size()) return {};
    return {rows_.data() + starts_[id], starts_[id + 1] - starts_[id]};
  }

 private:
  std::vector<std::uint32_t> starts_;  // first place of each id in rows_, and the end
  std::vector<std::uint32_t> rows_;    // indexes of events
};

struct Correlation {
  Policy policy;
  Coverage coverage;
  std::vector<Group> groups;    // by window, user text, address
  std::vector<Caller> callers;  // by user text, first attempt
  // [0] is empty; the others are of callers that lead a case and have a part in a lockout.
  std::vector<CallerRhythms> rhythms = std::vector<CallerRhythms>(1);
  std::string time_zone;            // of the local hours in `rhythms`
  std::vector<Incident> incidents;  // by time, then user text
  std::vector<Case> cases;  // by falling lockouts x accounts, then time; each incident in one
  std::vector<RefutedLock> refuted;  // by user text, then time
  RowIndex by_address;
  // By event, 1: a failure from an address of a caller that never signs in to this account from
  // there.
  std::vector<std::uint8_t> strange;
};

// `network_of_address[id]`: the network of each id of Events::addresses; 0: unknown.
Correlation correlate(const Events& events, std::span<const std::uint32_t> network_of_address,
                      const CorrelateOptions& options);

// Only the groups.
std::vector<Group> group_failures(const Events& events, std::int64_t window_s);

// Builds groups from any number of events, in any order, in bounded memory.
// In:  events, in batches; fastest in time order.  Out: the groups by window, user text and
//      address, in stretches of whole windows.
// Open groups live in a small table, flushed when a later window begins. Flushed groups take about
// 10 bytes each; beyond 4 MiB they go to an unnamed temporary file.
// Lifetime: owns its data.  Threads: one adds; any number read stretches.
// Failure: if no temporary file can be written, flushed groups stay in memory.
class GroupBook {
 public:
  static constexpr std::size_t kStretchBytes = 64u << 10;  // packed: about a megabyte of text

  explicit GroupBook(std::int64_t window_s);  // clamped to 1 to 1e9 seconds
  ~GroupBook();

  void add(std::span<const Event> events);
  void clear();
  std::uint64_t failures() const;  // failed attempts
  std::uint64_t users() const;     // distinct users with an event of any kind

  // Call after the last event. REQUIRES: the events' ids are of these users and addresses.
  void order(const Interner& users, const AddressBook& addresses,
             std::size_t stretch_bytes = kStretchBytes);
  std::size_t stretches() const;
  std::vector<Group> stretch(std::size_t number) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Shapley values of v(S) = min(1, sum of counts in S / threshold), in the order of `counts`; they
// sum to v(all). Exact, by dynamic programming over subset size and capped count.
std::vector<double> shapley_shares(std::span<const std::uint64_t> counts, std::uint64_t threshold);

// Monday to Friday, 7:00 to 19:00.
bool in_working_hours(Micros local);

// The rhythm of attempts at these times (ascending). `zone` is used for local hours of day.
Rhythm measure_rhythm(std::span<const Micros> times, const std::string& zone);

// The rhythm of a caller's failures, computed on demand unless the caller leads a case; too_few for
// a caller without a part in a lockout.
Rhythm failure_rhythm(const Events& events, const Correlation& correlation, const Caller& caller);

std::string_view to_text(ThresholdSource source);  // "option", ..., "default", "none"
std::string_view to_text(TriggerKind kind);        // "password_changed", ...
std::string_view to_text(RhythmModel model);       // "fixed_period", ...
std::string_view to_text(LockBasis basis);         // "recorded", ...
std::string_view to_text(CaseKind kind);           // "campaign", ...

}  // namespace whylocked
