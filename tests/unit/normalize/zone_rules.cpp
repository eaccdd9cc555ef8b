// The zone database: its files, and their rules for all later years. tests/program/zones.py
// compares the system's zones with another reader.
#include "normalize/time/zone_rules.hpp"
#include "catch.hpp"
#include "whylocked/normalize.hpp"

using namespace whylocked;
using normalize::ZoneRules;
using normalize::ZoneSpan;

namespace {

std::int64_t seconds(const char* time) { return *parse_time_point(time, "UTC") / kSecond; }

std::string number(std::int64_t value, std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = size; i-- > 0; value >>= 8) bytes[i] = static_cast<char>(value & 0xff);
  return bytes;
}

struct Change {
  std::int64_t time;
  char type;
};

std::string part(std::size_t width, const std::vector<Change>& changes,
                 const std::vector<std::int32_t>& offsets, std::size_t leap_seconds) {
  std::string bytes = "TZif2" + std::string(15, '\0');
  const std::size_t counts[] = {0, 0, leap_seconds, changes.size(), offsets.size(), 4};
  for (const std::size_t count : counts) bytes += number(static_cast<std::int64_t>(count), 4);
  for (const Change& change : changes) bytes += number(change.time, width);
  for (const Change& change : changes) bytes += change.type;
  for (const std::int32_t offset : offsets) bytes += number(offset, 4) + std::string(2, '\0');
  return bytes + std::string("LMT\0", 4) + std::string(leap_seconds * (width + 4), '\0');
}

std::string file(const std::vector<Change>& changes, const std::vector<std::int32_t>& offsets,
                 const std::string& footer, std::size_t leap_seconds = 0) {
  return part(4, {}, {0}, 0) + part(8, changes, offsets, leap_seconds) + '\n' + footer + '\n';
}

}  // namespace

