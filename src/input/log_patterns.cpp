// The first pattern that fits a line is taken, so what is of no interest (it says nothing) stands
// above what would be counted twice, or could be read out of a name that somebody made up: sshd
// writes each attempt with a password itself, and the modules of PAM beneath it write the same
// attempt once more. Of sshd only its own lines count, of all other services those of PAM.
// What is left out: refused keys ("Failed publickey"), which no account is locked for, "Failed
// none", which is a client's question for the methods, and "maximum authentication attempts
// exceeded", which ends a connection and locks nothing.
// Sources, message texts: OpenSSH auth.c, auth_log(); Linux-PAM modules pam_unix (support.c,
// pam_unix_acct.c, pam_unix_passwd.c), pam_faillock and pam_tally2; shadow-utils usermod.c and
// passwd.c.
#include "input/log_patterns.hpp"

namespace whylocked::input {

namespace {

struct LogPattern {
  const char *says, *text;
};

constexpr LogPattern kLogPatterns[] = {
    // OpenSSH. The name of an unknown user is whatever was typed, with blanks if need be.
    {"login failed: unknown user",
     "Failed password for invalid user {user...} from {address} port {}"},
    {"login failed: wrong password", "Failed password for {user} from {address} port {}"},
    {"login failed: unknown user",
     "Failed keyboard-interactive/pam for invalid user {user...} from {address} port {}"},
    {"login failed: wrong password",
     "Failed keyboard-interactive/pam for {user} from {address} port {}"},
    {"login succeeded", "Accepted {} for {user} from {address} port {}"},
    {"", "Failed {} for"},
    {"", "Postponed {} for"},
    {"", "Partial {} for"},
    {"", "Invalid user"},
    {"", "input_userauth_request: invalid user"},
    {"", "Connection closed by"},
    {"", "Connection reset by"},
    {"", "Disconnected from"},
    {"", "Received disconnect from"},
    {"", "Disconnecting"},
    {"", "maximum authentication attempts exceeded"},

    // Linux-PAM
    {"", "User unknown:"},
    {"account locked", "Consecutive login failures for user {user} account temporarily locked"},
    {"", "pam_unix(sshd:auth):"},
    {"", "pam_tally2(sshd:auth):"},
    {"login failed: account is locked", "user {user} ({}) tally {}, deny {}"},
    {"", "PAM {} more authentication failure"},
    {"login failed: wrong password",
     "pam_unix({application}:auth): authentication failure; {...} rhost= user={user}"},
    {"login failed: wrong password",
     "pam_unix({application}:auth): authentication failure; {...} rhost={address} user={user}"},
    {"login failed: wrong password",
     "pam_unix({application}:auth): {count} more authentication {}; {...} rhost= user={user}"},
    {"login failed: wrong password",
     "pam_unix({application}:auth): {count} more authentication {}; {...} rhost={address} "
     "user={user}"},
    {"password changed", "pam_unix({application}:chauthtok): password changed for {user}"},
    {"password expired", "pam_unix({application}:account): expired password for user {user} ("},
    {"", "session opened for user"},
    {"", "session closed for user"},

    // shadow-utils
    {"account locked", "usermod[{}]: lock user '{user}' password"},
    {"account unlocked", "usermod[{}]: unlock user '{user}' password"},
    {"username changed", "usermod[{}]: change user name '{user}' to '{}'"},
};

Profile make_linux_auth() {
  Profile profile;
  profile.system = LogSystem::ssh;
  profile.name = "linux-auth";
  profile.title = "Linux sign-in log (auth.log, secure, journalctl): OpenSSH, PAM, passwd";
  profile.source = "OpenSSH auth.c; Linux-PAM pam_unix, pam_faillock, pam_tally2; shadow-utils";
  for (const LogPattern& row : kLogPatterns) profile.lines.push_back({row.says, row.text});
  profile.example =
      "May 19 08:07:19 web1 sshd[4211]: Failed password for backup from 203.0.113.5 port 50122 "
      "ssh2\n"
      "May 19 08:07:24 web1 sshd[4211]: pam_faillock(sshd:auth): Consecutive login failures for "
      "user backup account temporarily locked\n"
      "May 19 08:31:02 web1 sshd[4377]: Accepted publickey for anna from 198.51.100.20 port 50390 "
      "ssh2: ED25519 SHA256:abc\n";
  return profile;
}

}  // namespace

const Profile& linux_auth_profile() {
  static const Profile profile = make_linux_auth();
  return profile;
}

}  // namespace whylocked::input
