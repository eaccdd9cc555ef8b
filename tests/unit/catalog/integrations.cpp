// The list itself: it is complete, and each fact has a source.
#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "whylocked/catalog.hpp"

using namespace whylocked;

namespace {

const std::vector<std::string_view> kListed = {
    "1password",         "acronis",        "at2sage",
    "barracuda-rmm",     "connectbooster", "connectwise-automate",
    "connectwise-sell",  "continuum",      "customer-thermometer",
    "dashlane",          "datto-bcdr",     "datto-rmm",
    "email2at",          "email2db",       "idsync",
    "it-glue",           "keeper",         "lastpass",
    "logicmonitor",      "n-central",      "n-sight",
    "outlook-extension", "passportal",     "quickbooks-desktop",
    "quickbooks-online", "quotewerks",     "salesforce-tboxcloud",
    "work-market"};

std::vector<const Fact*> facts_of(const Integration& one) {
  return {&one.place_fact,     &one.cloud_fact,    &one.published_fact,
          &one.operators_fact, &one.tracking_fact, &one.schedule.fact,
          &one.human_account,  &one.api_user,      &one.client_fact,
          &one.credential,     &one.retry,         &one.login,
          &one.own_login,      &one.hosts,         &one.feed};
}

std::vector<std::uint32_t> minutes_of(std::string_view id) {
  const auto& minutes = find_integration(id)->schedule.minutes;
  return {minutes.begin(), minutes.end()};
}

}  // namespace

TEST_CASE("catalog: no integration is lost, 28 of them are listed") {
  std::vector<std::string_view> listed;
  for (const Integration& one : integrations())
    if (one.listed) listed.push_back(one.id);
  std::sort(listed.begin(), listed.end());
  CHECK(integrations().size() >= 102);
  CHECK(listed == kListed);
}

TEST_CASE("catalog: a fact has a value, a confidence and a basis, or nothing at all") {
  for (const Integration& one : integrations())
    for (const Fact* fact : facts_of(one)) {
      INFO(one.id << ": " << fact->value);
      CHECK(fact->known() == (fact->confidence > 0));
      CHECK(fact->known() != fact->value.empty());
      CHECK(fact->confidence <= 1);
      if (!fact->known()) CHECK((fact->source.empty() && fact->note.empty()));
    }
}

TEST_CASE("catalog: lists and words are present exactly if their facts are known") {
  for (const Integration& one : integrations()) {
    INFO(one.id);
    CHECK((one.place == Place::unknown) == !one.place_fact.known());
    CHECK((one.schedule.kind == ScheduleKind::unknown) == !one.schedule.fact.known());
    CHECK(one.published.empty() == !one.published_fact.known());
    CHECK(one.operators.empty() == !one.operators_fact.known());
    CHECK(one.clients.empty() == !one.client_fact.known());
    if (!one.clouds.empty()) CHECK(one.cloud_fact.known());
    if (one.listed)
      CHECK(std::count(one.sources.begin(), one.sources.end(), kCatalogInfo.article) == 1);
    if (one.credential.known() && !one.credential.source.empty())
      CHECK(std::count(one.sources.begin(), one.sources.end(), one.credential.source) == 1);
  }
}

TEST_CASE("catalog: how many facts of each kind are known") {
  // A smaller number means that the data file lost facts.
  const std::size_t known[] = {85, 15, 7, 10, 28, 39, 16, 49, 12, 53, 13, 56, 2, 4, 2};
  std::vector<std::size_t> counts(std::size(known));
  for (const Integration& one : integrations()) {
    const auto facts = facts_of(one);
    for (std::size_t i = 0; i < facts.size(); ++i) counts[i] += facts[i]->known();
  }
  CHECK(std::ranges::equal(counts, known, std::greater_equal{}));
}

TEST_CASE("catalog: decisive facts") {
  CHECK(minutes_of("hudu") == std::vector<std::uint32_t>{180});
  CHECK(minutes_of("mspbots") == std::vector<std::uint32_t>{3, 300, 1440});
  CHECK(minutes_of("passportal") == std::vector<std::uint32_t>{1440});
  CHECK(minutes_of("it-glue").empty());
  CHECK(find_integration("it-glue")->schedule.kind == ScheduleKind::variable);
  CHECK(find_integration("outlook-extension")->human_account.value == "always");
  CHECK(find_integration("outlook-extension")->api_user.value == "no");
  CHECK(find_integration("email2at")->human_account.value == "possible");
  CHECK(find_integration("quotewerks")->place == Place::desktop);
  CHECK(find_integration("idsync")->place == Place::premises);
  CHECK(find_integration("datto-rmm")->clouds.size() == 5);
  CHECK(find_integration("datto-rmm")->clouds[0].operator_id == "aws");
  CHECK(find_integration("datto-rmm")->clouds[0].region == "eu-west-1");
  CHECK(find_integration("it-glue")->clouds[0].region.empty());
  CHECK(find_integration("logicmonitor")->published.size() == 19);
  CHECK(find_integration("logicmonitor")->tracking.empty());
  CHECK(find_integration("logicmonitor")->tracking_fact.value == "none");
  CHECK(find_integration("cytracom")->tracking.size() == 2);
  CHECK(find_integration("acronis")->operators[0] == "acronis");
  CHECK(find_integration("pax8")->place == Place::unknown);
}

TEST_CASE("catalog: every id is found, and nothing else") {
  std::set<std::string_view> ids;
  for (const Integration& one : integrations()) {
    CHECK(find_integration(one.id) == &one);
    CHECK(find_cause(one.id) == one.id);
    ids.insert(one.id);
  }
  CHECK(ids.size() == integrations().size());
  for (const std::string_view id : kCauseIds) {
    CHECK(find_cause(id) == id);
    CHECK(find_integration(id) == nullptr);
  }
  for (const char* other : {"", "IT-Glue", "it-glu", "it-glue ", "zzz", "0"}) {
    CHECK(find_integration(other) == nullptr);
    CHECK(find_cause(other).empty());
  }
}

TEST_CASE("catalog: an id that was merged into another is still understood") {
  CHECK(find_integration("custom-soap") == find_integration("custom-rest"));
  CHECK(find_cause("custom-soap") == "custom-rest");
}

TEST_CASE("catalog: words") {
  CHECK(to_text(Basis::seen) == "seen in the wild");
  CHECK(to_text(Basis::none) == "not found");
  CHECK(to_text(ScheduleKind::interval) == "interval");
  CHECK(to_text(ScheduleKind::variable) == "variable");
  CHECK(to_text(OperatorKind::none) == "none");
  CHECK(to_text(OperatorKind::published) == "published");
  CHECK(kCatalogInfo.date == "2026-11");
  CHECK(kCatalogInfo.article.substr(0, 29) == "https://kb.datto.com/hc/en-us");
}
