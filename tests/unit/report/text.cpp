#include "catch.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;
using story::as_text;
using story::Diagnosed;
using story::hudu;
using story::it_glue;
using story::make_cause;
using story::make_diagnosis;

namespace {

std::string text_of(std::string_view events, const Diagnosed& got,
                    const ReportOptions& options = {}) {
  Report report = story::report_of(events);
  story::diagnose_all(report, got);
  return as_text(report, options);
}

// The row with that label and its continuation lines, as one line.
std::string row_of(const std::string& text, std::string_view label) {
  constexpr std::size_t kBody = 12;
  std::string found;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    const std::size_t words = std::min(line.find_first_not_of(' '), line.size());
    if (found.empty() && words == 3 && line.substr(words).starts_with(label)) {
      found = line.substr(kBody);
    } else if (!found.empty()) {
      if (words < kBody) break;
      found += ' ' + line.substr(words);
    }
    at = end + 1;
  }
  return found;
}

// The text without its line breaks and indents.
std::string unwrapped(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != '\n' && c != ' ')
      out += c;
    else if (!out.ends_with(' '))
      out += ' ';
  return out;
}

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::size_t widest_of(const std::string& text) {
  std::size_t widest = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    widest = std::max(widest, end - at);
    at = end + 1;
  }
  return widest;
}

// `user` is locked on that many days.
std::string locked_daily(std::string_view user, int days, std::string_view address) {
  std::string text;
  for (int day = 18; day < 18 + days; ++day)
    for (const char* const rest : {" 08:00:00 fail ", " 08:00:30 fail ", " 08:01:00 lock "})
      text += "2026-05-" + std::to_string(day) + rest + std::string(user) + ' ' +
              std::string(address) + '\n';
  return text;
}

// That many accounts, each locked once, from different addresses and at different times.
std::string locked_one_by_one(int accounts) {
  std::string text;
  for (int i = 0; i < accounts; ++i)
    for (const char* const rest : {":00:00 fail ", ":00:30 fail ", ":01:00 lock "})
      text += "2026-0" + std::to_string(1 + i / 28 % 9) + '-' + (i % 28 < 9 ? "0" : "") +
              std::to_string(1 + i % 28) + (i % 24 < 10 ? " 0" : " ") + std::to_string(i % 24) +
              rest + "user" + std::to_string(i) + " 198.51." + std::to_string(i) + ".7\n";
  return text;
}

}  // namespace

TEST_CASE("a plain case: the cause, its probability, the steps") {
  Diagnosed got = make_diagnosis(Status::diagnosed, {hudu(0.953), it_glue(0.03)});
  got.diagnosis.causes[1].rank = 2;
  Report report = story::report_of(story::kOneLockout);
  story::diagnose_all(report, got);
  report.correlation.cases.front().id = "C0123456789";
  CHECK(as_text(report) ==
        R"(export.csv: 10 events of 1 user, 6 failed logins; 18 May 2026, times in UTC
1 account locked once; 1 case.

1. Hudu: very likely, 95 % (C0123456789)
   Locked   sync@example.com, 18 May 08:50:01 by 5 failed logins within 40 min;
            open again 18 May 09:05
   Where    Hudu > Admin > Integrations
   Do this  1. Enter the password.
            2. Restart it.
   Caller   198.51.100.7 (no cloud or vendor known), every 10 min
   Trigger  password changed 18 May 08:00, 10 min before the first failure
   Because  the site file names it as the owner (over 1,000 times more likely)
            5 failures since the change (about 10 times more likely)
   Or else  IT Glue, 3 %

After that:
  - Unlock the account.

Add -v for all evidence
)");
}

TEST_CASE("a report shows the fifteen costliest cases, within its width") {
  const Diagnosed got = make_diagnosis(Status::diagnosed, {hudu(0.95)});
  const std::string events = locked_one_by_one(80);
  for (const std::uint32_t width : {40u, 60u, 80u, 100u}) {
    CAPTURE(width);
    const std::string text = text_of(events, got, {.width = width});
    CHECK(lines_of(text) <= (width < 80 ? 260u : 200u));
    CHECK(widest_of(text) <= width);
    CHECK(text.find("\n15. ") != text.npos);
    CHECK(text.find("\n16. ") == text.npos);
    CHECK(unwrapped(text).find("and 65 more cases with 65 lockouts: --format html shows all, "
                               "--user NAME one account") != text.npos);
  }
}

