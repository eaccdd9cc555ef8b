// Autotask mails the address that caused a lockout to the account's own address, but the words of
// that mail are published nowhere. So these are the ways in which such notices are put in general,
// in English and German, each as a statement: "if your account is locked" is none, and a pattern
// that only names a thing would find it in footers. The one wording that is known for certain is
// that of Kaseya BMS, a sister product: "PSA account has been locked for ... minutes" (Kaseya
// helpdesk, "BMS Security: Troubleshooting account lockout").
// Of one text the first pattern that fits says what happened, so locks stand in front. A pattern
// that says nothing only adds its fields to what another one has found.
#include "input/mail_patterns.hpp"

namespace whylocked::input {

namespace {

struct MailPattern {
  const char *says, *text;
};

constexpr const char* kLocked = "account locked";
constexpr const char* kUnlocked = "account unlocked";
constexpr const char* kRenamed = "username changed";
constexpr const char* kChanged = "password changed";
constexpr const char* kExpired = "password expired";
constexpr const char* kFailed = "login failed";
constexpr const char* kLevel = "security level changed";

constexpr MailPattern kMailPatterns[] = {
    // English
    {kLocked, "PSA account has been locked for"},
    {kLocked, "account has been locked"},
    {kLocked, "account has been {} locked"},
    {kLocked, "account was locked"},
    {kLocked, "account was {} locked"},
    {kLocked, "account is locked"},
    {kLocked, "account is {} locked"},
    {kLocked, "account {user} has been locked"},
    {kLocked, "account {user} was locked"},
    {kLocked, "account {user} is locked"},
    {kLocked, "account {user} ({...}) has been locked"},
    {kLocked, "account, {user}, has been locked"},
    {kLocked, "account for {user} has been locked"},
    {kLocked, "account of {user} has been locked"},
    {kLocked, "account for user {user} has been locked"},
    {kLocked, "account for {user} was locked"},
    {kLocked, "account for {user} is locked"},
    {kLocked, "user {user} has been locked"},
    {kLocked, "user {user} was locked"},
    {kLocked, "user {user} is locked"},
    {kLocked, "username {user} has been locked"},
    {kLocked, "login {user} has been locked"},
    {kLocked, "login has been locked"},
    {kLocked, "login is locked"},
    {kLocked, "have been locked out"},
    {kLocked, "has been locked out"},
    {kLocked, "was locked out"},
    {kLocked, "is locked out"},
    {kLocked, "account locked"},
    {kLocked, "account lockout"},
    {kLocked, "user lockout"},
    {kLocked, "user locked"},
    {kLocked, "too many failed login attempts"},
    {kLocked, "too many failed logon attempts"},
    {kLocked, "too many failed sign-in attempts"},
    {kLocked, "too many failed attempts"},
    {kLocked, "too many unsuccessful login attempts"},
    {kLocked, "too many unsuccessful attempts"},
    {kLocked, "too many invalid login attempts"},
    {kLocked, "too many incorrect login attempts"},
    {kLocked, "exceeded the maximum number of login attempts"},
    {kLocked, "exceeded the number of failed login attempts"},
    {kUnlocked, "account has been unlocked"},
    {kUnlocked, "account {user} has been unlocked"},
    {kUnlocked, "account was unlocked"},
    {kUnlocked, "account unlocked"},
    {kUnlocked, "user {user} has been unlocked"},
    {kRenamed, "user name has been changed"},
    {kRenamed, "user name was changed"},
    {kRenamed, "user name changed"},
    {kRenamed, "username has been changed"},
    {kRenamed, "username was changed"},
    {kRenamed, "username changed"},
    {kRenamed, "user name for {user} has been changed"},
    {kRenamed, "user name of {user} has been changed"},
    {kExpired, "password has expired"},
    {kExpired, "password is expired"},
    {kExpired, "password expired"},
    {kChanged, "password has been changed"},
    {kChanged, "password has been {} changed"},
    {kChanged, "password was changed"},
    {kChanged, "password was {} changed"},
    {kChanged, "password changed"},
    {kChanged, "password has been reset"},
    {kChanged, "password was reset"},
    {kChanged, "password has been updated"},
    {kChanged, "password was updated"},
    {kChanged, "password for {user} has been changed"},
    {kChanged, "password for {user} was changed"},
    {kChanged, "password for {user} has been reset"},
    {kLevel, "security level has been changed"},
    {kLevel, "security level was changed"},
    {kLevel, "security level changed"},
    {kFailed, "{count} failed login attempts"},
    {kFailed, "failed login attempt"},
    {kFailed, "failed login attempts"},
    {kFailed, "failed sign-in attempt"},
    {kFailed, "unsuccessful login attempt"},

    // German
    {kLocked, "Konto wurde gesperrt"},
    {kLocked, "Konto wurde {} gesperrt"},
    {kLocked, "Konto {user} wurde gesperrt"},
    {kLocked, "Konto ist gesperrt"},
    {kLocked, "Konto gesperrt"},
    {kLocked, "Benutzerkonto wurde gesperrt"},
    {kLocked, "Benutzerkonto wurde {} gesperrt"},
    {kLocked, "Benutzerkonto {user} wurde gesperrt"},
    {kLocked, "Benutzerkonto ist gesperrt"},
    {kLocked, "Benutzerkonto gesperrt"},
    {kLocked, "Benutzer {user} wurde gesperrt"},
    {kLocked, "Kontosperrung"},
    {kLocked, "zu viele fehlgeschlagene Anmeldeversuche"},
    {kLocked, "zu vieler fehlgeschlagener Anmeldeversuche"},
    {kLocked, "zu viele Anmeldeversuche"},
    {kUnlocked, "Konto wurde entsperrt"},
    {kUnlocked, "Benutzerkonto wurde entsperrt"},
    {kRenamed, "Benutzername wurde ge\xc3\xa4ndert"},
    {kExpired, "Kennwort ist abgelaufen"},
    {kExpired, "Passwort ist abgelaufen"},
    {kChanged, "Kennwort wurde ge\xc3\xa4ndert"},
    {kChanged,
     "Kennwort wurde zur\xc3\xbc"
     "ckgesetzt"},
    {kChanged, "Passwort wurde ge\xc3\xa4ndert"},
    {kChanged,
     "Passwort wurde zur\xc3\xbc"
     "ckgesetzt"},
    {kLevel, "Sicherheitsstufe wurde ge\xc3\xa4ndert"},
    {kFailed, "fehlgeschlagener Anmeldeversuch"},

    // Who it is about, where the notice goes to somebody else
    {"", "username: {user}"},
    {"", "user name: {user}"},
    {"", "user id: {user}"},
    {"", "login name: {user}"},
    {"", "Benutzername: {user}"},
    {"", "Anmeldename: {user}"},
};

Profile make_notice_mail() {
  Profile profile;
  profile.system = LogSystem::mail_notice;
  profile.name = "notice-mail";
  profile.title = "Notices by mail: account locked, user name or password changed";
  profile.source =
      "wordings in general use; Kaseya helpdesk, \"BMS Security: Troubleshooting "
      "account lockout\"";
  for (const MailPattern& row : kMailPatterns) profile.mails.push_back({row.says, row.text});
  profile.example =
      "From: notifications@psa.example.com\n"
      "To: api-backup@msp.example.com\n"
      "Date: Tue, 19 May 2026 08:07:19 -0400\n"
      "Subject: Your account has been locked\n"
      "\n"
      "Your account has been locked after too many failed login attempts from IP address "
      "203.0.113.5.\n";
  return profile;
}

}  // namespace

const Profile& notice_profile() {
  static const Profile profile = make_notice_mail();
  return profile;
}

}  // namespace whylocked::input
