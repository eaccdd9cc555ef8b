// Stage 3: events to incidents: which failures locked which account, and who sent them.
//
// In:  events in time order and, for each address, the id of the network it belongs to (so that
//      this stage needs no catalog).  Out: groups, origins, incidents.
// Per account the lock counter is replayed: a failure that counts raises it; a success, an unlock
// or a password reset clears it; with a declared observation window a longer gap restarts it; at
// the threshold the account locks. A recorded lockout is never overruled; failures with reason
// `locked` and everything after the lock are effects and stay out of the cause. Lockouts are
// reconstructed only where the export has no lock row at all.
// Lifetime: indexes refer to Events::rows; keep the Events.  Threads: calls are independent; of its
// own it starts some for large inputs.
// Failure: none; an empty input gives an empty result.  Cost: linear in events.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/event.hpp"
#include "whylocked/groups.hpp"
#include "whylocked/small_list.hpp"

namespace whylocked {

enum class ThresholdSource : std::uint8_t { option, site, estimated, fallback };

struct Policy {
  std::uint32_t threshold = 5;
  ThresholdSource threshold_source = ThresholdSource::fallback;
  std::int64_t observation_window_s = 0;  // 0: the counter never times out
  std::int64_t group_window_s = 900;
};

struct CorrelateOptions {
  std::optional<std::uint32_t> threshold;
  ThresholdSource threshold_source = ThresholdSource::option;  // where `threshold` comes from
  std::int64_t observation_window_s = 0;
  std::int64_t group_window_s = 900;
  std::string time_zone = "UTC";  // for hours of day in Rhythm
  unsigned threads = 0;           // 0: as parallel_for does; the result is the same
  // False: only origins with a part in a lockout are listed. Accounts have many more.
  bool every_origin = true;
  // False: Correlation::groups only where no account locked; reports for people show them nowhere
  // else.
  bool every_group = true;
};

// When an origin calls. Attempts closer than 5 s are one run, because clients multiply one wrong
// secret (retries, parallel calls); gaps are measured between runs.
enum class RhythmShape : std::uint8_t {
  too_few,          // fewer than 5 runs, and not nightly: nothing can be said
  fixed_period,     // Rayleigh test, p < 0.001 after the trial correction
  nightly,          // on 3 or more days, once a day, within the same two hours (by day or night);
                    // period_s is 86400
  working_hours,    // only Monday to Friday 7 to 19, on 2 or more days, no fixed period
  round_the_clock,  // at night and at weekends too, no fixed period
  irregular,
};

struct Periodicity {  // all of a Rhythm that a diagnosis asks for
  RhythmShape shape = RhythmShape::too_few;
  std::uint32_t runs = 0;
  double period_s = 0;       // 0: none found
  double jitter_s = 0;       // median absolute deviation from the beat
  double p_value = 1;        // of the period, corrected for the periods tried
  std::uint32_t missed = 0;  // beats without a run between the first and the last
  double median_gap_s = 0;   // between single attempts, not runs; 0 with fewer than two
};

struct Rhythm : Periodicity {
  std::array<std::uint32_t, 24> hours{};  // runs by local hour of day
};

// What acts as one caller on one account: addresses that share client text, application, vendor
// and network. An address without a known network is a caller of its own (IPv6: its /64), and so is
// one with 5 or more runs and no client text. Accounts without a failure or a lock row have none.
struct Caller {
  TextId user = kNone;
  SmallList addresses;        // ids, ascending by address
  std::uint32_t network = 0;  // as handed in; 0: none known
  TextId client = kNone, application = kNone, vendor = kNone;
  SmallList attempts;  // indexes of its failures and successes, in time order
  std::uint64_t failures = 0, successes = 0;           // over the whole export
  Micros first = 0, last = 0;                          // of its attempts
  std::optional<Micros> last_success_before_failures;  // success, then only failures: the flip
  Periodicity rhythm;  // of an origin with a part in a lockout; nobody asks for that of the others
  // Over all accounts, what the same addresses did in the whole export:
  std::uint32_t users_failed = 0;     // distinct accounts with a failure (or locked from there)
  std::uint32_t users_unknown = 0;    // of those, accounts that were refused as unknown users
  std::uint32_t users_succeeded = 0;  // distinct accounts with a success
};

// One origin's part in one lockout.
struct Contribution {
  std::uint32_t origin = 0;  // index in Correlation::origins
  std::uint64_t counted = 0;
  // Shapley value of v(S) = min(1, failures of S / threshold) (Shapley 1953). The strict game
  // v(S) = [failures of S >= threshold] would give each caller 1/m whenever the counter stops at
  // exactly the threshold, a lone typo as much as the poller beside it; `sufficient` and
  // `necessary` keep that strict reading.
  // The shares of a lockout sum to 1, also where fewer failures than the threshold are visible;
  // then nobody is sufficient or necessary. Without any, the origin of the lock row has it all.
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
  Micros locked_at = 0;
  bool recorded = false;                    // false: reconstructed by replay
  std::optional<std::uint32_t> lock_event;  // index of the lock row
  std::optional<Micros> unlocked_at;
  // (last clearing or first failure, lock]; it ends inside the instant that the lock row's clock
  // names: up to 08:05:59 for "08:05".
  Micros window_from = 0, window_to = 0;
  std::vector<std::uint32_t> counted;     // indexes of the failures that counted, in time order
  std::vector<std::uint32_t> after_lock;  // attempts after the lock, before the unlock
  std::vector<Contribution> origins;             // by falling share, then origin
  Trigger trigger;
};

// The id of such a lockout; users as in Events::users.
std::string incident_id(std::string_view user, Micros locked_at);

// Which kinds of evidence the export can hold at all. What is not in sight is no evidence.
struct Coverage {
  bool addresses = false, clients = false, vendors = false, successes = false, changes = false,
       locks = false, unlocks = false, refusals = false, reasons = false;
  // Half as many unlocks as lock rows at least (a lockout may be written down twice). A mailbox of
  // lockout notices may hold an unlock or two and lack the others.
  bool unlocks_complete = false;
  // refusals: failures because the account was locked already
  Precision precision = Precision::second;  // the coarsest of the failures
};

struct Correlation {
  Policy policy;
  Coverage sight;
  std::vector<Group> groups;        // by window, user text, address
  std::vector<Caller> origins;      // by user text, first attempt
  std::vector<Incident> incidents;  // by time, user text
};

// `network_of_address[id]` for every id of Events::addresses; 0 means no known network.
Correlation correlate(const Events& events, std::span<const std::uint32_t> network_of_address,
                      const CorrelateOptions& options);

// The groups alone, for the `groups` subcommand.
std::vector<Group> group_failures(const Events& events, std::int64_t window_s);

// Shapley values of v(S) = min(1, sum of counts in S / threshold), in the order given. Exact by
// dynamic programming over subset size and capped count; they sum to v(all).
std::vector<double> shapley_shares(std::span<const std::uint64_t> counts, std::uint64_t threshold);

// The rhythm of attempts at these times (ascending). `zone` gives the local hour of day.
Rhythm measure_rhythm(std::span<const Micros> times, const std::string& zone);

std::string_view to_text(ThresholdSource source);  // "option", "site", "estimated", "default"
std::string_view to_text(TriggerKind kind);        // "password_changed", ...
std::string_view to_text(RhythmShape shape);

}  // namespace whylocked