TEST_CASE("-v shows the costliest cases and says how many more there are") {
  const std::string events = locked_one_by_one(103);
  const std::string text =
      text_of(events, make_diagnosis(Status::diagnosed, {hudu(0.95)}), {.all_causes = true});
  CHECK(text.find("\n100. ") != text.npos);
  CHECK(text.find("\n101. ") == text.npos);
  CHECK(unwrapped(text).find("and 3 more cases with 3 lockouts: --format json has all") !=
        text.npos);
}

TEST_CASE("every step of a remedy and a test is shown, on a page of any width") {
  Cause cause = hudu(0.95);
  cause.fix.shared = 0;
  for (int i = 4; i < 12; ++i)
    cause.fix.steps.push_back(
        "A step that needs several lines, because it names a page, a button "
        "on it, and what to enter in the field below: number " +
        std::to_string(i));
  Diagnosed open = make_diagnosis(Status::insufficient_evidence, {it_glue(0.4)});
  open.diagnosis.next_test = NextTest{.id = "look",
                                      .says = "Look the account up.",
                                      .steps = cause.fix.steps,
                                      .outcomes = {},
                                      .bits = 1,
                                      .cost = 1};
  for (const Diagnosed& got : {make_diagnosis(Status::diagnosed, {cause}), open})
    for (const std::uint32_t width : {40u, 60u, 80u, 100u}) {
      CAPTURE(width);
      const std::string text = unwrapped(text_of(story::kOneLockout, got, {.width = width}));
      for (std::size_t i = 0; i < cause.fix.steps.size(); ++i)
        CHECK(text.find(std::to_string(i + 1) + ". " + cause.fix.steps[i]) != text.npos);
    }
}

TEST_CASE("steps that remedies share are shown once, after the cases") {
  const std::string text =
      text_of(locked_daily("ann", 1, "198.51.100.7") + locked_daily("bob", 1, "203.0.113.9"),
              make_diagnosis(Status::diagnosed, {hudu(0.95)}));
  INFO(text);
  CHECK(text.find("After that:\n  - Unlock the account.\n") > text.find("\n2. "));
  CHECK(text.find("Unlock the account.") == text.rfind("Unlock the account."));
}

TEST_CASE("the test that may confirm a diagnosis is not shown as the next step") {
  for (const auto& [status, label] :
       {std::pair(Status::diagnosed, "Check"), {Status::likely, "First"}}) {
    Diagnosed got = make_diagnosis(status, {hudu(0.95)});
    got.diagnosis.next_test = NextTest{.id = "look",
                                       .says = "Look the account up.",
                                       .steps = {},
                                       .outcomes = {},
                                       .bits = 1,
                                       .cost = 1};
    CHECK(row_of(text_of(story::kOneLockout, got), label) == "Look the account up.");
  }
}

TEST_CASE("the steps of a test that several cases share are shown once") {
  Diagnosed open = make_diagnosis(Status::insufficient_evidence, {it_glue(0.4)});
  open.diagnosis.next_test = NextTest{.id = "look",
                                      .says = "Look the account up.",
                                      .steps = {"Open the table."},
                                      .outcomes = {},
                                      .bits = 1,
                                      .cost = 1};
  const std::string text =
      text_of(locked_daily("ann", 1, "198.51.100.7") + locked_daily("bob", 1, "203.0.113.9"), open);
  INFO(text);
  CHECK(text.find("Open the table.") == text.rfind("Open the table."));
  CHECK(text.find("Next     Look the account up.\n") != text.npos);
  CHECK(text.find("            Open the table.\n") != text.npos);
  CHECK(text.find("Next     Look the account up. Steps: case 1.\n") != text.npos);
}

