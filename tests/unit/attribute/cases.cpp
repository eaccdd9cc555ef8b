// Kinds of cases in which an earlier diagnosis by hand-set decibans named the wrong cause.
#include <cstdlib>

#include "catch.hpp"
#include "diagnosed.hpp"

using namespace whylocked;
using story::at;
using story::beat;

namespace {

constexpr const char* kOffice = R"({"office": ["198.51.100.7"]})";
constexpr const char* kZone = R"({"office": ["198.51.100.7"], "time_zone": "UTC"})";

// People of one office who each slip once in a week, and one who slips until the lock.
std::string office_week(const char* successes) {
  std::string text;
  const char* people[] = {"ann", "bob", "cyd", "dan", "eve", "fay", "gus"};
  for (int i = 0; i < 7; ++i) {
    const int day = i * 86'400 * 6 / 7 / 86'400 * 86'400 + 32'400 + i * 1'900;
    text += at(day) + " fail " + people[i] + " 198.51.100.7\n";
    if (*successes) text += at(day + 40) + " ok " + std::string(people[i]) + " 198.51.100.7\n";
  }
  for (const int typed : {0, 14, 41, 60, 102})  // seconds; even gaps would be a clock's
    text += at(2 * 86'400 + 50'000 + typed) + " fail hal 198.51.100.7\n";
  return text + at(2 * 86'400 + 50'130) + " lock hal\n";
}

}  // namespace

TEST_CASE("an export without successes does not make an office a spray") {
  for (const char* successes : {"", "yes"}) {
    CAPTURE(successes);
    const auto it = story::diagnose(office_week(successes), kOffice);
    CHECK(it.kind(CauseCategory::attack) < .1);
    CHECK(it.probability("person") > .5);
  }
}

TEST_CASE("a name in the username outweighs a list that lacks it") {
  const auto it = story::diagnose(
      beat(0, 3'900, 12, "fail hudu-sync 52.65.24.89") + at(20'000) + " lock hudu-sync\n",
      R"({"installed": ["it-glue", "zomentum", "auvik", "scalepad"]})");
  CHECK(it.probability("hudu") > it.probability("it-glue"));
  CHECK(it.first().status != Status::tied);
}

TEST_CASE("an address in Amazon's cloud alone names no product") {
  const auto it =
      story::diagnose(beat(0, 2'700, 12, "fail api 52.65.24.89") + at(11'000) + " lock api\n");
  CHECK(it.first().status == Status::insufficient_evidence);
  CHECK(it.first().probability() < .3);
}

