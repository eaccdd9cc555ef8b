// Lockouts with one cause.
#include <functional>

#include "catch.hpp"
#include "unit/correlate/story.hpp"

using namespace whylocked;

namespace {

std::string at(int seconds, const std::string& what) {
  char clock[32];
  std::snprintf(clock, sizeof clock, "%02d:%02d:%02d ", seconds / 3600, seconds / 60 % 60,
                seconds % 60);
  return clock + what + '\n';
}

// "u0", "u1", ... each fail `tries` times, from addresses in turn, and lock if `locks`.
std::string spray(int from_s, int accounts, int tries, int apart_s, int addresses,
                  const std::string& client, bool locks) {
  std::string text;
  for (int account = 0, time = from_s; account < accounts; ++account) {
    const std::string user = " u" + std::to_string(account);
    for (int i = 0; i < tries; ++i, time += apart_s)
      text += at(time, "fail" + user + " 203.0.113." + std::to_string(1 + time % addresses) +
                           " net=" + std::to_string(1 + time % 5) + client);
    if (locks) text += at(time, "lock" + user);
  }
  return text;
}

// People who log in at the office and mistype now and then.
std::string office(int people, int slips) {
  std::string text;
  for (int person = 0; person < people; ++person) {
    const std::string user = " p" + std::to_string(person) + " 198.51.100.7 net=9";
    for (int i = 0; i < slips; ++i)
      text += at(28800 + person * 7919 % 83 * 97 + 10 * i, "fail" + user);
    text += at(28800 + person * 7919 % 83 * 97 + 60, "ok" + user);
  }
  return text;
}

std::string lockout(int from_s, const std::string& user, const std::string& caller, int tries = 5) {
  std::string text;
  for (int i = 0; i < tries; ++i) text += at(from_s + 300 * i, "fail " + user + ' ' + caller);
  return text + at(from_s + 300 * (tries - 1) + 1, "lock " + user) +
         at(from_s + 300 * tries + 100, "unlock " + user);
}

// Three tries each on u0 to u4, hours apart, from one address of another network, then locks.
std::string locking_rounds(int from_s) {
  std::string text;
  for (int i = 0; i < 15; ++i)
    text += at(from_s + 1560 * i, "fail u" + std::to_string(i % 5) + " 192.0.2.9 net=4");
  for (int i = 0; i < 5; ++i)
    text += at(from_s + 1560 * (i + 10), "lock u" + std::to_string(i)) +
            at(from_s + 23400, "unlock u" + std::to_string(i));
  return text;
}

// Repeated rounds of u0, u1, ..., alternating between two addresses of one network; all lock in the
// last round.
std::string rounds(int accounts, int count, int apart_s, int in_a_row) {
  std::string text;
  for (int i = 0; i < accounts * count; ++i) {
    const std::string user = " u" + std::to_string(i % accounts);
    text += at(3600 + apart_s * i,
               "fail" + user + " 203.0.113." + std::to_string(1 + i / in_a_row % 2) + " net=3");
    if (i >= accounts * (count - 1)) text += at(3600 + apart_s * i, "lock" + user);
  }
  return text;
}

struct CasesRow {
  const char* name;
  std::string story;
  std::vector<std::string> cases;  // kind, lockouts, accounts
};

const CasesRow kRows[] = {
    {"nothing", "08:00:00 fail ann 198.51.100.7", {}},
    {"one caller locks an account three times",
     lockout(3600, "ann", "198.51.100.7 client=a") +
         lockout(14400, "ann", "198.51.100.7 client=a") +
         lockout(28800, "ann", "198.51.100.7 client=a"),
     {"caller 3 1"}},
    {"two callers, each alone",
     lockout(3600, "ann", "198.51.100.7 client=a") +
         lockout(14400, "ann", "198.51.100.7 client=a") +
         lockout(28800, "ann", "198.51.100.9 client=b"),
     {"caller 2 1", "caller 1 1"}},
    {"the same client text at another place",
     lockout(3600, "ann", "198.51.100.7 client=phone") +
         lockout(14400, "ann", "203.0.113.9 net=4 client=phone"),
     {"caller 2 1"}},
    {"each lockout needs both",
     at(3600, "fail ann 198.51.100.7 x3") + at(3700, "fail ann 198.51.100.9 x2") +
         at(3701, "lock ann") + at(9000, "unlock ann") + at(10000, "fail ann 198.51.100.7 x2") +
         at(10100, "fail ann 198.51.100.9 x3") + at(10101, "lock ann"),
     {"contested 2 1"}},
    {"two accounts, two cases",
     lockout(3600, "ann", "198.51.100.7 client=a") + lockout(3601, "bob", "198.51.100.7 client=a"),
     {"caller 1 1", "caller 1 1"}},
    {"a spray from many addresses",
     office(6, 1) + spray(36000, 12, 5, 7, 40, " client=python", true),
     {"campaign 12 12"}},
    {"a spray without a client text, from one network per wave",
     office(6, 1) + spray(36000, 12, 5, 7, 1, "", true),
     {"campaign 12 12"}},
    {"a spray whose tool changes its client text from wave to wave",
     office(6, 1) + spray(36000, 3, 1, 7, 1, " client=a", false) +
         spray(36100, 6, 1, 7, 1, " client=b", false) +
         spray(36200, 9, 1, 7, 1, " client=c", false),
     {"campaign 0 9"}},
    {"a list of five thousand accounts",
     office(6, 1) + spray(36000, 5000, 1, 1, 1, " client=python", false),
     {"campaign 0 5000"}},
    {"a spray that locks nobody",
     office(6, 1) + spray(36000, 12, 1, 7, 1, " client=python", false),
     {"campaign 0 12"}},
    {"a spray that got in once",
     office(6, 1) + spray(36000, 12, 1, 7, 1, " client=python", false) +
         at(36100, "ok u5 203.0.113.1 client=python"),
     {"campaign 0 12"}},
    {"an office where people mistype", office(12, 2), {}},
    {"an office where people mistype, in an export of failures",
     at(28800, "fail p0 198.51.100.7") + at(30000, "fail p1 198.51.100.7") +
         at(35000, "fail p2 198.51.100.7") + at(40000, "fail p3 198.51.100.7") +
         at(45000, "fail p4 198.51.100.7"),
     {}},
    {"a test of many accounts from the office, in an export of failures",
     spray(36000, 12, 5, 4, 1, "", true),
     {"campaign 12 12"}},
    {"rounds over many accounts from two addresses of a hoster, in an export of failures",
     rounds(9, 10, 100, 2),
     {"campaign 9 9"}},
    {"the same, with three separate accounts per address", rounds(6, 12, 100, 3), {"campaign 6 6"}},
    {"rounds from five places, in an export of failures",
     [] {
       std::string text;
       for (int i = 0; i < 90; ++i) {
         const std::string user = " u" + std::to_string(i % 9);
         text += at(3600 + 100 * i, "fail" + user + ' ' + std::to_string(61 + i % 5) + ".9.7.1");
         if (i >= 81) text += at(3600 + 100 * i, "lock" + user);
       }
       return text;
     }(),
     {"campaign 9 9"}},
    {"rounds without locks, and hours later rounds from another network, unlocked in between",
     [] {
       std::string text;
       for (int i = 0; i < 45; ++i)
         text += at(3600 + 100 * i, "fail u" + std::to_string(i % 9) + " 203.0.113.1 net=3");
       return text + locking_rounds(33600) + locking_rounds(58800);
     }(),
     {"campaign 10 5", "campaign 0 9"}},
    {"many places, and a hoster's server that tries some of the accounts at the same time",
     office(6, 1) +
         [] {
           std::string text;
           for (int i = 0; i < 90; ++i)
             text += at(36000 + 60 * i, "fail u" + std::to_string(i % 9) + ' ' +
                                            std::to_string(61 + i % 10) + ".9.7.1");
           for (int i = 0; i < 8; ++i)
             text += at(37030 + 60 * i, "fail u" + std::to_string(i % 4) + " 203.0.113.9 net=3");
           return text;
         }(),
     {"campaign 0 9"}},
    {"a test of many accounts from the office, while people sign in",
     office(8, 1) +
         [] {
           std::string text;
           for (int i = 0; i < 12; ++i)
             text += at(36000 + 9 * i, "fail q" + std::to_string(i) + " 198.51.100.7 net=9 x5") +
                     at(36001 + 9 * i, "lock q" + std::to_string(i));
           return text;
         }(),
     {"campaign 12 12"}},
};

}  // namespace

