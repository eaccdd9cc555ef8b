#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "report/escape.hpp"
#include "unit/report/story.hpp"
#include "whylocked/catalog.hpp"

using namespace whylocked;
using namespace whylocked::report;
using OrderedJson = nlohmann::ordered_json;

namespace {

std::string catalog(std::string_view id, bool json, std::uint32_t width = 80) {
  std::string out;
  write_catalog(id, json, width, out);
  return out;
}

std::string who(const std::vector<std::string>& texts, bool json) {
  std::vector<Address> addresses;
  for (const std::string& text : texts) addresses.push_back(parse_address(text).value());
  std::string out;
  write_who(addresses, nullptr, json, out);
  return out;
}

bool fits(std::string_view page, std::size_t width) {
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = page.find('\n', at);
    const std::string_view line = page.substr(at, end - at);
    const std::size_t blank = line.find_last_of(' ');
    // A long URL is one word.
    if (columns_of(line) > width && line.find("https://") == line.npos) return false;
    if (!line.empty() && blank == line.size() - 1) return false;
    at = end + 1;
  }
  return true;
}

}  // namespace

TEST_CASE("the catalog lists one integration per line") {
  for (const std::uint32_t width : {10, 40, 60, 80, 100, 130}) {
    CAPTURE(width);
    const std::string page = catalog({}, false, width);
    CHECK((width < 60 || fits(page, width)));  // "(Synthesize/Reconcile)" is one word
    std::size_t found = 0;
    for (const Integration& one : integrations())
      found += page.find((one.listed ? "* " : "  ") + std::string(one.id) + ' ') != page.npos;
    CHECK(found == integrations().size());
  }
  CHECK(catalog({}, false, 80).find("* logicmonitor          LogicMonitor") != std::string::npos);
}

TEST_CASE("the catalog shows every fact of one integration") {
  const std::string page = catalog("logicmonitor", false);
  CHECK(fits(page, 80));
  for (const std::string_view text :
       {"LogicMonitor (logicmonitor)\n", "  runs in        vendor's cloud (documented 95 %) [1]\n",
        "52.202.255.64/26", "LogicMonitor > Settings > Integrations > Autotask", "  [1] https://"})
    CHECK(page.find(text) != page.npos);
  CHECK(catalog("no-such-id", false).empty());
}

TEST_CASE("the catalog as JSON: an array, or one object of the same shape") {
  const OrderedJson all = OrderedJson::parse(catalog({}, true));
  REQUIRE(all.size() == integrations().size());
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i]["id"] == integrations()[i].id);
  const OrderedJson one = OrderedJson::parse(catalog("logicmonitor", true));
  CHECK(one["published"]["prefixes"].size() == find_integration("logicmonitor")->published.size());
  CHECK(one["published"]["basis"] == "documented");
  CHECK(std::find(all.begin(), all.end(), one) != all.end());
}

TEST_CASE("who: the operator, then the integrations that may call from there") {
  const std::string page = who({"52.202.255.81", "192.168.1.1", "198.51.100.7"}, false);
  CHECK(fits(page, 80));
  CHECK(page.starts_with("52.202.255.81: LogicMonitor: addresses that the vendor publishes"));
  CHECK(page.find("  likeliest     publishes this range: LogicMonitor\n") != page.npos);
  CHECK(page.find("  least likely  can run on a server in the office") != page.npos);
  CHECK(page.find("192.168.1.1: a private address: inside your own network\n") != page.npos);
  CHECK(page.find("198.51.100.7: no cloud, hoster or vendor known") != page.npos);
  CHECK(page.find("Routing data:") != page.npos);
}

TEST_CASE("who as JSON is an array for any number of addresses") {
  const OrderedJson json = OrderedJson::parse(who({"52.202.255.81", "10.0.0.1"}, true));
  REQUIRE(json.size() == 2);
  CHECK(json[0]["operator"] == "integration:logicmonitor");
  CHECK(json[0]["kind"] == "published");
  CHECK(json[0]["candidates"][0]["id"] == "logicmonitor");
  CHECK(json[1]["private"] == true);
  CHECK(json[1]["operator"].is_null());
  CHECK(OrderedJson::parse(who({}, true)) == OrderedJson::array());
}