TEST_CASE("a period of 60 s names no product") {
  const auto it =
      story::diagnose(beat(0, 60, 40, "ok dash 203.0.113.61") + at(2'400) + " reset dash\n" +
                      beat(2'460, 60, 15, "fail dash 203.0.113.61") + at(2'710) + " lock dash\n");
  CHECK(it.first().verdict().empty());
  CHECK(it.probability("custom-rest") >= it.probability("quickbooks-desktop"));
}

// The decibans of one signal for one cause; 0 if there is no such line.
static Decibans10 line_of(const story::Diagnosed& it, std::string_view cause,
                          std::string_view signal) {
  for (const Cause& one : Explainer(it.input()).explain(it.first()))
    for (const EvidenceLine& line : one.evidence)
      if (one.id == cause && line.signal == signal) return line.db10;
  return 0;
}

// By how much all that is said about the account is for Hudu rather than for Zomentum, in decibans.
static Decibans10 lead(const story::Diagnosed& it) {
  Decibans10 sum = 0;
  for (const Cause& one : Explainer(it.input()).explain(it.first()))
    for (const EvidenceLine& line : one.evidence)
      if (line.signal == "account-link")
        sum += one.id == "hudu" ? line.db10 : one.id == "zomentum" ? -line.db10 : 0;
  return sum;
}

TEST_CASE("an event-driven desktop product gains nothing from attempts around the clock") {
  std::string text;
  for (int i = 0; i < 60; ++i)  // day and night, without a beat
    text += at(i * 5'400 + i * i * 37 % 3'000) + " fail ann 198.51.100.7\n";
  const auto it = story::diagnose(text + at(30'000) + " lock ann\n",
                                  R"({"office": ["198.51.100.7"], "installed": ["quotewerks"]})");
  REQUIRE(line_of(it, "quotewerks", "schedule") != 0);
  CHECK(line_of(it, "quotewerks", "schedule") + line_of(it, "quotewerks", "hours") <= 0);
}

TEST_CASE("a list of installed products covers unlisted ones with less certainty") {
  const std::string text = beat(0, 2'700, 12, "fail api 52.65.24.89") + at(11'000) + " lock api\n";
  const auto without =
      story::diagnose(text, R"({"installed": ["zomentum", "quotewerks", "at2sage"]})");
  CHECK(line_of(without, "unlisted-integration", "declared") < 0);
  CHECK(line_of(without, "unlisted-integration", "declared") >
        line_of(without, "it-glue", "declared"));
  CHECK(line_of(without, "zomentum", "declared") > 50);
  const auto with = story::diagnose(
      text, R"({"installed": ["zomentum", "quotewerks", "at2sage", "unlisted-integration"]})");
  CHECK(line_of(with, "unlisted-integration", "declared") > 0);
}

TEST_CASE("a row that counts hundreds of attempts is not typed") {
  for (const char* const rows :
       {"08:06:00 fail bob 203.0.113.4 x1234\n",
        "08:06:00 fail bob 203.0.113.4 x1234\n08:06:30 ok bob 203.0.113.4 x5\n"
        "08:07:00 fail bob 203.0.113.4 x900\n"}) {
    CAPTURE(rows);
    CHECK(story::diagnose(rows).probability("person") < .5);
  }
}

TEST_CASE("the words for a list of one product are in the singular") {
  const auto it =
      story::diagnose(beat(0, 2'700, 12, "fail api 52.65.24.89") + at(11'000) + " lock api\n",
                      R"({"installed": ["zomentum"]})");
  bool found = false;
  for (const Cause& cause : Explainer(it.input()).explain(it.first()))
    for (const EvidenceLine& line : cause.evidence)
      found |= line.says() == "the site file lists one installed product; it is this one";
  CHECK(found);
}

TEST_CASE("a list of one product counts for less than a list of four") {
  const std::string text = beat(0, 2'700, 12, "fail api 52.65.24.89") + at(11'000) + " lock api\n";
  const auto one = story::diagnose(text, R"({"installed": ["zomentum"]})");
  const auto four = story::diagnose(
      text, R"({"installed": ["zomentum", "quotewerks", "at2sage", "outlook-extension"]})");
  CHECK(line_of(one, "it-glue", "declared") > line_of(four, "it-glue", "declared"));
}

TEST_CASE("a healthy program does not hide a stale one's beat on the same account") {
  const auto it =
      story::diagnose(beat(0, 3'600, 40, "ok api 52.65.24.89") +
                      beat(70'000, 900, 60, "fail api 52.65.24.91") + at(73'700) + " lock api\n");
  bool found = false;
  for (const Cause& cause : Explainer(it.input()).explain(it.first()))
    for (const EvidenceLine& line : cause.evidence)
      found |= line.signal == "schedule" && line.words.str().find("15 min") != std::string::npos;
  CHECK(found);
}

TEST_CASE("the most informative missing column comes first") {
  const auto it = story::diagnose(
      "2026-05-18 08:00:00 fail ann\n2026-05-18 08:00:02 fail ann\n2026-05-18 08:00:07 fail ann\n"
      "2026-05-18 08:01:00 lock ann\n");
  const auto& missing = it.first().missing;
  REQUIRE(missing.size() > 2);
  CHECK(missing.front() == "user agent or application");  // shows whether it is a browser
  CHECK(it.first().missing_bits > .1);
}

TEST_CASE("evidence from the caller's days, first success and hours") {
  const std::string fails = " fail ann 198.51.100.7\n", ok = " ok ann 198.51.100.7\n",
                    lock = " lock ann\n";
  const auto three = [&](int from) {
    return at(from) + fails + at(from + 20) + fails + at(from + 55) + fails;
  };
  constexpr int kOneDay = 86'400, kTen = 36'000;
  struct Row {
    const char* what;
    std::string story;
    const char *signal, *words;
  };
  const Row rows[] = {
      {"it got in only after it had failed",
       at(0) + " ok bob 198.51.100.9\n" + three(2 * kOneDay + kTen) + at(2 * kOneDay + kTen + 56) +
           lock + at(2 * kOneDay + kTen + 900) + ok,
       "history", "first got in"},
      {"it got in before, too",
       at(kTen) + ok + three(2 * kOneDay + kTen) + at(2 * kOneDay + kTen + 56) + lock +
           at(2 * kOneDay + kTen + 900) + ok,
       "history", "after the lock"},
      {"a minute",
       at(kTen) + ok + three(kOneDay + kTen) + at(kOneDay + kTen + 56) + lock + at(3 * kOneDay) +
           " ok bob 198.51.100.9\n",
       "days", "within 55 s, and none in the 38 h after"},
      {"one day",
       at(kTen) + ok + at(kOneDay + 3'600) + fails + three(kOneDay + kTen) +
           at(kOneDay + kTen + 56) + lock + at(3 * kOneDay) + " ok bob 198.51.100.9\n",
       "days", "the only day"},
      {"a clean day between",
       three(kTen) + at(kTen + 56) + lock + at(kOneDay + kTen) + ok + at(2 * kOneDay + kTen) +
           fails,
       "days", "2 of 3 days"},
      {"in the night", three(3 * 3'600) + at(3 * 3'600 + 56) + lock, "clock", "night"},
      {"at work", three(kTen) + at(kTen + 56) + lock, "clock", "in working hours only"},
  };
  for (const Row& row : rows) {
    const auto it = story::diagnose(row.story, kZone);
    bool found = false;
    for (const Cause& cause : Explainer(it.input()).explain(it.first()))
      for (const EvidenceLine& line : cause.evidence)
        found |= line.signal == row.signal && line.words.str().find(row.words) != std::string::npos;
    CAPTURE(row.what);
    CHECK(found);
  }
}

TEST_CASE("refusals in a dozen networks are guessing, however often each tries") {
  std::string text = beat(0, 3'600, 8, "ok bob 198.51.100.7");
  for (int i = 0; i < 84; ++i)
    text += at(30'000 + 50 * i) + " fail administrator " + std::to_string(20 + i % 14) + ".9.8.7\n";
  const auto it = story::diagnose(text, R"({"lockout": {"threshold": 200}})");
  double attack = 0;
  for (const auto& [category, probability] : it.first().kinds)
    if (category == CauseCategory::attack) attack = probability;
  CHECK(attack > .95);
}

TEST_CASE("a mail protocol indicates a device") {
  const auto it = story::diagnose(beat(0, 900, 8, "fail ann 203.0.113.5 client=IMAP4") + at(7'300) +
                                  " lock ann\n");
  CHECK(line_of(it, "saved-on-device", "client") > 60);
}

TEST_CASE("a declared owner that the export contradicts is shown as a conflict, not followed") {
  const std::string text = beat(0, 900, 60, "ok svc-psa 52.65.24.89") + at(54'000) +
                           " reset svc-psa\n" + beat(54'100, 900, 60, "fail svc-psa 52.65.24.89") +
                           at(57'800) + " lock svc-psa\n";
  const auto it = story::diagnose(text, R"({"accounts": {"svc-psa": "hudu"},
      "installed": ["hudu", "zomentum", "it-glue"]})");
  REQUIRE(!it.first().conflicts.empty());
  CHECK(it.first().conflicts.front().declared.str().find("Hudu") != std::string::npos);
  CHECK(it.first().verdict().empty());
  const auto right = story::diagnose(text, R"({"accounts": {"svc-psa": "zomentum"},
      "installed": ["hudu", "zomentum", "it-glue"]})");
  CHECK(right.first().conflicts.empty());
  CHECK(right.first().verdict() == "zomentum");
  // Odds of 25 to one for IT Glue, which is in this cloud, as some product often is.
  const auto narrow = story::diagnose(text, R"({"accounts": {"svc-psa": "auvik"},
      "installed": ["auvik", "it-glue"]})");
  CHECK(narrow.first().conflicts.empty());
  CHECK(narrow.first().verdict() == "auvik");
}

namespace {

// Twelve accounts tried in turn, five times each; accounts `let_in` + number got in before.
std::string test_from_the_office(const char* let_in) {
  std::string text;
  for (int i = 0; i < 12; ++i) {
    const std::string number = std::to_string(i);
    text += at(30'000 + i * 3'000) + " ok " + let_in + number + " 198.51.100.7\n";
    text += beat(90'000 + i * 9, 2, 5, "fail user" + number + " 198.51.100.7");
    text += at(90'010 + i * 9) + " lock user" + number + '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("failures of many accounts within minutes from the office are not slips") {
  const auto strange = story::diagnose(test_from_the_office("colleague"), kOffice);
  CHECK(strange.correlation.cases.size() == 1);
  CHECK(strange.kind(CauseCategory::attack) > .6);
  // The same holds if the owners get in from the same address and no client separates them: people
  // do not fail one right after the other.
  const auto known = story::diagnose(test_from_the_office("user"), kOffice);
  CHECK(known.correlation.cases.size() == 1);
  CHECK(known.kind(CauseCategory::attack) + known.kind(CauseCategory::automation) > .6);
  CHECK(known.probability("person") < .1);
}

TEST_CASE("a phone on a carrier's addresses is not credential stuffing") {
  std::string text;
  for (int i = 0; i < 40; ++i)
    text += at(i * 2'000) + (i < 25 ? " ok ann 80.187." : " fail ann 80.187.") +
            std::to_string(80 + i % 16) + '.' + std::to_string(i + 3) + " client=Autotask/5.1\n";
  text += at(59'000) + " lock ann\n";
  const auto it = story::diagnose(text);
  CHECK(it.kind(CauseCategory::attack) < .2);
}

namespace {

// A poller in an export with every column and kind of row.
std::string whole_export() {
  std::string text;
  for (const char* user : {"ann", "bob", "cyd", "dan", "eve", "fay"})
    text += at(30'000) + " ok " + user + " 198.51.100.7 client=Chrome\n";
  text += beat(0, 900, 60, "ok svc-psa 52.65.24.89 client=axios/1.7.9");
  text += at(54'000) + " reset svc-psa\n";
  text += beat(54'100, 900, 60, "fail svc-psa 52.65.24.89 client=axios/1.7.9");
  return text + at(57'800) + " lock svc-psa\n";
}

// Removes the lines that contain `row`, and the words that begin with one of `columns`.
std::string without(const std::string& text, std::string_view row,
                    const std::vector<std::string>& columns) {
  std::istringstream lines(text);
  std::string left;
  for (std::string line; std::getline(lines, line);) {
    if (!row.empty() && line.find(row) != std::string::npos) continue;
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      const bool drop = std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
        return word.starts_with(column);
      });
      if (!drop) left += word + ' ';
    }
    left += '\n';
  }
  return left;
}

struct Dropped {
  const char* what;
  const char* row;
  std::vector<std::string> columns;
  std::vector<std::string_view> silent;  // signals
};

}  // namespace

TEST_CASE("a missing column or kind of row gives no line of evidence") {
  const Dropped rows[] = {
      {"nothing", "", {}, {}},
      {"client", "", {"client="}, {"client"}},
      {"address", "", {"52.65", "198.51"}, {"place", "spread", "crowd"}},
      {"successes", " ok ", {}, {"history"}},
      {"changes", " reset ", {}, {"onset"}},
      {"locks", " lock ", {}, {}},
      {"other accounts", "198.51.100.7", {}, {"spread", "crowd"}},
  };
  for (const Dropped& row : rows) {
    CAPTURE(row.what);
    const auto it = story::diagnose(without(whole_export(), row.row, row.columns));
    REQUIRE(!it.diagnoses.empty());
    CHECK(it.kind(CauseCategory::attack) < .05);
    const Explainer explainer(it.input());
    for (const Cause& cause : explainer.explain(it.first()))
      for (const EvidenceLine& line : cause.evidence)
        CHECK(std::find(row.silent.begin(), row.silent.end(), line.signal) == row.silent.end());
  }
}

// The words of one signal's line for the first cause of the first case.
static std::string words_of(const story::Diagnosed& it, std::string_view signal) {
  const auto causes = Explainer(it.input()).explain(it.first());
  for (const EvidenceLine& line : causes.at(0).evidence)
    if (line.signal == signal) return line.words.str();
  return "";
}

TEST_CASE("pace: the longest pause indicates typing, not the median") {
  struct Row {
    std::vector<int> tries;  // seconds
    const char* words;
  };
  std::vector<int> long_sitting, by_the_clock, every_four_seconds, about_every_four_seconds;
  for (int i = 0; i < 80; ++i) {
    every_four_seconds.push_back(i * 4);
    about_every_four_seconds.push_back(i * 4 + i * i * 37 % 4);
  }
  for (int i = 0; i < 24; ++i) {
    long_sitting.push_back(i * 170 + i * i * 37 % 160);
    by_the_clock.push_back(i * 170);
  }
  for (const Row& row : {
           Row{{0, 2, 5, 9, 12}, "uneven tries, at most 5 s apart"},
           Row{{0, 6, 9, 20, 27}, "uneven tries, at most 15 s apart"},
           Row{{0, 6, 12, 52, 60}, "uneven tries, with pauses of up to 90 s"},
           Row{{0, 0, 12, 52, 60}, "uneven tries, with pauses of up to 90 s"},  // a double click
           Row{{0, 20, 150, 170, 290}, "uneven tries, with pauses of minutes"},
           Row{{0, 1, 62, 63, 150}, "a few tries at once, and again after a pause"},
           Row{{0, 30, 60, 90, 120}, "evenly spaced tries"},
           Row{{0, 4'000, 9'000, 15'000, 23'000}, "single tries"},
           Row{long_sitting, "within two hours"},
           Row{by_the_clock, "evenly spaced tries"},
           Row{every_four_seconds, "evenly spaced by seconds"},
           Row{about_every_four_seconds, "sixty or more tries in a row"},
       }) {
    CAPTURE(row.words, row.tries.size());
    std::string text;
    for (const int second : row.tries) text += at(32'400 + second) + " fail ann 203.0.113.9\n";
    const auto it = story::diagnose(text + at(32'401 + row.tries.back()) + " lock ann\n");
    CHECK(words_of(it, "pace").find(row.words) != std::string::npos);
  }
}

TEST_CASE("persistence: people do not try fifty times on a locked account") {
  constexpr int kOneDay = 86'400;
  std::string text = at(32'400) + " ok ann 198.51.100.7 client=Firefox/140.0\n";
  for (int i = 0; i < 60; ++i)
    text += at(kOneDay + 32'400 + i * 400 + i * i * 37 % 100) +
            " fail ann 203.0.113.9 client=Firefox/140.0\n";
  const auto it = story::diagnose(text + at(2 * kOneDay + 32'400) +
                                  " ok ann 198.51.100.7 client=Firefox/140.0\n");
  CHECK(it.probability("person") < .02);
}

TEST_CASE("sittings: failures hours apart are rarely a person's") {
  const auto diagnosed = [](std::vector<int> tries) {
    std::string text;
    for (const int second : tries) text += at(32'400 + second) + " fail ann 203.0.113.9\n";
    return story::diagnose(text + at(32'401 + tries.back()) + " lock ann\n");
  };
  const auto apart = diagnosed({0, 4'000, 9'000, 15'000, 23'000});
  CHECK(words_of(apart, "sittings").find("three or more sittings") != std::string::npos);
  const auto once = diagnosed({0, 14, 41, 60, 102});
  CHECK(words_of(once, "sittings").find("one sitting") != std::string::npos);
  CHECK(apart.probability("person") < once.probability("person") / 3);
  CHECK(words_of(diagnosed({0, 14}), "sittings").empty());  // two failures are too few
}

TEST_CASE("what is said about an account is wrong together if another product uses it") {
  // Place and beat are Zomentum's.
  const auto hudu = [](const std::string& user, const std::string& site) {
    return story::diagnose(beat(0, 900, 60, "fail " + user + " 52.65.24.89") + at(20'000) +
                               " lock " + user + "\n",
                           site)
        .probability("hudu");
  };
  const double named = hudu("hudu-sync", "{}"),
               declared = hudu("psa", R"({"accounts": {"psa": "hudu"}})"),
               both = hudu("hudu-sync", R"({"accounts": {"hudu-sync": "hudu"}})");
  CAPTURE(named, declared, both);
  CHECK(both > std::max(named, declared));
  CHECK(both < .97);
}

TEST_CASE("of several programs that fail on an account, it belongs to one at most") {
  const std::string owner = R"({"accounts": {"psa": "hudu"}, "installed": ["hudu", "zomentum"]})";
  const std::string one = beat(0, 900, 60, "fail psa 52.65.24.89 client=sync/1.8");
  const std::string other = beat(450, 1'200, 40, "fail psa 20.56.175.41 client=bridge/0.9");
  const std::string lock = at(3'600) + " lock psa\n";
  CHECK(lead(story::diagnose(one + lock, owner)) >
        lead(story::diagnose(one + other + lock, owner)) + 100);
}

TEST_CASE("declaring an unlisted product in use changes the odds of that one alone") {
  const std::string events =
      beat(0, 3'900, 12, "fail api 52.65.24.89") + at(20'000) + " lock api\n";
  const auto without = story::diagnose(events, R"({"installed": ["it-glue", "zomentum"]})");
  const auto with =
      story::diagnose(events, R"({"installed": ["it-glue", "zomentum", "unlisted-integration"]})");
  CHECK(line_of(with, "unlisted-integration", "declared") >
        line_of(without, "unlisted-integration", "declared") + 40);
  CHECK(with.probability("it-glue") / with.probability("zomentum") ==
        Approx(without.probability("it-glue") / without.probability("zomentum")).epsilon(.02));
}

TEST_CASE("an account named after another program is an unlisted product's") {
  const auto named = [](const std::string& user) {
    return story::diagnose(beat(0, 3'900, 12, "fail " + user + " 52.65.24.89") + at(20'000) +
                           " lock " + user + "\n");
  };
  CHECK(named("ticketflow").probability("unlisted-integration") > .4);
  CHECK(named("tmiller").probability("unlisted-integration") < .2);
}

TEST_CASE("the hours of a long series within one night count") {
  std::string text;
  for (int i = 0; i < 30; ++i)  // from two in the morning, a minute or two apart
    text += at(7'200 + i * 90 + i * i * 37 % 80) + " fail ann 203.0.113.9\n";
  const auto it = story::diagnose(text + at(12'000) + " lock ann\n", kZone);
  CHECK(line_of(it, "person", "clock") < 0);
}

TEST_CASE("a slip long before a change does not hide that the failures begin there") {
  const std::string slip =
      at(30'000) + " fail ann 203.0.113.9\n" + at(30'020) + " ok ann 203.0.113.9\n";
  const std::string stale = at(4 * 86'400) + " reset ann\n" +
                            beat(4 * 86'400 + 600, 3'600, 6, "fail ann 203.0.113.9") +
                            at(4 * 86'400 + 18'700) + " lock ann\n";
  CHECK(words_of(story::diagnose(stale), "onset").find("none before") != std::string::npos);
  CHECK(words_of(story::diagnose(slip + stale), "onset").find("hardly any before") !=
        std::string::npos);
  std::string often;  // every few hours, before the change too
  for (int i = 0; i < 30; ++i) often += at(i * 11'000) + " fail ann 203.0.113.9\n";
  CHECK(words_of(story::diagnose(often + stale), "onset").find("do not begin") !=
        std::string::npos);
}

TEST_CASE("a site that declares a vendor's published range as its office is contradicted") {
  const std::string text =
      beat(0, 900, 60, "ok svc-psa 52.202.255.70") + at(54'000) + " reset svc-psa\n" +
      beat(54'100, 900, 60, "fail svc-psa 52.202.255.70") + at(57'800) + " lock svc-psa\n";
  const auto plain = story::diagnose(text);
  const auto it = story::diagnose(text, R"({"office": ["52.202.255.0/24"]})");
  CHECK(it.probability("logicmonitor") > .9 * plain.probability("logicmonitor"));
  REQUIRE(it.first().conflicts.size() == 1);
  CHECK(it.first().conflicts.front().seen == "the range is published by LogicMonitor");
}
