// Calls per hour and vendor: vendors that fell silent or began to fail, and how much that counts.
#include <algorithm>
#include <charconv>

#include "attribute/signals/scene.hpp"
#include "catch.hpp"
#include "diagnosed.hpp"

using namespace whylocked;
using namespace whylocked::attribution;

namespace {

// The table begins on 2026-05-18 at 00:00. The password is changed in hour 56 and the account locks
// in hour 61. Hours 8 to 55 and 57 to 67 are compared.
constexpr const char* kChanged =
    "2026-05-20 08:30:00 reset ann\n"
    "2026-05-20 09:05:00 fail ann 198.51.100.7\n"
    "2026-05-20 10:05:00 fail ann 198.51.100.7\n"
    "2026-05-20 11:05:00 fail ann 198.51.100.7\n"
    "2026-05-20 12:05:00 fail ann 198.51.100.7\n"
    "2026-05-20 13:05:00 fail ann 198.51.100.7\n"
    "2026-05-20 13:05:01 lock ann 198.51.100.7\n";
constexpr const char* kNoChange =
    "2026-05-20 08:30:00 fail ann 198.51.100.7\n"
    "2026-05-20 08:40:00 fail ann 198.51.100.7\n"
    "2026-05-20 08:50:00 fail ann 198.51.100.7\n"
    "2026-05-20 08:50:01 lock ann 198.51.100.7\n";
constexpr const char* kLockAlone = "2026-05-20 11:30:00 lock ann 198.51.100.7\n";
constexpr const char* kUnlocked =
    "2026-05-20 08:10:00 reset ann\n"
    "2026-05-20 08:30:00 fail ann 198.51.100.7\n"
    "2026-05-20 08:50:01 lock ann 198.51.100.7\n"
    "2026-05-20 09:50:00 unlock ann\n";
constexpr const char* kTwoCallers =
    "2026-05-20 08:30:00 reset ann\n"
    "2026-05-20 09:05:00 fail ann 198.51.100.7\n"
    "2026-05-20 10:05:00 fail ann 203.0.113.7\n"
    "2026-05-20 11:05:00 fail ann 198.51.100.7\n"
    "2026-05-20 12:05:00 fail ann 203.0.113.7\n"
    "2026-05-20 12:05:01 lock ann 198.51.100.7\n";

int number(std::string_view& text) {
  int value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  return value;
}

// "Name = 0-55:14 57-67:3/2": calls (and failures) per hour from hour 0 to 55, ...
void add_vendor(std::string_view line, Events& events) {
  const std::size_t equal = line.find(" = ");
  const TextId vendor = events.texts.intern(line.substr(0, equal));
  for (line.remove_prefix(equal + 2); !line.empty();) {
    line.remove_prefix(1);
    const int from = number(line);
    line.remove_prefix(1);
    const int to = number(line);
    line.remove_prefix(1);
    const int calls = number(line);
    int failures = 0;
    if (line.starts_with('/')) {
      line.remove_prefix(1);
      failures = number(line);
    }
    for (int hour = from; hour <= to; ++hour)
      events.activity.push_back({(story::kFirstDay * 24 + hour) * kHour, vendor,
                                 static_cast<std::uint32_t>(calls),
                                 static_cast<std::uint32_t>(failures),
                                 static_cast<std::uint32_t>(events.activity.size() + 2), 0});
  }
}

story::Diagnosed with_vendors(std::string_view text, const std::vector<std::string>& vendors) {
  story::Diagnosed made;
  made.story = story::parse(text);
  for (const std::string& vendor : vendors) add_vendor(vendor, made.story.events);
  std::stable_sort(made.story.events.activity.begin(), made.story.events.activity.end(),
                   [](const ActivityHour& a, const ActivityHour& b) {
                     return std::tie(a.from, a.vendor) < std::tie(b.from, b.vendor);
                   });
  made.correlation = made.story.correlate();
  made.diagnoses = attribute(made.input());
  return made;
}

// The signal's words for the last lockout's case: "n-central words;" for the causes that gain,
// whether others lose, and then the caveats.
std::string describe(std::string_view story, const std::vector<std::string>& vendors) {
  const story::Diagnosed it = with_vendors(story, vendors);
  REQUIRE_FALSE(it.correlation.incidents.empty());
  const std::uint32_t number = it.correlation.incidents.back().case_index;
  const AttributeInput input = it.input();
  const Scene scene(input);
  const CaseView view(scene, number);
  std::string words;
  for (const Observation& one : observe_api_activity(view)) {
    bool lose = false;
    std::string ids;
    for (const Refinement& fact : one.facts) {
      lose |= refined(fact) < 1;
      if (refined(fact) > 1) ids += std::string(hypotheses()[fact.hypothesis].id) + ' ';
    }
    CHECK(one.activity.size() <= kRowsShown);
    CHECK(ids.empty() == one.activity.empty());
    if (!ids.empty()) words += ids + one.words + ';';
    if (lose) words += "others lose;";
  }
  for (const Text& caveat : it.diagnoses[number].caveats) words += caveat;
  return words;
}

struct ActivityRow {
  const char* what;
  const char* story;
  std::vector<std::string> vendors;
  const char* expected;
};

const std::string kCentral = "Solarwinds - N-able N-central = ";
const std::string kOn = "Hudu Technologies - Documentation = 0-90:7";

}  // namespace

