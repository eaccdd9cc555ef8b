// What happened and why: event, outcome, reason, reason code and locked flag to kind and reason.
#include "catch.hpp"
#include "normalize_table.hpp"

using namespace whylocked;
using namespace whylocked::table;

namespace {

struct Case {
  const char* event;
  const char* outcome;
  const char* reason;
  const char* code;
  const char* locked;
  const char* meaning;  // "login_failed bad_password"; "unknown" is not written
};

std::string meaning_of(const Event& event) {
  std::string text(to_text(event.kind));
  if (event.reason == Reason::unknown) return text;
  text += ' ';
  text += to_text(event.reason);
  return text;
}

// A column that is empty in the row is not in the file either.
Told told_of(const Case& one, const NormalizeOptions& options = {},
             const std::string& time_header = "time") {
  std::string header = time_header + ",user";
  std::vector<std::string> row = {"2026-05-19T08:00:00Z", "ann"};
  for (const auto& [name, text] :
       {std::pair("event", one.event), std::pair("outcome", one.outcome),
        std::pair("reason", one.reason), std::pair("reason_code", one.code),
        std::pair("locked", one.locked)}) {
    if (*text == 0) continue;
    header += std::string(",") + name;
    row.emplace_back(text);
  }
  return normalized(header, {row}, options);
}

// What is told completely: no word is unknown, so nothing is reported.
const Case kCases[] = {
    // Event and result
    {"Login", "Success", "", "", "", "login_succeeded"},
    {"Login", "Failure", "", "", "", "login_failed"},
    {"Login", "Failed", "", "", "", "login_failed"},
    {"Login", "FAIL", "", "", "", "login_failed"},
    {"Login", "Denied", "", "", "", "login_failed"},
    {"Login", "OK", "", "", "", "login_succeeded"},
    {"Login", "Not successful", "", "", "", "login_failed"},
    {"Login", "Unsuccessful", "", "", "", "login_failed"},
    {"Login", "Blocked", "", "", "", "login_failed blocked"},
    {"Login", "Locked", "", "", "", "login_failed locked"},
    {"Login", "Locked out", "", "", "", "login_failed locked"},
    {"Login", "MFA required", "", "", "", "login_failed mfa"},
    {"Login", "Interrupted", "", "", "", "login_failed mfa"},
    {"Login", "Incorrect password", "", "", "", "login_failed bad_password"},
    {"Sign-in", "Success", "", "", "", "login_succeeded"},
    {"API Login", "Failure", "", "", "", "login_failed"},
    {"user.session.start", "SUCCESS", "", "", "", "login_succeeded"},
    {"user.session.start", "FAILURE", "INVALID_CREDENTIALS", "", "", "login_failed bad_password"},
    {"user.session.start", "FAILURE", "LOCKED_OUT", "", "", "login_failed locked"},
    {"user.account.lock", "FAILURE", "LOCKED_OUT", "", "", "account_locked"},
    {"user.account.unlock", "SUCCESS", "", "", "", "account_unlocked"},
    {"user.account.reset_password", "SUCCESS", "", "", "", "password_changed"},
    {"user.account.update_password", "SUCCESS", "", "", "", "password_changed"},
    {"policy.evaluate_sign_on", "CHALLENGE", "", "", "", "login_failed mfa"},
    {"Anmeldung", "Erfolgreich", "", "", "", "login_succeeded"},
    {"Anmeldung", "Fehlgeschlagen", "", "", "", "login_failed"},
    {"Anmeldung", "Nicht erfolgreich", "", "", "", "login_failed"},
    {"Anmeldung", "Fehlgeschlagen", "Falsches Kennwort", "", "", "login_failed bad_password"},
    {"Anmeldung", "Fehlgeschlagen", "Konto ist gesperrt", "", "", "login_failed locked"},
    {"Anmeldung", "Fehlgeschlagen", "Benutzer unbekannt", "", "", "login_failed unknown_user"},
    {"Anmeldung", "Fehlgeschlagen", "Kennwort ist abgelaufen", "", "", "login_failed expired"},
    {"Anmeldung", "Fehlgeschlagen", "Konto deaktiviert", "", "", "login_failed disabled"},
    {"Anmeldung", "Abgelehnt", "", "", "", "login_failed"},
    // Reasons beside a failure
    {"Login", "Failure", "Incorrect password", "", "", "login_failed bad_password"},
    {"Login", "Failure", "Wrong password", "", "", "login_failed bad_password"},
    {"Login", "Failure", "The password is incorrect.", "", "", "login_failed bad_password"},
    {"Login", "Failure", "Invalid username or password", "", "", "login_failed bad_password"},
    {"Login", "Failure", "Unknown user name or bad password", "", "", "login_failed bad_password"},
    {"Login", "Failure", "Account is locked", "", "", "login_failed locked"},
    {"Login", "Failure",
     "The user account has been locked. Please see your Autotask Administrator for details.", "",
     "", "login_failed locked"},
    {"Login", "Failure", "Too many failed login attempts", "", "", "login_failed locked"},
    {"Login", "Failure", "Unknown user", "", "", "login_failed unknown_user"},
    {"Login", "Failure", "User 'svc' was not found", "", "", "login_failed unknown_user"},
    {"Login", "Failure", "Zone information could not be determined", "", "",
     "login_failed unknown_user"},
    {"Login", "Failure", "Password expired", "", "", "login_failed expired"},
    {"Login", "Failure", "Password change required", "", "", "login_failed expired"},
    {"Login", "Failure", "User account is disabled", "", "", "login_failed disabled"},
    {"Login", "Failure", "Account inactive", "", "", "login_failed disabled"},
    {"Login", "Failure", "MFA required", "", "", "login_failed mfa"},
    {"Login", "Failure", "Two-factor code missing", "", "", "login_failed mfa"},
    {"Login", "Failure", "IntegrationCode is invalid", "", "", "login_failed bad_integration_code"},
    {"Login", "Failure", "Invalid API integration code", "", "",
     "login_failed bad_integration_code"},
    {"Login", "Failure", "API threshold exceeded", "", "", "login_failed quota"},
    {"Login", "Failure", "Too many requests", "", "", "login_failed quota"},
    {"Login", "Failure", "Blocked by Conditional Access", "", "", "login_failed blocked"},
    {"Login", "Failure", "Account is not locked; incorrect password", "", "",
     "login_failed bad_password"},
    {"Login", "Success", "Other.", "", "", "login_succeeded"},
    // Codes
    {"", "Failure", "", "50126", "", "login_failed bad_password"},
    {"", "Failure", "", "50053", "", "login_failed locked"},
    {"", "Failure", "", "50034", "", "login_failed unknown_user"},
    {"", "Failure", "", "50055", "", "login_failed expired"},
    {"", "Failure", "", "50144", "", "login_failed expired"},
    {"", "Failure", "", "50057", "", "login_failed disabled"},
    {"", "Failure", "", "50072", "", "login_failed mfa"},
    {"", "Failure", "", "50079", "", "login_failed mfa"},
    {"", "Failure", "", "53003", "", "login_failed blocked"},
    {"", "Failure", "", "500", "", "login_failed"},
    {"", "Failure", "", "429", "", "login_failed quota"},
    {"", "Failure", "", "0xC000006A", "", "login_failed bad_password"},
    {"", "Interrupted", "", "50074", "", "login_failed mfa"},
    {"", "Interrupted", "", "50055", "", "login_failed expired"},
    {"", "", "", "0", "", "login_succeeded"},
    {"", "", "", "401", "", "login_failed bad_password"},
    {"", "", "", "403", "", "other"},
    {"", "401", "", "", "", "login_failed bad_password"},
    {"", "200", "", "", "", "login_succeeded"},
    {"Login", "", "", "50126", "", "login_failed bad_password"},
    {"Login", "", "", "LOCKED_OUT", "", "login_failed locked"},
    {"", "Failure",
     "Sign-in was blocked because it came from an IP address with malicious activity", "50053", "",
     "login_failed blocked"},
    {"", "Failure",
     "The account is locked, you've tried to sign in too many times with an incorrect user ID or "
     "password.",
     "50053", "", "login_failed locked"},
    {"", "Failure", "Error validating credentials due to invalid username or password.", "50126",
     "", "login_failed bad_password"},
    {"", "Failure", "Something else", "50126", "", "login_failed bad_password"},
    // The event alone
    {"Account Locked", "", "", "", "", "account_locked"},
    {"Account Unlocked", "", "", "", "", "account_unlocked"},
    {"Account unlocked by admin", "", "", "", "", "account_unlocked"},
    {"AccountLockedOut", "", "", "", "", "account_locked"},
    {"ACCOUNT_LOCKED", "", "", "", "", "account_locked"},
    {"Lockout", "", "", "", "", "account_locked"},
    {"User Locked", "", "", "", "", "account_locked"},
    {"User account locked out", "", "", "", "", "account_locked"},
    {"Account locked after 5 failed login attempts", "", "", "", "", "account_locked"},
    {"Too many failed attempts: account locked", "", "", "", "", "account_locked"},
    {"Max sign in attempts exceeded", "", "", "", "", "account_locked"},
    {"Account locked", "Failure", "Incorrect password", "", "", "account_locked"},
    {"Lockout cleared", "", "", "", "", "account_unlocked"},
    {"No longer locked", "", "", "", "", "account_unlocked"},
    {"Konto gesperrt", "", "", "", "", "account_locked"},
    {"Kontosperrung", "", "", "", "", "account_locked"},
    {"Konto entsperrt", "", "", "", "", "account_unlocked"},
    {"Sperre aufgehoben", "", "", "", "", "account_unlocked"},
    {"Password Changed", "", "", "", "", "password_changed"},
    {"Password reset by administrator", "", "", "", "", "password_changed"},
    {"Reset user password", "", "", "", "", "password_changed"},
    {"Password for ann was changed", "", "", "", "", "password_changed"},
    {"Secret regenerated", "", "", "", "", "password_changed"},
    {"Kennwort ge\xc3\xa4ndert", "", "", "", "", "password_changed"},
    {"Kennwort geaendert", "", "", "", "", "password_changed"},
    {"Passwort zur\xc3\xbc"
     "ckgesetzt",
     "", "", "", "", "password_changed"},
    {"Password change", "Failure", "", "", "", "other"},
    {"Password change failed", "", "", "", "", "other"},
    {"Password reset requested", "", "", "", "", "other"},
    {"Password Expired", "", "", "", "", "password_expired"},
    {"The user's password has expired", "", "", "", "", "password_expired"},
    {"Kennwort abgelaufen", "", "", "", "", "password_expired"},
    {"Password not expired", "Success", "", "", "", "login_succeeded"},
    {"User name changed", "", "", "", "", "username_changed"},
    {"Username changed from a to b", "", "", "", "", "username_changed"},
    {"Benutzername ge\xc3\xa4ndert", "", "", "", "", "username_changed"},
    {"Login failed", "", "", "", "", "login_failed"},
    {"Failed login: unknown user", "", "", "", "", "login_failed unknown_user"},
    {"Failed login attempts", "", "", "", "", "login_failed"},
    {"Login failed: account locked", "", "", "", "", "login_failed locked"},
    {"Login failed - incorrect password", "", "", "", "", "login_failed bad_password"},
    {"Login attempt on locked account", "", "", "", "", "login_failed locked"},
    {"User Login Failure", "", "", "", "", "login_failed"},
    {"User Login Success", "", "", "", "", "login_succeeded"},
    {"UserLoginFailed", "", "", "", "", "login_failed"},
    {"UserLoggedIn", "", "", "", "", "login_succeeded"},
    {"Login successful after 2 failed attempts", "", "", "", "", "login_succeeded"},
    {"Login was not successful", "", "", "", "", "login_failed"},
    {"Fehlgeschlagene Anmeldung", "", "", "", "", "login_failed"},
    {"Anmeldung fehlgeschlagen: Kennwort falsch", "", "", "", "", "login_failed bad_password"},
    {"Erfolgreiche Anmeldung", "", "", "", "", "login_succeeded"},
    {"Anmeldeversuch an gesperrtem Konto", "", "", "", "", "login_failed locked"},
    {"Incorrect password", "", "", "", "", "login_failed bad_password"},
    {"Logged in", "Failure", "", "", "", "login_failed"},
    {"Failed login", "Success", "", "", "", "login_failed"},
    // Known, and of no interest
    {"Logout", "Success", "", "", "", "other"},
    {"API user created", "", "", "", "", "other"},
    {"User created", "Success", "", "", "", "other"},
    {"Account disabled", "", "", "", "", "other"},
    {"2FA enabled", "", "", "", "", "other"},
    {"Security level changed", "", "", "", "", "other"},
    {"Benutzer angelegt", "", "", "", "", "other"},
    {"Lockout policy changed", "", "", "", "", "other"},
    // The result alone
    {"", "Success", "", "", "", "login_succeeded"},
    {"", "Failure", "", "", "", "login_failed"},
    {"", "Failure", "Account locked", "", "", "login_failed locked"},
    {"", "Account locked", "", "", "", "account_locked"},
    {"", "Locked", "", "", "", "account_locked"},
    {"", "Unlocked", "", "", "", "account_unlocked"},
    {"", "Blocked", "", "", "", "login_failed blocked"},
    {"", "Fehlgeschlagen", "", "", "", "login_failed"},
    // The way somebody came says nothing of what happened
    {"REST", "Failure", "Incorrect password", "", "", "login_failed bad_password"},
    {"Non-interactive", "Success", "", "", "", "login_succeeded"},
    // A reason alone, in a column that only explains
    {"", "", "Incorrect password", "", "", "login_failed bad_password"},
    {"", "", "Account is locked", "", "", "login_failed locked"},
    {"", "", "Invalid username", "", "", "login_failed unknown_user"},
    {"", "", "User account is disabled", "", "", "login_failed disabled"},
    {"Login", "", "Incorrect password", "", "", "login_failed bad_password"},
    {"Login", "", "Account is locked", "", "", "login_failed locked"},
    // The flag
    {"", "", "", "", "yes", "account_locked"},
    {"", "", "", "", "TRUE", "account_locked"},
    {"", "", "", "", "Locked", "account_locked"},
    {"", "", "", "", "Gesperrt", "account_locked"},
    {"", "", "", "", "no", "other"},
    {"", "", "", "", "Unlocked", "other"},
    {"Login", "Failure", "", "", "yes", "login_failed"},
};

}  // namespace

