// What holds for every scenario and seed: the truth is well-formed, and a reader that knows nothing
// but the rules of the counter finds the same lockouts in the export.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "catch.hpp"
#include "simulator/scenario.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/site.hpp"

using namespace whylocked;
using sim::Plot;
using sim::Scenario;

namespace {

constexpr std::uint64_t kSeeds = 8;

template <class Check>
void for_all(Check check) {
  for (const Scenario& row : sim::scenario_rows())
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(row.name, seed);
      check(row, simulate(row.name, seed));
    }
}

// ---- a reader of its own: CSV, times, counter

using Cells = std::vector<std::string>;

std::vector<Cells> read_cells(const std::string& text, char delimiter) {
  std::vector<Cells> rows(1, Cells(1));
  bool quoted = false;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const char c = text[i];
    std::string& cell = rows.back().back();
    if (c == '"' && quoted && text[i + 1] == '"')
      cell += text[i++];
    else if (c == '"')
      quoted = !quoted;
    else if (c == delimiter && !quoted)
      rows.back().emplace_back();
    else if (c == '\n' && !quoted)
      rows.emplace_back(1);
    else
      cell += c;
  }
  return rows;
}

struct Zone {
  const char* name;
  int winter, summer;
};
constexpr Zone kZones[] = {{"UTC", 0, 0},
                           {"America/New_York", -300, -240},
                           {"America/Chicago", -360, -300},
                           {"Europe/Berlin", 60, 120},
                           {"Europe/London", 0, 60},
                           {"Australia/Brisbane", 600, 600},
                           {"Asia/Kolkata", 330, 330}};

int month_number(const std::string& name) {
  return static_cast<int>(std::string("JanFebMarAprMayJunJulAugSepOctNovDec").find(name)) / 3 + 1;
}

Micros days_before(int year, int month, int day) {  // counted, not computed
  const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  Micros days = day - 1;
  for (int y = 1970; y < year; ++y) days += y % 4 == 0 ? 366 : 365;
  for (int m = 1; m < month; ++m) days += lengths[m - 1] + (m == 2 && year % 4 == 0);
  return days;
}

// "2026-05-19T08:07:19Z" and the other forms that an export may have.
Micros read_time(const std::string& text, const std::string& zone) {
  if (text.find_first_not_of("0123456789") == text.npos) return std::stoll(text) * kSecond;
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, used = 0;
  char name[4] = "";
  if (std::sscanf(text.c_str(), "%4d-%2d-%2d%*c%2d:%2d%n", &year, &month, &day, &hour, &minute,
                  &used) < 5) {
    const int fields = std::sscanf(text.c_str(), "%2d %3s %4d %2d:%2d%n", &day, name, &year, &hour,
                                   &minute, &used);
    REQUIRE(fields == 5);
    month = month_number(name);
  }
  Micros at = days_before(year, month, day) * kDay + hour * kHour + minute * kMinute;
  std::string rest = text.substr(static_cast<std::size_t>(used));
  if (rest[0] == ':') {
    std::size_t length = 0;
    at += std::llround(std::stod(rest.substr(1), &length) * 1000) * 1000;
    rest = rest.substr(length + 1);
  }
  if (rest == "Z") return at;
  int offset = 0;
  if (!rest.empty()) {
    int minutes = 0;
    REQUIRE(std::sscanf(rest.c_str(), "%d:%d", &offset, &minutes) == 2);
    offset = offset * 60 + (offset < 0 ? -minutes : minutes);
  } else {
    for (const Zone& one : kZones)
      if (zone == one.name) offset = month >= 4 && month <= 10 ? one.summer : one.winter;
  }
  return at - offset * kMinute;
}

struct Line {
  Micros at = 0;
  std::string user, address, event, reason;
  bool success = false;
};

struct Export {
  std::vector<Line> lines;         // oldest first
  std::vector<std::string> texts;  // every cell
};

Export read_export(const Simulation& played, const std::string& zone) {
  const std::string& text = played.export_csv;
  const std::string header = text.substr(0, text.find('\n'));
  const char delimiter = header.find(';') != header.npos    ? ';'
                         : header.find('\t') != header.npos ? '\t'
                                                            : ',';
  std::map<std::string, std::set<std::string>> names = {
      {"time", {"Time", "Date/Time", "Timestamp", "Event Time"}},
      {"user", {"Username", "User Name", "Login Name"}},
      {"address", {"IP Address", "Client IP", "Source IP", "IP"}},
      {"event", {"Event", "Event Type", "Event Name"}},
      {"result", {"Result", "Outcome"}},
      {"reason", {"Reason", "Failure Reason", "Error Message"}}};
  const auto rows = read_cells(text, delimiter);
  const auto cell = [&](const Cells& cells, const char* field) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (names[field].count(rows[0][i]) == 1) return cells[i];
    return std::string();
  };
  Export out;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    REQUIRE(rows[i].size() == rows[0].size());
    Line line{read_time(cell(rows[i], "time"), zone),
              cell(rows[i], "user"),
              cell(rows[i], "address"),
              cell(rows[i], "event"),
              cell(rows[i], "reason"),
              cell(rows[i], "result")[0] == 'S'};
    for (char& c : line.user) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    out.lines.push_back(std::move(line));
    out.texts.insert(out.texts.end(), rows[i].begin(), rows[i].end());
  }
  if (out.lines.front().at > out.lines.back().at) std::reverse(out.lines.begin(), out.lines.end());
  return out;
}

struct Found {
  Micros at = 0;
  std::string user;
  unsigned counted = 0;
};

bool counts(const Line& line) {
  return line.event == "Login" && !line.success && line.reason.find("password") != line.reason.npos;
}

