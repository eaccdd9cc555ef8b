// Groups of events in any order, in parts or whole, are what a map from the whole key would say.
#include <algorithm>
#include <map>
#include <random>
#include <tuple>

#include "catch.hpp"
#include "whylocked/correlate.hpp"
#include "whylocked/groups.hpp"

using namespace whylocked;

namespace {

constexpr std::int64_t kWindow = 900;

Events draw_events(std::mt19937_64& draw, std::size_t count, std::size_t names) {
  Events events;
  for (std::size_t i = 0; i < names; ++i) {
    events.users.intern("user" + std::to_string(draw() % 1'000'000));
    events.addresses.intern({0, 0xffff'0000'0000 | draw() % 0xffff'ffff});
  }
  for (std::size_t i = 0; i < count; ++i) {
    Event event;
    event.time = static_cast<Micros>(draw() % (count * 40)) * kSecond - kDay;
    if (draw() % 5 == 0) event.time += static_cast<Micros>(draw() % kSecond);
    event.user = static_cast<TextId>(1 + draw() % (events.users.size() - 1));
    event.address = static_cast<TextId>(draw() % events.addresses.size());
    event.count = draw() % 9 == 0 ? 3 : 1;
    event.kind = draw() % 3 == 0   ? EventKind::login_succeeded
                 : draw() % 9 == 0 ? EventKind::account_locked
                                   : EventKind::login_failed;
    events.rows.push_back(event);
  }
  return events;
}

using Told = std::tuple<Micros, std::string, Address, std::uint64_t, std::uint64_t, Micros, Micros>;

std::vector<Told> slowly(const Events& events) {
  std::map<std::tuple<Micros, std::string, Address>, Group> groups;
  for (const Event& event : events.rows) {
    if (event.kind != EventKind::login_failed && event.kind != EventKind::login_succeeded) continue;
    Micros from = event.time / (kWindow * kSecond) * (kWindow * kSecond);
    if (from > event.time) from -= kWindow * kSecond;
    Group& group = groups[{from, std::string(events.users.text(event.user)),
                           events.addresses.at(event.address)}];
    if (event.kind == EventKind::login_succeeded) {
      group.successes += event.count;
      continue;
    }
    group.first = group.failures == 0 ? event.time : std::min(group.first, event.time);
    group.last = group.failures == 0 ? event.time : std::max(group.last, event.time);
    group.failures += event.count;
  }
  std::vector<Told> told;
  for (const auto& [key, group] : groups)
    if (group.failures > 0)
      told.emplace_back(std::get<0>(key), std::get<1>(key), std::get<2>(key), group.failures,
                        group.successes, group.first, group.last);
  return told;
}

std::vector<Told> told_by(GroupBook& book, const Events& events) {
  std::vector<Told> told;
  book.visit(events.users, events.addresses, [&](std::span<const Group> groups) {
    for (const Group& group : groups)
      told.emplace_back(group.from, events.users.text(group.user),
                        events.addresses.at(group.address), group.failures, group.successes,
                        group.first, group.last);
  });
  return told;
}

// Half of the events by a book whose ids run the other way.
void join_half(GroupBook& book, std::span<const Event> events, const Events& whole) {
  IdMap ids;
  for (std::size_t id = 0; id < whole.users.size(); ++id)
    ids.users.push_back(static_cast<TextId>(whole.users.size() - 1 - id));
  for (std::size_t id = 0; id < whole.addresses.size(); ++id)
    ids.addresses.push_back(static_cast<TextId>(whole.addresses.size() - 1 - id));
  const auto part = book.fork();
  std::vector<Event> own(events.begin(), events.end());
  for (Event& event : own) {
    event.user = ids.users[event.user];
    event.address = ids.addresses[event.address];
  }
  part->take(own);
  book.join(*part, ids);
}

}  // namespace

TEST_CASE("correlate: groups do not depend on order, pieces or parts") {
  struct Size {
    std::size_t events, names;
  };
  // The largest goes beyond what is kept in memory.
  for (const auto [count, names] :
       {Size{1, 2}, Size{40, 3}, Size{20'000, 50}, Size{900'000, 999}}) {
    std::mt19937_64 draw(count);
    Events events = draw_events(draw, count, names);
    const std::vector<Told> expected = slowly(events);
    for (const bool sorted : {false, true}) {
      if (sorted)
        std::sort(events.rows.begin(), events.rows.end(),
                  [](const Event& a, const Event& b) { return a.time < b.time; });
      GroupBook whole(kWindow), parts(kWindow);
      const std::span<const Event> rows = events.rows;
      for (std::size_t from = 0, piece = 1; from < rows.size();
           from += piece, piece = 1 + draw() % 5000)
        whole.take(rows.subspan(from, std::min(piece, rows.size() - from)));
      parts.take(rows.first(count / 2));
      join_half(parts, rows.subspan(count / 2), events);
      CAPTURE(count, sorted);
      CHECK(told_by(whole, events) == expected);
      CHECK(told_by(parts, events) == expected);
    }
  }
}
