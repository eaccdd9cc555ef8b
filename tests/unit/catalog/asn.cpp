// A user's address database: the names it gives, the tables it may not overrule, and damaged files.
#include <filesystem>
#include <fstream>
#include <random>

#include "catch.hpp"
#include "folder.hpp"
#include "unit/catalog/mmdb.hpp"
#include "whylocked/catalog.hpp"

using namespace whylocked;
namespace fs = std::filesystem;

namespace {

std::vector<mmdb::Row> rows() {
  return {mmdb::geolite("198.51.100.0/24", 64496, "Example Broadband"),
          mmdb::geolite("203.0.113.128/25", 64497, "Example Mobile"),
          mmdb::geolite("2001:db8:1::/48", 64496, "Example Broadband"),
          mmdb::geolite("192.168.0.0/16", 64498, "Nobody"),
          mmdb::geolite("52.202.255.64/26", 64499, "Not LogicMonitor"),
          {"192.0.2.0/25", {{"asn", "AS64500"}, {"as_name", "Lite"}}},
          {"192.0.2.128/26", {{"asn", "#64501"}, {"name", "Plain"}}},
          {"192.0.2.192/27", {{"autonomous_system_number", "#64502"}}},
          {"192.0.2.224/27", {{"asn", "ASxyz"}, {"name", "No number"}}}};
}

std::string network_name(const std::optional<AsnNetwork>& network) {
  if (!network) return "";
  return std::to_string(network->number) + ' ' + network->name;
}

std::string refusal(const std::string& path) {
  Diagnostics diagnostics;
  CHECK(AsnDatabase::open(path, diagnostics) == nullptr);
  const auto list = diagnostics.list();
  return list.size() == 1 && list[0].severity == Severity::error ? list[0].message.str() : "?";
}

}  // namespace

TEST_CASE("asn: what a database says about an address") {
  struct Case {
    const char *address, *v6_file, *v4_file;
  };
  const Case cases[] = {
      {"198.51.100.7", "64496 Example Broadband", "64496 Example Broadband"},
      {"203.0.113.200", "64497 Example Mobile", "64497 Example Mobile"},
      {"203.0.113.7", "", ""},
      {"2001:db8:1::7", "64496 Example Broadband", ""},
      {"2001:db8:2::7", "", ""},
      {"192.168.1.1", "", ""},  // a private address belongs to no network
      {"192.0.2.7", "64500 Lite", "64500 Lite"},
      {"192.0.2.129", "64501 Plain", "64501 Plain"},
      {"192.0.2.193", "64502 ", "64502 "},
      {"192.0.2.225", "", ""},
  };
  const Folder folder;
  for (const int version : {6, 4}) {
    std::vector<mmdb::Row> written = rows();
    if (version == 4)
      std::erase_if(written,
                    [](const auto& row) { return row.prefix.find(':') != row.prefix.npos; });
    const std::string path = folder.put("asn.mmdb", mmdb::build(written, {.ip_version = version}));
    Diagnostics diagnostics;
    const auto database = AsnDatabase::open(path, diagnostics);
    REQUIRE(database);
    CHECK(database->built() == "2026-06-17");
    for (const Case& one : cases) {
      CAPTURE(version, one.address);
      CHECK(network_name(database->find(*parse_address(one.address))) ==
            (version == 6 ? one.v6_file : one.v4_file));
    }
  }
}

TEST_CASE("asn: a long name is cut, but never inside a character") {
  const Folder folder;
  const std::string umlauts = [] {
    std::string text;
    for (int i = 0; i < 60; ++i) text += "\xc3\xa4";
    return text;
  }();
  struct Case {
    std::string name, expected;
  };
  for (const Case& one :
       {Case{umlauts, umlauts.substr(0, 80)}, Case{"x" + umlauts, "x" + umlauts.substr(0, 78)},
        Case{"ab\xff"
             "cd",
             "ab"},
        Case{"ab\xe2\x82", "ab"}, Case{"", ""}}) {
    Diagnostics diagnostics;
    const auto database = AsnDatabase::open(
        folder.put("asn.mmdb", mmdb::build({mmdb::geolite("198.51.100.0/24", 64496, one.name)})),
        diagnostics);
    REQUIRE(database);
    CHECK(database->find(*parse_address("198.51.100.7"))->name == one.expected);
  }
}