TEST_CASE("lockouts with one cause are one case") {
  for (const CasesRow& row : kRows) {
    INFO(row.name);
    const Correlation got = story::parse(row.story).correlate();
    std::vector<std::string> cases;
    for (const Case& one : got.cases)
      cases.push_back(std::string(to_text(one.kind)) + ' ' + std::to_string(one.incidents.size()) +
                      ' ' + std::to_string(one.users.size()));
    CHECK(cases == row.cases);
  }
}

TEST_CASE("a campaign records its first success") {
  const story::Story story =
      story::parse(office(6, 1) + spray(36000, 12, 1, 7, 1, " client=python", false) +
                   at(36100, "ok u5 203.0.113.1 client=python"));
  const Correlation got = story.correlate();
  REQUIRE(got.cases.size() == 1);
  REQUIRE(got.cases[0].first_success);
  CHECK(story.events.rows[*got.cases[0].first_success].kind == EventKind::login_succeeded);
  CHECK(got.cases[0].callers.size() == got.cases[0].shares.size());
}

TEST_CASE("a campaign's client got in only from addresses where the campaign used it") {
  std::string text = office(12, 1) + spray(36000, 12, 1, 7, 1, " client=python", false);
  for (int i = 0; i < 12; ++i)  // from the office too, with another client
    text += at(36003 + 7 * i, "fail u" + std::to_string(i) + " 198.51.100.7 net=9 client=curl");
  const auto got_in = [&](const std::string& where) {
    const Correlation got = story::parse(text + at(36100, "ok u5 " + where)).correlate();
    REQUIRE(got.cases.size() == 1);
    return got.cases[0].first_success.has_value();
  };
  CHECK(got_in("203.0.113.1 client=python"));
  CHECK(got_in("198.51.100.7 client=curl"));
  CHECK_FALSE(got_in("198.51.100.7 client=python"));
}

TEST_CASE("every lockout is in exactly one case, with or without the other callers") {
  for (const CasesRow& row : kRows) {
    INFO(row.name);
    CorrelateOptions options;
    for (const bool every : {true, false}) {
      options.every_caller = every;
      const Correlation got = story::parse(row.story).correlate(options);
      std::vector<int> seen(got.incidents.size());
      std::vector<std::string> ids;
      for (std::uint32_t c = 0; c < got.cases.size(); ++c) {
        const Case& one = got.cases[c];
        for (const std::uint32_t i : one.incidents) {
          ++seen[i];
          CHECK(got.incidents[i].case_index == c);
        }
        CHECK(!one.callers.empty());
        CHECK(one.callers.size() == one.shares.size());
        double sum = 0;
        for (const double share : one.shares) sum += share;
        CHECK(std::abs(sum - 1) < 1e-9);
        CHECK(one.id.size() == 11);
        ids.push_back(one.id);
      }
      for (const int times : seen) CHECK(times == 1);
      std::sort(ids.begin(), ids.end());
      CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
    }
  }
}