TEST_CASE("vendors whose calls change") {
  const ActivityRow rows[] = {
      {"no table", kChanged, {}, ""},
      {"falls silent in the hour of the change",
       kChanged,
       {kCentral + "0-20:14 21-56:20", kOn},
       "n-central \"Solarwinds - N-able N-central\": 14 to 20 calls an hour until "
       "2026-05-20T09:00:00Z, none in the 11 hours since;others lose;"},
      {"rows with zero calls mean the same",
       kChanged,
       {kCentral + "0-56:14 57-90:0", kOn},
       "n-central \"Solarwinds - N-able N-central\": 14 calls an hour until 2026-05-20T09:00:00Z, "
       "none in the 11 hours since;others lose;"},
      {"nearly silent: another account of the vendor",
       kChanged,
       {kCentral + "0-56:100 57-90:3", kOn},
       "n-central \"Solarwinds - N-able N-central\": 100 calls an hour until "
       "2026-05-20T09:00:00Z, only 33 in the 11 hours since;others lose;"},
      {"continues: no evidence either way", kChanged, {kCentral + "0-90:14", kOn}, "others lose;"},
      {"half as many: no evidence", kChanged, {kCentral + "0-56:14 57-90:7", kOn}, "others lose;"},
      {"one call per hour counts for less",
       kNoChange,
       {kCentral + "0-56:1", kOn},
       "n-central \"Solarwinds - N-able N-central\": 1 call an hour until 2026-05-20T09:00:00Z, "
       "none in the 6 hours since;others lose;"},
      {"stopped half a day before the change",
       kChanged,
       {kCentral + "0-44:14", kOn},
       "others lose;"},
      {"stops half a day later", kChanged, {kCentral + "0-66:14", kOn}, "others lose;"},
      {"office hours alone",
       kNoChange,
       {kCentral + "8-18:14 32-42:14 56-56:14", kOn},
       "others lose;"},
      {"a vendor that is not in the catalog",
       kChanged,
       {"Zzyzx Works - Sync = 0-56:14", kOn},
       "unlisted-integration \"Zzyzx Works - Sync\": 14 calls an hour until "
       "2026-05-20T09:00:00Z, none in the 11 hours since;others lose;"},
      {"own callers share an identifier",
       kChanged,
       {"Custom (Internal Integration) = 0-56:14", kOn},
       "custom-rest \"Custom (Internal Integration)\": 14 calls an hour until "
       "2026-05-20T09:00:00Z, none in the 11 hours since;others lose;"},
      {"begins to fail",
       kChanged,
       {kCentral + "0-56:14 57-90:14/14", kOn},
       "n-central \"Solarwinds - N-able N-central\": 154 of 154 calls failed in the 11 hours since "
       "2026-05-20T09:00:00Z, none in the 48 hours before;others lose;"},
      {"also failed before", kChanged, {kCentral + "0-90:14/2", kOn}, "others lose;"},
      {"two at once",
       kChanged,
       {kCentral + "0-56:14", "Datto RMM = 0-56:30", kOn},
       "datto-rmm n-central \"Datto RMM\": 30 calls an hour until 2026-05-20T09:00:00Z, none in "
       "the 11 "
       "hours since; \"Solarwinds - N-able N-central\": 14 calls an hour until "
       "2026-05-20T09:00:00Z, none in the 11 hours since;others lose;"},
      {"three at once: the quota or an outage",
       kChanged,
       {kCentral + "0-56:14", "Datto RMM = 0-56:30", "Zapier = 0-56:9 57-67:9/9", kOn},
       "others lose;3 integration vendors fell silent or began to fail at once (\"Datto RMM\" "
       "and others): this points to the API quota (10,000 calls per hour for all together) or an "
       "outage, not to one credential, so it counts against none of them"},
      {"totals are not vendors",
       kChanged,
       {"Total = 0-56:99", "Sum: = 0-56:99", " = 0-56:4", kOn},
       "others lose;"},
      {"no known change: at the first failure",
       kNoChange,
       {kCentral + "0-56:14", kOn},
       "n-central \"Solarwinds - N-able N-central\": 14 calls an hour until 2026-05-20T09:00:00Z, "
       "none in the 6 hours since;others lose;"},
      {"only the lock: some hours before it",
       kLockAlone,
       {kCentral + "0-57:14", kOn},
       "n-central \"Solarwinds - N-able N-central\": 14 calls an hour until 2026-05-20T10:00:00Z, "
       "none in the 6 hours since;others lose;"},
      {"the unlock ends it: no full hour after", kUnlocked, {kCentral + "0-56:14", kOn}, ""},
      {"two callers: half each",
       kTwoCallers,
       {kCentral + "0-56:14", kOn},
       "n-central \"Solarwinds - N-able N-central\": 14 calls an hour until 2026-05-20T09:00:00Z, "
       "none in the 10 hours since;others lose;each lockout needs two or more different callers; "
       "these are the causes of the first, and the others need their own fix"},
      {"the table ends before the change", kChanged, {kCentral + "0-50:14", "Hudu = 0-50:7"}, ""},
      {"the table begins just before it", kChanged, {kCentral + "40-56:14", "Hudu = 40-90:7"}, ""},
      {"a day is missing: its hours are not silence",
       kChanged,
       {kCentral + "0-56:14 90-120:14", "Hudu = 0-56:7 90-120:7"},
       ""},
  };
  for (const ActivityRow& row : rows) {
    CAPTURE(row.what);
    CHECK(describe(row.story, row.vendors) == row.expected);
  }
}

TEST_CASE("a vendor that falls silent ranks first among the products") {
  const auto it = with_vendors(kChanged, {kCentral + "0-56:14", kOn, "Datto RMM = 0-90:3"});
  REQUIRE(it.diagnoses.size() == 1);
  const auto& causes = it.first().causes;
  const auto product = std::find_if(causes.begin(), causes.end(), [](const RankedCause& cause) {
    return find_integration(id_of(cause)) != nullptr;
  });
  REQUIRE(product != causes.end());
  CHECK(id_of(*product) == "n-central");
  CHECK(it.first().caveats.empty());
}

TEST_CASE("two files about the same day count once") {
  story::Diagnosed it = with_vendors(kChanged, {kCentral + "0-56:14", kOn});
  std::vector<ActivityHour> twice;
  for (const ActivityHour& row : it.story.events.activity) {
    twice.push_back(row);
    twice.push_back(row);
    twice.back().file = 1;
  }
  it.story.events.activity = twice;
  const ActivityBook book(it.story.events);
  const Turn turn = book.turn_at(it.correlation.incidents.back());
  REQUIRE(turn.vendors.size() == 1);
  CHECK(turn.vendors[0].most == 14);
}
