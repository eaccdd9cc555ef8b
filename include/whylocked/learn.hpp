// After the report: what the next test showed, and what the administrator has confirmed.
//
// In:  a report's JSON and the id of one of its lockouts; then either the events of an export made
//      after the test, or the cause that was found.
// Out: the outcome of the test with the causes weighed anew, or the site file with what was learnt.
// The report is read as data of the schema's major version 1; unknown keys are ignored, as the
// schema promises.
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

// One lockout as a report told it.
struct PastLockout {
  struct PastCause {
    std::string id, name, kind;  // kind: "integration", "unlisted", "person", "attack"
    double probability = 0;
  };
  struct PastOutcome {
    std::string id, says;
    std::vector<std::string> then;
  };
  std::string id, user, account_kind;
  Micros locked_at = 0;
  std::vector<PastCause> causes;
  std::vector<Address> addresses;  // of the caller with the largest share
  double period_s = 0;             // its period; 0: none
  std::string test;                // id of the next test, or empty
  std::vector<PastOutcome> outcomes;
};

// `file` stands for the report in messages.
std::optional<PastLockout> read_past_lockout(std::string_view report_json, const std::string& file,
                                             std::string_view lockout_id, Diagnostics& diagnostics);

// What an export made after a test shows of the account since the test.
struct TestResult {
  std::string test, outcome;          // ids; an empty outcome: the export does not decide
  std::string says;                   // what was seen, in words
  std::vector<std::uint32_t> events;  // indexes of at most kRowsShown events to look at
  struct CauseNow {
    std::string id, name;
    double before = 0, after = 0;
  };
  std::vector<CauseNow> causes;  // by falling `after`; both columns sum to what the report listed
};

// Tests whose outcome an export can show: "rename-account", "update-half". The answer to every
// other test is a new input of `diagnose`; for these, nullopt. `since`: when the test was done.
// `until`: the end of what the export covers.
std::optional<TestResult> read_test_result(const PastLockout& past, std::string_view test,
                                           const Events& after, const Correlation& correlation,
                                           Micros since, Micros until);
std::vector<std::string_view> readable_tests();

// The ids of all lockouts of an earlier report, ascending; nullopt: it is none, the diagnostic says
// where and why. mark_known() fills Report::known; a second call adds to the first, because a
// redacted report has other ids.
std::optional<std::vector<std::string>> read_baseline(std::string_view report_json,
                                                      const std::string& file,
                                                      Diagnostics& diagnostics);
void mark_known(const std::vector<std::string>& baseline, Report& report);

// The site file with what `cause` teaches: whose the account is; for an account that a person uses,
// which source calls from where. `learnt` says it in words, one line a fact.
struct Confirmation {
  std::string site_json;
  std::vector<std::string> learnt;
};
std::optional<Confirmation> confirm(const PastLockout& past, std::string_view cause,
                                    std::string_view site_json, const std::string& site_file,
                                    Diagnostics& diagnostics);

}  // namespace whylocked
