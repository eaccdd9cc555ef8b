#include "catch.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;
using story::as_text;
using story::hudu;
using story::make_cause;
using story::make_diagnosis;

namespace {

constexpr auto kCloud = CauseCategory::cloud_integration;

// The report of one story with the same diagnosis for all its lockouts.
std::string told(std::string_view events, const Diagnosis& diagnosis,
                 const TextOptions& options = {}) {
  Report report = story::tell_report(events);
  story::diagnose_all(report, diagnosis);
  return as_text(report, options);
}

// Lines of the text that begin so, with what is wrapped below them on the same line.
std::string line_of(const std::string& text, std::string_view label) {
  std::string found;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    const std::size_t words = std::min(line.find_first_not_of(' '), line.size());
    if (found.empty() && line.substr(words).starts_with(label)) {
      found = line.substr(words);
    } else if (!found.empty()) {
      if (words < 4) break;  // labels have an indent of 2, steps one of 4
      found += ' ' + line.substr(words);
    }
    at = end + 1;
  }
  return found;
}

std::vector<Cause> crowd(int count, double each) {
  std::vector<Cause> causes;
  for (int i = 0; i < count; ++i)
    causes.push_back(make_cause("p" + std::to_string(i), "P" + std::to_string(i), kCloud, each));
  return causes;
}

// `user` is locked on so many days.
std::string locked_daily(std::string_view user, int days, std::string_view address) {
  std::string text;
  for (int day = 18; day < 18 + days; ++day)
    for (const char* const rest : {" 08:00:00 fail ", " 08:00:30 fail ", " 08:01:00 lock "})
      text += "2026-05-" + std::to_string(day) + rest + std::string(user) + ' ' +
              std::string(address) + '\n';
  return text;
}

}  // namespace

TEST_CASE("one lockout that is diagnosed") {
  Diagnosis diagnosis = make_diagnosis(
      Status::diagnosed, {hudu(0.953), make_cause("it-glue", "IT Glue", kCloud, 0.03)});
  diagnosis.causes[1].rank = 2;
  diagnosis.account_kind = "api_user";
  diagnosis.missing = {"user agent", "integration vendor"};
  CHECK(told(story::kOneLockout, diagnosis) ==
        R"(export.csv: 1 lockout, 6 failed logins, 10 events of 1 user
2026-05-18 07:00:00Z to 09:05:00Z; an account locks after 5 failed logins
(estimated)

sync@example.com (API user)
  Cause    Hudu: very likely, 95 %
  Locked   2026-05-18 08:50:01Z by 5 failed logins within 40 min; unlocked
           15 min later
  Caller   198.51.100.7 (access network); all 5 failures; every 10 min
  Trigger  password changed 2026-05-18 08:00:00Z, 10 min before the first
           failure
  After    1 more attempt while locked: an effect, not a cause
  When     ···········C······█······█······█······█······L······█···U··
           2026-05-18 07:43:45Z to 09:09:03Z: bars are failed logins, C a
           change, L a lock, U an unlock

  Why
    +32.5  the site file says that it is its account [export.csv:4]
    +10.0  5 failures since the change [export.csv:3,4,5]
    -20.0  how often it is the cause before any evidence
    +22.5  in all, in decibans: +10 is ten times as likely, +3 twice

  What to do: Hudu > Admin > Integrations
    1. Enter the password.
    2. Unlock the account.
    https://example.com/hudu

  Other causes
      3 %  IT Glue

Not in this export, but would help: user agent, integration vendor
Facts about integrations are of 2026-11, about addresses of 2026-08.
)");
}

