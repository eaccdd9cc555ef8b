// The Integration Center's table of API users as a roster.
#include "catch.hpp"
#include "folder.hpp"
#include "whylocked/site.hpp"

using namespace whylocked;

namespace {

struct Loaded {
  bool ok = false;
  std::string roster;       // "user=vendor;" per row
  std::string diagnostics;  // "severity row:column message / hint;" per diagnostic
};

Loaded load(const std::string& text) {
  const Folder folder;
  Site site;
  Diagnostics diagnostics;
  Loaded loaded;
  loaded.ok =
      load_roster(folder.put("api-users.csv", text), RosterKind::api_users, site, diagnostics);
  for (const RosterEntry& entry : site.roster) {
    CHECK(entry.kind.empty());  // a roster without kinds lists API users
    loaded.roster += entry.username + '=' + entry.vendor + ';';
  }
  for (const Diagnostic& one : diagnostics.list())
    loaded.diagnostics += std::string(to_text(one.severity)) + ' ' + std::to_string(one.row) + ':' +
                          std::to_string(one.column) + ' ' + one.message + " / " + one.excerpt +
                          ';';
  return loaded;
}

}  // namespace

TEST_CASE("a table of API users") {
  const Loaded loaded = load(
      "Name,Username,Security Level,Integration Vendor\n"
      "Docs,H7G6@msp.example.com,API User (system),ITG - Documentation Management\n"
      "Docs,H7G6@msp.example.com,API User (system),ITG - Documentation Management\n"
      "Other,other@msp.example.com,API User (system),\n");
  CHECK(loaded.ok);
  CHECK(loaded.roster ==
        "h7g6@msp.example.com=ITG - Documentation Management;"
        "h7g6@msp.example.com=ITG - Documentation Management;other@msp.example.com=;");
  CHECK(loaded.diagnostics.empty());
}

TEST_CASE("a vendor that is not in the catalog is noted once") {
  const Loaded loaded =
      load("Username,Integration Vendor\na,Zzyzx Works - Sync\nb,Zzyzx Works - Sync\nc,Hudu\n");
  CHECK(loaded.ok);
  CHECK(loaded.roster == "a=Zzyzx Works - Sync;b=Zzyzx Works - Sync;c=Hudu;");
  CHECK(loaded.diagnostics == "note 2:2 the vendor is not in the catalog / Zzyzx Works - Sync;");
}

TEST_CASE("a table without vendors is not a roster") {
  const Loaded loaded = load("Name,Username\nDocs,a\n");
  CHECK_FALSE(loaded.ok);
  CHECK(loaded.diagnostics == "error 0:0 no column names the integration vendor / ;");
}

TEST_CASE("a missing roster file") {
  Site site;
  Diagnostics diagnostics;
  CHECK_FALSE(load_roster("no-such-file.csv", RosterKind::api_users, site, diagnostics));
  CHECK(diagnostics.has_errors());
}
