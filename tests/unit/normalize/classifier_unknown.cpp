// Events that a row or the whole file does not name, or names in unrecognized words.
#include "catch.hpp"
#include "unit/normalize/classifier.hpp"

using namespace whylocked;
using namespace whylocked::table;

TEST_CASE("unrecognized words are reported, one per line, and never guessed") {
  const Normalized got =
      normalized("time,user,event,outcome,reason",
                 {{"2026-05-19T08:00:00Z", "ann", "Frobnication", "Success", ""},
                  {"2026-05-19T08:00:01Z", "ann", "Frobnication", "Failure", ""},
                  {"2026-05-19T08:00:02Z", "ann", "Login", "Pending", ""},
                  {"2026-05-19T08:00:03Z", "ann", "Login", "", ""},
                  {"2026-05-19T08:00:04Z", "ann", "Login", "Failure", "Bad weather"},
                  {"2026-05-19T08:00:05Z", "ann", "", "", ""},
                  {"2026-05-19T08:00:06Z", "ann", "Import", "Failure", "Incorrect password"}});
  CHECK(got.ok);
  CHECK(got.info.skipped == 0);
  std::string kinds;
  for (const Event& event : got.events.rows) kinds += meaning_of(event) + ';';
  CHECK(kinds == "other;other;other;login_succeeded;login_failed;other;login_failed bad_password;");
  CHECK(got.messages() ==
        std::vector<std::string>{
            "0:0: note: sign-ins without a result count as successes, since the file names its "
            "failures",
            "2:3: warning: unrecognized event type, 2 rows counted as \"other\"",
            "4:4: warning: unrecognized result, 1 row counted as \"other\"",
            "6:5: note: unrecognized reason, 1 row counted without one",
            "7:0: warning: nothing says what happened, 1 row counted as \"other\""});
  CHECK(got.diagnostics[1].excerpt == "Frobnication");
}

TEST_CASE("a file that does not say what happened") {
  const Normalized got =
      normalized("time,user,address", {{"2026-05-19T08:00:00Z", "ann", "198.51.100.7"},
                                       {"2026-05-19T08:00:01Z", "ann", "198.51.100.7"}});
  CHECK(got.ok);
  REQUIRE(got.messages() ==
          std::vector<std::string>{
              "0:0: warning: the file does not say what happened; its rows count as \"other\""});
  CHECK(
      got.diagnostics[0].hint ==
      "if every row is a failed login, add --rows-are login_failed; if each is a lock, --rows-are "
      "account_locked");
  for (const Event& event : got.events.rows) CHECK(meaning_of(event) == "other");
}

TEST_CASE("a number of failures in words is reported, and counts as one") {
  struct Row {
    const char* event;
    bool reported;
  };
  for (const Row& row :
       {Row{"5 failed logins", true}, Row{"Login failed (7 times)", true},
        Row{"Login failed 3 times", true}, Row{"Login failed x4", true},
        Row{"Anmeldung 3 mal fehlgeschlagen", true}, Row{"Login failed", false},
        Row{"1 failed login", false}, Row{"Login failed 1 time", false},
        Row{"Login failed from 203.0.113.5 port 22", false},
        Row{"Login failed, attempt 3 of 5", false}, Row{"Login succeeded 3 times", false}}) {
    INFO(row.event);
    const Normalized got =
        normalized("time,user,event", {{"2026-05-19T08:00:00Z", "ann", row.event}});
    REQUIRE(got.events.rows.size() == 1);
    CHECK(got.events.rows[0].count == 1);
    CHECK(got.diagnostics.size() == (row.reported ? 1 : 0));
    if (row.reported)
      CHECK(got.messages()[0] ==
            "2:3: warning: the text counts several failures, 1 row counted as one attempt");
  }
}

TEST_CASE("--rows-are applies only where the file does not say what happened") {
  for (const auto& [kind, one] : {
           std::pair(EventKind::login_failed, Case{"", "", "", "", "", "login_failed"}),
           std::pair(EventKind::account_locked, Case{"", "", "", "", "", "account_locked"}),
           std::pair(EventKind::login_failed, Case{"Login", "", "", "", "", "login_failed"}),
           std::pair(EventKind::login_failed, Case{"Frobnication", "", "", "", "", "login_failed"}),
           std::pair(EventKind::login_failed,
                     Case{"Account locked", "", "", "", "", "account_locked"}),
           std::pair(EventKind::login_failed,
                     Case{"Login", "Success", "", "", "", "login_succeeded"}),
           std::pair(EventKind::login_failed, Case{"", "", "", "", "no", "login_failed"}),
           std::pair(EventKind::account_locked,
                     Case{"", "", "Incorrect password", "", "", "login_failed bad_password"}),
       }) {
    INFO(one.event << " | " << one.outcome << " | " << one.reason);
    NormalizeOptions options;
    options.rows_are = kind;
    const Normalized got = normalized_from(one, options);
    CHECK(meaning_of(got.events.rows.at(0)) == one.meaning);
    CHECK(got.diagnostics.empty());
  }
  // It outranks the header of the time column, which is only an indication.
  NormalizeOptions options;
  options.rows_are = EventKind::login_failed;
  CHECK(meaning_of(normalized_from({"", "", "", "", "", ""}, options, "time:Locked at")
                       .events.rows.at(0)) == "login_failed");
}

TEST_CASE("a sign-in without a result has the result that the other rows imply") {
  struct Implied {
    const char* name;
    std::vector<const char*> events;
    const char* kinds;
  };
  for (const Implied& one : {
           Implied{"a success if the file has failures", {"LOGIN", "FAILED_LOGIN", "LOGIN"}, "sfs"},
           Implied{"even before the first failure", {"Anmeldung", "Anmeldung abgelehnt"}, "sf"},
           Implied{"a lock is not the result of a sign-in", {"Login", "Account Locked"}, "o-"},
           Implied{"an attempt if both results are named",
                   {"Login", "Login failed", "Login successful"},
                   "ofs"},
           Implied{"and if neither is", {"Login", "Logout"}, "oo"},
           Implied{"in Dutch", {"Aanmelding", "Aanmelding mislukt"}, "sf"},
           Implied{
               "in Spanish", {"Inicio de sesi\xc3\xb3n", "Inicio de sesi\xc3\xb3n fallido"}, "sf"},
       }) {
    INFO(one.name);
    Rows rows;
    for (const char* const event : one.events)
      rows.push_back({"2026-05-19T08:00:0" + std::to_string(rows.size()) + 'Z', "ann", event});
    const Normalized got = normalized("time,user,event", rows);
    std::string kinds;
    for (const Event& event : got.events.rows)
      kinds += event.kind == EventKind::login_succeeded ? 's'
               : event.kind == EventKind::login_failed  ? 'f'
               : event.kind == EventKind::other         ? 'o'
                                                        : '-';
    CHECK(kinds == one.kinds);
  }
}

TEST_CASE("a file with most rows skipped gets its own warning") {
  const auto warning = [](int good, int bad) {
    Rows rows;
    for (int i = 0; i < good; ++i) rows.push_back({"2026-05-19T08:00:00Z", "ann", "Login failed"});
    for (int i = 0; i < bad; ++i) rows.push_back({"soon", "ann", "Login failed"});
    std::string found;
    for (const Diagnostic& one : normalized("time,user,event", rows).diagnostics)
      if (one.message.str().ends_with("the report covers the rest")) found = one.message.str();
    return found;
  };
  CHECK(warning(2, 3) == "3 of 5 rows could not be used; the report covers the rest");
  CHECK(warning(3, 3).empty());
  CHECK(warning(3, 0).empty());
}
