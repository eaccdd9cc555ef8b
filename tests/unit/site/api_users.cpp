// The Integration Center's table of API users as a roster.
#include <filesystem>
#include <fstream>

#include "catch.hpp"
#include "whylocked/site.hpp"

using namespace whylocked;

namespace {

struct Loaded {
  bool ok = false;
  std::string roster;       // "user=vendor;" each
  std::string diagnostics;  // "severity row:column message / hint;" each
};

namespace fs = std::filesystem;

fs::path new_folder() {
  for (int i = 0;; ++i) {
    const fs::path folder = fs::temp_directory_path() / ("whylocked-site-" + std::to_string(i));
    if (fs::create_directory(folder)) return folder;
  }
}

Loaded load(const std::string& text) {
  const fs::path folder = new_folder();
  const fs::path path = folder / "api-users.csv";
  std::ofstream(path, std::ios::binary) << text;
  Site site;
  Diagnostics diagnostics;
  Loaded loaded;
  loaded.ok = load_api_users(path.string(), site, diagnostics);
  fs::remove_all(folder);
  for (const RosterEntry& entry : site.roster) {
    CHECK(entry.kind.empty());  // a roster without a kind is one of API users
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

TEST_CASE("a vendor that the catalog does not know is noted once") {
  const Loaded loaded =
      load("Username,Integration Vendor\na,Zzyzx Works - Sync\nb,Zzyzx Works - Sync\nc,Hudu\n");
  CHECK(loaded.ok);
  CHECK(loaded.roster == "a=Zzyzx Works - Sync;b=Zzyzx Works - Sync;c=Hudu;");
  CHECK(loaded.diagnostics ==
        "note 2:2 the catalog does not know this vendor / Zzyzx Works - Sync;");
}

TEST_CASE("a table without vendors is no roster") {
  const Loaded loaded = load("Name,Username\nDocs,a\n");
  CHECK_FALSE(loaded.ok);
  CHECK(loaded.diagnostics == "error 0:0 no column names the integration vendor / ;");
}

TEST_CASE("a roster that is not there") {
  Site site;
  Diagnostics diagnostics;
  CHECK_FALSE(load_api_users("no-such-file.csv", site, diagnostics));
  CHECK(diagnostics.has_errors());
}
