// The meaning of columns, by their names.
#include <set>
#include <vector>

#include "catch.hpp"
#include "input/table/aliases.hpp"
#include "input/table/columns.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;
using namespace whylocked::input;

namespace {

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == '|')
      cells.emplace_back();
    else
      cells.back() += c;
  }
  return cells;
}

// "time=1 user=2"
std::string meaning(std::string_view header, const ReadOptions& options = {}) {
  const ColumnMapping found = resolve_columns(split(header), options);
  std::string text;
  for (std::size_t i = 0; i < kFieldCount; ++i)
    if (const auto number = found.columns.number[i]; number != 0) {
      if (!text.empty()) text += ' ';
      text += to_text(static_cast<Field>(i));
      text += '=' + std::to_string(number);
    }
  return text;
}

}  // namespace

TEST_CASE("read: the table of aliases is well formed") {
  std::set<std::pair<std::string_view, Field>> seen;
  for (const Alias& alias : all_aliases()) {
    CAPTURE(alias.name);
    CHECK(fold(alias.name) == alias.name);
    CHECK(seen.emplace(alias.name, alias.field).second);
    CHECK((alias.priority >= 1 && alias.priority <= 9));
    CHECK_FALSE(aliases_of(alias.name).empty());
  }
}

TEST_CASE("read: names are folded") {
  struct Row {
    std::string_view name, folded;
  };
  for (const Row row : {
           Row{"Date/Time", "date time"},
           Row{" Application ID ", "application id"},
           Row{"Autonomous system  number", "autonomous system number"},
           Row{"\xef\xbb\xbfUser_Name", "user name"},
           Row{"IP\xc2\xa0"
               "Adresse",
               "ip adresse"},
           Row{"actor.alternateId", "actor alternateid"},
           Row{"IP\r\nAddress", "ip address"},
           Row{"\xc3\x9c"
               "bersicht",
               "\xc3\xbc"
               "bersicht"},
           Row{"_-./", ""},
           Row{"", ""},
       })
    CHECK(fold(row.name) == row.folded);
  CHECK(fold(std::string(1000, 'x')).empty());
}

TEST_CASE("read: headers of real exports") {
  struct Row {
    std::string_view header, meaning;
  };
  for (const Row row : {
           Row{"Date (UTC)|Request ID|User agent|Correlation ID|User ID|User|Username|Application|"
               "Application ID |Resource|IP address|Location|Status|Sign-in error code|Failure "
               "reason|Client app|Browser|IP address (seen by resource)",
               "time=1 user=7 display_name=6 address=11 outcome=13 reason=15 reason_code=14 "
               "application=8 user_agent=3 id=2"},
           Row{"createdDateTime|userPrincipalName|userDisplayName|appDisplayName|ipAddress|"
               "status.errorCode|status.failureReason|id",
               "time=1 user=2 display_name=3 address=5 reason=7 reason_code=6 application=4 id=8"},
           Row{"published|eventType|displayMessage|actor.alternateId|actor.displayName|"
               "client.ipAddress|client.userAgent.rawUserAgent|outcome.result|outcome.reason|uuid",
               "time=1 user=4 display_name=5 address=6 outcome=8 reason=9 event=2 user_agent=7 "
               "id=10"},
           Row{"timestamp|isotimestamp|user.name|email|access_device.ip|auth_device.ip|"
               "application.name|event_type|result|reason|txid",
               "time=2 user=3 address=5 outcome=9 reason=10 event=8 application=7 id=11"},
           Row{"timestamp|event_type|initiated_by.email|initiated_by.username|client_ip|success|"
               "error_message|useragent.name",
               "time=1 user=4 address=5 outcome=6 reason=7 event=2 user_agent=8"},
           Row{"Date/Time|User|IP Address|Details|Parameters",
               "time=1 user=2 address=3 reason=5 event=4"},
           Row{"enteredDate|enteredBy|auditType|auditSubType|auditSource|text",
               "time=1 user=2 reason=6 event=4 application=5"},
           Row{"Name|Username|Security Level|Integration Vendor|API Tracking Identifier|Locked",
               "user=2 display_name=1 vendor=4 tracking_id=5 locked=6"},
           Row{"Datum/Uhrzeit|Benutzername|IP-Adresse|Ereignis|Ergebnis|Grund|Client",
               "time=1 user=2 address=3 outcome=5 reason=6 event=4 user_agent=7"},
           Row{"Zeit|Mitarbeiter|Quell-IP|Ergebnis|Fehlergrund",
               "time=1 user=2 address=3 outcome=4 reason=5"},
           Row{"Horodatage|Employé|Adresse IP source|Résultat",
               "time=1 user=2 address=3 outcome=4"},
           Row{"Fecha|Empleado|IP de origen|Resultado", "time=1 user=2 address=3 outcome=4"},
           Row{"Tijdstip|Medewerker|Bron-IP|Resultaat", "time=1 user=2 address=3 outcome=4"},
           Row{"Tidpunkt|Användare|IP-adress|Resultat", "time=1 user=2 address=3 outcome=4"},
       })
    CHECK(meaning(row.header) == row.meaning);
}

