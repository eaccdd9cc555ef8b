// Lines of logs to rows.
#include "catch.hpp"
#include "input/formats/pattern.hpp"
#include "input/log/message.hpp"
#include "input/log/syslog_prefix.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;

namespace {

Dump read_lines(std::string_view bytes, const ReadOptions& options = {},
                std::size_t piece = input::kBufferBytes) {
  Dump result;
  Diagnostics diagnostics;
  DumpSink sink;
  const std::string name = "auth.log";
  input::InputContext job(name, options, sink, diagnostics, result.info);
  input::MemorySource source(bytes, piece);
  input::ReadBuffer buffer(source, piece);
  const auto read = input::read_log(buffer, input::Encoding::utf8, job);
  result.ok = read && job.finish(*read);
  result.rows = sink.text;
  result.messages = dump_diagnostics(diagnostics);
  return result;
}

ReadOptions in_year(int year) {
  ReadOptions options;
  options.year = year;
  return options;
}

// The row of a line that follows a recognized one, without its number and empty fields.
std::string row_of(std::string_view message) {
  const std::string text = "2026-05-19T08:07:19Z web1 " + std::string(message) +
                           "\n2026-05-19T08:08:00Z web1 sshd[9]: Received disconnect from x\n";
  std::string rows = read_lines(text).rows, shown;
  for (std::size_t at = rows.find(' '), end; at < rows.size(); at = end) {
    end = rows.find(' ', at + 1);
    while (end < rows.size() && rows.find('=', end) > rows.find(' ', end + 1))
      end = rows.find(' ', end + 1);
    const std::string field = rows.substr(at, std::min(end, rows.size() - 1) - at);
    if (field.back() != '=' && !field.starts_with(" time=")) shown += field;
  }
  return shown;
}

constexpr std::string_view kFailed =
    " sshd[7]: Failed password for ann from 192.0.2.7 port 50122 ssh2\n";

}  // namespace

TEST_CASE("read log: lines") {
  struct Case {
    std::string_view line, row;
  };
  for (const Case& one : {
           Case{"sshd[1]: Failed password for ann from 192.0.2.7 port 50122 ssh2",
                " user=ann address=192.0.2.7 event=sshd: login failed: wrong password"},
           Case{"sshd[1]: Failed password for invalid user ann from 2001:db8::7 port 50122 ssh2",
                " user=ann address=2001:db8::7 event=sshd: login failed: unknown user"},
           Case{"sshd[1]: Failed password for invalid user ann lee from 192.0.2.7 port 1 ssh2",
                " user=ann lee address=192.0.2.7 event=sshd: login failed: unknown user"},
           Case{"sshd-session[1]: Failed keyboard-interactive/pam for ann from 192.0.2.7 port 1 "
                "ssh2",
                " user=ann address=192.0.2.7 event=sshd: login failed: wrong password"},
           Case{"sshd[1]: Failed keyboard-interactive/pam for invalid user x from 192.0.2.7 port 1 "
                "ssh2",
                " user=x address=192.0.2.7 event=sshd: login failed: unknown user"},
           Case{"sshd[1]: Accepted publickey for ann from 192.0.2.7 port 1 ssh2: RSA SHA256:a/b+c",
                " user=ann address=192.0.2.7 event=login succeeded"},
           Case{"sshd[1]: Accepted password for ann from 192.0.2.7 port 1 ssh2",
                " user=ann address=192.0.2.7 event=login succeeded"},
           Case{"sshd[1]: Failed publickey for ann from 192.0.2.7 port 1 ssh2", ""},
           Case{"sshd[1]: Failed none for invalid user x from 192.0.2.7 port 1 ssh2", ""},
           Case{"sshd[1]: Failed password for invalid user  from 192.0.2.7 port 1 ssh2", ""},
           Case{"sshd[1]: Invalid user ann from 192.0.2.7 port 1", ""},
           Case{"sshd[1]: error: maximum authentication attempts exceeded for ann from 192.0.2.7 "
                "port 1 ssh2 [preauth]",
                ""},
           Case{"sshd[1]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 "
                "tty=ssh ruser= rhost=192.0.2.7  user=ann",
                ""},
           Case{"sshd[1]: PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= "
                "rhost=192.0.2.7  user=ann",
                ""},
           Case{"dovecot: pam_unix(dovecot:auth): authentication failure; logname= uid=0 euid=0 "
                "tty=dovecot ruser=ann rhost=192.0.2.7  user=ann",
                " user=ann address=192.0.2.7 event=login failed: wrong password "
                "application=dovecot"},
           Case{"sudo: pam_unix(sudo:auth): authentication failure; logname=bob uid=1000 euid=0 "
                "tty=/dev/pts/0 ruser=bob rhost=  user=bob",
                " user=bob event=login failed: wrong password application=sudo"},
           Case{"vsftpd: pam_unix(vsftpd:auth): 2 more authentication failures; logname= uid=0 "
                "euid=0 tty=ftp ruser=ann rhost=192.0.2.7  user=ann",
                " user=ann address=192.0.2.7 event=login failed: wrong password "
                "application=vsftpd count=2"},
           Case{"sshd[1]: pam_faillock(sshd:auth): Consecutive login failures for user ann account "
                "temporarily locked",
                " user=ann event=account locked"},
           Case{"sshd[1]: pam_tally2(sshd:auth): user ann (1000) tally 6, deny 5", ""},
           Case{"login[1]: pam_tally2(login:auth): user ann (1000) tally 6, deny 5",
                " user=ann event=login failed: account is locked"},
           Case{"passwd[1]: pam_unix(passwd:chauthtok): password changed for ann",
                " user=ann event=password changed application=passwd"},
           Case{"sshd[1]: pam_unix(sshd:account): expired password for user ann (password aged)",
                " user=ann event=password expired application=sshd"},
           Case{"usermod[1]: lock user 'ann' password", " user=ann event=account locked"},
           Case{"usermod[1]: unlock user 'ann' password", " user=ann event=account unlocked"},
           Case{"usermod[1]: change user name 'ann' to 'anna'", " user=ann event=username changed"},
           Case{"sshd[1]: message repeated 3 times: [ Failed password for ann from 192.0.2.7 port "
                "50122 ssh2]",
                " user=ann address=192.0.2.7 event=sshd: login failed: wrong password count=3"},
           Case{"CRON[1]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)",
                ""},
       }) {
    INFO(one.line);
    CHECK(row_of(one.line) == std::string(one.row) + (one.row.empty() ? "" : " realm=web1"));
  }
}