TEST_CASE("a tie, on a narrow terminal") {
  Diagnosis diagnosis = make_diagnosis(Status::tied, {hudu(0.45), hudu(0.45)});
  diagnosis.causes[1].name = "IT Glue";
  diagnosis.next_test =
      NextTest{"ask",
               "Look into the table of API users.",
               {"Open it.", "Export it."},
               2,
               {{"listed", "it is listed", {"hudu"}}, {"else", "it is not", {"no idea"}}}};
  CHECK(told(story::kOneLockout, diagnosis, {false, 40, false}) ==
        R"(export.csv: 1 lockout, 6 failed logins,
10 events of 1 user
2026-05-18 07:00:00Z to 09:05:00Z; an
account locks after 5 failed logins
(estimated)

sync@example.com
  Cause    Tied between Hudu and IT
           Glue, 45 % each
  Locked   2026-05-18 08:50:01Z by
           5 failed logins within
           40 min; unlocked 15 min later
  Caller   198.51.100.7 (access
           network); all 5 failures;
           every 10 min
  Trigger  password changed
           2026-05-18 08:00:00Z, 10 min
           before the first failure
  After    1 more attempt while locked:
           an effect, not a cause
  When     ···C··█·█·█··█·L·█·U
           2026-05-18 07:43:45Z to
           09:09:03Z: bars are failed
           logins, C a change, L a lock,
           U an unlock

  Why Hudu; the others add up to the
    same
    +32.5  the site file says that it is
           its account [export.csv:4]
    +10.0  5 failures since the change
           [export.csv:3,4,5]
    -20.0  how often it is the cause
           before any evidence
    +22.5  in all, in decibans: +10 is
           ten times as likely, +3 twice

  Next test: Look into the table of API
    users.
    1. Open it.
    2. Export it.
    If it is listed: Hudu
    If it is not: no idea
    worth 2.0 bits: about one cause in 4
    is left

  Where the password is kept
    Hudu: Hudu > Admin > Integrations
    IT Glue: Hudu > Admin > Integrations

Facts about integrations are of 2026-11,
about addresses of 2026-08.
)");
}

TEST_CASE("verdicts in words") {
  std::vector<Cause> mixed = crowd(7, 0.1);
  mixed[3].group = CauseCategory::person;
  struct Row {
    Diagnosis diagnosis;
    std::string_view words;
  };
  const Row rows[] = {
      {make_diagnosis(Status::diagnosed, {hudu(0.999)}), "Hudu: almost certain, 99.9 %"},
      {make_diagnosis(Status::diagnosed, {hudu(0.8)}), "Hudu: likely, 80 %"},
      {make_diagnosis(Status::diagnosed, {hudu(0.62)}), "Hudu: more likely than not, 62 %"},
      {make_diagnosis(Status::tied, crowd(6, 0.15)),
       "Tied between P0, P1, P2, P3, P4 and P5, 15 % each"},
      {make_diagnosis(Status::tied, crowd(34, 0.02)),
       "Tied: one of 34 cloud-hosted integrations that look the same from here, 68 % together: "
       "P0, P1, P2 and 31 more"},
      {make_diagnosis(Status::tied, mixed),
       "Tied: one of 7 causes that look the same from here, 70 % together: P0, P1, P2 and 4 more"},
      {make_diagnosis(Status::insufficient_evidence, crowd(3, 0.2)),
       "Not enough evidence; most likely a cloud-hosted integration, 60 %"},
      {make_diagnosis(Status::insufficient_evidence,
                      {make_cause("person", "a person", CauseCategory::person, 0.4), hudu(0.3)}),
       "Not enough evidence; most likely a person, 40 %, or an integration in the office, 30 %"},
      {make_diagnosis(Status::insufficient_evidence, {}), "Not enough evidence"},
  };
  for (const Row& row : rows)
    CHECK(line_of(told(story::kOneLockout, row.diagnosis), "Cause") ==
          "Cause    " + std::string(row.words));
}

TEST_CASE("lockouts of one account are one block") {
  const Diagnosis diagnosis = make_diagnosis(Status::diagnosed, {hudu(0.9)});
  const std::pair<int, std::string_view> rows[] = {
      {1, "2026-05-18 08:01:00Z by 2 failed logins within 30 s"},
      {2, "twice: 2026-05-18 08:01:00Z and 2026-05-19 08:01:00Z"},
      {3, "3 times: 2026-05-18 08:01:00Z, 2026-05-19 08:01:00Z and 2026-05-20 08:01:00Z"},
      {9, "9 times between 2026-05-18 08:01:00Z and 2026-05-26 08:01:00Z"},
  };
  for (const auto& [days, words] : rows) {
    const std::string text = told(locked_daily("ann", days, "198.51.100.7"), diagnosis);
    CHECK(line_of(text, "Locked") == "Locked   " + std::string(words));
    CHECK(text.find("\nann\n") == text.rfind("\nann\n"));
  }
  const std::string all =
      told(locked_daily("ann", 9, "198.51.100.7"), diagnosis, {false, 80, true});
  CHECK(line_of(all, "Locked").starts_with("Locked   9 times: 2026-05-18 08:01:00Z, 2026-05-19"));
}