TEST_CASE("read: ambiguous names") {
  struct Row {
    std::string_view header, meaning;
  };
  for (const Row row : {
           Row{"Time|User", "time=1 user=2"},
           Row{"Date|Agent|Action|IP Address", "time=1 user=2 address=4 event=3"},
           Row{"Date|Author|Username|Action", "time=1 user=3 event=4"},
           Row{"Date|Agent|Method|URL|Status", "time=1 outcome=5"},
           Row{"Date|Agent|Message", "time=1 text=3"},
           Row{"Date|User|Failed|Succeeded", "time=1 user=2 count=3 successes=4"},
           Row{"Time|User|Count|Success|Failed", "time=1 user=2 outcome=4 count=3"},
           Row{"Date|User|Failed|Result", "time=1 user=2 outcome=4"},
           Row{"Date|User|Success|Failed|Result", "time=1 user=2 outcome=5"},
           Row{"Date|Time|User", "time=1 clock=2 user=3"},
           Row{"Time|Username / Email|loginStatus", "time=1 user=2 outcome=3"},
           Row{"Zeitpunkt|Benutzeranmeldename|Ergebnis", "time=1 user=2 outcome=3"},
           Row{"Time|User|Client IP|X-Forwarded-For", "time=1 user=2 address=3"},
           Row{"Time|Date|User", "time=2 clock=1 user=3"},
           Row{"Datum|Uhrzeit|Benutzer", "time=1 clock=2 user=3"},
           Row{"Date/Time|Time|User", "time=1 user=3"},
           Row{"Time (UTC)|User", "time=1 user=2"},
           Row{"Time|Name", "time=1 user=2"},
           Row{"Time|Name|Username", "time=1 user=3 display_name=2"},
           Row{"Time|User|Username", "time=1 user=3 display_name=2"},
           Row{"Time|Email|User", "time=1 user=3"},
           Row{"Time|User ID|Email", "time=1 user=2"},
           Row{"Time|Resource|Status|Result", "time=1 user=2 outcome=4"},
           Row{"Time|User|Action", "time=1 user=2 event=3"},
           Row{"Time|User|Action|Event", "time=1 user=2 reason=3 event=4"},
           Row{"Time|User|Host|Client IP", "time=1 user=2 address=4"},
           Row{"Time|User|Host", "time=1 user=2 address=3"},
           Row{"Data|Ora|Utente", "time=1 clock=2 user=3"},
           Row{"Fecha|Hora|Usuario", "time=1 clock=2 user=3"},
           Row{"Data|Czas|Użytkownik", "time=1 clock=2 user=3"},
           Row{"Czas|Użytkownik", "time=1 user=2"},
           Row{"occurredAt|userName|ipAddress|action", "time=1 user=2 address=3 event=4"},
           Row{"Login Status|Attempt Date|Login Name", "time=2 user=3 outcome=1"},
           Row{"Sign-in result|Log Date|User", "time=2 user=3 outcome=1"},
           Row{"Time|User|Login Type|Event Source", "time=1 user=2 login_method=3"},
           Row{"Time|User|Event ID", "time=1 user=2 event=3"},
           Row{"Time|User|Event ID|Event", "time=1 user=2 event=4"},
           Row{"Date|Nom d’utilisateur|État", "time=1 user=2 outcome=3"},
           Row{"Time|User|User Email", "time=1 user=3 display_name=2"},
           Row{"Time|User|Time|User", "time=1 user=2 display_name=4"},
       }) {
    CAPTURE(row.header);
    CHECK(meaning(row.header) == row.meaning);
  }
}

TEST_CASE("read: --map outranks the aliases") {
  struct Row {
    std::vector<std::pair<Field, std::string>> map;
    std::string_view meaning;
  };
  for (const Row& row : std::vector<Row>{
           {{{Field::time, "Stamped"}}, "time=1 user=3"},
           {{{Field::time, "stamped"}}, "time=1 user=3"},  // folded
           {{{Field::time, "1"}}, "time=1 user=3"},        // by number
           {{{Field::time, "2"}}, "time=4 user=3"},        // a header with that name wins
           {{{Field::user, "Stamped"}}, "time=2 user=1"},
           {{{Field::reason, "Username"}}, "time=2 reason=3"},  // a column has only one meaning
       }) {
    ReadOptions options;
    options.map = row.map;
    CHECK(meaning("Stamped|Time|Username|2", options) == row.meaning);
  }
  ReadOptions options;
  options.map = {{Field::outcome, "Succeeded"}};
  CHECK(meaning("Time|User|Failed|Succeeded", options) == "time=1 user=2 outcome=4");
}

TEST_CASE("read: data cells are not read as hours of the day") {
  std::string cells = "2026-05-01|Datto";
  for (int i = 0; i < 24; ++i) cells += '|' + std::to_string(3 + 7 * i % 20);
  ReadOptions options;
  options.map = {{Field::time, "1"}, {Field::vendor, "2"}};
  const ColumnMapping found = resolve_columns(split(cells), options);
  CHECK(found.is_data);
  CHECK(found.hours.empty());
  CHECK(found.missing == std::vector{Field::user});
}

