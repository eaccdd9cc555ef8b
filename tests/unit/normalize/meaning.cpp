// What happened and why: event, outcome, reason, reason code and locked flag to kind and reason.
#include "unit/normalize/meaning.hpp"

#include "catch.hpp"

using namespace whylocked;
using namespace whylocked::table;

namespace {

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
