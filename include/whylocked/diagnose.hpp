// The five stages in a row.
//
// In:  paths, options, a Site.  Out: one Report.
// The bytes of the report depend on the inputs alone: not on their order, the clock or the
// environment.
// Lifetime: the Report owns all it shows.  Threads: calls are independent.
// Failure: `DiagnoseResult::ok` is false when an input could not be read or understood; what could
// be read is still in the report.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/correlate.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/read.hpp"
#include "whylocked/report.hpp"
#include "whylocked/site.hpp"

namespace whylocked {

struct DiagnoseOptions {
  ReadOptions read;
  NormalizeOptions normalize;
  CorrelateOptions correlate;
  Depth depth = Depth::diagnosis;
  const AsnDatabase* asn = nullptr;  // names of access networks; may be null
  // Only the lockouts, groups and events of this account; normalized, or a part of a name.
  std::string user;
  // An unknown account, or a period outside of the input, is an error: "no lockout" would mean
  // nothing.
  bool selection_required = false;
  // Time zones of single files, by their names as given; they outrank normalize.time_zone.
  std::map<std::string, std::string> zone_of_file;
  std::optional<Micros> since, until;  // only lockouts, groups, events in [since, until)
  // At the depth of groups: where they go instead of Correlation::groups. Events of a single file
  // are then not kept, so that memory does not grow with rows.
  GroupBook* groups = nullptr;
  // Called with the name of each stage when it has ended ("read", "correlate", "attribute"),
  // so that a caller who may look at the clock can time them.
  std::function<void(std::string_view stage)> on_stage;
};

struct DiagnoseResult {
  Report report;
  bool ok = true;
};

// Fills what the options leave open (zone, threshold, observation window) from the site.
void apply_site(const Site& site, DiagnoseOptions& options);

DiagnoseResult diagnose(std::vector<std::string> paths, const DiagnoseOptions& options,
                        const Site& site);

// Leaves the groups that pass the filters; for those of DiagnoseOptions::groups.
std::function<void(std::vector<Group>&)> group_filter(const DiagnoseOptions& options,
                                                      const Report& report);

// Keeps the lockouts, and the cases without one, for which the functions hold.
void keep_cases(Report& report, const std::function<bool(const Incident&)>& wants_lockout,
                const std::function<bool(const Case&)>& wants_case);

// Whether a condition of `--fail-on` holds: "lockout" (or "any"), "attack", "undiagnosed", "tied",
// "cause=ID" (a verdict), "kind=KIND" (the most probable kind). nullopt: no such condition.
// "attack" also holds for a campaign that locked no account, and needs a verdict or a kind "attack"
// of 0.80 or more. What is in Report::known does not count.
std::optional<bool> condition_holds(std::string_view condition, const Report& report);
// The words above, "cause=" and "kind=" without their argument. For hints.
std::vector<std::string_view> condition_names();

}  // namespace whylocked