TEST_CASE("words to kinds and reasons") {
  STATIC_REQUIRE(std::size(kCases) >= 120);
  for (const Case& one : kCases) {
    INFO(one.event << " | " << one.outcome << " | " << one.reason << " | " << one.code << " | "
                   << one.locked);
    const Told told = told_of(one);
    REQUIRE(told.events.rows.size() == 1);
    CHECK(meaning_of(told.events.rows[0]) == one.meaning);
    CHECK(told.messages() == std::vector<std::string>{});
  }
}

TEST_CASE("a message column tells events, a reason column only explains") {
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
    const Told told = normalized(std::string("time,user,outcome,reason:") + one.header,
                                 {{"2026-05-19T08:00:00Z", "ann", one.outcome, one.text}});
    CHECK(meaning_of(told.events.rows.at(0)) == one.meaning);
  }
}

TEST_CASE("the header of the time tells what a sheet of lockouts does not repeat") {
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
       }) {
    INFO(one.header);
    std::vector<std::string> row = {"2026-05-19T08:00:00Z", "ann"};
    row.insert(row.end(), one.more.begin(), one.more.end());
    const Told told = normalized(one.header, {row});
    CHECK(meaning_of(told.events.rows.at(0)) == one.meaning);
    CHECK(told.diagnostics.empty());
  }
}