TEST_CASE("several accounts: most lockouts first, after an overview") {
  const std::string events = locked_daily("ann", 1, "198.51.100.7") +
                             locked_daily("bob", 3, "198.51.100.8") +
                             locked_daily("cat", 2, "198.51.100.9");
  const std::string text = told(events, make_diagnosis(Status::diagnosed, {hudu(0.9)}));
  CHECK(text.find(R"(
  bob  Hudu: very likely, 90 %
  cat  Hudu: very likely, 90 %
  ann  Hudu: very likely, 90 %

bob
  Cause )") != text.npos);
  CHECK(text.find("\nbob\n") < text.find("\ncat\n"));
  CHECK(text.find("\ncat\n") < text.find("\nann\n"));
  // The unit is explained once.
  CHECK(text.find("in decibans") == text.rfind("in decibans"));
}

TEST_CASE("an attack on many accounts is one block") {
  const Diagnosis spray =
      make_diagnosis(Status::diagnosed,
                     {make_cause("password-spray", "a password spray", CauseCategory::attack, 0.9)});
  const std::string events = locked_daily("ann", 1, "198.51.100.7") +
                             locked_daily("bob", 2, "198.51.100.7") +
                             locked_daily("cat", 1, "198.51.100.9");
  const std::string text = told(events, spray);
  CHECK(
      text.find("\n2 accounts\n  ann and bob\n  Cause    a password spray: very likely, 90 %\n") !=
      text.npos);
  CHECK(line_of(text, "Locked") ==
        "Locked   3 times: 2026-05-18 08:01:00Z, 08:01:00Z and 2026-05-19 08:01:00Z");
  CHECK(text.find("\ncat\n") != text.npos);
}

TEST_CASE("differing verdicts on one account are blocks of their own") {
  Report report = story::tell_report(locked_daily("ann", 3, "198.51.100.7"));
  story::diagnose_all(report, make_diagnosis(Status::diagnosed, {hudu(0.9)}));
  report.lockouts[1] = make_diagnosis(Status::tied, crowd(2, 0.4));
  report.lockouts[1].incident = 1;
  const std::string text = as_text(report);
  CHECK(text.find("\n  ann  Hudu: very likely, 90 %\n  ann  Tied between P0 and P1, 40 % each\n") !=
        text.npos);
  CHECK(line_of(text, "Locked") == "Locked   twice: 2026-05-18 08:01:00Z and 2026-05-20 08:01:00Z");
}

TEST_CASE("several callers") {
  const std::string text = told(R"(
    08:00:00 fail ann 198.51.100.1
    08:01:00 fail ann 198.51.100.2 client=homemade/1
    08:02:00 fail ann 198.51.100.3
    08:03:00 fail ann 10.0.0.4
    08:04:00 fail ann 198.51.100.5 x4
    08:04:30 lock ann
  )",
                                make_diagnosis(Status::diagnosed, {hudu(0.9)}));
  CHECK(line_of(text, "Callers") ==
        "Callers  198.51.100.5 (access network); 4 of 8 failures, 50 % of the lockout "
        "198.51.100.1 (access network); 1 of 8 failures, 12 % of the lockout "
        "198.51.100.2 (access network), homemade/1; 1 of 8 failures, 12 % of the lockout "
        "and 2 more, 25 % of the lockout together");
}

