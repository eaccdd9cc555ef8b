// The advice of check: its suggestions work, and never pick the machine that wrote the log.
#include "check/advice.hpp"

#include "catch.hpp"
#include "folder.hpp"

using namespace whylocked;

namespace {

FileCheck checked(std::string_view bytes, const ReadOptions& read = {}) {
  const Folder folder;
  Diagnostics diagnostics;
  const auto path = folder.put("export.txt", std::string(bytes));
  const auto files = check_files({path}, read, {}, diagnostics);
  REQUIRE(files.size() == 1);
  return files.front();
}

std::string joined(const std::vector<Text>& words) {
  std::string text;
  for (const Text& word : words) text += (text.empty() ? "" : " ") + word.str();
  return text;
}

std::string hours(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += ',' + std::to_string(i % 7);
  return text;
}

}  // namespace

TEST_CASE("a table without a header has numbered columns") {
  struct Row {
    std::vector<std::pair<Field, std::string>> map;
    std::string cells;
    std::size_t columns;
  };
  const Row rows[] = {
      {{{Field::time, "1"}, {Field::vendor, "2"}}, "Vendor" + hours(24), 26},
      {{{Field::time, "1"}, {Field::user, "2"}}, "ann@example.com,failed", 2},
      {{{Field::time, "1"}, {Field::user, "3"}}, "x,ann@example.com", 2},
      {{{Field::user, "2"}, {Field::time, "1"}, {Field::address, "3"}}, "ann,198.51.100.7", 3},
  };
  for (const Row& row : rows) {
    std::string table;
    for (int day = 10; day < 40; ++day)
      table += "2026-05-" + std::to_string(day % 20 + 10) + "," + row.cells + '\n';
    ReadOptions read;
    read.map = row.map;
    const FileCheck file = checked(table, read);
    CAPTURE(row.cells);
    CHECK(file.columns.size() == row.columns);
    for (std::size_t i = 1; i < file.columns.size(); ++i)
      CHECK(file.columns[i - 1].number < file.columns[i].number);
  }
}

TEST_CASE("columns with the same name have their own values") {
  const FileCheck file = checked(
      "Time,Username,Result,Count,Count\n"
      "2026-05-19 08:00:00,ann,Failure,3,1\n"
      "2026-05-19 08:01:00,ann,Failure,,1\n"
      "2026-05-19 08:02:00,ann,Failure,2,\n");
  REQUIRE(file.columns.size() == 5);
  CHECK(file.columns[3].values == std::vector<std::string>{"3", "2"});
  CHECK(file.columns[4].values == std::vector<std::string>{"1"});
  CHECK(file.columns[4].filled == 2);
}

TEST_CASE("the columns sampled are those below the header that is reported") {
  const std::string rows =
      "2026-05-19 08:00:00,ann@example.com,198.51.100.7\n"
      "2026-05-19 08:01:00,bob@example.com,198.51.100.8\n";
  const std::string tables[] = {
      "Sign-ins,of,Acme\n\nZeitmarke,Wer,Woher\n" + rows,  // the title is as wide as the header
      "#3,#2,#1\n" + rows,
      "3,2,1\n" + rows,
  };
  for (const std::string& table : tables) {
    CAPTURE(table);
    const FileCheck file = checked(table);
    REQUIRE(file.columns.size() == 3);
    CHECK(file.columns[0].looks_like == Field::time);
    CHECK(file.columns[1].looks_like == Field::user);
    CHECK(file.columns[2].looks_like == Field::address);
    CHECK(file.columns[2].values == std::vector<std::string>{"198.51.100.7", "198.51.100.8"});
    CHECK(file.columns[2].rows == 2);
  }
}

TEST_CASE("a data row that equals the first is not a second header") {
  const FileCheck file = checked("4,4,4\n7,4,9\n4,4,4\n9,4,11\n");
  REQUIRE(file.columns.size() == 3);
  for (const ColumnCheck& column : file.columns) CHECK(column.rows == 3);
  CHECK(file.columns[2].values == std::vector<std::string>{"9", "4", "11"});
}

