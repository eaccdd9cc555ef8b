// Tables that name the user or the day once per group.
#include "catch.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;

TEST_CASE("pivot: the user of a group stays until the next") {
  struct {
    const char* name;
    const char* text;
    const char* users;  // of the rows, "-" for none
  } const cases[] = {
      {"first row of a group",
       "User,Time\nann,2026-05-19 08:00\n,2026-05-19 08:01\n"
       ",2026-05-19 08:02\nbob,2026-05-19 08:00\n,2026-05-19 08:01\n",
       "ann ann ann bob bob "},
      {"newest first",
       "User;Time\nann;2026-05-19 08:02\n;2026-05-19 08:01\n"
       "bob;2026-05-19 09:00\n;2026-05-19 08:01\n",
       "ann ann bob bob "},
      {"a row before the group",
       "User,Time,Event\nann,,\n,2026-05-19 08:00,login failed\n"
       ",2026-05-19 08:01,login failed\nbob,,\n"
       ",2026-05-19 08:02,login failed\n",
       "ann ann bob "},
      {"a log in time order that lacks unknown users",
       "User,Time\nann,2026-05-19 08:00\n,2026-05-19 08:01\n,2026-05-19 08:02\n"
       "bob,2026-05-19 08:03\n,2026-05-19 08:04\n",
       "ann - - bob - "},
      {"a repeated name",
       "User,Time\nann,2026-05-19 08:01\n,2026-05-19 08:02\nbob,2026-05-19 08:00\n"
       ",2026-05-19 08:03\nann,2026-05-19 08:04\n",
       "ann - bob - ann "},
      {"one group", "User,Time\nann,2026-05-19 08:01\n,2026-05-19 08:02\n", "ann - "},
      {"no user at the beginning",
       "User,Time\n,2026-05-19 08:01\nann,2026-05-19 08:00\n"
       ",2026-05-19 08:02\n,2026-05-19 08:03\nbob,2026-05-19 08:00\n",
       "- ann - - bob "},
  };
  class Users : public EachRow {
   public:
    void begin(const Columns&) override {}
    bool row(const Row& row) override {
      list += row[Field::user].empty() ? "- " : std::string(row[Field::user]) + ' ';
      return true;
    }
    std::string list;
  };
  for (const auto& one : cases) {
    CAPTURE(one.name);
    Users users;
    Diagnostics diagnostics;
    InputInfo info;
    CHECK(read_text(one.text, "table.csv", {}, users, diagnostics, info));
    CHECK(users.list == one.users);
  }
}

TEST_CASE("pivot: the day of a group stays until the next") {
  struct {
    const char* name;
    const char* text;
    const char* days;  // of the rows, "-" for none
  } const cases[] = {
      {"merged cells",
       "Date,Time,User\n2026-05-19,08:00,ann\n,08:01,ann\n2026-05-20,07:00,bob\n,07:01,ann\n",
       "2026-05-19 2026-05-19 2026-05-20 2026-05-20 "},
      {"a row of totals",
       "Date,Time,User\n2026-05-19,08:00,ann\n,08:01,ann\n,08:02,ann\nTotal,,3\n",
       "2026-05-19 2026-05-19 2026-05-19 Total "},
      {"missing days",
       "Date,Time,User\n2026-05-19,08:00,ann\n,08:01,ann\n2026-05-19,08:02,ann\n,08:03,ann\n",
       "2026-05-19 - 2026-05-19 - "},
      {"no day at first", "Date,Time,User\n,08:00,ann\n,08:01,ann\n2026-05-20,07:00,bob\n",
       "- - 2026-05-20 "},
  };
  class Days : public EachRow {
   public:
    void begin(const Columns&) override {}
    bool row(const Row& row) override {
      list += row[Field::time].empty() ? "- " : std::string(row[Field::time]) + ' ';
      return true;
    }
    std::string list;
  };
  for (const auto& one : cases) {
    CAPTURE(one.name);
    Days days;
    Diagnostics diagnostics;
    InputInfo info;
    CHECK(read_text(one.text, "table.csv", {}, days, diagnostics, info));
    CHECK(days.list == one.days);
  }
}
