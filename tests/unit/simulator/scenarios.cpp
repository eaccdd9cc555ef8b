// The table of scenarios, and what one row of each sort turns into.
#include <algorithm>
#include <set>

#include "catch.hpp"
#include "simulator/scenario.hpp"

using namespace whylocked;

namespace {

std::set<std::string> first_causes(const Simulation& played) {
  std::set<std::string> causes;
  for (const TrueLockout& one : played.truth) causes.insert(one.callers.front().cause);
  return causes;
}

std::string header_of(const Simulation& played) {
  return played.export_csv.substr(0, played.export_csv.find('\n'));
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("names are unique words with hyphens, stories are one line") {
  std::set<std::string_view> names;
  for (const ScenarioInfo& one : scenarios()) {
    CHECK(names.insert(one.name).second);
    CHECK(one.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == one.name.npos);
    CHECK_FALSE(one.story.empty());
    CHECK(one.story.find('\n') == one.story.npos);
  }
  CHECK(names.size() >= 40);
}

TEST_CASE("attacks and people are their own causes") {
  struct Row {
    const char* name;
    const char* cause;
  };
  const Row rows[] = {{"password-spray", "password-spray"},
                      {"brute-force", "brute-force"},
                      {"credential-stuffing", "credential-stuffing"},
                      {"person-mistyped", "person"},
                      {"stale-unlisted-vendor", "unlisted-integration"},
                      {"password-manager-unnamed", "password-manager"},
                      {"office-script", "custom-rest"}};
  for (const Row& row : rows)
    for (std::uint64_t seed = 0; seed < 5; ++seed)
      CHECK(first_causes(simulate(row.name, seed)).count(row.cause) == 1);
}

TEST_CASE("a column that a scenario leaves out is not in the header") {
  struct Row {
    const char* name;
    std::vector<const char*> absent;
  };
  const Row rows[] = {{"no-clients", {"User Agent", "UserAgent"}},
                      {"no-reasons", {"Reason", "Error Message"}},
                      {"no-addresses", {"IP"}}};
  for (const Row& row : rows)
    for (std::uint64_t seed = 0; seed < 5; ++seed)
      for (const char* word : row.absent)
        CHECK_FALSE(contains(header_of(simulate(row.name, seed)), word));
}

TEST_CASE("a row that a scenario leaves out is not in the export") {
  struct Row {
    const char* name;
    std::vector<const char*> absent;
  };
  const Row rows[] = {{"no-successes", {"Succe"}},
                      {"no-changes", {"Password Changed", "Password Expired"}},
                      {"no-lock-rows", {"Account Locked"}},
                      {"expired-password", {}},
                      {"typos-only", {"Account Locked", "Account Unlocked"}}};
  for (const Row& row : rows)
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const Simulation played = simulate(row.name, seed);
      for (const char* word : row.absent) CHECK_FALSE(contains(played.export_csv, word));
    }
  CHECK(contains(simulate("expired-password", 1).export_csv, "Password Expired"));
  CHECK(contains(simulate("renamed-account", 1).export_csv, "Username Changed"));
}

TEST_CASE("what the site file declares is what the scenario says") {
  struct Row {
    const char* name;
    const char* key;
  };
  const Row rows[] = {
      {"stale-owner-declared", "\"accounts\""},      {"stale-known-source", "\"known_sources\""},
      {"stale-installed-list", "\"installed\""},     {"two-on-one-cloud", "\"installed\""},
      {"two-on-one-cloud-declared", "\"accounts\""}, {"no-lock-rows", "\"threshold\""}};
  for (const Row& row : rows)
    for (std::uint64_t seed = 0; seed < 5; ++seed)
      CHECK(contains(simulate(row.name, seed).site_json, row.key));
  CHECK_FALSE(contains(simulate("two-on-one-cloud", 1).site_json, "\"accounts\""));
  CHECK_FALSE(simulate("stale-api-user-table", 1).api_users_csv.empty());
  CHECK(simulate("stale-owner-declared", 1).api_users_csv.empty());
}

TEST_CASE("the truth file of a simulation without lockouts") {
  const Simulation played = simulate("typos-only", 3);
  CHECK(truth_json("typos-only", 3, played) ==
        "{\n  \"scenario\": \"typos-only\",\n  \"seed\": 3,\n  \"lockouts\": []\n}\n");
}

TEST_CASE("the truth file of a lockout") {
  Simulation played;
  played.truth.push_back({"ann@example.com",
                          1'779'178'039'000'000,
                          {{"hudu", 0.75}, {"person", 0.25}},
                          Answerable::cause,
                          {"hudu"},
                          "cloud_integration"});
  const std::string text = truth_json("x", 1, played);
  for (const char* part :
       {"\"user\": \"ann@example.com\"", "\"at\": \"2026-05-19T08:07:19Z\"", "\"cause\": \"hudu\"",
        "\"share\": 0.75", "\"answerable\": \"cause\"", "\"kind\": \"cloud_integration\""})
    CHECK(contains(text, part));
}
