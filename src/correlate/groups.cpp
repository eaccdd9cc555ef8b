// Events are in time order, so a window is a stretch of rows: each stretch is sorted by user and
// address for itself, and never more than one window is held beside the result.

#include <algorithm>

#include "correlate/places.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

namespace {

constexpr std::int64_t kLongestWindow = 1'000'000'000;  // seconds, 31 years: keeps products small

struct Attempt {
  std::uint64_t who_and_where;  // rank of the user, then rank of the address
  std::uint32_t index;
  auto operator<=>(const Attempt&) const = default;
};

Micros floor_to(Micros time, Micros window) {
  const Micros rest = time % window;
  return time - rest - (rest < 0 ? window : 0);
}

void add(Group& group, const Event& event) {
  if (event.kind == EventKind::login_succeeded) {
    group.successes += event.count;
    return;
  }
  if (group.failures == 0) group.first = event.time;
  group.failures += event.count;
  group.last = event.time;
}

void close_window(const Events& events, std::vector<Attempt>& attempts, Micros from,
                  std::vector<Group>& out) {
  std::sort(attempts.begin(), attempts.end());
  for (std::size_t i = 0; i < attempts.size();) {
    const std::uint64_t key = attempts[i].who_and_where;
    const Event& first = events.rows[attempts[i].index];
    Group group{.user = first.user, .address = first.address, .from = from};
    for (; i < attempts.size() && attempts[i].who_and_where == key; ++i)
      add(group, events.rows[attempts[i].index]);
    if (group.failures > 0) out.push_back(group);
  }
  attempts.clear();
}

}  // namespace

std::vector<Group> group_failures(const Events& events, std::int64_t window_s) {
  const Micros window = std::clamp<std::int64_t>(window_s, 1, kLongestWindow) * kSecond;
  const Places places(events.addresses, {});
  const std::vector<TextId> users = users_by_text(events.users);
  std::vector<std::uint64_t> user_rank(users.size());
  for (std::size_t rank = 0; rank < users.size(); ++rank) user_rank[users[rank]] = rank;

  std::vector<Group> groups;
  std::vector<Attempt> attempts;
  Micros from = 0;
  for (std::uint32_t i = 0; i < events.rows.size(); ++i) {
    const Event& event = events.rows[i];
    if (event.kind != EventKind::login_failed && event.kind != EventKind::login_succeeded) continue;
    if (const Micros start = floor_to(event.time, window); attempts.empty() || start != from) {
      close_window(events, attempts, from, groups);
      from = start;
    }
    attempts.push_back({user_rank[event.user] << 32 | places.rank(event.address), i});
  }
  close_window(events, attempts, from, groups);
  return groups;
}

}  // namespace whylocked
