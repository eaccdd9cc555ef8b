#include "correlate/cases/episodes.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "correlate/lockouts/traits.hpp"

namespace whylocked::cases {

namespace {

constexpr Micros kPause = 2 * kHour;
// People of one office slip one after the other, too, but not within seconds and for so long.
constexpr Micros kSequencePause =
    30 * kSecond;  // from one account's last try to the next one's first
constexpr std::size_t kMinSequence = 4, kMinSequenceOfSingles = 6;
constexpr double kMaxByChance =
    .005;  // such lists expected among the other accounts that fail there
constexpr std::size_t kMaxUsers = 1 << 20, kMaxSequence = 4096, kMaxSwitches = 64,
                      kMaxVisits = 1 << 16;  // remembered

}  // namespace

std::uint64_t source_of(const Event& event, const ProgramBook& programs) {
  const Program& program = programs.at(event.program);
  if (program.computer != kNone) return pair_key(program.computer, 0xffffffff);
  return pair_key(event.address, program.client);
}

bool is_try(const Event& event) {
  return event.kind == EventKind::login_failed &&
         (lockouts::raises_counter(event) || event.reason == Reason::unknown_user ||
          event.reason == Reason::locked || event.reason == Reason::revoked ||
          event.reason == Reason::disabled);
}

void make_distinct(std::vector<TextId>& ids) {
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

void Episode::end_visit() {
  if (visits++ == 0) first_visit_tries = visit_tries;
  alike += visit_tries == first_visit_tries;
  visit_tries = 0;
}

void Episode::end() {
  end_visit();
  make_distinct(users);
}

bool Episode::is_alike() const {
  return static_cast<double>(alike) >= kNearlyAllAlike * static_cast<double>(visits) &&
         std::pow(kPeopleAlike, static_cast<double>(alike)) <= kMaxAlike;
}

bool Episode::is_sequence() const {
  const std::size_t length = longest_sequence.size();
  if (length < kMinSequence || (length < kMinSequenceOfSingles && longest_failures < 2 * length))
    return false;
  // People slip in the morning, so the hour before counts, and not the day.
  std::vector<TextId> listed = longest_sequence;
  make_distinct(listed);
  const auto others = static_cast<double>(std::ranges::count_if(visited, [&](const auto& visit) {
    return visit.first > longest_last - kHour && visit.first <= longest_last + kHour / 2 &&
           !std::ranges::binary_search(listed, visit.second);
  }));
  const double next = -std::expm1(-others / static_cast<double>(kHour * 3 / 2) *
                                  static_cast<double>(2 * kSequencePause));
  return (others + 1) * std::pow(next, static_cast<double>(length - 1)) <= kMaxByChance;
}

void Episode::add_failure(const Event& event) {
  extend_sequence(event);
  row = (event.user == last_user && event.time - last <= kFloodPause ? row : 0) + event.count;
  flood |= row >= kFlood;
  last = event.time;
  failures += event.count;
  if (event.user != last_user && last_user != kNone) end_visit();
  visit_tries += event.count;
  if (event.user == last_user) return;
  if (visited.size() < kMaxVisits) visited.emplace_back(event.time, event.user);
  if (last_user != kNone && switches.size() < kMaxSwitches)
    switches.push_back(event.time - last_of_user);
  last_user = event.user;
  last_of_user = event.time;
  if (users.size() < kMaxUsers) users.push_back(event.user);
}

// An account joins the list if it is tried soon after the one that joined before.
void Episode::extend_sequence(const Event& event) {
  const bool is_last = !sequence.empty() && sequence.back() == event.user;
  const bool known = is_last || std::ranges::find(sequence, event.user) != sequence.end();
  if (!known &&
      (event.time - last_of_sequence > kSequencePause || sequence.size() >= kMaxSequence)) {
    sequence.clear();
    sequence_failures = 0;
    is_longest = false;
  }
  if (!known) sequence.push_back(event.user);
  if (!known || is_last) last_of_sequence = event.time;
  sequence_failures += event.count;
  if (sequence.size() > longest_sequence.size()) {
    longest_sequence = sequence;
    is_longest = true;
  }
  if (!is_longest) return;
  longest_failures = sequence_failures;
  longest_last = event.time;
}

std::vector<Episode> collect_episodes(const Events& events, const std::vector<bool>& candidates,
                                      const std::function<bool(const Episode&)>& matters) {
  std::vector<Episode> ended;
  std::unordered_map<std::uint64_t, Episode> open;  // the last of each source
  const auto end = [&](Episode& episode) {
    episode.end();
    if (matters(episode)) ended.push_back(std::move(episode));
  };
  for (std::uint32_t index = 0; index < events.rows.size(); ++index) {
    const Event& event = events.rows[index];
    if (!candidates[event.address] || !has_place_and_clock(event)) continue;
    const bool success = event.kind == EventKind::login_succeeded;
    if (!success && !is_try(event)) continue;
    const std::uint64_t source = source_of(event, events.programs);
    if (success) {
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
      episode.first_row = index;
      episode.first = event.time;
    }
    episode.add_failure(event);
  }
  for (auto& [source, episode] : open) end(episode);
  std::ranges::sort(ended, {}, &Episode::first_row);
  return ended;
}

}  // namespace whylocked::cases
