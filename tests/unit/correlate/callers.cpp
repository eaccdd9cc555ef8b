// Callers and their properties; changes before a lock; the coverage of an export.
#include "catch.hpp"
#include "unit/correlate/story.hpp"

using namespace whylocked;

namespace {

// "ann 198.51.100.7+198.51.100.8/curl 4/1": account, addresses, client, failures and successes.
std::vector<std::string> origins(const story::Story& story) {
  std::vector<std::string> lines;
  for (const Caller& origin : story.correlate().callers)
    lines.push_back(std::string(story.events.users.text(origin.user)) + ' ' +
                    story::addresses(story.events, origin) + ' ' + std::to_string(origin.failures) +
                    '/' + std::to_string(origin.successes));
  return lines;
}

struct OriginsCase {
  const char* name;
  const char* story;
  std::vector<std::string> origins;
};

const OriginsCase kOriginsCases[] = {
    {"an account that never fails is of no interest", "08:00:00 ok ann 198.51.100.7", {}},
    {"addresses without a known network are separate callers",
     R"(
       08:00:00 fail ann 198.51.100.7
       08:00:10 ok   ann 198.51.100.8
       08:00:20 fail ann 198.51.100.7 x3)",
     {"ann 198.51.100.7 4/0", "ann 198.51.100.8 0/1"}},
    {"for IPv6, the /64 counts",
     R"(
       08:00:00 fail ann 2001:db8::7
       08:00:10 fail ann 2001:db8::aaaa:8
       08:00:20 fail ann 2001:db8:0:1::7)",
     {"ann 2001:db8::7+2001:db8::aaaa:8 2/0", "ann 2001:db8:0:1::7 1/0"}},
    {"addresses of one network are one caller",
     R"(
       08:00:00 fail ann 198.51.100.9 net=3
       08:00:10 fail ann 198.51.100.8 net=3
       08:00:20 fail ann 203.0.113.5 net=4)",
     {"ann 198.51.100.8+198.51.100.9 2/0", "ann 203.0.113.5 1/0"}},
    {"unless the client, application or vendor differs",
     R"(
       08:00:00 fail ann 198.51.100.7 net=3 client=curl
       08:00:10 fail ann 198.51.100.8 net=3 client=wget
       08:00:20 fail ann 198.51.100.9 net=3 client=curl app=soap
       08:00:30 fail ann 198.51.100.9 net=3 client=curl vendor=v)",
     {"ann 198.51.100.7/curl 1/0", "ann 198.51.100.8/wget 1/0", "ann 198.51.100.9/curl 1/0",
      "ann 198.51.100.9/curl 1/0"}},
    {"the addresses of a network are one caller if their calls form one rhythm",
     R"(
       08:00:00 fail ann 198.51.100.7 net=3
       08:05:00 fail ann 198.51.100.8 net=3
       08:10:00 fail ann 198.51.100.7 net=3
       08:15:00 fail ann 198.51.100.8 net=3
       08:20:00 fail ann 198.51.100.8 net=3
       08:25:00 fail ann 198.51.100.7 net=3
       08:30:00 fail ann 198.51.100.7 net=3
       08:35:00 fail ann 198.51.100.8 net=3
       08:40:00 fail ann 198.51.100.7 net=3
       08:45:00 fail ann 198.51.100.8 net=3
       08:46:00 fail ann 198.51.100.9 net=3)",
     {"ann 198.51.100.7+198.51.100.8+198.51.100.9 11/0"}},
    {"and two if one always got in and the other never",
     R"(
       08:00:00 fail ann 198.51.100.7 net=3
       08:03:00 ok   ann 198.51.100.8 net=3
       08:10:00 fail ann 198.51.100.7 net=3
       08:15:00 ok   ann 198.51.100.8 net=3
       08:24:00 ok   ann 198.51.100.8 net=3
       08:25:00 fail ann 198.51.100.7 net=3
       08:30:00 fail ann 198.51.100.7 net=3
       08:35:00 ok   ann 198.51.100.8 net=3
       08:40:00 fail ann 198.51.100.7 net=3
       08:44:00 ok   ann 198.51.100.8 net=3)",
     {"ann 198.51.100.7 5/0", "ann 198.51.100.8 0/5"}},
    {"even if both use the same library",
     R"(
       08:00:00 fail ann 198.51.100.7 net=3 client=axios
       08:03:00 ok   ann 198.51.100.8 net=3 client=axios
       08:10:00 fail ann 198.51.100.7 net=3 client=axios
       08:15:00 ok   ann 198.51.100.8 net=3 client=axios
       08:24:00 ok   ann 198.51.100.8 net=3 client=axios
       08:25:00 fail ann 198.51.100.7 net=3 client=axios
       08:30:00 fail ann 198.51.100.7 net=3 client=axios
       08:35:00 ok   ann 198.51.100.8 net=3 client=axios
       08:40:00 fail ann 198.51.100.7 net=3 client=axios
       08:44:00 ok   ann 198.51.100.8 net=3 client=axios)",
     {"ann 198.51.100.7/axios 5/0", "ann 198.51.100.8/axios 0/5"}},
    {"a person who forgot the password once stays one caller",
     R"(
       08:00:00 ok   ann 198.51.100.7 client=firefox
       09:00:00 ok   ann 198.51.100.7 client=firefox
       10:00:00 ok   ann 198.51.100.7 client=firefox
       11:00:00 ok   ann 198.51.100.7 client=firefox
       12:00:00 fail ann 198.51.100.7 client=firefox
       12:00:20 fail ann 198.51.100.7 client=firefox
       12:00:40 fail ann 198.51.100.7 client=firefox
       12:01:00 fail ann 198.51.100.7 client=firefox
       12:01:20 fail ann 198.51.100.7 client=firefox
       12:01:40 fail ann 198.51.100.7 client=firefox
       12:25:00 ok   ann 198.51.100.7 client=firefox
       13:00:00 ok   ann 198.51.100.7 client=firefox)",
     {"ann 198.51.100.7/firefox 6/6"}},
    {"a computer's name counts, not its address",
     R"(
       08:00:00 fail ann 198.51.100.7 computer=PC7
       08:05:00 fail ann 203.0.113.5 net=3 computer=PC7
       08:10:00 fail ann computer=PC7
       08:15:00 fail ann 198.51.100.7 computer=PC8)",
     {"ann 198.51.100.7+203.0.113.5 3/0", "ann 198.51.100.7 1/0"}},
    {"a try from another address stays with the others",
     R"(
       08:00:00 fail ann 198.51.100.7 net=3 client=curl
       08:05:00 fail ann 198.51.100.7 net=3 client=curl
       08:10:00 fail ann 198.51.100.7 net=3 client=curl
       08:15:00 fail ann 198.51.100.7 net=3 client=curl
       08:20:00 fail ann 198.51.100.7 net=3 client=curl
       08:21:00 fail ann 198.51.100.8 net=3 client=curl)",
     {"ann 198.51.100.7+198.51.100.8/curl 6/0"}},
    {"without an address, the client decides",
     R"(
       08:00:00 fail ann
       08:00:10 fail ann client=curl
       08:00:20 fail ann)",
     {"ann nowhere 2/0", "ann curl 1/0"}},
    {"by name, then first attempt",
     R"(
       08:00:00 fail bob 198.51.100.7
       08:00:10 fail ann 198.51.100.8
       08:00:20 fail ann 198.51.100.7)",
     {"ann 198.51.100.8 1/0", "ann 198.51.100.7 1/0", "bob 198.51.100.7 1/0"}},
};

}  // namespace

