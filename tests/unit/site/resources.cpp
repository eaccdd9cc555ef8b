// The grid of Resources/Users as a roster.
#include "catch.hpp"
#include "site/user_type.hpp"
#include "whylocked/site.hpp"

using namespace whylocked;

namespace {

using Parse = bool (*)(std::string_view, const std::string&, Site&, Diagnostics&);

// "user=vendor/kind/state;" each, behind them the diagnostics; "refused" first if it was.
std::string told(Parse parse, std::string_view text) {
  Site site;
  Diagnostics diagnostics;
  std::string words = parse(text, "users.csv", site, diagnostics) ? "" : "refused ";
  for (const RosterEntry& entry : site.roster)
    words += entry.username + '=' + entry.vendor + '/' + entry.kind + '/' + entry.state + ';';
  for (const Diagnostic& one : diagnostics.list())
    words += std::string(to_text(one.severity)) + ' ' + one.message + ';';
  return words;
}

struct Row {
  const char* what;
  Parse parse;
  const char* text;
  const char* told;
};

}  // namespace

TEST_CASE("what a cell says of a user") {
  struct Cell {
    const char *cell, *type;
  };
  for (const Cell row :
       {Cell{"API User", "api"}, Cell{"API User (API-only)", "api"}, Cell{"api-only", "api"},
        Cell{"API User (system)", "api"}, Cell{"Employee", "person"}, Cell{"CONTRACTOR", "person"},
        Cell{"Co-Managed", "person"}, Cell{"Dashboard User", "person"},
        Cell{"Mitarbeiter", "person"}, Cell{"Full Access (system)", ""}, Cell{"Capital", ""},
        Cell{"", ""}, Cell{"Rapid", ""}, Cell{"employees only", ""}}) {
    CAPTURE(row.cell);
    CHECK(site::user_type(row.cell) == row.type);
  }
}

TEST_CASE("tables of users") {
  const Row rows[] = {
      {"licence and resource type; API wins", parse_resources,
       "First Name,Username,License Type,Resource Type,Active\n"
       "Docs,H7G6@msp.example.com,API User,Employee,Yes\n"
       "Ann,ann@msp.example.com,Professional,Employee,Yes\n"
       "Bob,bob@msp.example.com,,Contractor,No\n"
       "Eve,eve@msp.example.com,Gold,Partner,true\n",
       "h7g6@msp.example.com=/api/;ann@msp.example.com=/person/;bob@msp.example.com=/person/"
       "inactive;"
       "eve@msp.example.com=/unknown/;"},
      {"user type and locked", parse_resources,
       "Username;User Type;Locked\na;API user (API-only);1\nb;Employee;0\nc;Employee;\n",
       "a=/api/locked;b=/person/;c=/person/;"},
      {"type alone", parse_resources, "User Name\tType\na\tAPI User\nb\tPerson\n",
       "a=/api/;b=/person/;"},
      {"state alone", parse_resources, "Username,Status\na,Active\nb,Inactive\nc,Locked\nd,\n",
       "a=/unknown/;b=/unknown/inactive;c=/unknown/locked;d=/unknown/;"},
      {"security level", parse_resources,
       "Username,Security Level\na,API User (system)\nb,Full Access (system)\n",
       "a=/api/;b=/unknown/;"},
      {"with a vendor column", parse_resources,
       "Username,Type,Vendor\na,API User,Hudu\nb,Employee,\n", "a=Hudu/api/;b=/person/;"},
      {"German", parse_resources,
       "Benutzername;Lizenztyp;Aktiv;Gesperrt\na;API-Benutzer;Nein;\n"
       "b;Mitarbeiter;Ja;Ja\n",
       "a=/api/inactive;b=/person/locked;"},
      {"JSON", parse_resources,
       R"([{"userName":"a","userType":"API User","isActive":false},{"userName":"b","resourceType":"Employee"}])",
       "a=/api/inactive;b=/person/;"},
      {"no column says anything", parse_resources, "Username,Office\na,Here\n",
       "refused error no column says what the users are;"},
      {"no username", parse_resources, "Type,Active\nAPI User,Yes\n", nullptr},
      {"nobody in it", parse_resources, "Username,Type\n",
       "warning the table names no user;warning no data rows below the header;"},

      {"the API-user table reads no types", parse_api_users,
       "Username,Type,Integration Vendor\na,Employee,Hudu\n", "a=Hudu//;"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const std::string words = told(row.parse, row.text);
    if (row.told != nullptr)
      CHECK(words == row.told);
    else
      CHECK(words.starts_with("refused "));
  }
}

TEST_CASE("addresses that the site declares") {
  Site site;
  site.office = {*parse_prefix("198.51.100.0/24")};
  site.known_sources = {{*parse_prefix("203.0.113.7"), "custom-soap"}};
  CHECK(is_declared(site, *parse_address("198.51.100.7")));
  CHECK(is_declared(site, *parse_address("203.0.113.7")));
  CHECK_FALSE(is_declared(site, *parse_address("203.0.113.8")));
}
