// After the report: what the next test showed, and what the administrator has confirmed.
//
// In:  a report's JSON and the id of one of its cases or lockouts; then either the events of an
//      export made after the test, or the cause that was found.
// Out: the outcome of the test with the causes weighed anew, or the site file with what was
// learned. Reads the schema's major version 2; unknown keys are ignored, as the schema promises.
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

// A case as a report's JSON has it.
struct PastCase {
  struct PastCause {
    std::string id, name, kind;  // kind: "cloud_integration", "person", "attack", ...
    double probability = 0;
  };
  std::string id, account_kind;
  std::vector<std::string> users;
  std::vector<PastCause> causes;
  std::vector<Address> addresses;  // of the caller with the largest share
  double period_s = 0;             // its period; 0: none
  std::string test;                // id of the next test, or empty
  std::vector<Outcome> outcomes;
};

// `id`: of a case or of one of its lockouts. `file` is the report's name in messages.
std::optional<PastCase> read_past_case(std::string_view report_json, const std::string& file,
                                       std::string_view id, Diagnostics& diagnostics);

// The outcome of a test, from an export made after it.
struct TestResult {
  std::string test = {}, outcome = {};     // ids; an empty outcome: the export does not decide
  std::string words = {};                  // what was seen
  std::vector<std::uint32_t> events = {};  // indexes of at most kRowsShown events to look at
  struct CauseNow {
    std::string id, name;
    double before = 0, after = 0;
  };
  std::vector<CauseNow> causes =
      {};  // by falling `after`; both columns sum to what the report listed
};

// Tests whose outcome an export can show: "rename-account", "update-half". The answer to every
// other test is a new input of `diagnose`; for these, nullopt. `since`: when the test was done.
// `until`: the end of what the export covers.
std::optional<TestResult> read_test_result(const PastCase& past, std::string_view test,
                                           const Events& after, const Correlation& correlation,
                                           Micros since, Micros until);
std::vector<std::string_view> readable_tests();

// The ids of all cases and lockouts of an earlier report, ascending; nullopt: it is not a report,
// the diagnostic says where and why. mark_known() fills Report::known; a second call adds to the
// first, because a redacted report has other ids.
std::optional<std::vector<std::string>> read_baseline(std::string_view report_json,
                                                      const std::string& file,
                                                      Diagnostics& diagnostics);
void mark_known(const std::vector<std::string>& baseline, Report& report);

// The site file with what `cause` teaches: who owns the accounts; for an account that a person
// uses, which source calls from where. `learned` has it in words, one line a fact.
struct Confirmation {
  std::string site_json;
  std::vector<std::string> learned;
};
std::optional<Confirmation> confirm(const PastCase& past, std::string_view cause,
                                    std::string_view site_json, const std::string& site_file,
                                    Diagnostics& diagnostics);

}  // namespace whylocked