TEST_CASE("read: the field that a name means") {
  const auto guess = [](std::string_view name) {
    const auto field = guess_field(name);
    return std::string(field ? to_text(*field) : "");
  };
  CHECK(guess("ip") == "address");
  CHECK(guess("Source_IP") == "address");
  CHECK(guess("e-mail") == "user");
  CHECK(guess("login") == "user");
  CHECK(guess("timestamp") == "time");
  CHECK(guess("status") == "outcome");
  CHECK(guess("browser") == "user_agent");
  CHECK(guess("usr") == "");
}

TEST_CASE("read: --map names a missing column") {
  ReadOptions options;
  options.map = {{Field::time, "Wann"}, {Field::user, "9"}, {Field::reason, "0"}};
  const Dump got = dump("Time,\"User, all\",Result\n1,ann,x\n", options);
  CHECK_FALSE(got.ok);
  CHECK(got.messages ==
        "error 1:0 --map: no column \"Wann\" / the columns are: Time, \"User, all\", Result\n"
        "error 1:0 --map: no column \"9\" / the columns are: Time, \"User, all\", Result\n"
        "error 1:0 --map: no column \"0\" / the columns are: Time, \"User, all\", Result\n");
}

TEST_CASE("read: a misspelt column in --map gets a hint") {
  ReadOptions options;
  options.map = {{Field::user, "Usernam"}};
  CHECK(dump("Time,Username\n1,ann\n", options).messages ==
        "error 1:0 --map: no column \"Usernam\" / did you mean \"Username\"?; the columns are: "
        "Time, Username\n");
}

TEST_CASE("read: a table of calls per hour names its missing columns") {
  for (const auto& [header, missing] : {std::pair("Integration,Calls per hour", "time and count"),
                                        {"Hour,Calls", "time and vendor"},
                                        {"Tracking ID,Date,Hour,API Calls", "vendor"}}) {
    CAPTURE(header);
    const std::string got = dump(std::string(header) + "\nHudu,44,1,2\n").messages;
    CHECK(got.find("the header of a table of calls per hour names no column of " +
                   std::string(missing) + " / export API Activity by Hour") != got.npos);
  }
}

TEST_CASE("read: a caller column is not a column of calls") {
  const std::string got = dump("Time,Caller Computer Name\n2026-05-19 08:07:19,PC1\n").messages;
  CHECK(got.find("the header names no column of user") != got.npos);
}

TEST_CASE("read: a table without a header, by column numbers") {
  ReadOptions options;
  options.map = {{Field::time, "1"}, {Field::user, "3"}};
  Dump got = dump("remark\n2026-05-19;Success;ann\n2026-05-20;Failure;bob\n", options);
  CHECK(got.ok);
  CHECK(got.rows == "2 time=2026-05-19 user=ann\n3 time=2026-05-20 user=bob\n");
  CHECK(got.info.columns.header[Field::user] == "column 3");
  got = dump("Wann;Was;Wer\n2026-05-20;Failure;bob\n", options);
  CHECK(got.rows == "2 time=2026-05-20 user=bob\n");
  CHECK(got.info.columns.header[Field::user] == "Wer");
}

TEST_CASE("read: columns that are not understood") {
  struct Row {
    std::string_view bytes, messages;
  };
  for (const Row row : {
           Row{"a,b\n1,2\n",
               "error 0:0 no header row found: no row names the columns of time and user / name "
               "the columns with --map time=COLUMN --map user=COLUMN; the columns are: a, b\n"},
           Row{"Dear all,\nplease see the attached export.\n",
               "error 0:0 no header row found: no row names the columns of time and user / name "
               "the columns with --map time=COLUMN --map user=COLUMN; the columns are: Dear "
               "all\n"},
           Row{"Beginn,User,Result\n1,ann,x\n",
               "error 1:0 the header names no column of time / name the columns with --map "
               "time=COLUMN; the columns are: Beginn, User, Result\n"},
           Row{"a,b,c,d,e,f,g,h,i,j,k,l,m\n",
               "error 0:0 no header row found: no row names the columns of time and user / name "
               "the columns with --map time=COLUMN --map user=COLUMN; the columns are: a, b, c, "
               "d, e, f, g, h, i, j, k, l, …\n"},
       }) {
    const Dump got = dump(row.bytes);
    CHECK_FALSE(got.ok);
    CHECK(got.messages == row.messages);
  }
}

TEST_CASE("read: other required fields") {
  ReadOptions options;
  options.required = {Field::user};
  CHECK(dump("Username\nann\nbob\n", options).rows == "2 user=ann\n3 user=bob\n");
}

TEST_CASE("read: a header longer than the head of a file") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "\"column " + std::to_string(i) + "\",";
  text += "Time,User\n" + std::string(20'000, ',') + "1,ann\n";
  CHECK(dump(text).rows == "2 time=1 user=ann\n");
}

TEST_CASE("read: fields have names") {
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    CHECK(parse_field(to_text(field)) == field);
  }
  CHECK_FALSE(parse_field("Time").has_value());
  CHECK_FALSE(parse_field("").has_value());
}
