// Accounts: a name in a realm, in every form that exports write.
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "unit/normalize/table.hpp"

using namespace whylocked;
using namespace whylocked::table;

namespace {

struct Accounts {
  Events events;
  std::vector<InputInfo> inputs;
  Diagnostics diagnostics;

  std::set<std::string> names() const {
    std::set<std::string> names;
    for (const Event& event : events.rows) names.emplace(events.users.text(event.user));
    return names;
  }
};

// Each file is a list of "user" or "realm:user".
Accounts accounts_of(const std::vector<std::vector<std::string>>& files) {
  Accounts accounts;
  accounts.inputs.resize(files.size());
  const NormalizeOptions options;
  for (std::size_t file = 0; file < files.size(); ++file) {
    Rows rows;
    bool realms = false;
    for (const std::string& user : files[file]) {
      const std::size_t colon = user.find(':');
      realms |= colon != user.npos;
      const std::string minute = std::to_string(10 + rows.size());
      rows.push_back({"2026-05-19T08:" + minute + ":00Z",
                      colon == user.npos ? user : user.substr(colon + 1), "Login failed",
                      colon == user.npos ? "" : user.substr(0, colon)});
    }
    feed(realms ? "time,user,event,realm" : "time,user,event,reason", rows, options,
         static_cast<std::uint16_t>(file), accounts.events, accounts.inputs[file],
         accounts.diagnostics);
  }
  sort_events(accounts.events);
  merge_events(accounts.events, accounts.inputs, accounts.diagnostics);
  return accounts;
}

struct AccountCase {
  const char* what;
  std::vector<std::vector<std::string>> files;
  std::set<std::string> names;
  std::size_t joined;
};

const AccountCase kAccountCases[] = {
    {"capitals", {{"Ann@MSP.example.com", "ann@msp.example.com"}}, {"ann@msp.example.com"}, 0},
    {"a short name", {{"ann@msp.example.com", "ann"}}, {"ann@msp.example.com"}, 1},
    {"a Windows domain of the same name",
     {{"MSP\\ann", "ann@msp.example.com", "ann"}},
     {"ann@msp.example.com"},
     2},
    {"the only Windows domain and the only DNS domain",
     {{"CORP\\ann", "ann@contoso.com"}},
     {"ann@contoso.com"},
     1},
    {"a Windows name and a short one: the more common one is kept",
     {{"CORP\\ann", "CORP\\ann", "ann"}},
     {"corp\\ann"},
     1},
    {"two mail domains are two accounts",
     {{"ann@a.example.com", "ann@b.example.org"}},
     {"ann@a.example.com", "ann@b.example.org"},
     0},
    {"a short name that fits two accounts joins neither",
     {{"ann@a.example.com", "ann@b.example.org", "ann"}},
     {"ann", "ann@a.example.com", "ann@b.example.org"},
     0},
    {"two Windows domains and a DNS domain with a different name",
     {{"NORTH\\ann", "SOUTH\\ann", "ann@contoso.com"}},
     {"north\\ann", "south\\ann", "ann@contoso.com"},
     0},
    {"a local account of a computer is not the domain's",
     {{"CORP\\ann", "PC-7\\ann"}},
     {"corp\\ann", "pc-7\\ann"},
     0},
    {"other names stay", {{"ann@msp.example.com", "bob"}}, {"ann@msp.example.com", "bob"}, 0},
    {"two exports with one form each",
     {{"ann@msp.example.com"}, {"ann"}},
     {"ann", "ann@msp.example.com"},
     0},
    {"a column of customers separates equal names",
     {{"Contoso:administrator", "Fabrikam:administrator"}},
     {"contoso\\administrator", "fabrikam\\administrator"},
     0},
    {"and is left out if the name belongs to one account",
     {{"Contoso:administrator", "Contoso:bob", "Fabrikam:carl"}},
     {"administrator", "bob", "carl"},
     0},
    {"a realm in the name outranks the column",
     {{"Contoso:ann@msp.example.com", "Fabrikam:ann@msp.example.com"}},
     {"ann@msp.example.com"},
     0},
};

}  // namespace

TEST_CASE("the forms of an account's name are joined unless something contradicts it") {
  for (const AccountCase& one : kAccountCases) {
    CAPTURE(one.what);
    const Accounts accounts = accounts_of(one.files);
    CHECK(accounts.names() == one.names);
    CHECK(accounts.events.joined_accounts.size() == one.joined);
    CHECK(accounts.diagnostics.count("account-joined") == one.joined);
  }
  const Accounts accounts = accounts_of({{"MSP\\ann", "ann@msp.example.com"}});
  CHECK(accounts.events.joined_accounts ==
        std::vector<JoinedAccount>{{.kept = "ann@msp.example.com", .joined = "msp\\ann"}});
}

TEST_CASE("an account is found by any form, or by a part that matches only one") {
  const Accounts accounts =
      accounts_of({{"ann.meyer@msp.example.com", "MSP\\ann.meyer", "joanna@msp.example.com",
                    "svc-backup@msp.example.com", "svc-sync@msp.example.com"}});
  struct Wanted {
    const char* text;
    std::vector<std::string> found, near;
  };
  const std::string ann = "ann.meyer@msp.example.com";
  for (const Wanted& one : {
           Wanted{"ann.meyer@msp.example.com", {ann}, {}},
           Wanted{"Ann.Meyer", {ann}, {}},
           Wanted{"msp\\ann.meyer", {ann}, {}},
           Wanted{"ann", {ann}, {}},
           Wanted{"meyer", {ann}, {}},
           Wanted{"joan", {"joanna@msp.example.com"}, {}},
           Wanted{"svc", {}, {"svc-backup@msp.example.com", "svc-sync@msp.example.com"}},
           Wanted{"ann.meier", {}, {ann}},
           Wanted{"zacharias", {}, {}},
           Wanted{"", {}, {}},
       }) {
    INFO(one.text);
    const AccountMatch match = find_accounts(accounts.events, one.text);
    std::vector<std::string> found;
    for (const TextId account : match.accounts)
      found.emplace_back(accounts.events.users.text(account));
    CHECK(found == one.found);
    CHECK(match.near == one.near);
  }
}

TEST_CASE("a Windows zone name means an IANA zone") {
  for (const char* const name : {"Eastern Standard Time", "eastern standard time",
                                 "W. Europe Standard Time", "AUS Eastern Daylight Time", "UTC-11"})
    CHECK(known_time_zone(name));
  CHECK_FALSE(known_time_zone("Eastern Time"));
  const Micros may = *parse_time_point("2026-05-19 12:00:00", "UTC");
  CHECK(utc_offset_minutes("Eastern Standard Time", may) == -240);
  CHECK(utc_offset_minutes("Romance Standard Time", may) == 120);
}
