// Runs all stages: the entry point of the library.
//   const DiagnoseResult result = diagnose({"export.csv"}, {}, {});
//   write_report(*find_report_format("text"), result.report, {}, out);
//
// In:  paths, options, a Site.  Out: one Report.
// The bytes of the report depend on the inputs alone: not on their order, the
// clock or the environment.
// Lifetime: the Report owns everything it shows.  Threads: calls are independent.
// Failure: `DiagnoseResult::ok` is false if an input could not be read or understood; whatever
// could be read is still in the report.
#pragma once

#include <functional>
#include <map>
#include <optional>
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
  const AsnDatabase* asn = nullptr;  // names access networks; may be null
  // Show only lockouts, groups and events of this account: a normalized name, or part of one.
  std::string user;
  // Report an unknown account, or a period outside the input, as an error, because
  // "no lockout" would mean nothing.
  bool selection_required = false;
  // Time zones of single files, by their paths as given; these outrank normalize.time_zone.
  std::map<std::string, std::string> zone_of_file;
  std::optional<Micros> since, until;  // show only lockouts, groups, events in [since, until)
  // At Depth::groups: receives the groups instead of Correlation::groups. Events of a single input
  // are then not kept, so memory does not grow with rows.
  GroupBook* groups = nullptr;
  // Called with the name of each stage when it ends ("read", "correlate", "attribute"), for timing:
  // the stages themselves never read the clock.
  std::function<void(std::string_view stage)> on_stage;
};

struct DiagnoseResult {
  Report report;
  bool ok = true;
};

// Fills options that are not set (zone, threshold, observation window) from the site.
void apply_site(const Site& site, DiagnoseOptions& options);

DiagnoseResult diagnose(std::vector<std::string> paths, const DiagnoseOptions& options,
                        const Site& site);

// Returns a filter that keeps the selected groups, for those of DiagnoseOptions::groups.
std::function<void(std::vector<Group>&)> group_filter(const DiagnoseOptions& options,
                                                      const Report& report);

// Keeps the lockouts, and the cases without a lockout, for which the functions return true.
void keep_cases(Report& report, const std::function<bool(const Incident&)>& wants_lockout,
                const std::function<bool(const Case&)>& wants_case);

// Evaluates a condition of `--fail-on`: "lockout" (or "any"), "attack", "undiagnosed", "tied",
// "cause=ID" (a verdict), "kind=KIND" (the most probable kind). nullopt: not a condition. "attack"
// also holds for a campaign that locked no account, and needs a verdict, or kind "attack" at 0.80
// or more. Cases and lockouts in Report::known are ignored.
std::optional<bool> condition_holds(std::string_view condition, const Report& report);
// The conditions above, "cause=" and "kind=" without their argument. For hints.
std::vector<std::string_view> condition_names();

}  // namespace whylocked