TEST_CASE("attempts that belong to one caller") {
  for (const OriginsCase& one : kOriginsCases) {
    INFO(one.name);
    CHECK(origins(story::parse(one.story)) == one.origins);
  }
}

// `count` lines, one every `period_s` from 08:00:00 + `from_s`.
std::string every(int period_s, int from_s, int count, const char* what) {
  std::string text;
  for (int i = 0, at = 8 * 3600 + from_s; i < count; ++i, at += period_s) {
    char line[96];
    std::snprintf(line, sizeof line, "%02d:%02d:%02d %s\n", at / 3600, at / 60 % 60, at % 60, what);
    text += line;
  }
  return text;
}

TEST_CASE("failures and successes with different beats are two callers") {
  struct Row {
    const char* name;
    std::string story;
    std::vector<std::string> callers;
  };
  const Row kRows[] = {
      {"a healthy and a stale product",
       every(600, 0, 40, "ok ann 198.51.100.7") + every(900, 130, 26, "fail ann 198.51.100.7") +
           "14:17:11 lock ann",
       {"ann 198.51.100.7 0/40", "ann 198.51.100.7 26/0"}},
      {"one that fails now and then",
       every(600, 0, 5, "ok ann 198.51.100.7") + every(600, 3000, 3, "fail ann 198.51.100.7") +
           every(600, 4800, 6, "ok ann 198.51.100.7") +
           every(600, 8400, 4, "fail ann 198.51.100.7") +
           every(600, 10800, 9, "ok ann 198.51.100.7") + "10:50:01 lock ann",
       {"ann 198.51.100.7 7/20"}},
      {"one that stopped working",
       every(600, 0, 20, "ok ann 198.51.100.7") + every(600, 12000, 20, "fail ann 198.51.100.7"),
       {"ann 198.51.100.7 20/20"}},
  };
  for (const Row& row : kRows) {
    INFO(row.name);
    CHECK(origins(story::parse(row.story)) == row.callers);
  }
}

