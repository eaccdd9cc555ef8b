// Kinds of accounts, by username and roster.
#include "attribute/account.hpp"
#include "catch.hpp"

using namespace whylocked;
using namespace whylocked::attribution;

TEST_CASE("the kind of an account by its name") {
  struct Row {
    const char* user;
    AccountKind kind;
  };
  for (const Row row : {
           Row{"k7f2m9q4x1z8b3n@msp.example.com", AccountKind::api_user},
           Row{"abcdefghijklmno@msp.example.com", AccountKind::unknown},  // 15 letters: a name
           Row{"123456789012345@msp.example.com", AccountKind::unknown},  // 15 digits: a number
           Row{"k7f2m9q4x1z8b3@msp.example.com", AccountKind::unknown},   // 14
           Row{"svc-backup@msp.example.com", AccountKind::service_name},
           Row{"corp\\api2", AccountKind::service_name},
           Row{"apisit@msp.example.com", AccountKind::unknown},  // a first name
           Row{"jsmith@msp.example.com", AccountKind::unknown},
           Row{"ticketflow@msp.example.com", AccountKind::other_software},
           Row{"hudu@msp.example.com", AccountKind::unknown},
           Row{"", AccountKind::unknown},
       }) {
    CAPTURE(row.user);
    CHECK(AccountBook(Site{}).describe(row.user, false).kind == row.kind);
  }
}

TEST_CASE("the roster outranks the name, a browser contradicts a program's name") {
  Site site;
  site.roster = {{"jsmith@x.example", "IT Glue", ""},
                 {"svc-a@x.example", "", "person"},
                 {"jsmith@x.example", "Hudu Technologies - Documentation", ""}};
  const Account api = AccountBook(site).describe("jsmith@x.example", true);
  CHECK(api.kind == AccountKind::api_user);
  CHECK(api.roster_vendors ==
        std::vector<std::string>{"IT Glue", "Hudu Technologies - Documentation"});
  CHECK(AccountBook(site).describe("svc-a@x.example", false).kind == AccountKind::person);
  CHECK(AccountBook(site).describe("svc-b@x.example", true).kind == AccountKind::unknown);
  CHECK(AccountBook(site).describe("ann@x.example", true).kind == AccountKind::person);
  CHECK(AccountBook(site).describe("k7f2m9q4x1z8b3n@x.example", true).kind == AccountKind::unknown);
}

TEST_CASE("a list of all users gives the kind and state of each") {
  struct Row {
    const char *kind, *state;
    AccountKind account;
    bool note;
  };
  for (const Row& row :
       {Row{"api", "", AccountKind::api_user, false}, Row{"person", "", AccountKind::person, false},
        Row{"unknown", "", AccountKind::service_name, false},  // by its name
        Row{"", "", AccountKind::api_user, false},
        Row{"unknown", "inactive", AccountKind::service_name, true},
        Row{"person", "locked", AccountKind::person, true}}) {
    CAPTURE(row.kind, row.state);
    Site site;
    site.roster = {{"svc-a@x.example", "", row.kind, row.state}};
    const Account account = AccountBook(site).describe("svc-a@x.example", false);
    CHECK(account.kind == row.account);
    CHECK(account.note.empty() != row.note);
  }
}