// With a threshold: where the counter is full; else where the export says so.
std::vector<Found> replay(const Export& given, std::optional<unsigned> threshold) {
  std::map<std::string, unsigned> counters;
  std::vector<Found> found;
  for (const Line& line : given.lines) {
    unsigned& counter = counters[line.user];
    const bool full =
        threshold ? counts(line) && counter + 1 == *threshold : line.event == "Account Locked";
    if (counts(line)) ++counter;
    if (full) found.push_back({line.at, line.user, counter});
    if (full || line.success || (line.event != "Login" && line.event != "Account Locked"))
      counter = 0;
  }
  std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return a.at != b.at ? a.at < b.at : a.user < b.user;
  });
  return found;
}

Site read_site(const Simulation& played) {
  Diagnostics told;
  auto site = parse_site(played.site_json, "site.json", told);
  REQUIRE(site);
  return *site;
}

bool can_count(const Scenario& row) {
  return (row.missing & (sim::kReasons | sim::kSuccesses | sim::kChanges)) == 0 &&
         row.trigger != sim::Trigger::unrecorded && !row.clock_off;
}

}  // namespace

TEST_CASE("the same seed gives the same bytes, another one others") {
  for (const Scenario& row : sim::scenario_rows()) {
    CAPTURE(row.name);
    const Simulation one = simulate(row.name, 5), again = simulate(row.name, 5);
    CHECK(one.export_csv == again.export_csv);
    CHECK(one.site_json == again.site_json);
    CHECK(one.api_users_csv == again.api_users_csv);
    CHECK(truth_json(row.name, 5, one) == truth_json(row.name, 5, again));
    CHECK(one.export_csv != simulate(row.name, 6).export_csv);
  }
}

TEST_CASE("the truth is in order, its ids are causes, its shares sum to one") {
  const std::set<std::string> kinds = {"cloud_integration",
                                       "office_integration",
                                       "desktop_integration",
                                       "password_manager",
                                       "custom",
                                       "unlisted",
                                       "person",
                                       "attack"};
  for_all([&](const Scenario&, const Simulation& played) {
    for (std::size_t i = 0; i < played.truth.size(); ++i) {
      const TrueLockout& one = played.truth[i];
      double sum = 0;
      for (std::size_t c = 0; c < one.callers.size(); ++c) {
        sum += one.callers[c].share;
        CHECK(is_cause_id(one.callers[c].cause));
        CHECK((c == 0 || one.callers[c].share <= one.callers[c - 1].share));
      }
      CHECK(sum == Approx(1));
      CHECK(kinds.count(one.kind) == 1);
      CHECK(std::is_sorted(one.answers.begin(), one.answers.end()));
      for (const std::string& id : one.answers) CHECK(is_cause_id(id));
      const std::size_t size = one.answers.size();
      CHECK((one.answerable == Answerable::kind    ? size == 0
             : one.answerable == Answerable::cause ? size == 1
                                                   : size >= 2));
      if (size > 0)
        CHECK(std::count(one.answers.begin(), one.answers.end(), one.callers.front().cause) == 1);
      if (i == 0) continue;
      const TrueLockout& before = played.truth[i - 1];
      CHECK((before.at < one.at || (before.at == one.at && before.user <= one.user)));
    }
  });
}

TEST_CASE("every scenario turns out as it says") {
  for_all([](const Scenario& row, const Simulation& played) {
    const auto rows = std::count(played.export_csv.begin(), played.export_csv.end(), '\n') - 1;
    CHECK(rows >= 150);
    CHECK(rows <= 2500);
    CHECK(played.truth.empty() == (row.plot == Plot::quiet));
    CHECK((row.plot == Plot::quiet ||
           std::any_of(played.truth.begin(), played.truth.end(),
                       [&](const TrueLockout& one) { return one.answerable == row.answer; })));
  });
}

TEST_CASE("the counter's rules alone find the true lockouts in the export") {
  for_all([](const Scenario& row, const Simulation& played) {
    const Site site = read_site(played);
    const Export given = read_export(played, site.time_zone);
    const bool rebuilt = (row.missing & sim::kLocks) != 0;
    const auto found = replay(given, rebuilt ? site.threshold : std::nullopt);
    REQUIRE(found.size() == played.truth.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i].at == played.truth[i].at);
      CHECK(found[i].user == played.truth[i].user);
      if (!can_count(row)) continue;
      CHECK(found[i].counted == found.front().counted);
      if (site.threshold) CHECK(found[i].counted == *site.threshold);
    }
  });
}

TEST_CASE("without lockouts, no account fails as often as the strictest policy allows") {
  for_all([](const Scenario& row, const Simulation& played) {
    if (row.plot != Plot::quiet) return;
    CHECK(replay(read_export(played, read_site(played).time_zone), 5).empty());
  });
}

TEST_CASE("the export does not say what the scenario keeps to itself") {
  for_all([](const Scenario& row, const Simulation& played) {
    const Export given = read_export(played, {});
    const auto leaks = [&](const std::string& text) {
      return text == row.name ||
             std::any_of(std::begin(kCauseIds), std::end(kCauseIds),
                         [&](std::string_view id) { return text.find(id) != text.npos; });
    };
    CHECK(std::none_of(given.texts.begin(), given.texts.end(), leaks));
    // Nothing in the rows of an account whose caller nobody can name is a product's name.
    std::set<std::string> nameless;
    for (const TrueLockout& one : played.truth)
      if (one.answerable != Answerable::cause && !row.equal) nameless.insert(one.user);
    for (const Line& line : given.lines) {
      if (nameless.count(line.user) == 0 || line.address.empty()) continue;
      CHECK(names_inside(line.user).empty());
      const auto address = parse_address(line.address);
      REQUIRE(address);
      CHECK(network(network_of(*address)).kind != OperatorKind::published);
    }
  });
}