TEST_CASE("a lockout that was worked out says so") {
  const std::string text = told(R"(
    08:00:00 fail ann 198.51.100.7 x5
    08:05:00 ok   bob 198.51.100.7
  )",
                                make_diagnosis(Status::diagnosed, {hudu(0.9)}));
  CHECK(text.find("; an account locks after 5 failed logins\n(assumed)") != text.npos);
  CHECK(line_of(text, "Locked") ==
        "Locked   2026-05-18 08:00:00Z by 5 failed logins (worked out from the failures: the "
        "export has no lockout rows)");
}

TEST_CASE("other causes: a line each, equals together, the small ones left out") {
  std::vector<Cause> causes = crowd(9, 0.03);
  for (Cause& cause : causes) cause.rank = 2;
  causes.insert(causes.begin(), hudu(0.7));
  causes.push_back(make_cause("tiny", "Tiny", kCloud, 0.002));
  causes.back().rank = 11;
  const std::string text = told(story::kOneLockout, make_diagnosis(Status::diagnosed, causes));
  CHECK(text.find("\n  Other causes\n      3 %  each: P0, P1, P2 and 6 more\n") != text.npos);
  CHECK(text.find("Tiny") == text.npos);
  const std::string all =
      told(story::kOneLockout, make_diagnosis(Status::diagnosed, causes), {false, 80, true});
  CHECK(all.find("\n  11. Tiny, <1 % (tiny)\n     +0.0  in all\n") != all.npos);
}

TEST_CASE("an export without lockouts shows the largest groups of failures") {
  CHECK(as_text(story::tell_report(R"(
    08:00:05 fail ann 198.51.100.7
    08:20:05 fail ann 198.51.100.7 x11
    08:20:06 fail bob
    09:00:00 ok   bob
  )")) == R"(export.csv: 13 failed logins, 4 events of 2 users
2026-05-18 08:00:05Z to 09:00:00Z

No lockout in 4 events.

Most failed logins
  12  ann from 198.51.100.7, 2026-05-18 08:00:05Z to 08:20:05Z
   1  bob, 2026-05-18 08:20:06Z
)");
}

TEST_CASE("the summary of inputs") {
  Report report = story::tell_report("08:00:05 ok ann");
  report.inputs[0].file = "-";
  report.inputs[0].skipped = 2;
  CHECK(as_text(report) ==
        "standard input: 0 failed logins, 1 event of 1 user; 2 rows skipped\n"
        "2026-05-18 08:00:05Z to 08:00:05Z\n\nNo lockout in 1 event.\n");
  report.inputs.push_back(report.inputs[0]);
  report.inputs[1].last += kDay;
  CHECK(
      as_text(report).starts_with("2 files: 0 failed logins, 1 event of 1 user; 4 rows skipped\n"
                                  "2026-05-18 08:00:05Z to 2026-05-19 08:00:05Z\n"));
  CHECK(as_text(Report{}) ==
        "0 files: 0 failed logins, 0 events of 0 users\n\nNo lockout in 0 events.\n");
}

TEST_CASE("files are named without their folders while that tells them apart") {
  Report report = story::tell_report(story::kOneLockout);
  story::diagnose_all(report, make_diagnosis(Status::diagnosed, {hudu(0.9)}));
  report.inputs[0].file = "exports/may/a.csv";
  report.inputs.push_back(report.inputs[0]);
  report.inputs[1].file = "exports/june/b.csv";
  for (std::size_t i = 3; i < report.events.rows.size(); ++i) report.events.rows[i].file = 1;
  CHECK(as_text(report).find("[a.csv:3,4 b.csv:5]") != std::string::npos);
  report.inputs[1].file = "exports/june/a.csv";
  CHECK(as_text(report, {false, 100, false}).find("[exports/may/a.csv:3,4 exports/june/a.csv:5]") !=
        std::string::npos);
}

TEST_CASE("colour is only colour") {
  for (const Status status : {Status::diagnosed, Status::tied, Status::insufficient_evidence}) {
    const Diagnosis diagnosis = make_diagnosis(status, {hudu(0.5), hudu(0.5)});
    const std::string coloured = told(story::kOneLockout, diagnosis, {true, 80, false});
    CHECK(coloured.find("\x1b[1msync@example.com\x1b[0m") != coloured.npos);
    CHECK(story::without_colour(coloured) == told(story::kOneLockout, diagnosis));
  }
}
