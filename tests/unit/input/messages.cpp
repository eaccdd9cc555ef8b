// Prefixes of log lines, pairs, labels, and Windows events as XML and text.
#include <string>

#include "catch.hpp"
#include "input/formats/pattern.hpp"
#include "input/log/event_text.hpp"
#include "input/log/message.hpp"
#include "input/log/syslog_prefix.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;

TEST_CASE("read log: the time at the beginning of a line") {
  struct Row {
    const char *line, *time, *message;
  };
  for (const Row& row : {
           Row{"May  9 08:07:19 web1 x", "May  9 08:07:19", " web1 x"},
           Row{"May 19 2026 08:07:19 fw x", "May 19 2026 08:07:19", " fw x"},
           Row{"Tue May 19 08:07:19 2026 x", "May 19 08:07:19 2026", " x"},
           Row{"<38>1 2026-05-19T08:07:19Z web1 x", "2026-05-19T08:07:19Z", " web1 x"},
           Row{"<38>Tue 2026-05-19 08:07:19 UTC web1 x", "2026-05-19 08:07:19 UTC", " web1 x"},
           Row{"Tue 2026-05-19 08:07:19 CEST web1 x", "2026-05-19 08:07:19 CEST", " web1 x"},
           Row{"2026-05-19 08:07:19,417 WARN x", "2026-05-19 08:07:19,417", " WARN x"},
           Row{"2026/05/19 08:07:19 [error] x", "2026/05/19 08:07:19", " [error] x"},
           Row{"05/19 08:07:19 [LOGON] x", "05/19 08:07:19", " [LOGON] x"},
           Row{"1779178039.123456 web1 x", "1779178039.123456", " web1 x"},
           Row{"1779178039 web1 x", "1779178039", " web1 x"},
           Row{"1779178039 2026-05-19T08:07:19Z x", "2026-05-19T08:07:19Z", " x"},
           Row{"1234567890 May 19 08:07:19 web1 x", "May 19 08:07:19", " web1 x"},
           Row{"12345678901 web1 x", "", "12345678901 web1 x"},
           Row{"web1-1  | May 19 08:07:19 x", "May 19 08:07:19", " x"},
           Row{"W, [2026-05-19T08:07:19.6 #1] x", "2026-05-19T08:07:19.6", " #1] x"},
           Row{"[19/May/2026:08:07:19 +0000] x", "19/May/2026:08:07:19 +0000", "] x"},
           Row{"13/45 08:07:19 x", "", "13/45 08:07:19 x"},
           Row{"\x1b[36mweb1-1  | \x1b[0mMay 19 08:07:19 x", "May 19 08:07:19", " x"},
           Row{"[pod/web-0/sshd] May 19 08:07:19 x", "May 19 08:07:19", " x"},
           Row{"/var/log/auth.log:May 19 08:07:19 x", "May 19 08:07:19", " x"},
           Row{"C:\\netlogon.log:7:05/19 08:07:19 x", "05/19 08:07:19", " x"},
           Row{"12:2026-05-19T08:07:19Z x", "2026-05-19T08:07:19Z", " x"},
           Row{"Di 2026-05-19 08:07:19 CEST x", "2026-05-19 08:07:19 CEST", " x"},
           Row{"WARNING 2026-05-19 08:07:19,1 x", "2026-05-19 08:07:19,1", " x"},
           Row{"[Tue May 19 08:07:19.12 2026] [x]", "May 19 08:07:19.12 2026", "] [x]"},
           Row{"Okt 19 08:07:19 x", "Okt 19 08:07:19", " x"},
           Row{"a | b | c", "", "a | b | c"},
           Row{"no time here [really]", "", "no time here [really]"},
       }) {
    CAPTURE(row.line);
    const input::LogLine parts = input::parse_log_line(row.line);
    CHECK(parts.time == row.time);
    CHECK(parts.message == row.message);
  }
}

TEST_CASE("read log: pairs of a line") {
  input::json::Members pairs;
  input::parse_pairs(
      R"(date=2026-05-19 user="j \"r\" roth" msg="a=b, c" ip=203.0.113.5, type="X" =y e=)", pairs);
  CHECK(pairs["date"] == "2026-05-19");
  CHECK(pairs["USER"] == "j \"r\" roth");
  CHECK(pairs["msg"] == "a=b, c");
  CHECK(pairs["ip"] == "203.0.113.5");
  CHECK(pairs["type"] == "X");
  CHECK(pairs.size() == 6);  // "e" too, but not "a"
  input::parse_pairs("\"never closed=\"x y", pairs);
  CHECK(pairs["closed"] == "x y");
}

TEST_CASE("read log: labels of a message on one or several lines") {
  const std::string lines =
      "A user account was locked out.\n\nSubject:\n\tAccount Name:\t\tDC01$\n\nAccount That Was "
      "Locked Out:\n\tAccount Name:\t\tann\n\nAdditional Information:\n\tCaller Computer "
      "Name:\tPC-7\n\tNothing:\t-\n";
  std::string spaced = lines, single;
  for (char& c : spaced)
    if (c == '\n' || c == '\t') c = ' ';
  for (const char c : spaced)
    if (c != ' ' || (!single.empty() && single.back() != ' ')) single += c;
  for (const std::string& text : {lines, single}) {
    CAPTURE(text);
    input::LabelledText labelled;
    labelled.set(text);
    CHECK(labelled.value("Account That Was Locked Out > Account Name") == "ann");
    CHECK(labelled.value("Caller Computer Name") == "PC-7");
    CHECK(labelled.value("Nothing").empty());
    CHECK(labelled.value("Absent").empty());
  }
  input::LabelledText labelled;
  labelled.set(lines);
  CHECK(labelled.value_at("1.1") == "DC01$");
  CHECK(labelled.value_at("2.1") == "ann");
  CHECK(labelled.value_at("3.1/2") == "PC-7");
  for (const char* const place : {"3.1/3", "3.2", "2.2", "4.1", "", "x"}) {
    CAPTURE(place);
    CHECK(labelled.value_at(place).empty());
  }
}

