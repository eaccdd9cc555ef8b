// After the report: evaluates the next test, and records causes the administrator confirmed.
//
// In:  a report's JSON and the id of one of its cases or lockouts; then either the events of an
//      export made after the test, or the cause that was found.
// Out: the outcome of the test with updated probabilities, or the site file with what was learned.
// Reads major version 2 of the report schema and ignores unknown keys, as the schema promises.
// Lifetime: plain values.  Threads: pure.  Failure: nullopt and an error diagnostic.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/address.hpp"
#include "whylocked/correlate.hpp"
#include "whylocked/diagnostic.hpp"
#include "whylocked/event.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

// A case, as read from a report's JSON.
struct PastCase {
  struct PastCause {
    std::string id, name, kind;  // kind: "cloud_integration", "person", "attack", ...
    double probability = 0;
  };
  std::string id, account_kind;
  std::vector<std::string> users;
  std::vector<PastCause> causes;
  std::vector<Address> addresses;  // of the caller with the largest share
  double period_s = 0;             // its period in seconds; 0: none
  std::string test;                // id of the next test, or empty
  std::vector<Outcome> outcomes;
};

// `id`: of a case, or of one of its lockouts. `file`: the report's name in messages.
std::optional<PastCase> read_past_case(std::string_view report_json, const std::string& file,
                                       std::string_view id, Diagnostics& diagnostics);

// The outcome of a test, judged by an export made after it.
struct TestResult {
  std::string test = {}, outcome = {};     // ids; empty outcome: the export does not decide
  std::string words = {};                  // what the export shows
  std::vector<std::uint32_t> events = {};  // indexes of up to kRowsShown events to look at
  struct CauseNow {
    std::string id, name;
    double before = 0, after = 0;
  };
  std::vector<CauseNow> causes =
      {};  // by falling `after`; `before` and `after` both add up to the report's total
};

// Evaluates a test whose outcome an export can show: "rename-account" or "update-half". nullopt:
// another test; its answer is a new input of `diagnose`. `since`: when the test was done. `until`:
// the end of the period that the export covers.
std::optional<TestResult> read_test_result(const PastCase& past, std::string_view test,
                                           const Events& after, const Correlation& correlation,
                                           Micros since, Micros until);
std::vector<std::string_view> readable_tests();

// The ids of all cases and lockouts of an earlier report, ascending. nullopt: not a report; the
// diagnostic says where and why. mark_known() fills Report::known. A second call adds to the first,
// for a redacted report, which has other ids.
std::optional<std::vector<std::string>> read_baseline(std::string_view report_json,
                                                      const std::string& file,
                                                      Diagnostics& diagnostics);
void mark_known(const std::vector<std::string>& baseline, Report& report);

// The site file extended by what `cause` teaches: who owns the accounts and, for a person's
// account, which source calls from where. `learned`: the same in words, one line per fact.
struct Confirmation {
  std::string site_json;
  std::vector<std::string> learned;
};
std::optional<Confirmation> confirm(const PastCase& past, std::string_view cause,
                                    std::string_view site_json, const std::string& site_file,
                                    Diagnostics& diagnostics);

}  // namespace whylocked
