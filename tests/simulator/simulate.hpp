// Plays a tenant forward under a lockout policy and writes what its export would show, with the
// truth.
//
// In:  a scenario (a row of a table) and a seed.  Out: an export as CSV, what the administrator
// would
//      declare, and for each lockout who really caused it. For measuring the diagnosis, for trying
//      the program without a real export, for load.
// People, integrations with a stored password and their own schedule, scripts and attackers act on
// accounts whose counter locks them. What the catalog documents of a product (range, cloud, period,
// client, name) is played as documented; what it does not document is drawn from a wide range, so
// that nobody can tune to a guess.
// The truth is worked out from what was played and from the catalog's facts alone, without a line
// of the code that diagnoses. Lifetime: plain values.  Threads: pure; the same scenario and seed
// give the same bytes everywhere (own random numbers, no library distribution).  Failure: none.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked {

// Who really filled the counter, and with which share of the failures that counted.
struct TrueCaller {
  std::string cause;  // catalog id or one of the six cause ids
  double share = 0;
};

// What a perfect reader of the export and the site file could say of a lockout.
enum class Answerable : std::uint8_t {
  cause,  // one cause: something in the export or the site file names it
  tie,    // two or more causes of equal standing: two callers with equal shares, or products
          // between which nothing in the export decides
  kind,   // only the kind: nothing names a product
};

struct TrueLockout {
  std::string user;  // normalized
  Micros at = 0;     // as the lock row shows it, or of the failure that filled the counter
  std::vector<TrueCaller> callers;  // by falling share, then cause
  Answerable answerable = Answerable::cause;
  std::vector<std::string> answers;  // ids, sorted: one for `cause`, all tied ones for `tie`, none
                                     // for `kind`
  std::string kind;  // of the first caller: "cloud_integration", ... as in the report
};

struct Simulation {
  std::string export_csv;
  std::string site_json;           // "{}" if nothing is declared
  std::string api_users_csv;       // empty: no roster
  std::vector<TrueLockout> truth;  // by time, then user
};

struct ScenarioInfo {
  std::string_view name;   // "stale-published-range"
  std::string_view story;  // one line for people
};
// In the order of the table (src/simulate/scenarios.cpp).
std::span<const ScenarioInfo> scenarios();

// REQUIRES: `name` is that of a scenario.
Simulation simulate(std::string_view name, std::uint64_t seed);

// The truth file: { "scenario", "seed", "lockouts": [ { "user", "at", "callers": [ { "cause",
// "share" } ], "answerable", "answers", "kind" } ] }, with a line end.
std::string truth_json(std::string_view name, std::uint64_t seed, const Simulation& simulation);

}  // namespace whylocked
