// Groups of events in any order and in any pieces agree with a map from the whole key.
#include <algorithm>
#include <map>
#include <random>
#include <tuple>

#include "base/parallel.hpp"
#include "catch.hpp"
#include "whylocked/correlate.hpp"

using namespace whylocked;

namespace {

constexpr std::int64_t kWindow = 900;

Events draw_events(std::mt19937_64& draw, std::size_t count, std::size_t names, Micros apart) {
  Events events;
  for (std::size_t i = 0; i < names; ++i) {
    events.users.intern("user" + std::to_string(draw() % 1'000'000));
    events.addresses.intern({0, 0xffff'0000'0000 | draw() % 0xffff'ffff});
  }
  for (std::size_t i = 0; i < count; ++i) {
    Event event;
    event.time = static_cast<Micros>(draw() % (count * 2 * apart)) * kSecond - kDay;
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

using Result =
    std::tuple<Micros, std::string, Address, std::uint64_t, std::uint64_t, Micros, Micros>;

std::vector<Result> slowly(const Events& events) {
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
  std::vector<Result> got;
  for (const auto& [key, group] : groups)
    if (group.failures > 0)
      got.emplace_back(std::get<0>(key), std::get<1>(key), std::get<2>(key), group.failures,
                       group.successes, group.first, group.last);
  return got;
}

struct How {
  unsigned threads;
  std::size_t stretch_bytes;
};
constexpr How kHow[] = {{2, GroupBook::kStretchBytes}, {1, SIZE_MAX}, {1, 1}, {2, 1}, {3, 4000}};

// Some of the stretches are emitted before they are complete.
std::vector<Result> groups_by(GroupBook& book, const Events& events, const How& how) {
  std::vector<Result> got;
  std::vector<std::vector<Group>> kept(how.threads);
  book.order(events.users, events.addresses, how.stretch_bytes);
  parallel_in_order(book.stretches(), how.threads,
                    [&](std::size_t stretch, unsigned thread, auto my_turn) {
                      std::vector<Group>& groups = kept[thread];
                      const auto flush = [&] {
                        my_turn();
                        for (const Group& group : groups)
                          got.emplace_back(group.from, events.users.text(group.user),
                                           events.addresses.at(group.address), group.failures,
                                           group.successes, group.first, group.last);
                        groups.clear();
                      };
                      for (const Group& group : book.stretch(stretch)) {
                        groups.push_back(group);
                        if (groups.size() > 3000) flush();
                      }
                      flush();
                    });
  return got;
}

// In time order, except for rows that are a little late.
void sort_loosely(std::vector<Event>& rows, std::mt19937_64& draw) {
  std::sort(rows.begin(), rows.end(),
            [](const Event& a, const Event& b) { return a.time < b.time; });
  for (std::size_t i = 0; i + 100 < rows.size(); i += 1 + draw() % 500)
    std::swap(rows[i], rows[i + draw() % 100]);
}

}  // namespace

TEST_CASE("correlate: groups do not depend on order, pieces, threads or stretches") {
  struct Size {
    std::size_t events, names;
    Micros apart;  // seconds, on average
  };
  // The largest exceeds what is kept in memory; the dense one has many groups per window.
  for (const auto [count, names, apart] :
       {Size{0, 2, 20}, Size{1, 2, 20}, Size{40, 3, 20}, Size{20'000, 50, 20}, Size{60'000, 999, 1},
        Size{700'000, 999, 20}}) {
    std::mt19937_64 draw(count);
    Events events = draw_events(draw, count, names, apart);
    const std::vector<Result> expected = slowly(events);
    for (const bool sorted : {false, true}) {
      if (sorted) sort_loosely(events.rows, draw);
      GroupBook book(kWindow);
      const std::span<const Event> rows = events.rows;
      for (std::size_t from = 0, piece = 1; from < rows.size();
           from += piece, piece = 1 + draw() % 5000)
        book.add(rows.subspan(from, std::min(piece, rows.size() - from)));
      for (const How& how : kHow) {
        CAPTURE(count, sorted, how.threads, how.stretch_bytes);
        CHECK(groups_by(book, events, how) == expected);
        if (count > 100'000) break;  // one run suffices
      }
    }
  }
}

TEST_CASE("correlate: events in time order fall into many stretches") {
  std::mt19937_64 draw(7);
  Events events = draw_events(draw, 60'000, 999, 1);
  sort_loosely(events.rows, draw);
  GroupBook book(kWindow);
  book.add(events.rows);
  book.order(events.users, events.addresses, 1);
  CHECK(book.stretches() > 20);
  book.order(events.users, events.addresses, SIZE_MAX);
  CHECK(book.stretches() == 1);
}