// One beat of 15 min, sent from a random address.
std::string pool(const char* client) {
  constexpr const char* kAddresses[] = {"198.51.100.7 net=3", "203.0.113.5 net=4", "192.0.2.9"};
  std::string text;
  std::uint32_t state = 1;
  for (int i = 0; i < 48; ++i) {
    state = state * 1664525 + 1013904223;
    text += every(0, 900 * i, 1,
                  ("fail ann " + std::string(kAddresses[(state >> 16) % 3]) + client).c_str());
  }
  return text;
}

// One beat of 10 min from twelve addresses at random, of which the first `successes` get in.
std::string phone(int tries = 40, int successes = 0) {
  std::string text;
  std::uint32_t state = 7;
  for (int i = 0; i < tries; ++i) {
    state = state * 1664525 + 1013904223;
    const std::string host = std::to_string((state >> 16) % 12 + 1);
    const std::string event = i < successes ? "ok" : "fail";
    text += every(0, 600 * i, 1, (event + " ann 203.0.113." + host).c_str());
  }
  return text;
}

// Four tries at uneven times from one address after another; `host` ends the addresses.
std::string traveller(int addresses, const std::string& net, const std::string& host) {
  std::string text;
  std::uint32_t state = 3;
  for (int i = 0, second = 0; i < 4 * addresses; ++i) {
    state = state * 1664525 + 1013904223;
    second += 300 + static_cast<int>(state >> 8) % 3000;
    text += every(0, second, 1, ("fail ann " + net + std::to_string(60 + i / 4) + host).c_str());
  }
  return text;
}

// Failures from addresses near the phone's, at random times.
std::string strangers() {
  std::string text;
  std::uint32_t state = 5;
  for (int i = 0; i < 24; ++i) {
    state = state * 1664525 + 1013904223;
    const int second = static_cast<int>(state >> 8) % (600 * 200);
    const std::string host = std::to_string(100 + i % 2);
    text += every(0, second, 1, ("fail ann 203.0.113." + host).c_str());
  }
  return text;
}

TEST_CASE("addresses that share one beat are one caller, whatever their networks") {
  struct Row {
    const char* name;
    std::string story;
    std::size_t callers;
  };
  const Row kRows[] = {
      {"a pool of addresses", pool(""), 1},
      {"a pool of addresses whose client is known", pool(" client=curl"), 1},
      {"a phone with a dozen addresses, none used often", phone(), 1},
      {"a phone that got in for a day", phone(200, 150), 1},
      {"a phone that got in for a day, and strangers nearby", phone(200, 150) + strangers(), 3},
      {"a phone that moves through many networks", traveller(12, "", ".7.8.9"), 1},
      {"a phone that moves within one network", traveller(40, "172.56.", ".9"), 1},
      {"a phone, and a program in a cloud",
       phone(96) + every(420, 137, 130, "fail ann 100.20.3.4 net=5"), 2},
      {"a phone, and a person who slips twice at a desk",
       phone() + every(20, 5000, 2, "fail ann 198.51.100.7") +
           every(1800, 5100, 8, "ok ann 198.51.100.7"),
       2},
      {"three addresses in turn",
       every(2700, 0, 16, "fail ann 198.51.100.7 net=3") +
           every(2700, 900, 16, "fail ann 203.0.113.5 net=4") +
           every(2700, 1800, 16, "fail ann 192.0.2.9"),
       1},
      {"two addresses of one network in turn",
       every(1800, 0, 20, "fail ann 198.51.100.7 net=3") +
           every(1800, 900, 20, "fail ann 198.51.100.8 net=3"),
       1},
      {"two programs",
       every(900, 0, 40, "fail ann 198.51.100.7 net=3") +
           every(1200, 130, 30, "fail ann 203.0.113.5 net=4"),
       2},
      {"two programs with the same period",
       every(900, 0, 40, "fail ann 198.51.100.7 net=3") +
           every(900, 300, 40, "fail ann 203.0.113.5 net=4"),
       2},
      {"five programs, one after another",
       every(60, 0, 100, "fail ann 198.51.100.7 net=3") +
           every(47, 10800, 100, "fail ann 203.0.113.5 net=4") +
           every(71, 21600, 100, "fail ann 192.0.2.9") +
           every(53, 32400, 100, "fail ann 100.20.3.4 net=5") +
           every(89, 43200, 100, "fail ann 100.30.3.4 net=6"),
       5},
      {"two clients in one pool",
       every(1800, 0, 20, "fail ann 198.51.100.7 net=3 client=curl") +
           every(1800, 900, 20, "fail ann 203.0.113.5 net=4 client=wget"),
       2},
  };
  for (const Row& row : kRows) {
    INFO(row.name);
    CHECK(origins(story::parse(row.story)).size() == row.callers);
  }
}