TEST_CASE("read log: the host that an account belongs to") {
  struct Case {
    std::string_view message, host;
  };
  for (const Case& one : {
           Case{" web1 sshd[11]: Failed", "web1"},
           Case{" web1.example.com sshd[11]: Failed", "web1.example.com"},
           Case{" web1 sshd 11 - - Failed", "web1"},
           Case{" web1 sshd - - - Failed", "web1"},
           Case{" web1 su: pam_unix(su:auth): authentication failure", "web1"},
           Case{" <auth.info> web1 sshd[11]: Failed", "web1"},
           Case{" 192.0.2.9 sshd[11]: Failed", "192.0.2.9"},
           Case{" authpriv.warn dropbear[11]: Bad password", ""},
           Case{"sshd[11]: Failed password for ann", ""},
           Case{"Failed password for ann from 192.0.2.7 port 22 ssh2", ""},
           Case{"", ""},
       }) {
    INFO(one.message);
    CHECK(input::host_of(one.message) == one.host);
  }
}

// The person who signs in chooses the name: it must not forge an event for somebody else.
TEST_CASE("read log: names that look like a line") {
  for (const std::string_view line : {
           "sshd[1]: Failed password for invalid user root from 198.51.100.1 port 1 ssh2 from "
           "192.0.2.7 port 22 ssh2",
           "sshd[1]: Failed password for invalid user Failed password for root from 198.51.100.1 "
           "port 1 from 192.0.2.7 port 22 ssh2",
           "sshd[1]: Invalid user Failed password for root from 198.51.100.1 port 1 from 192.0.2.7 "
           "port 22",
           "sshd[1]: Invalid user usermod[1]: lock user 'root' password from 192.0.2.7 port 22",
           "sshd[1]: Failed password for invalid user message repeated 500 times: [ Failed "
           "password "
           "for root from 198.51.100.1 port 1 ssh2] from 192.0.2.7 port 22 ssh2",
           "sshd 1 - - Failed password for invalid user message repeated 500 times: [ Failed "
           "password for root from 198.51.100.1 port 1 ssh2] from 192.0.2.7 port 22 ssh2",
           "sshd[1]: Failed password for invalid user 1 2 3 4 5 6 7 8 9 usermod[1]: lock user "
           "'root' "
           "password from 192.0.2.7 port 22 ssh2",
           "dovecot: pam_unix(dovecot:auth): authentication failure; logname= uid=0 euid=0 tty=x "
           "ruser= rhost=192.0.2.7 user=x rhost=198.51.100.1 user=root",
       }) {
    INFO(line);
    const std::string row = row_of(line);
    CHECK(row.find("user=root") == row.npos);
    CHECK(row.find("198.51.100.1") == row.npos);
  }
  const Dump got = read_lines("2026-05-19T08:07:19Z h" + std::string(kFailed) +
                              "2026-05-19T08:07:19Z h sshd[1]: Failed password for invalid user "
                              "root from 198.51.100.1 port "
                              "1 ssh2 from 192.0.2.7 port 22 ssh2\n");
  CHECK(got.info.rows == 2);
  CHECK(got.info.skipped == 1);
  CHECK(got.messages ==
        "warning 2:0 the name contains words of a log line, so user and address are uncertain; "
        "skipped\n");
}

