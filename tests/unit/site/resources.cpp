// The grid of Resources/Users as a roster.
#include "catch.hpp"
#include "folder.hpp"
#include "whylocked/site.hpp"

using namespace whylocked;

namespace {

constexpr RosterKind kUsers = RosterKind::resources;

// "user=vendor/kind/state;" per row, then the diagnostics; begins with "failed" if it failed.
std::string load(RosterKind kind, const std::string& text) {
  const Folder folder;
  Site site;
  Diagnostics diagnostics;
  std::string words =
      load_roster(folder.put("users.csv", text), kind, site, diagnostics) ? "" : "failed ";
  for (const RosterEntry& entry : site.roster)
    words += entry.username + '=' + entry.vendor + '/' + entry.kind + '/' + entry.state + ';';
  for (const Diagnostic& one : diagnostics.list())
    words += std::string(to_text(one.severity)) + ' ' + one.message + ';';
  return words;
}

struct Row {
  const char* what;
  RosterKind kind;
  const char* text;
  const char* result;
};

}  // namespace

TEST_CASE("the kind of a user by the words of a cell") {
  struct Cell {
    std::string cell, kind;
  };
  for (const Cell& row :
       {Cell{"API User", "api"}, Cell{"API User (API-only)", "api"}, Cell{"api-only", "api"},
        Cell{"API User (system)", "api"}, Cell{"Employee", "person"}, Cell{"CONTRACTOR", "person"},
        Cell{"Co-Managed", "person"}, Cell{"Dashboard User", "person"},
        Cell{"Mitarbeiter", "person"}, Cell{"Full Access (system)", "unknown"},
        Cell{"Capital", "unknown"}, Cell{"", "unknown"}, Cell{"Rapid", "unknown"},
        Cell{"employees only", "unknown"}}) {
    CAPTURE(row.cell);
    CHECK(load(kUsers, "Username,Type\na," + row.cell + '\n') == "a=/" + row.kind + "/;");
  }
}

TEST_CASE("tables of users") {
  const Row rows[] = {
      {"licence and resource type; API wins", kUsers,
       "First Name,Username,License Type,Resource Type,Active\n"
       "Docs,H7G6@msp.example.com,API User,Employee,Yes\n"
       "Ann,ann@msp.example.com,Professional,Employee,Yes\n"
       "Bob,bob@msp.example.com,,Contractor,No\n"
       "Eve,eve@msp.example.com,Gold,Partner,true\n",
       "h7g6@msp.example.com=/api/;ann@msp.example.com=/person/;bob@msp.example.com=/person/"
       "inactive;"
       "eve@msp.example.com=/unknown/;"},
      {"user type and locked", kUsers,
       "Username;User Type;Locked\na;API user (API-only);1\nb;Employee;0\nc;Employee;\n",
       "a=/api/locked;b=/person/;c=/person/;"},
      {"type alone", kUsers, "User Name\tType\na\tAPI User\nb\tPerson\n", "a=/api/;b=/person/;"},
      {"state alone", kUsers, "Username,Status\na,Active\nb,Inactive\nc,Locked\nd,\n",
       "a=/unknown/;b=/unknown/inactive;c=/unknown/locked;d=/unknown/;"},
      {"security level", kUsers,
       "Username,Security Level\na,API User (system)\nb,Full Access (system)\n",
       "a=/api/;b=/unknown/;"},
      {"with a vendor column", kUsers, "Username,Type,Vendor\na,API User,Hudu\nb,Employee,\n",
       "a=Hudu/api/;b=/person/;"},
      {"German", kUsers,
       "Benutzername;Lizenztyp;Aktiv;Gesperrt\na;API-Benutzer;Nein;\n"
       "b;Mitarbeiter;Ja;Ja\n",
       "a=/api/inactive;b=/person/locked;"},
      {"JSON", kUsers,
       R"([{"userName":"a","userType":"API User","isActive":false},{"userName":"b","resourceType":"Employee"}])",
       "a=/api/inactive;b=/person/;"},
      {"no column of kinds", kUsers, "Username,Office\na,Here\n",
       "failed error no column says what the users are;"},
      {"no username", kUsers, "Type,Active\nAPI User,Yes\n", nullptr},
      {"no users", kUsers, "Username,Type\n",
       "warning the table names no user;warning no data rows below the header;"},

      {"the API-user table ignores types", RosterKind::api_users,
       "Username,Type,Integration Vendor\na,Employee,Hudu\n", "a=Hudu//;"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const std::string words = load(row.kind, row.text);
    if (row.result != nullptr)
      CHECK(words == row.result);
    else
      CHECK(words.starts_with("failed "));
  }
}

TEST_CASE("addresses that the site declares") {
  Site site;
  site.office = {*parse_prefix("198.51.100.0/24")};
  site.known_sources = {{*parse_prefix("203.0.113.7"), "custom-rest"}};
  CHECK(is_declared(site, *parse_address("198.51.100.7")));
  CHECK(is_declared(site, *parse_address("203.0.113.7")));
  CHECK_FALSE(is_declared(site, *parse_address("203.0.113.8")));
}
