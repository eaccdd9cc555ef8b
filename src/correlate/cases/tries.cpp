#include "correlate/cases/tries.hpp"

#include <algorithm>
#include <unordered_map>

#include "correlate/lockouts/traits.hpp"

namespace whylocked::cases {

namespace {

constexpr Micros kPause = 2 * kHour;
constexpr Micros kAfterChange = kDay;  // devices keep the old password until somebody sees to them
constexpr std::size_t kMaxRows = 1 << 20, kMaxUsers = 1 << 20;  // remembered

}  // namespace

std::uint64_t source_of(const Event& event, const ProgramBook& programs) {
  const Program& program = programs.at(event.program);
  if (program.computer != kNone) return pair_key(program.computer, 0xffffffff);
  return pair_key(event.address, program.client);
}

std::vector<bool> find_tries(const Events& events) {
  std::vector<bool> tries(events.rows.size());
  std::vector<Micros> changed(events.users.size(), INT64_MIN / 2);
  for (std::size_t i = 0; i < tries.size(); ++i) {
    const Event& event = events.rows[i];
    if (event.kind == EventKind::password_changed) changed[event.user] = event.time;
    tries[i] = event.kind == EventKind::login_failed && has_place_and_clock(event) &&
               (raises_counter(event) || event.reason == Reason::unknown_user ||
                event.reason == Reason::locked || event.reason == Reason::revoked ||
                event.reason == Reason::disabled) &&
               event.time - changed[event.user] > kAfterChange;
  }
  return tries;
}

void make_distinct(std::vector<TextId>& ids) {
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

std::uint64_t NetworkOfAddress::wide(TextId address) const {
  const std::uint32_t network = known(address);
  return network != 0 ? network : events_.addresses.at(address).block();
}

std::vector<Episode> collect_episodes(const Events& events, const std::vector<bool>& tries,
                                      const std::vector<bool>& candidates,
                                      const std::function<bool(const Episode&)>& matters) {
  std::vector<Episode> ended;
  std::unordered_map<std::uint64_t, Episode> open;        // the last of each source
  std::vector<std::uint32_t> entered(candidates.size());  // successes so far, by address
  const auto end = [&](Episode& episode) {
    make_distinct(episode.users);
    if (matters(episode)) ended.push_back(std::move(episode));
  };
  for (std::uint32_t index = 0; index < events.rows.size(); ++index) {
    const Event& event = events.rows[index];
    if (!candidates[event.address]) continue;
    const bool success =
        event.kind == EventKind::login_succeeded && event.precision != Precision::day;
    if (!success && !tries[index]) continue;
    const std::uint64_t source = source_of(event, events.programs);
    if (success) {
      ++entered[event.address];
      const auto found = open.find(source);
      if (found == open.end() || event.time - found->second.last > kPause) continue;
      found->second.successes += event.count;
      if (!found->second.first_success) found->second.first_success = index;
      continue;
    }
    const auto [found, fresh] = open.try_emplace(source);
    Episode& episode = found->second;
    if (!fresh && event.time - episode.last > kPause) {
      end(episode);
      episode = {};
    }
    if (episode.failures == 0) {
      episode.source = source;
      episode.address = event.address;
      episode.program = event.program;
      episode.first = event.time;
      episode.successes_before = entered[event.address];
    }
    episode.last = event.time;
    episode.failures += event.count;
    episode.successes_within = entered[event.address] - episode.successes_before;
    if (episode.users.size() < kMaxUsers &&
        (episode.users.empty() || episode.users.back() != event.user))
      episode.users.push_back(event.user);
    if (episode.rows.size() < kMaxRows) episode.rows.push_back(index);
  }
  for (auto& [source, episode] : open) end(episode);
  std::ranges::sort(ended, {}, [](const Episode& episode) { return episode.rows.front(); });
  return ended;
}

}  // namespace whylocked::cases
