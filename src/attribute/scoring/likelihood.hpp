// The one function that turns observations into evidence, and the table of base probabilities.
//
//     P(o | h) = P(o | behaviour of h) x ( c P(o | fact) / P(o | base) + 1 - c )
//
// The first factor comes from the table, mixed over the behaviours of h. The second holds what the
// catalog or the site says about h itself, with confidence c that it is still true for this
// customer; it is 1 if nothing is documented. A line of evidence is weight x 10 log10 P(o | h) /
// P(o), where P(o) is the mean over all hypotheses by prior; the weight (at most 1) discounts a
// signal that depends on others.
// Each observation updates the mixture for the next (the chain rule): an unlisted product that
// calls from a cloud is then judged as a hosted one.
// Lifetime: static tables, plain values.  Threads: pure.  Failure: none.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "attribute/scoring/hypotheses.hpp"

namespace whylocked::attribution {

// What a signal can see. The rows of a signal are mutually exclusive; for each behaviour they sum
// to 1.
// clang-format off
enum class Seen : std::uint8_t {
  kind_api_user, kind_service_name, kind_person, kind_built_in, kind_other_software, kind_unknown,
  place_cloud, place_hoster, place_vendor, place_access, place_office, place_gateway,
  client_browser, client_test_browser, client_python, client_script, client_admin_script, client_library,
  client_automation, client_mobile, client_sender, client_other, client_none,
  logon_interactive, logon_network, logon_batch, logon_service, logon_remote,
  rhythm_poisson, rhythm_clustered, rhythm_fixed, rhythm_daily, rhythm_working_hours,
  rhythm_backoff, rhythm_changed,
  hours_day, hours_some, hours_all,
  clock_work, clock_some, clock_off,
  pace_single, pace_even, pace_burst, pace_quick, pace_brisk, pace_again, pace_typed, pace_slow, pace_hammer, pace_storm, pace_clocked, pace_flood,
  sitting_one, sitting_two, sitting_many,
  goes_on, goes_on_long, stops,
  history_flip, history_mixed, history_recovers, history_begins, history_inside, history_never,
  onset_at_change, onset_elsewhere,
  days_hours, days_one, days_some, days_both, days_each,
  recurs_once, recurs_day, recurs_days, recurs_often,
  spread_one, spread_few, spread_shared, spread_many,
  crowd_alone, crowd_few, crowd_some, crowd_many, crowd_list, crowd_round,
  callers_few, callers_many, callers_swarm,
  moves_one, moves_few, moves_many,
  end,
};
// clang-format on
inline constexpr auto kSeenRows = static_cast<std::size_t>(Seen::end);
constexpr Seen next(Seen seen) { return static_cast<Seen>(static_cast<int>(seen) + 1); }

struct Signal {
  std::string_view name, looks_at, separates, reason;
  Seen from = Seen::end, to = Seen::end;  // its rows; none if it has no table
  double weight = 1;
};
std::span<const Signal> signals();
const Signal& signal(std::string_view name);  // REQUIRES: a known name
const Signal& signal_of(Seen seen);           // the signal that a row belongs to

struct Row {
  Seen seen;
  Given given;
  std::string_view words;
};
const Row& row(Seen seen);
std::string_view to_text(Behaviour behaviour);

// What a fact about one hypothesis makes of an observation.
struct Refinement {
  std::uint16_t hypothesis = 0;
  double given_fact = 1, given_base = 1;  // P(o | fact), P(o | base of its class)
  double confidence = 1;
  const char* words = "";  // the fact: "; it is hosted in this cloud"
};

struct Observation {
  const Signal* signal = nullptr;
  Given given{};                       // P(o | behaviour), up to a common factor
  std::vector<Refinement> facts = {};  // by hypothesis, at most one each
  Text words = {};
  std::vector<std::uint32_t> events = {}, activity = {};
  bool declared = false;
};

// P(o | h) for each candidate, and P(o).
struct Likelihood {
  std::vector<double> given;  // by member
  double overall = 0;
};
// What the observations so far imply: how each group of hypotheses behaves, and, if several
// programs share the account, which product the observed one is.
struct Belief {
  explicit Belief(const Candidates& candidates);
  std::vector<Given> mixture;  // by group of candidates
  std::vector<double> first;   // by member; sums to 1 over the products, if any
};
// Updates `belief`.
Likelihood likelihood(const Observation& observation, const Candidates& candidates, Belief& belief);

// The probability of an observation for the class of a hypothesis: the base of a refinement.
double by_class(const Observation& observation, const Hypothesis& one);

// The factor of a fact, and a line of evidence in tenths of a deciban.
double refined(const Refinement& fact);
Decibans10 line_of(double given, double overall, double weight);

}  // namespace whylocked::attribution