TEST_CASE("true and false, by the header") {
  struct Flag {
    const char* header;
    const char* value;
    const char* meaning;  // empty: cannot be told
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
    const Told told = normalized(std::string("time,user,event,outcome:") + one.header,
                                 {{"2026-05-19T08:00:00Z", "ann", "Login", one.value}});
    CHECK(meaning_of(told.events.rows.at(0)) == (*one.meaning ? one.meaning : "other"));
    if (*one.meaning) {
      CHECK(told.diagnostics.empty());
      continue;
    }
    REQUIRE(told.messages() ==
            std::vector<std::string>{"2:4: warning: the header does not tell whether this means "
                                     "success, 1 row counted as \"other\""});
    CHECK(told.diagnostics[0].excerpt == one.value);
    CHECK(told.diagnostics[0].hint == "name the column Success or Failed");
  }
}

TEST_CASE("what is not known is said, a word a line, and never guessed") {
  const Told told =
      normalized("time,user,event,outcome,reason",
                 {{"2026-05-19T08:00:00Z", "ann", "Frobnication", "Success", ""},
                  {"2026-05-19T08:00:01Z", "ann", "Frobnication", "Failure", ""},
                  {"2026-05-19T08:00:02Z", "ann", "Login", "Pending", ""},
                  {"2026-05-19T08:00:03Z", "ann", "Login", "", ""},
                  {"2026-05-19T08:00:04Z", "ann", "Login", "Failure", "Bad weather"},
                  {"2026-05-19T08:00:05Z", "ann", "", "", ""},
                  {"2026-05-19T08:00:06Z", "ann", "Import", "Failure", "Incorrect password"}});
  CHECK(told.ok);
  CHECK(told.info.skipped == 0);
  std::string kinds;
  for (const Event& event : told.events.rows) kinds += meaning_of(event) + ';';
  CHECK(kinds == "other;other;other;other;login_failed;other;login_failed bad_password;");
  CHECK(told.messages() ==
        std::vector<std::string>{
            "2:3: warning: not a kind of event this program knows, 2 rows counted as \"other\"",
            "4:4: warning: not a result this program knows, 1 row counted as \"other\"",
            "5:0: warning: no word on whether the login worked, 1 row counted as \"other\"",
            "6:5: note: not a reason this program knows, 1 row counted without",
            "7:0: warning: no word on what happened, 1 row counted as \"other\""});
  CHECK(told.diagnostics[0].excerpt == "Frobnication");
}