TEST_CASE("read log: events of another log are reported, not dropped silently") {
  const std::string ssh =
      "May 19 08:07:19 mx1 sshd[7]: Failed password for ann from 192.0.2.7 port 22 ssh2\n";
  const std::string imap =
      "May 19 08:07:19 mx1 dovecot: imap-login: Login: user=<ann>, method=PLAIN, rip=192.0.2.7, "
      "lip=192.0.2.9, TLS\n";
  CHECK(read_lines(ssh + ssh + imap, in_year(2026))
            .messages.find("lines of another log (dovecot) are skipped") != std::string::npos);
  CHECK(read_lines(ssh + ssh + "May 19 08:07:19 mx1 cron[7]: x\n", in_year(2026))
            .messages.find("another log") == std::string::npos);
}

TEST_CASE("read log: times") {
  struct Case {
    std::string front, time;
  };
  for (const Case& one : {
           Case{"May 19 08:07:19 web1", "2026-05-19T08:07:19"},
           Case{"May  9 08:07:19 web1", "2026-05-09T08:07:19"},
           Case{"<38>May 19 08:07:19 web1", "2026-05-19T08:07:19"},
           Case{"May 19 08:07:19.123 web1", "2026-05-19T08:07:19.123"},
           Case{"2026-05-19T08:07:19.123456-04:00 web1", "2026-05-19T08:07:19.123456-04:00"},
           Case{"2026-05-19T08:07:19-0400 web1", "2026-05-19T08:07:19-0400"},
           Case{"2026-05-19T08:07:19Z web1", "2026-05-19T08:07:19Z"},
           Case{"<38>1 2026-05-19T08:07:19Z web1 sshd 123 - -", "2026-05-19T08:07:19Z"},
           Case{"<38> 2026-05-19T08:07:19Z web1 sshd 123 - -", "2026-05-19T08:07:19Z"},
           Case{"2026-05-19 08:07:19,123 web1", "2026-05-19 08:07:19,123"},
           Case{"2026-05-19 08:07:19 +0200 web1", "2026-05-19 08:07:19 +0200"},
           Case{"2026-05-19 08:07:19 web1", "2026-05-19 08:07:19"},
           Case{"Mai 19 08:07:19 web1", "2026-05-19T08:07:19"},
           Case{"Maj 19 08:07:19 web1", ""},
           Case{"May 19 08:07 web1", ""},
           Case{"<38>1 - web1", ""},
           Case{"", ""},
       }) {
    INFO(one.front);
    const Dump got = read_lines(one.front + std::string(kFailed), in_year(2026));
    CHECK(got.ok == !one.time.empty());
    if (one.time.empty()) {
      CHECK(got.rows.empty());
      CHECK(got.info.skipped == 1);
      CHECK(got.messages ==
            "error 0:0 no line of the file could be used\n"
            "warning 1:0 no time at the beginning of the line; skipped\n");
    } else {
      CHECK(got.rows == "1 time=" + one.time +
                            " user=ann address=192.0.2.7 event=sshd: login failed: wrong password "
                            "application= count= realm=web1\n");
    }
  }
}