TEST_CASE("lines of an unknown log get no --map") {
  const std::string_view lines[] = {
      "evt=1 ts=2026-05-19T07:00:00 host=gw what=login-fail who=ann from=203.0.113.61\n",
      "[19.05.2026] gateway refused ann, 203.0.113.61, wrong password\n",
      "gateway|refused|ann|203.0.113.61|wrong password\n",
  };
  for (const std::string_view line : lines) {
    std::string log;
    for (int i = 0; i < 7; ++i) log += line;
    const FileCheck file = checked(log);
    CAPTURE(line);
    CHECK(joined(file.options).find("--map") == std::string::npos);
  }
}

TEST_CASE("the address of the machine that wrote the log is never suggested") {
  struct Row {
    std::string header, address;  // address of the caller
  };
  const Row rows[] = {{"stamp;agent addr;client addr;account used", "client addr"},
                      {"stamp;dst;src addr;principal used", "src addr"},
                      {"stamp;collector addr;remote peer;login used", "remote peer"}};
  for (const Row& row : rows) {
    std::string table = row.header + '\n';
    for (int i = 0; i < 9; ++i) {
      const std::string digit = std::to_string(i);
      table +=
          "2026-05-19 08:0" + digit + ":00;10.0.0.1;198.51.100." + digit + ";user" + digit + '\n';
    }
    const FileCheck file = checked(table);
    CAPTURE(row.header, joined(file.options), joined(file.doubts));
    CHECK(joined(file.options).find("--map address=" + row.address) != std::string::npos);
  }
}

TEST_CASE("check shows each field of a log line as a column") {
  const FileCheck file = checked(
      "2026-05-19T07:12:40Z web1 sshd[9]: Failed password for ann from 203.0.113.5 port 9 ssh2\n"
      "2026-05-19T07:12:50Z web1 sshd[9]: Failed password for bob from 203.0.113.5 port 9 ssh2\n");
  std::string fields;
  for (const ColumnCheck& column : file.columns) {
    CHECK(column.number == 1);
    CHECK(column.filled == 2);
    fields += std::string(to_text(column.field.value())) + ' ';
  }
  CHECK(fields == "time user address event realm ");
}

TEST_CASE("words of a refusal are the reason if another column is the event") {
  struct Row {
    std::string header, looks_like, option;
  };
  const Row rows[] = {{"Zeit,Benutzer,Ereignis,Ablehnungsgrund", "reason", "reason="},
                      {"Zeit,Benutzer,Ereignis,Grund", "event", ""},  // known by its name
                      {"Zeit,Benutzer,Art X,Ablehnungsgrund", "event", "event="},
                      {"Zeit,Benutzer,Ereignis,Meldung X", "reason", "reason="}};
  for (const Row& row : rows) {
    const FileCheck file =
        checked(row.header +
                "\n2026-05-19T08:01:02Z,ann,Anmeldung fehlgeschlagen,Falsches Kennwort"
                "\n2026-05-19T08:01:03Z,ann,Anmeldung fehlgeschlagen,Konto deaktiviert\n");
    CAPTURE(row.header, joined(file.options));
    CHECK(to_text(file.columns.at(3).looks_like.value()) == row.looks_like);
    CHECK(joined(file.options).find("--map " + row.option) !=
          (row.option.empty() ? 0 : std::string::npos));
  }
}

TEST_CASE("how well a column name suits a field") {
  CHECK(check::name_fitness("data.win.eventdata.targetUserName", Field::user) > 0);
  CHECK(check::name_fitness("data.win.eventdata.subjectUserName", Field::user) < 0);
  CHECK(check::name_fitness("principal id", Field::user) < 0);  // a SID or a number
  CHECK(check::name_fitness("agent.ip", Field::address) < 0);
  CHECK(check::name_fitness("observer.hostname", Field::address) < 0);
  CHECK(check::name_fitness("data.win.eventdata.ipAddress", Field::address) == 0);
  CHECK(check::name_fitness("clientIp", Field::address) > 0);
  CHECK(check::name_fitness("rule.id", Field::time) < 0);
  CHECK(check::name_fitness("createdDateTime", Field::time) > 0);
}