TEST_CASE("a file that does not say what happened") {
  const Told told =
      normalized("time,user,address", {{"2026-05-19T08:00:00Z", "ann", "198.51.100.7"},
                                       {"2026-05-19T08:00:01Z", "ann", "198.51.100.7"}});
  CHECK(told.ok);
  REQUIRE(told.messages() ==
          std::vector<std::string>{
              "0:0: warning: the file does not say what happened; its rows count as \"other\""});
  CHECK(told.diagnostics[0].hint == "if every row is a failed login, add --rows-are login_failed");
  for (const Event& event : told.events.rows) CHECK(meaning_of(event) == "other");
}

TEST_CASE("--rows-are answers where the file is silent, and only there") {
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
    const Told told = told_of(one, options);
    CHECK(meaning_of(told.events.rows.at(0)) == one.meaning);
    CHECK(told.diagnostics.empty());
  }
  // It outranks the header of the time, which is only circumstance.
  NormalizeOptions options;
  options.rows_are = EventKind::login_failed;
  CHECK(
      meaning_of(told_of({"", "", "", "", "", ""}, options, "time:Locked at").events.rows.at(0)) ==
      "login_failed");
}

TEST_CASE("columns that look alike when joined are not mixed up") {
  const Told told =
      normalized("time,user,event,outcome", {{"2026-05-19T08:00:00Z", "ann", "Login", "Failure"},
                                             {"2026-05-19T08:00:01Z", "ann", "LoginFailure", ""},
                                             {"2026-05-19T08:00:02Z", "ann", "", "LoginFailure"},
                                             {"2026-05-19T08:00:03Z", "ann", "Login", "Success"}});
  std::string kinds;
  for (const Event& event : told.events.rows) kinds += meaning_of(event) + ';';
  CHECK(kinds == "login_failed;login_failed;login_failed;login_succeeded;");
}
