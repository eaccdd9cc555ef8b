// Addresses to networks, and to the integrations that may call from them.
#include <string>

#include "catch.hpp"
#include "whylocked/catalog.hpp"

using namespace whylocked;

namespace {

// "aws us-east-1"; "" if no network is known.
std::string owner_of(const char* address) {
  const auto parsed = parse_address(address);
  REQUIRE(parsed);
  const std::uint32_t index = network_of(*parsed);
  const Network& found = network(index);
  CHECK((index == 0) == (found.kind == OperatorKind::none));
  return std::string(found.operator_id) + (found.region.empty() ? "" : " ") +
         std::string(found.region);
}

// "1 it-glue"-like lines of the first `count` candidates, joined with ", ".
std::string callers(const char* address, std::size_t count) {
  std::string text;
  for (const WhoGroup& group : who_calls_from(*parse_address(address)))
    for (const Integration* const one : group.integrations)
      if (count > 0 && count-- > 0)
        text +=
            (text.empty() ? "" : ", ") + std::to_string(group.rank) + ' ' + std::string(one->id);
  return text;
}

const WhoGroup* find(const std::vector<WhoGroup>& groups, std::string_view id) {
  for (const WhoGroup& group : groups)
    if (std::ranges::find(group.integrations, id, &Integration::id) != group.integrations.end())
      return &group;
  return nullptr;
}

}  // namespace

TEST_CASE("network_of: operators, regions, published ranges and their edges") {
  struct {
    const char* address;
    const char* network;
  } const rows[] = {
      {"3.5.140.2", "aws ap-northeast-2"},
      {"::ffff:3.5.140.2", "aws ap-northeast-2"},
      {"20.42.5.1", "azure eastus"},
      {"73.162.10.20", ""},
      {"2600:1f18::1", "aws us-east-1"},
      {"2600:1f18:7fff:ffff:ffff:ffff:ffff:ffff", "aws us-east-1"},
      {"162.244.83.255", ""},
      {"162.244.84.0", "datto AS15359"},
      {"162.244.87.255", "datto AS15359"},
      {"162.244.88.0", ""},
      {"198.22.253.17", "continuum AS62608"},
      {"162.245.72.0", "axcient AS54287"},
      {"139.28.144.9", "autotask AS40917"},
      {"8.34.34.1", "zscaler AS22616"},
      // a published range inside a cloud's
      {"52.202.255.63", "aws us-east-1"},
      {"52.202.255.64", "integration:logicmonitor"},
      {"52.202.255.127", "integration:logicmonitor"},
      {"52.202.255.128", "aws us-east-1"},
      {"52.247.76.89", "integration:strategy-overview"},
      {"52.247.76.90", "azure eastus2"},
      {"87.236.195.76", "integration:synthreo"},
      {"87.236.195.77", "coolhousing AS35592"},
      {"149.28.93.167", "integration:connectsecure"},
      // a published range in a carrier's network, which has no row
      {"38.134.126.7", "integration:logicmonitor"},
      {"38.134.127.0", ""},
      // published for the same operator's own network: the published range wins
      {"204.14.232.20", "integration:salesforce-tboxcloud"},
      {"0.0.0.0", ""},
      {"255.255.255.255", ""},
      {"::", ""},
      {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""},
      {"10.0.0.1", ""},
      {"198.51.100.7", ""},
  };
  for (const auto& row : rows) {
    INFO(row.address);
    CHECK(owner_of(row.address) == row.network);
  }
}