TEST_CASE("verdicts in words") {
  struct Row {
    Diagnosed diagnosed;
    std::string_view words;
  };
  const Row rows[] = {
      {make_diagnosis(Status::diagnosed, {hudu(0.999)}), "Hudu: almost certain, 99.9 %"},
      {make_diagnosis(Status::diagnosed, {hudu(0.96)}), "Hudu: very likely, 96 %"},
      {make_diagnosis(Status::likely, {hudu(0.62)}), "Probably Hudu, 62 %"},
      {make_diagnosis(Status::tied, {hudu(0.5), it_glue(0.4)}),
       "Hudu or IT Glue: tied, 90 % together"},
      {make_diagnosis(Status::insufficient_evidence, {it_glue(0.6), hudu(0.3)}),
       "Not enough evidence; most likely a cloud-hosted integration, 60 %"},
      {make_diagnosis(Status::insufficient_evidence, {it_glue(0.4), hudu(0.2)}),
       "Not enough evidence"},
      {make_diagnosis(Status::insufficient_evidence, {}), "Not enough evidence"},
  };
  for (const Row& row : rows) {
    const std::string text = text_of(story::kOneLockout, row.diagnosed, {.width = 100});
    INFO(text);
    CHECK(text.find("\n1. " + std::string(row.words) + " (C") != text.npos);
  }
}

TEST_CASE("a conflict is shown before the evidence for a cause") {
  Diagnosed got = make_diagnosis(Status::likely, {hudu(0.7)});
  got.diagnosis.conflicts = {{.declared = "site.json: sync belongs to IT Glue",
                              .seen = "the export speaks for Hudu, 40 times as likely",
                              .odds = 40,
                              .rows = {}}};
  const std::string text = text_of(story::kOneLockout, got);
  CHECK(row_of(text, "Conflict") ==
        "site.json: sync belongs to IT Glue, but the export speaks for Hudu, 40 times as likely");
  CHECK(text.find("Conflict") < text.find("Locked   sync"));
}

TEST_CASE("the times at which an account was locked") {
  const Diagnosed got = make_diagnosis(Status::diagnosed, {hudu(0.9)});
  const std::pair<int, std::string_view> rows[] = {
      {1, "ann, 18 May 08:01 after 2 failed logins within 30 s, fewer than the 5 expected"},
      {2, "ann, twice: 18 May 08:01 and 19 May 08:01"},
      {3, "ann, 3 times: 18 May 08:01, 19 May 08:01 and 20 May 08:01"},
      {9, "ann, 9 times, from 18 May 08:01 to 26 May 08:01"},
  };
  for (const auto& [days, words] : rows)
    CHECK(row_of(text_of(locked_daily("ann", days, "198.51.100.7"), got), "Locked") == words);
}

TEST_CASE("times are in the zone of the export") {
  Report report = story::report_of(story::kOneLockout);
  story::diagnose_all(report, make_diagnosis(Status::diagnosed, {hudu(0.9)}));
  report.inputs[0].time_zone = "America/New_York";
  const std::string text = as_text(report);
  CHECK(unwrapped(text).find("times in America/New_York") != std::string::npos);
  CHECK(row_of(text, "Locked").starts_with("sync@example.com, 18 May 04:50:01 by"));
  report.inputs.push_back(report.inputs[0]);
  report.inputs[1].time_zone = "UTC";
  CHECK(as_text(report).find("times in UTC") != std::string::npos);
}

TEST_CASE("-v shows every cause with every line, callers and rows") {
  const std::string text = unwrapped(
      text_of(story::kOneLockout, make_diagnosis(Status::diagnosed, {hudu(0.953), it_glue(0.03)}),
              {.all_causes = true}));
  INFO(text);
  for (const std::string_view words :
       {"+32.5 the site file names it as the owner [export.csv:4]",
        "-20.0 how common this cause is before any evidence", "1. IT Glue, 3 % (it-glue)",
        "every 10 min; 6 failures, 1 success; >99.9 % of the case",
        "password changed 18 May 08:00, 10 min before the first failure",
        "1 more attempt while locked; came after the lock, so it did not cause it",
        "https://example.com/hudu", "When "})
    CHECK(text.find(words) != text.npos);
}