TEST_CASE("read table: a Windows message from any storage") {
  for (const std::string& text :
       {std::string("@timestamp,host.name,message\n2026-05-19T08:07:19Z,dc01,\"A user account was "
                    "locked out.\n\nSubject:\n\tAccount Name:\t\tDC01$\n\nAccount That Was Locked "
                    "Out:\n\tAccount Name:\t\tann\n\nAdditional Information:\n\tCaller Computer "
                    "Name:\tPC-7\n\"\n"),
        std::string("_time,_raw,host\n2026-05-19T08:07:19Z,\"05/19/2026 08:07:19 "
                    "AM\nLogName=Security\nEventCode=4740\nMessage=A user account was locked "
                    "out.\n\nAccount That Was Locked Out:\n\tAccount Name:\t\tann\n\nAdditional "
                    "Information:\n\tCaller Computer Name:\tPC-7\n\",dc01\n")}) {
    CAPTURE(text);
    const Dump got = dump(text);
    CHECK(got.ok);
    CHECK(got.info.profile == "windows-security");
    for (const char* const field :
         {"time=2026-05-19T08:07:19Z", "user=ann", "event=4740", "computer=PC-7"})
      CHECK(got.rows.find(field) != std::string::npos);
  }
}

TEST_CASE("read table: the XML of an event in a cell", "[expat]") {
  const std::string xml =
      "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>4740"
      "</EventID><TimeCreated SystemTime='2026-05-19T08:07:19Z'/><Computer>dc01</Computer></System>"
      "<EventData><Data Name='TargetUserName'>ann</Data><Data Name='TargetDomainName'>PC-7</Data>"
      "</EventData></Event>";
  for (const std::string& text : {"_time,_raw,host\n2026-05-19T10:07:19+0200," + xml + ",dc01\n",
                                  "TimeCreated,Xml\n5/19/2026 10:07:19 AM," + xml + "\n"}) {
    CAPTURE(text);
    const Dump got = dump(text);
    CHECK(got.ok);
    CHECK(got.info.profile == "windows-security");
    for (const char* const field :
         {"time=2026-05-19T08:07:19Z", "user=ann", "event=4740", "computer=PC-7"})
      CHECK(got.rows.find(field) != std::string::npos);
  }
}

TEST_CASE("read table: a message of pairs; the host column is not the caller") {
  const Dump pairs = dump(
      "timestamp,source,message\n2026-05-19T08:07:19Z,kc,\"type=\"\"LOGIN_ERROR\"\", "
      "realmId=\"\"r1\"\", clientId=\"\"sync\"\", ipAddress=\"\"192.0.2.7\"\", "
      "error=\"\"user_temporarily_disabled\"\", username=\"\"ann\"\"\"\n");
  CHECK(pairs.info.profile == "keycloak-log");
  for (const char* const field : {"user=ann", "event=login failed", "reason=account is locked"})
    CHECK(pairs.rows.find(field) != std::string::npos);
  const Dump line = dump(
      "Date,Host,Service,Message\n2026-05-19T08:07:19Z,web1,sshd,Failed password for ann from "
      "192.0.2.7 port 22 ssh2\n");
  CHECK(line.rows.find("user=ann address=192.0.2.7") != std::string::npos);
  CHECK(line.rows.find("web1") == std::string::npos);
}

TEST_CASE("read xml: events with and without a root, and a truncated one", "[expat]") {
  const std::string one =
      "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID "
      "Qualifiers=''>4740</EventID><TimeCreated SystemTime='2026-05-19T08:07:19Z'/></System>"
      "<EventData><Data Name='TargetUserName'>ann</Data><Data Name='TargetDomainName'>PC-7</Data>"
      "</EventData></Event>";
  const std::string row = "time=2026-05-19T08:07:19Z user=ann event=4740 computer=PC-7 realm=";
  for (const std::string& text :
       {one + one, "<Events>" + one + one + "</Events>",
        "<?xml version=\"1.0\" encoding=\"utf-16\"?>\r\n<Events>" + one + one + "</Events>",
        "<!-- by <admin> -->\n<!DOCTYPE Events>\n<Events>" + one + one + "</Events>",
        one + "\n<?xml version=\"1.0\"?>" + one}) {
    CAPTURE(text);
    const Dump got = dump(text);
    CHECK(got.ok);
    CHECK(got.info.profile == "windows-security");
    CHECK(got.rows.find("1 " + row) != std::string::npos);
    CHECK(got.rows.find("2 " + row) != std::string::npos);
  }
  const Dump cut = dump(one + one.substr(0, 200));
  CHECK(cut.rows.find("1 " + row) != std::string::npos);
  CHECK(cut.info.skipped == 1);
  const Dump damaged = dump("<Events><Event><x></Event>" + one + "</Events>");
  CHECK(damaged.rows.find("2 " + row) != std::string::npos);
  CHECK(damaged.info.skipped == 1);
  CHECK(dump("<Events>" + one).messages ==
        "warning 1:0 the JSON ends after this value, inside its list / is the file complete?\n");
  CHECK_FALSE(dump("<Events><Event><!DOCTYPE x></Event></Events>").ok);
}