TEST_CASE("network: names, kinds and dates") {
  const auto at = [](const char* address) -> const Network& {
    return network(network_of(*parse_address(address)));
  };
  CHECK(at("3.5.140.2").name == "Amazon Web Services");
  CHECK(at("3.5.140.2").kind == OperatorKind::cloud);
  CHECK(at("162.244.84.0").kind == OperatorKind::vendor);
  CHECK(at("8.34.34.1").kind == OperatorKind::gateway);
  CHECK(at("1.1.1.1").kind == OperatorKind::gateway);
  CHECK(at("87.236.195.77").kind == OperatorKind::hoster);
  CHECK(at("52.202.255.64").kind == OperatorKind::published);
  CHECK(at("52.202.255.64").integration == "logicmonitor");
  CHECK(at("52.202.255.64").name == "LogicMonitor");
  CHECK(network(0).operator_id.empty());
  CHECK(network(4'000'000'000).kind == OperatorKind::none);
  CHECK(at("3.5.140.2").date == "2026-08");
  CHECK(at("20.42.5.1").date == "2025-07");
  CHECK(at("8.34.34.1").date == "2026-06");
  CHECK(at("52.202.255.64").date == "2026-11");
  CHECK(network(0).date.empty());
  for (const char* name : {"RouteViews", "NRO", "DB-IP.com", "CC BY 4.0"})
    CHECK(kCatalogInfo.attribution.find(name) != std::string_view::npos);
}

TEST_CASE("who: vendors and published ranges") {
  CHECK(callers("52.202.255.64", 9) == "1 logicmonitor");
  CHECK(callers("204.14.232.20", 9) == "1 salesforce-tboxcloud");
  CHECK(callers("198.22.253.17", 9) == "1 continuum");
  CHECK(callers("162.244.84.0", 9) == "1 datto-bcdr, 2 datto-workplace");
  CHECK(callers("139.28.144.9", 9).empty());
  CHECK(who_calls_from(*parse_address("52.202.255.64"))[0].because == "publishes this range");
  CHECK(who_calls_from(*parse_address("198.22.253.17"))[0].because == "its vendor's own network");
}

TEST_CASE("who: a cloud, by the documented regions") {
  // us-east-1
  CHECK(callers("3.80.12.34", 6) ==
        "1 datto-rmm, 1 n-sight, 1 zapier, 1 liongard, 5 it-glue, 6 logicmonitor");
  // ap-northeast-2: no product documents it
  CHECK(callers("3.5.140.2", 4) == "1 it-glue, 2 logicmonitor, 2 gradient, 2 connectsecure");
  CHECK(callers("20.42.5.1", 2) == "1 power-automate, 2 strategy-overview");
  CHECK(callers("87.236.195.77", 1) == "1 synthreo");

  const auto aws = who_calls_from(*parse_address("3.80.12.34"));
  CHECK(find(aws, "datto-rmm")->because == "hosted in this cloud and region");
  CHECK(find(aws, "it-glue")->because == "hosted in this cloud");
  CHECK(find(aws, "logicmonitor")->because ==
        "hosted in this cloud, but publishes other addresses");
  CHECK(find(aws, "hudu")->because == "can run on a server anywhere");
  CHECK(find(aws, "brightgauge")->because == "runs in a vendor's cloud, which one is not known");
  CHECK(find(aws, "brightgauge")->rank == find(aws, "auvik")->rank);
  CHECK(find(aws, "brightgauge")->rank < find(aws, "hudu")->rank);
  for (const char* id : {"quickbooks-desktop", "idsync", "power-automate", "acronis", "keeper"})
    CHECK(find(aws, id) == nullptr);
}

TEST_CASE("who: offices, homes and gateways") {
  for (const char* address : {"198.51.100.7", "73.162.10.20", "8.34.34.1"}) {
    INFO(address);
    const auto entries = who_calls_from(*parse_address(address));
    CHECK(find(entries, "idsync")->rank == 1);
    CHECK(find(entries, "quickbooks-desktop")->rank == 1);
    CHECK(find(entries, "custom-rest")->rank > 1);
    CHECK(find(entries, "it-glue") == nullptr);
  }
  const auto inside = who_calls_from(*parse_address("10.1.2.3"));
  CHECK(find(inside, "idsync")->rank == 1);
  CHECK(find(inside, "custom-rest")->rank == find(inside, "quickbooks-desktop")->rank);
  CHECK(find(inside, "custom-rest")->because == "can run on a server in the office");
  CHECK(find(inside, "it-glue") == nullptr);
}