TEST_CASE("asn: a file that is not such a database is rejected with a reason") {
  const Folder folder;
  CHECK(refusal(folder.path.string() + "/none") == "cannot open: no such file or directory");
  CHECK(refusal(folder.path.string()) == "not a file");
  CHECK(refusal(folder.put("asn.mmdb", "")).starts_with("cannot open: "));
  CHECK(refusal(folder.put("asn.mmdb", "a,b\n1,2\n")) ==
        "not an address database; damaged or in another format");
  CHECK(
      refusal(folder.put("asn.mmdb", mmdb::build({{"198.51.100.0/24", {{"city", "Nowhere"}}}}))) ==
      "names no autonomous systems");
}

TEST_CASE("asn: an invalid date is not reported") {
  const Folder folder;
  for (const std::uint64_t epoch : {std::uint64_t{253'402'300'800}, ~std::uint64_t{0}}) {
    Diagnostics diagnostics;
    const auto database = AsnDatabase::open(
        folder.put("asn.mmdb", mmdb::build(rows(), {.build_epoch = epoch})), diagnostics);
    REQUIRE(database);
    CHECK(database->built().empty());
  }
}

// Every truncation, and random changes of bytes: an error or some answer, never a crash. Run it
// with sanitizers.
TEST_CASE("asn: a damaged file is rejected or gives some answer") {
  const Folder folder;
  const std::string whole = mmdb::build(rows());
  std::vector<Address> asked;
  for (const char* address : {"198.51.100.7", "203.0.113.200", "192.0.2.7", "192.0.2.193",
                              "0.0.0.0", "255.255.255.255", "2001:db8:1::7", "::", "ffff::ffff"})
    asked.push_back(*parse_address(address));
  std::uint64_t opened = 0, refused = 0;
  const auto try_bytes = [&](const std::string& bytes) {
    Diagnostics diagnostics;
    const auto database = AsnDatabase::open(folder.put("asn.mmdb", bytes), diagnostics);
    ++(database ? opened : refused);
    CHECK(diagnostics.has_errors() == (database == nullptr));
    for (const Address& address : asked)
      if (const auto found = database ? database->find(address) : std::nullopt)
        CHECK(found->number != 0);
  };
  for (std::size_t size = 0; size < whole.size(); size += 7) try_bytes(whole.substr(0, size));
  std::mt19937 random(20260617);
  for (int i = 0; i < 700; ++i) {
    std::string bytes = whole;
    for (std::uint32_t n = random() % 8 + 1; n > 0; --n)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    try_bytes(bytes);
  }
  CHECK(opened > 100);
  CHECK(refused > 100);
}

TEST_CASE("asn: networks from the table and the database") {
  const Folder folder;
  std::vector<mmdb::Row> written = rows();
  written.push_back(mmdb::geolite("203.0.113.0/25", 13335, "What ever"));
  Diagnostics diagnostics;
  const auto database =
      AsnDatabase::open(folder.put("asn.mmdb", mmdb::build(written)), diagnostics);
  REQUIRE(database);
  NetworkBook book;
  const auto number = [&](const char* address) {
    return book.number_of(*parse_address(address), database.get());
  };

  // The table outranks the database.
  CHECK(number("52.202.255.70") == network_of(*parse_address("52.202.255.70")));
  CHECK(book.at(number("52.202.255.70")).integration == "logicmonitor");

  // An autonomous system is one network for all its addresses; its kind is access network.
  const std::uint32_t broadband = number("198.51.100.7");
  CHECK(broadband != 0);
  CHECK(number("198.51.100.200") == broadband);
  CHECK(number("2001:db8:1::7") == broadband);
  CHECK(number("203.0.113.200") != broadband);
  CHECK(book.at(broadband).kind == OperatorKind::none);
  CHECK(book.at(broadband).operator_id == "AS64496");
  CHECK(book.at(broadband).name == "Example Broadband");
  CHECK(book.at(broadband).region == "AS64496");
  CHECK(book.at(number("192.0.2.193")).name == "AS64502");
  CHECK(book.at(number("192.0.2.193")).region.empty());

  // A system whose number the table lists is the table's network.
  CHECK(book.at(number("203.0.113.7")).operator_id == "cloudflare");

  CHECK(number("203.0.113.7") == number("203.0.113.8"));
  CHECK(number("192.168.1.1") == 0);
  CHECK(book.number_of(*parse_address("198.51.100.7"), nullptr) == 0);
  CHECK(book.at(0).operator_id.empty());
  CHECK(book.at(4'000'000'000).kind == OperatorKind::none);

  // Copies own what they refer to.
  auto copy = std::make_unique<NetworkBook>(book);
  book = NetworkBook();
  CHECK(copy->at(broadband).name == "Example Broadband");
}

TEST_CASE("the network table has its own date") { CHECK(kCatalogInfo.networks_date == "2026-08"); }
