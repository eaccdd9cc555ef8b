// Documented facts against what was played.
#include <algorithm>

#include "catch.hpp"
#include "simulator/facts.hpp"
#include "simulator/places.hpp"

using namespace whylocked;
using sim::Actor;
using sim::Periodicity;
using sim::Spot;

namespace {

Actor caller(Spot spot, std::vector<Address> addresses) {
  Actor actor;
  actor.spot = spot;
  actor.addresses = std::move(addresses);
  actor.beat.period = 47 * kMinute;
  return actor;
}

Actor in_cloud(std::string_view operator_id, std::string_view region) {
  sim::Random random(1);
  return caller(Spot::cloud, sim::draw_addresses(random, operator_id, region, false, 2));
}

Actor in_office() { return caller(Spot::office, {*parse_address("198.51.100.7")}); }

bool fits(const char* id, const Actor& actor, std::size_t runs = 100) {
  const Integration* one = find_integration(id);
  REQUIRE(one != nullptr);
  return sim::fits(*one, actor, {true, true, runs});
}

}  // namespace

TEST_CASE("a documented place excludes the others") {
  const Actor virginia = in_cloud("aws", "us-east-1"), frankfurt = in_cloud("aws", "eu-central-1");
  CHECK(fits("datto-rmm", virginia));
  CHECK_FALSE(fits("datto-rmm", frankfurt));
  CHECK(fits("it-glue", frankfurt));  // any region
  CHECK_FALSE(fits("it-glue", in_cloud("azure", "westeurope")));
  CHECK_FALSE(fits("it-glue", in_office()));
  CHECK(fits("quotewerks", in_office()));
  CHECK(fits("quotewerks", virginia));  // its place is only inferred
  CHECK_FALSE(fits("at2sage", virginia));
  CHECK(fits("cytracom", in_office()));   // here or there
  CHECK(fits("auvik", frankfurt));        // nothing is documented
  CHECK(fits("logicmonitor", virginia));  // beside what it publishes, but its cloud
  CHECK_FALSE(fits("logicmonitor", in_cloud("azure", "westeurope")));
}

TEST_CASE("a documented period excludes others, once it shows") {
  Actor actor = in_cloud("hetzner", "");
  actor.beat.period = 3 * kHour;
  CHECK(fits("hudu", actor));
  CHECK_FALSE(fits("zencontract", actor));
  CHECK(fits("zencontract", actor, 3));
  actor.beat.period = 65 * kMinute;
  CHECK(fits("zencontract", actor));
  actor.beat.kind = Periodicity::round_the_clock;
  CHECK_FALSE(fits("zencontract", actor));
  CHECK(fits("zencontract", actor, 6));
}

TEST_CASE("a documented client excludes others") {
  Actor actor = in_cloud("aws", "us-east-1");
  CHECK(fits("zapier", actor));  // no agent excludes nothing
  actor.client = "python-requests/2.31.0";
  CHECK_FALSE(fits("zapier", actor));
  actor.client = "Zapier";
  CHECK(fits("zapier", actor));
}

TEST_CASE("names that one product has, and names that several share") {
  struct Row {
    const Integration* named;
    const char* id;  // nullptr: none
  };
  const auto at = [](const char* text) { return sim::named_by_address(*parse_address(text)); };
  const Row rows[] = {
      {at("52.202.255.70"), "logicmonitor"},
      {at("198.51.100.7"), nullptr},
      {sim::named_by_agent("Zapier"), "zapier"},
      {sim::named_by_agent("axios/1.7.2"), nullptr},
      {sim::named_by_agent("Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) "
                           "WindowsPowerShell/5.1.20348.2400"),
       "custom-rest"},
      {sim::named_by_agent(""), nullptr},
      {sim::named_by_text("ITG - Documentation Management"), "it-glue"},
      {sim::named_by_text("Datto"), nullptr},
      {sim::named_in_username("svc-hudu@msp.example.com"), "hudu"},
      {sim::named_in_username("k7f2m9q4x1z8b3n@msp.example.com"), nullptr},
  };
  for (const Row& row : rows) {
    if (row.id == nullptr)
      CHECK(row.named == nullptr);
    else
      CHECK((row.named != nullptr && row.named->id == row.id));
  }
}

TEST_CASE("every cloud and hoster has addresses that the catalog knows again") {
  sim::Random random(7);
  for (int i = 0; i < 300; ++i) {
    const sim::Cloud& cloud = sim::draw_cloud(random);
    const auto addresses =
        sim::draw_addresses(random, cloud.operator_id, cloud.region, i % 3 == 0, 2);
    for (const Address& address : addresses) {
      CHECK(network(network_of(address)).operator_id == cloud.operator_id);
      if (!cloud.region.empty()) CHECK(network(network_of(address)).region == cloud.region);
    }
  }
}

TEST_CASE("published addresses are the integration's own") {
  sim::Random random(8);
  for (const Integration& one : integrations()) {
    if (one.published.empty()) continue;
    for (const Address& address : sim::draw_published(random, one, 20))
      CHECK(network(network_of(address)).integration == one.id);
  }
}

TEST_CASE("offices and homes are nobody's network") {
  sim::Random random(9);
  for (int i = 0; i < 100; ++i) {
    CHECK(network_of(sim::draw_office(random, i % 2 == 0)) == 0);
    CHECK(network_of(sim::draw_home(random, i % 2 == 0)) == 0);
  }
}
