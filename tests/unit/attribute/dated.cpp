// The network table has a date: far from it, what rests on it says less.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "attribute/signals.hpp"
#include "unit/catalog/mmdb.hpp"
#include "catch.hpp"
#include "unit/correlate/story.hpp"

using namespace whylocked;

TEST_CASE("a table counts in full for a year, then by half every two") {
  const Micros middle = story::days_from_civil(2026, 6, 15) * kDay;
  struct Row {
    double days, holds;
  };
  for (const Row row : {Row{0, 1}, Row{90, 1}, Row{-90, 1}, Row{366, 1}, Row{-366, 1},
                        Row{366 + 730, .5}, Row{-366 - 730, .5}, Row{366 + 1460, .25}}) {
    CAPTURE(row.days);
    CHECK(std::abs(holds_at("2026-06", middle + static_cast<Micros>(row.days * kDay)) - row.holds) <
          1e-9);
  }
  for (const char* none : {"", "2026", "2026-13", "june 26"}) CHECK(holds_at(none, 0) == 1);
}

TEST_CASE("evidence that holds with a chance") {
  struct Row {
    Decibans10 db10;
    double chance;
    Decibans10 left;
  };
  for (const Row row : {Row{300, 1, 300}, Row{-120, 1, -120}, Row{300, 0, 0}, Row{0, .3, 0},
                        Row{300, .5, 270}, Row{100, .5, 74}, Row{-120, .5, -27}, Row{30, .5, 18}}) {
    CAPTURE(row.db10, row.chance);
    CHECK(partly(row.db10, row.chance) == row.left);
  }
}

namespace {

// The lines of a cause that rest on the place, for a lockout on this day from LogicMonitor's range.
std::string place_lines(const char* day) {
  std::string text;
  for (const char* clock : {"08:00:00", "08:05:00", "08:10:00", "08:15:00", "08:20:00"})
    text += std::string(day) + ' ' + clock + " fail ann 52.202.255.70\n";
  text += std::string(day) + " 08:20:01 lock ann 52.202.255.70\n";
  const story::Story made = story::tell(text);
  std::vector<std::uint32_t> networks(made.events.addresses.size());
  for (TextId id = kNone + 1; id < networks.size(); ++id)
    networks[id] = network_of(made.events.addresses.at(id));
  const Correlation correlation = correlate(made.events, networks, {});
  const auto diagnoses = attribute(made.events, correlation, Site{});
  std::string lines;
  for (const Cause& cause : diagnoses.at(0).causes)
    if (cause.id == "logicmonitor")
      for (const EvidenceLine& line : cause.evidence)
        if (line.signal == "published-address" || line.signal == "operator")
          lines += std::to_string(line.db10) + ' ' + line.says + ';';
  return lines;
}

}  // namespace

TEST_CASE("place signals by the date of the lockout") {
  const std::string now =
      "300 52.202.255.70 lies in a range that LogicMonitor publishes;"
      "20 52.202.255.70 is a server address;";
  CHECK(place_lines("2026-05-20") == now);
  CHECK(place_lines("2026-12-20") == now);
  CHECK(place_lines("2030-11-15") != now);
  CHECK(place_lines("2030-11-15")
            .find("; it counts less, because the table is of 2026-11, far from "
                  "the lockout;") != std::string::npos);
}

TEST_CASE("an access network that a database names is one caller, with a name", "[libmaxminddb]") {
  const auto file = std::filesystem::temp_directory_path() / "whylocked-attribute-asn.mmdb";
  std::ofstream(file, std::ios::binary)
      << mmdb::build({mmdb::geolite("198.51.100.0/24", 64496, "Example Broadband")});
  Diagnostics diagnostics;
  const auto database = AsnDatabase::open(file.string(), diagnostics);
  std::filesystem::remove(file);
  REQUIRE(database);
  const story::Story made = story::tell(
      "08:00:00 fail ann 198.51.100.7\n08:05:00 fail ann 198.51.100.8\n"
      "08:10:00 fail ann 198.51.100.9\n08:10:01 lock ann 198.51.100.9\n");
  NetworkBook book;
  std::vector<std::uint32_t> networks(made.events.addresses.size());
  for (TextId id = kNone + 1; id < networks.size(); ++id)
    networks[id] = book.number_of(made.events.addresses.at(id), database.get());
  const Correlation correlation = correlate(made.events, networks, {});
  CHECK(correlation.callers.size() == 1);
  const auto diagnoses = attribute(made.events, correlation, Site{}, book);
  const auto& evidence = diagnoses.at(0).causes.at(0).evidence;
  const auto line = std::find_if(evidence.begin(), evidence.end(),
                                 [](const auto& one) { return one.signal == "operator"; });
  REQUIRE(line != evidence.end());
  CHECK(line->says ==
        "198.51.100.7 is in Example Broadband AS64496, no cloud, hoster or vendor of the table: an "
        "access network");
}