TEST_CASE("a yearly rule") {
  struct RuleCase {
    const char* rule;
    const char* time;
    std::int32_t offset;
  };
  const char* const kNewYork = "EST5EDT,M3.2.0,M11.1.0";
  const char* const kBerlin = "CET-1CEST,M3.5.0,M10.5.0/3";
  const char* const kLordHowe = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";
  const char* const kNuuk = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0";
  const char* const kDublin = "IST-1GMT0,M10.5.0,M3.5.0/1";  // winter counts as daylight time
  const char* const kAlwaysSummer = "EST3EDT4,0/0,J365/23";
  for (const RuleCase& one : {
           RuleCase{"UTC0", "2040-07-01T00:00:00Z", 0},
           RuleCase{"<+0545>-5:45", "2040-07-01T00:00:00Z", 20700},
           RuleCase{kNewYork, "2040-03-11T06:59:59Z", -18000},
           RuleCase{kNewYork, "2040-03-11T07:00:00Z", -14400},
           RuleCase{kNewYork, "2040-11-04T05:59:59Z", -14400},
           RuleCase{kNewYork, "2040-11-04T06:00:00Z", -18000},
           RuleCase{kBerlin, "2040-03-25T00:59:59Z", 3600},
           RuleCase{kBerlin, "2040-03-25T01:00:00Z", 7200},
           RuleCase{kBerlin, "2040-10-28T00:59:59Z", 7200},
           RuleCase{kBerlin, "2040-10-28T01:00:00Z", 3600},
           RuleCase{kLordHowe, "2040-01-01T00:00:00Z", 39600},
           RuleCase{kLordHowe, "2040-07-01T00:00:00Z", 37800},
           RuleCase{kLordHowe, "2040-12-31T23:59:59Z", 39600},
           RuleCase{kNuuk, "2040-03-25T00:59:59Z", -7200},
           RuleCase{kNuuk, "2040-03-25T01:00:00Z", -3600},
           RuleCase{kDublin, "2040-01-01T00:00:00Z", 0},
           RuleCase{kDublin, "2040-07-01T00:00:00Z", 3600},
           RuleCase{kAlwaysSummer, "2040-01-01T03:30:00Z", -14400},
           RuleCase{kAlwaysSummer, "2040-12-31T23:30:00Z", -14400},
           RuleCase{kAlwaysSummer, "2041-01-01T04:00:00Z", -14400},
           RuleCase{"AAA0BBB,J60,J300", "2040-02-29T12:00:00Z", 0},
           RuleCase{"AAA0BBB,J60,J300", "2040-03-01T02:00:00Z", 3600},
           RuleCase{"AAA0BBB,J60,J300", "2041-03-01T01:59:59Z", 0},
           RuleCase{"AAA0BBB,59/0,300", "2040-02-29T00:00:00Z", 3600},
           RuleCase{"AAA0BBB,59/0,300", "2041-02-28T23:59:59Z", 0},
           RuleCase{"AAA0BBB,59/0,300", "2041-03-01T00:00:00Z", 3600},
       }) {
    INFO(one.rule << " at " << one.time);
    const auto rules = ZoneRules::parse(file({}, {0}, one.rule));
    REQUIRE(rules.has_value());
    constexpr std::int64_t kCalendar = std::int64_t{146'097} * 86400;  // 400 years
    for (const std::int64_t cycles : {-1, 0, 1, 10}) {
      const std::int64_t time = seconds(one.time) + cycles * kCalendar;
      const ZoneSpan span = rules->at(time);
      CHECK(span.offset == one.offset);
      CHECK(span.from <= time);
      CHECK(time < span.to);
    }
  }
}

TEST_CASE("texts that are not yearly rules") {
  for (const char* const text :
       {"CE-1", "CET", "CET-25", "CET-1 ", "CET-1CEST", "CET-1CEST,M3.5.0",
        "CET-1CEST,M3.5.0,M10.5.0,", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.0.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,M3.5,M10.5.0", "CET-1CEST,J0,J5", "CET-1CEST,366,5",
        "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1:60", "<+01-1", "<+1>-1"}) {
    INFO(text);
    CHECK_FALSE(ZoneRules::parse(file({}, {0}, text)).has_value());
  }
}

TEST_CASE("a file's changes, and then its rule") {
  const std::int64_t first = seconds("1900-01-01"), last = seconds("2020-01-01");
  const auto rules = ZoneRules::parse(
      file({{first, 1}, {last, 2}}, {3208, 3600, 7200}, "CET-1CEST,M3.5.0,M10.5.0/3"));
  REQUIRE(rules.has_value());
  CHECK(rules->at(first - 1).offset == 3208);
  CHECK(rules->at(first).offset == 3600);
  CHECK(rules->at(last - 1).to == last);
  CHECK(rules->at(last).offset == 3600);  // the rule's offset for January
  CHECK(rules->at(last).from == last);
  CHECK(rules->at(seconds("2026-07-01")).offset == 7200);
  const auto endless = ZoneRules::parse(file({{last, 1}}, {3208, 3600}, ""));
  REQUIRE(endless.has_value());
  CHECK(endless->at(seconds("9000-07-01")).offset == 3600);
  CHECK(endless->at(last).to == ZoneSpan().to);
}

TEST_CASE("files that are not zone files") {
  const std::string good = file({{0, 1}, {9, 0}}, {0, 3600}, "UTC0");
  REQUIRE(ZoneRules::parse(good).has_value());
  for (std::size_t size = 0; size < good.size(); ++size)
    CHECK_FALSE(ZoneRules::parse(std::string_view(good).substr(0, size)).has_value());
  const auto refused = [](const std::string& bytes) { return !ZoneRules::parse(bytes); };
  CHECK(refused(file({{0, 2}}, {0, 3600}, "UTC0")));          // no such type
  CHECK(refused(file({{9, 1}, {9, 0}}, {0, 3600}, "UTC0")));  // out of order
  CHECK(refused(file({}, {}, "UTC0")));
  CHECK(refused(file({}, {100000}, "UTC0")));
  CHECK(refused(file({}, {0}, "UTC")));
  CHECK(refused(file({}, {0}, "UTC0", 1)));  // with leap seconds
}

TEST_CASE("a zone is read once, and only from the database") {
  CHECK(ZoneRules::named("Europe/Berlin") != nullptr);
  CHECK(ZoneRules::named("Europe/Berlin") == ZoneRules::named("Europe/Berlin"));
  for (const char* const name :
       {"", "Europe", "Europe/", "/Europe/Berlin", "Europe//Berlin", "../zoneinfo/Europe/Berlin",
        "/etc/localtime", "zone.tab", "right/UTC", "posix/UTC", "leapseconds"}) {
    INFO(name);
    CHECK(ZoneRules::named(name) == nullptr);
  }
}
