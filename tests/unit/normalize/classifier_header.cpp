// Events that depend on the names of columns.
#include "catch.hpp"
#include "unit/normalize/classifier.hpp"

using namespace whylocked;
using namespace whylocked::table;

TEST_CASE("a message column names events, a reason column only explains") {
  struct Message {
    const char* header;
    const char* outcome;
    const char* text;
    const char* meaning;
  };
  for (const Message& one : {
           Message{"Details", "", "Account locked", "account_locked"},
           Message{"Details", "", "Password changed", "password_changed"},
           Message{"Details", "Success", "Password changed", "password_changed"},
           Message{"Details", "Failure", "Password changed", "other"},
           Message{"Message", "", "User ann logged in", "login_succeeded"},
           Message{"Message", "", "Login failed for ann: incorrect password",
                   "login_failed bad_password"},
           Message{"Message", "Failure", "Account locked", "login_failed locked"},
           Message{"Message", "Success", "MFA passed", "login_succeeded"},
           Message{"Beschreibung", "", "Konto gesperrt", "account_locked"},
           Message{"Failure reason", "", "Account locked", "login_failed locked"},
           Message{"Error message", "", "Account locked", "login_failed locked"},
           Message{"Grund", "", "Konto gesperrt", "login_failed locked"},
           Message{"Failure reason", "Success", "Account locked", "login_succeeded"},
       }) {
    INFO(one.header << ": " << one.outcome << ", " << one.text);
    const Normalized got = normalized(std::string("time,user,outcome,reason:") + one.header,
                                      {{"2026-05-19T08:00:00Z", "ann", one.outcome, one.text}});
    CHECK(meaning_of(got.events.rows.at(0)) == one.meaning);
  }
}

TEST_CASE("the header of the time column may give the event of all rows") {
  struct Sheet {
    const char* header;
    std::vector<std::string> more;
    const char* meaning;
  };
  for (const Sheet& one : {
           Sheet{"time:Locked at,user", {}, "account_locked"},
           Sheet{"time:Lockout time,user", {}, "account_locked"},
           Sheet{"time:Gesperrt am,user", {}, "account_locked"},
           Sheet{"time:Locked at,user,reason:Reason", {"Incorrect password"}, "account_locked"},
           Sheet{"time:Failed login time,user", {}, "login_failed"},
           Sheet{"time:Failed login time,user,reason:Reason",
                 {"Account is locked"},
                 "login_failed locked"},
           Sheet{"time:Date,user,count:Failed attempts", {"4"}, "login_failed"},
           Sheet{"time:Locked at,user,event", {"Login failed"}, "login_failed"},
           Sheet{"time:Date,user,computer:Lockout Source", {"PC-7"}, "account_locked"},
           Sheet{"time:Date,user,computer:CallerComputerName", {"PC-7"}, "account_locked"},
           Sheet{"time:Date,user,event:Message",
                 {"Logon failed on caller computer PC1: wrong password"},
                 "login_failed bad_password"},
           Sheet{"time:Date,user,computer:Caller Computer,reason_code:Status",
                 {"PC-7", "0xC000006A"},
                 "login_failed bad_password"},
       }) {
    INFO(one.header);
    std::vector<std::string> row = {"2026-05-19T08:00:00Z", "ann"};
    row.insert(row.end(), one.more.begin(), one.more.end());
    const Normalized got = normalized(one.header, {row});
    CHECK(meaning_of(got.events.rows.at(0)) == one.meaning);
    CHECK(got.diagnostics.empty());
  }
}

TEST_CASE("\"locked\" as a result answers an attempt, as a status it may be a lock") {
  struct Result {
    const char* header;
    const char* value;
    const char* meaning;
  };
  for (const Result& one : {
           Result{"time,user,outcome:Result", "Locked", "login_failed locked"},
           Result{"time,user,outcome:Login status", "User Lockout", "login_failed locked"},
           Result{"time:Login time,user,outcome:Status", "User Lockout", "login_failed locked"},
           Result{"time,user,outcome:Wynik", "Konto zablokowane", "login_failed locked"},
           Result{"time,user,outcome:Status", "Locked", "account_locked"},
           Result{"time,user,outcome:Result", "Unlocked", "account_unlocked"},
       }) {
    INFO(one.header << ": " << one.value);
    const Normalized got = normalized(one.header, {{"2026-05-19T08:00:00Z", "ann", one.value}});
    CHECK(meaning_of(got.events.rows.at(0)) == one.meaning);
  }
}

TEST_CASE("unknown event ids leave the decision to other columns") {
  const Normalized got = normalized("time,user,event:Event ID,outcome",
                                    {{"2026-05-19T08:00:00Z", "ann", "4740", ""},
                                     {"2026-05-19T08:01:00Z", "ann", "8c1f-77", "Failure"},
                                     {"2026-05-19T08:02:00Z", "ann", "8c1f-78", "Success"}});
  std::string kinds;
  for (const Event& event : got.events.rows) kinds += meaning_of(event) + ';';
  CHECK(kinds == "account_locked;login_failed;login_succeeded;");
  CHECK(got.messages() == std::vector<std::string>{});
}

TEST_CASE("true and false, by the header") {
  struct Flag {
    const char* header;
    const char* value;
    const char* meaning;  // empty: undecidable
  };
  for (const Flag& one : {
           Flag{"Success", "true", "login_succeeded"},
           Flag{"Success", "0", "login_failed"},
           Flag{"Successful", "No", "login_failed"},
           Flag{"Erfolgreich", "ja", "login_succeeded"},
           Flag{"Erfolgreich", "FALSCH", "login_failed"},
           Flag{"Failed", "1", "login_failed"},
           Flag{"Failed", "false", "login_succeeded"},
           Flag{"Error", "yes", "login_failed"},
           Flag{"Blocked", "true", "login_failed"},
           Flag{"Status", "1", ""},
           Flag{"Result", "true", ""},
           Flag{"Succeeded/Failed", "1", ""},
           Flag{"Succeeded/Failed", "Succeeded", "login_succeeded"},
       }) {
    INFO(one.header << ": " << one.value);
    const Normalized got = normalized(std::string("time,user,event,outcome:") + one.header,
                                      {{"2026-05-19T08:00:00Z", "ann", "Login", one.value}});
    CHECK(meaning_of(got.events.rows.at(0)) == (*one.meaning ? one.meaning : "other"));
    if (*one.meaning) {
      CHECK(got.diagnostics.empty());
      continue;
    }
    REQUIRE(got.messages() ==
            std::vector<std::string>{"2:4: warning: the header does not show whether this means "
                                     "success, 1 row counted as \"other\""});
    CHECK(got.diagnostics[0].excerpt == one.value);
    CHECK(got.diagnostics[0].hint == "name the column Success or Failed");
  }
}