TEST_CASE("read log: years") {
  std::string text;
  for (const char* day :
       {"Dec 30", "Dec 31", "Jan  1", "Dec 31", "Jan  2", "Jul  1", "Dec 31", "Jan  1"})
    text += std::string(day) + " 00:00:00 h" + std::string(kFailed);
  const std::string rows = read_lines(text, in_year(2025)).rows;
  std::string days;
  for (std::size_t at = rows.find("time="); at != rows.npos; at = rows.find("time=", at + 1))
    days += rows.substr(at + 5, 10) + ' ';
  CHECK(days ==
        "2025-12-30 2025-12-31 2026-01-01 2025-12-31 2026-01-02 2026-07-01 2026-12-31 2027-01-01 ");

  const Dump unclassified = read_lines(text);
  CHECK_FALSE(unclassified.ok);
  CHECK(unclassified.rows.empty());
  CHECK(unclassified.messages ==
        "error 0:0 the times have no year / name the year of the first line with --year YEAR\n");
}

TEST_CASE("read log: the file as a whole, in buffers of every size") {
  const std::string text =
      "May 19 08:07:19 h" + std::string(kFailed) +
      "\r\nMay 19 08:07:20 h last message repeated 2 times\r\n"
      "May 19 08:07:21 h CRON[1]: nothing\n"
      "May 19 08:07:22 h last message repeated 2 times\n"
      "May 19 08:07:23 h sshd[1]: Failed password for M\xfcller from 192.0.2.7 "
      "port 1 ssh2";
  const Dump whole = read_lines(text, in_year(2026));
  CHECK(whole.ok);
  CHECK(whole.info.format == "log");
  CHECK(whole.info.profile == "linux-auth");
  CHECK(whole.rows ==
        "1 time=2026-05-19T08:07:19 user=ann address=192.0.2.7 event=sshd: login failed: wrong "
        "password "
        "application= count= realm=h\n"
        "3 time=2026-05-19T08:07:20 user=ann address=192.0.2.7 event=sshd: login failed: wrong "
        "password "
        "application= count=2 realm=h\n"
        "6 time=2026-05-19T08:07:23 user=M\xc3\xbcller address=192.0.2.7 event=sshd: login failed: "
        "wrong "
        "password application= count= realm=h\n");
  CHECK(whole.messages ==
        "note 0:0 2 lines are no sign-in events\n"
        "note 6:0 not valid UTF-8; read as Windows-1252\n");
  for (const std::size_t piece : kSmallPieces)
    CHECK(read_lines(text, in_year(2026), piece) == whole);

  ReadOptions options = in_year(2026);
  options.max_record_bytes = 100;
  const std::string line = "May 19 08:07:19 h" + std::string(kFailed);
  const Dump cut = read_lines(line + std::string(500, 'x') + '\n' + line, options);
  CHECK_FALSE(cut.ok);
  CHECK(cut.info.rows == 3);
  CHECK(cut.info.skipped == 1);
  CHECK(cut.messages == "error 2:0 longer than 100 bytes; skipped\n");
  for (const std::size_t piece : kSmallPieces)
    CHECK(read_lines(line + std::string(500, 'x') + '\n' + line, options, piece) == cut);

  CHECK(read_lines("May 19 08:07:19 h sshd[1]: Received disconnect from x\n").messages ==
        "error 0:0 no line is a sign-in event: 1 line is no sign-in event / check the period, or "
        "describe the messages in a profile: --profile FILE\n");
}