TEST_CASE("two failures or more after a success, and no success again, are a flip") {
  struct Row {
    const char* story;
    const char* flip;  // last success; empty if none
  };
  const Row kRows[] = {
      {"08:00:00 ok ann\n 08:01:00 fail ann\n 08:02:00 fail ann", "08:00:00"},
      {"08:00:00 ok ann\n 08:00:30 ok ann\n 08:01:00 fail ann x2", "08:00:30"},
      {"08:00:00 ok ann\n 08:01:00 fail ann", ""},
      {"08:00:00 ok ann\n 08:01:00 fail ann x9\n 08:02:00 ok ann", ""},
      {"08:01:00 fail ann x9", ""},
  };
  for (const Row& row : kRows) {
    INFO(row.story);
    const auto flip =
        story::parse(row.story).correlate().callers.at(0).last_success_before_failures;
    CHECK((flip != kNever ? story::clock(flip) : "") == row.flip);
  }
}

TEST_CASE("a client succeeds with the password, not by single sign-on") {
  const auto success = [](const std::string& first) {
    return story::parse("08:00:00 " + first + " ann 198.51.100.7 client=a\n" +
                        "08:01:00 fail ann 198.51.100.7 client=a x5\n 08:01:00 lock ann")
        .correlate()
        .callers.at(0)
        .client_success;
  };
  CHECK(success("ok") != kNever);
  CHECK(success("ok:single_sign_on") == kNever);
}

TEST_CASE("what the addresses of a caller did on other accounts") {
  struct Row {
    const char* name;
    const char* story;  // the first caller is checked
    std::uint32_t failed, unknown, succeeded;
  };
  const Row kRows[] = {
      {"one account", "08:00:00 fail ann 198.51.100.7\n 08:01:00 fail ann 198.51.100.7", 1, 0, 0},
      {"each account once",
       "08:00:00 fail ann 198.51.100.7\n 08:01:00 fail bob 198.51.100.7\n"
       "08:02:00 fail:unknown_user bob 198.51.100.7\n 08:03:00 fail bob 203.0.113.5\n"
       "08:04:00 ok cid 198.51.100.7\n 08:05:00 ok ann 198.51.100.7",
       2, 1, 2},
      {"over all addresses of the caller",
       "08:00:00 fail ann 198.51.100.7 net=3\n 08:00:00 fail ann 198.51.100.8 net=3\n"
       "08:01:00 fail bob 198.51.100.7\n 08:02:00 fail:unknown_user bob 198.51.100.8\n"
       "08:03:00 ok cid 198.51.100.8\n 08:03:00 ok dan 198.51.100.9 net=3",
       2, 1, 1},
      {"lock rows imply failures",
       "08:00:00 lock ann 198.51.100.7\n 08:01:00 lock bob 198.51.100.7", 2, 0, 0},
      {"no address", "08:00:00 fail ann\n 08:00:00 fail bob\n 08:01:00 ok ann", 1, 0, 1},
  };
  for (const Row& row : kRows) {
    INFO(row.name);
    const Caller origin = story::parse(row.story).correlate().callers.at(0);
    CHECK(origin.users_failed == row.failed);
    CHECK(origin.users_unknown == row.unknown);
    CHECK(origin.users_succeeded == row.succeeded);
  }
}