TEST_CASE("an export without lockouts lists what was searched for and found") {
  CHECK(as_text(story::report_of(R"(
    08:00:05 fail ann 198.51.100.7
    08:20:05 fail ann 203.0.113.9 x3
    08:20:06 fail bob
    09:00:00 ok   bob
  )")) == R"(export.csv: 4 events of 2 users, 5 failed logins; 18 May 2026, times in UTC

No lockout in 4 events.
Nearest to a lock: ann, 4 failures in a row from 203.0.113.9 (3) and
  198.51.100.7 (1) within 20 min, last 18 May 08:20:05 (the export does not show
  how many failed logins lock an account; a threshold of 5 is assumed).
Sprays: no address failed on three accounts or more.
No gap of a day or longer in the data.
The export has no lock rows.

)");
}

TEST_CASE("at most five accounts near a lock are listed, with at least half the threshold") {
  struct Row {
    std::string_view events, words;
  };
  const Row rows[] = {
      {"08:00:00 fail ann x2", "Nearest to a lock: none, at most 2 failures in a row ("},
      {"08:00:00 fail ann x2\n08:00:01 ok ann\n08:00:02 fail ann x2",
       "none, at most 2 failures in a row"},
      {"08:00:00 fail:expired ann x4", "No failed login that counts towards a lock."},
      {"08:00:00 fail a x3\n08:00:00 fail b x3\n08:00:00 fail c x3\n08:00:00 fail d x3\n"
       "08:00:00 fail e x3\n08:00:00 fail f x4",
       "f, 4 failures in a row, last 18 May 08:00; a, 3 failures in a row, last 18 May 08:00; b, 3 "
       "failures in a row, last 18 May 08:00; c, 3 failures in a row, last 18 May 08:00; d, 3 "
       "failures in a row, last 18 May 08:00 ("},
  };
  for (const Row& row : rows) {
    const std::string text = unwrapped(as_text(story::report_of(row.events)));
    INFO(text);
    CHECK(text.find(row.words) != text.npos);
  }
}

// Correlation does not list callers without a part in a lockout or a case.
TEST_CASE("an address that failed on many accounts is named even if nobody was locked") {
  Report report = story::report_of(R"(
    08:00:05 fail ann 198.51.100.7
    08:20:05 fail bob 198.51.100.7
    09:20:05 fail eve 198.51.100.7
  )");
  report.correlation.callers.clear();
  CHECK(unwrapped(as_text(report)).find("198.51.100.7 failed on 3 accounts, the most.") !=
        std::string::npos);
}

TEST_CASE("an unknown account is never reported as not locked") {
  Report report = story::report_of("08:00:05 fail ann.meyer@example.com");
  report.unknown_user = "anne";
  const std::string text = as_text(report);
  CHECK(text.find("No lockout") == text.npos);
  CHECK(text.find("No account \"anne\" in the input.") != text.npos);
}

TEST_CASE("colour adds nothing but colour") {
  for (const Status status : {Status::diagnosed, Status::tied, Status::insufficient_evidence}) {
    const Diagnosed got = make_diagnosis(status, {hudu(0.5), it_glue(0.5)});
    const std::string colored = text_of(story::kOneLockout, got, {.color = true});
    CHECK(colored.find("\x1b[") != colored.npos);
    CHECK(story::without_colour(colored) == text_of(story::kOneLockout, got));
  }
}

TEST_CASE("logins before an attack are not its successes") {
  std::string events = "07:00:00 ok user3 203.0.113.9 net=3\n";
  for (int i = 10; i < 30; ++i)
    events +=
        "08:00:" + std::to_string(i) + " fail user" + std::to_string(i) + " 203.0.113.9 net=3\n";
  for (const auto& [after, words] : {std::pair("", "; none let in"),
                                     {"08:00:31 ok user12 203.0.113.9 net=3\n",
                                      "; 1 login succeeded, as user12 at 18 May 08:00:31"}}) {
    const std::string text =
        text_of(events + after, make_diagnosis(Status::diagnosed, {hudu(0.95)}));
    INFO(text);
    CHECK(row_of(text, "Tried").find(words) != std::string::npos);
  }
}