TEST_CASE("read log: a value in a journal is not one of its lines") {
  using namespace std::string_literals;
  struct Case {
    const char* name;
    std::string journal;
    std::string_view messages = {};
  };
  const auto exported = [](const std::string& entry) {
    return "__CURSOR=a\n__REALTIME_TIMESTAMP=1\n_HOSTNAME=h\nSYSLOG_IDENTIFIER=sshd\n" + entry +
           "\n__CURSOR=b\n__REALTIME_TIMESTAMP=2\n_HOSTNAME=h\nSYSLOG_IDENTIFIER=sshd\n"
           "MESSAGE=Failed password for ann from 192.0.2.7 port 22 ssh2\n\n";
  };
  const auto verbose = [](const std::string& entry) {
    const auto head = [](std::string_view name) {
      return "Tue 2026-05-19 08:07:19.000000 UTC [s=" + std::string(name) +
             "]\n    _HOSTNAME=h\n    SYSLOG_IDENTIFIER=sshd\n";
    };
    return head("a") + entry + head("b") +
           "    MESSAGE=Failed password for ann from 192.0.2.7 port 22 ssh2\n";
  };
  const std::string forged = "MESSAGE=Failed password for root from 9.9.9.9 port 22 ssh2";
  const std::string value = "x\n\n__REALTIME_TIMESTAMP=1\nSYSLOG_IDENTIFIER=sshd\n" + forged + "\n";
  const std::string length = static_cast<char>(value.size()) + std::string(7, '\0');
  std::string fields;
  for (int i = 0; i < 100; ++i) fields += "A=1\n";
  constexpr std::string_view kLeftOut = "error 1:0 longer than 4096 bytes; dropped\n";
  constexpr std::string_view kCut =
      "warning 1:0 the event is truncated or malformed / is the file complete?\n";
  ReadOptions options;
  options.max_record_bytes = 4096;
  for (const Case& one : {
           Case{"with its length", exported("MESSAGE\n" + length + value + "\n_PID=3\n")},
           Case{"longer than a buffer",
                exported("COREDUMP\n\0\x10\0\0\0\0\0\0"s + std::string(4096, '\n') + '\n')},
           Case{"a wrong length", exported("MESSAGE\nabcdefghijkl\n"), kCut},
           Case{"a value that looks like a verbose entry", exported("MESSAGE=x [s=x]\n")},
           Case{"indented", verbose("    MESSAGE=x\n            \n            " + forged + '\n')},
           Case{"many fields", exported(fields), kLeftOut},
           Case{"a long line", exported("A=" + std::string(5000, 'x') + '\n' + forged + '\n'),
                kLeftOut},
       }) {
    INFO(one.name);
    const Dump whole = dump(one.journal, options);
    CHECK(whole.messages == one.messages);
    CHECK(whole.rows.find("9.9.9.9") == std::string::npos);
    CHECK(whole.rows.find("user=ann address=192.0.2.7") != std::string::npos);
    for (const std::size_t piece : kSmallPieces) CHECK(dump(one.journal, options, piece) == whole);
  }
}

TEST_CASE("read log: a user's profile") {
  Profile profile;
  profile.name = "gate";
  profile.lines = {{"login failed", "{time...} DENY {user...} at {address}: {reason...}."}};
  profile.words = {{Field::reason, "pw", "wrong password"}};
  profile.time_zone = "Europe/Berlin";
  ReadOptions options;
  options.profiles = {profile};
  const std::string text =
      "19.05.2026 08:07:19 DENY Ann Lee at 192.0.2.7: pw.\n"
      "19.05.2026 08:07:20 DENY bob at 192.0.2.8: not known here.\n";
  const Dump got = read_lines(text, options);
  CHECK(got.ok);
  CHECK(got.info.profile == "gate");
  CHECK(got.info.columns.time_zone == "Europe/Berlin");
  CHECK(got.rows ==
        "1 time=19.05.2026 08:07:19 user=Ann Lee address=192.0.2.7 reason=wrong password "
        "event=login failed count=\n"
        "2 time=19.05.2026 08:07:20 user=bob address=192.0.2.8 reason=not known here "
        "event=login failed count=\n");
}

TEST_CASE("read log: texts that are logs") {
  const std::string line = "May 19 08:07:19 h" + std::string(kFailed);
  const std::string other = "May 19 08:07:19 h kernel: nothing of interest\n";
  const std::string prose = "A line of text that speaks of nothing.\n";
  struct Case {
    const char* name;
    std::string head;
    bool is_log;
  };
  for (const Case& one : {
           Case{"one line", line, true},
           Case{"two lines", line + line, true},
           Case{"one of two", line + other, true},
           Case{"one of two, one of them prose", line + prose, false},
           Case{"a third", line + line + prose + prose + prose + prose, true},
           Case{"less than a third", line + line + prose + prose + prose + prose + prose, false},
           Case{"a quiet log", line + other + other + other + other + other + other + line, true},
           Case{"one in a log", line + other + other + other, true},
           Case{"a table", "Time,User,Text\n2026-05-19,ann,login failed\n", false},
           Case{"prose", prose, false},
           Case{"nothing", "", false},
           Case{"blanks", "\n\n \n", false},
       }) {
    INFO(one.name);
    CHECK((read_lines(one.head, in_year(2026)).info.format == "log") == one.is_log);
  }
}