TEST_CASE("what changed before the failures") {
  struct Row {
    const char* name;
    const char* story;  // the last lockout is checked
    TriggerKind kind;
    const char* at;
  };
  const Row kRows[] = {
      {"no changes in the export", "08:00:00 fail ann x5\n 08:00:00 lock ann", TriggerKind::unknown,
       ""},
      {"only another account's", "07:00:00 reset bob\n 08:00:00 fail ann x5\n 08:00:00 lock ann",
       TriggerKind::none_seen, ""},
      {"a reset", "07:00:00 reset ann\n 08:00:00 fail ann x5\n 08:00:00 lock ann",
       TriggerKind::password_changed, "07:00:00"},
      {"the latest of several",
       "07:00:00 reset ann\n 07:30:00 expire ann\n 08:00:00 fail ann x5\n 08:00:00 lock ann",
       TriggerKind::password_expired, "07:30:00"},
      {"a reset right after the lock is a consequence",
       "08:00:00 fail ann x5\n 08:00:00 lock ann\n 08:01:18 reset ann", TriggerKind::none_seen, ""},
      {"but it may cause the next lockout",
       "08:00:00 fail ann x5\n 08:00:00 lock ann\n 08:01:18 reset ann\n"
       "08:30:00 fail ann x5\n 08:30:00 lock ann",
       TriggerKind::password_changed, "08:01:18"},
      {"after a slip, before the bulk",
       "08:00:00 fail ann\n 08:01:00 rename ann\n 08:02:00 fail ann x4\n 08:02:00 lock ann",
       TriggerKind::username_changed, "08:01:00"},
      {"after the bulk it came too late",
       "08:00:00 fail ann x4\n 08:01:00 rename ann\n 08:02:00 fail ann\n 08:02:00 lock ann",
       TriggerKind::none_seen, ""},
      {"before a lock row without failures", "07:00:00 reset ann\n 08:00:00 lock ann",
       TriggerKind::password_changed, "07:00:00"},
      {"before a refusal that alone proves the lock",
       "07:00:00 reset ann\n 08:00:00 fail:locked ann", TriggerKind::password_changed, "07:00:00"},
      {"thirty days", "2026-04-18 08:00:00 reset ann\n 08:00:00 fail ann x5\n 08:00:00 lock ann",
       TriggerKind::password_changed, "2026-04-18T08:00:00Z"},
      {"and a second", "2026-04-18 07:59:59 reset ann\n 08:00:00 fail ann x5\n 08:00:00 lock ann",
       TriggerKind::none_seen, ""},
  };
  for (const Row& row : kRows) {
    INFO(row.name);
    const story::Story story = story::parse(row.story);
    const Correlation got = story.correlate();
    REQUIRE(!got.incidents.empty());
    const Trigger& trigger = got.incidents.back().trigger;
    CHECK(to_text(trigger.kind) == to_text(row.kind));
    if (*row.at == 0) continue;
    CHECK(story::clock(trigger.at) == row.at);
    CHECK(story.events.rows.at(trigger.event).time == trigger.at);
  }
}

TEST_CASE("the coverage of an export") {
  struct Row {
    const char* story;
    bool Coverage::*sees;  // the only one
    Precision precision;
  };
  const Row kRows[] = {
      {"08:00:00 fail ann", nullptr, Precision::second},
      {"08:00 fail ann\n 08:00:01 fail ann", nullptr, Precision::minute},
      {"08:00:00 fail ann 198.51.100.7", &Coverage::addresses, Precision::second},
      {"08:00:00 fail ann client=curl", &Coverage::clients, Precision::second},
      {"08:00 ok ann", &Coverage::successes, Precision::second},
      {"08:00:00 rename ann", &Coverage::changes, Precision::second},
      {"08:00:00 lock ann", &Coverage::locks, Precision::second},
      {"08:00:00 unlock ann", &Coverage::unlocks, Precision::second},
      {"08:00:00 fail:locked ann", &Coverage::refusals, Precision::second},
  };
  for (const Row& row : kRows) {
    INFO(row.story);
    const Coverage sight = story::parse(row.story).correlate().coverage;
    for (bool Coverage::*one :
         {&Coverage::addresses, &Coverage::clients, &Coverage::successes, &Coverage::changes,
          &Coverage::locks, &Coverage::unlocks, &Coverage::refusals})
      CHECK(sight.*one == (one == row.sees));
    CHECK(sight.precision == row.precision);
  }
}

TEST_CASE("addresses beyond the network table have unknown networks") {
  const story::Story story = story::parse("08:00:00 fail ann 198.51.100.7");
  CHECK(correlate(story.events, {}, {}).callers.at(0).network == 0);
}

TEST_CASE("an empty index has no rows for any id") {
  CHECK(RowIndex().of(0).empty());
  CHECK(RowIndex().of(kNone).empty());
}
