// The table of open groups stays in the first-level caches: events come in the order of time, so it
// is emptied once a window or two, and what it held is packed away as a run.
#include "correlate/groups/group_book.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace whylocked {

namespace {

using Packed = PackedGroups::Packed;

constexpr std::int64_t kMaxWindow = 1'000'000'000;  // seconds, 31 years: keeps products small

std::int64_t floor_divide(Micros time, Micros by) {
  return time / by - static_cast<std::int64_t>(time % by < 0);
}

// `time` counts from the start of the window.
void add(Packed& group, const Event& event, Micros time) {
  if (event.kind == EventKind::login_succeeded) {
    group.successes += event.count;
    return;
  }
  group.first = group.failures == 0 ? time : std::min(group.first, time);
  group.last = std::max(group.last, time);
  group.failures += event.count;
}

std::uint64_t hash_of(std::int64_t window, TextId user, TextId address) {
  return hash_pair(std::uint64_t{user} << 32 | address, static_cast<std::uint64_t>(window));
}

}  // namespace

Packed& OpenGroups::at(std::int64_t window, TextId user, TextId address) {
  const std::uint64_t hash = hash_of(window, user, address);
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  std::size_t i = hash & (slots_.size() - 1);
  for (; slots_[i].place != 0; i = (i + 1) & (slots_.size() - 1)) {
    if (slots_[i].tag != tag) continue;
    Packed& open = groups_[slots_[i].place - 1];
    if (open.user == user && open.address == address && open.window == window) return open;
  }
  groups_.push_back({window, user, address});
  slots_[i] = {tag, static_cast<std::uint32_t>(groups_.size())};
  if (2 * groups_.size() > slots_.size()) grow();
  return groups_.back();
}

void OpenGroups::clear() {
  groups_.clear();
  std::fill(slots_.begin(), slots_.end(), Slot{});
}

void OpenGroups::grow() {
  slots_.assign(2 * slots_.size(), {});
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const std::uint64_t hash = hash_of(groups_[g].window, groups_[g].user, groups_[g].address);
    std::size_t i = hash & (slots_.size() - 1);
    while (slots_[i].place != 0) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(g + 1)};
  }
}

void GroupBook::State::pack() {
  std::vector<Packed>& groups = open.groups();
  const auto by_window = [](const Packed& a, const Packed& b) { return a.window < b.window; };
  if (!std::is_sorted(groups.begin(), groups.end(), by_window))
    std::stable_sort(groups.begin(), groups.end(), by_window);
  parts.front().groups->put(groups);
  open.clear();
}

GroupBook::GroupBook(std::int64_t window_s) : state_(std::make_unique<State>()) {
  state_->length = std::clamp<std::int64_t>(window_s, 1, kMaxWindow) * kSecond;
}

GroupBook::~GroupBook() = default;

void GroupBook::take(std::span<const Event> events) {
  State& state = *state_;
  for (const Event& event : events) {
    if (event.kind != EventKind::login_failed && event.kind != EventKind::login_succeeded) continue;
    if (event.time < state.from || event.time >= state.to) {
      state.window = floor_divide(event.time, state.length);
      state.from = state.window * state.length;
      state.to = state.from + state.length;
      const bool later = state.window > state.newest;
      if (state.open.size() >= (later ? OpenGroups::kFullAtNextWindow : OpenGroups::kMaxOpen))
        state.pack();
      state.newest = std::max(state.newest, state.window);
    }
    add(state.open.at(state.window, event.user, event.address), event, event.time - state.from);
    if (state.open.size() >= OpenGroups::kMaxOpen) state.pack();
  }
}

void GroupBook::clear() {
  const Micros length = state_->length;
  state_ = std::make_unique<State>();
  state_->length = length;
}

std::unique_ptr<EventSink> GroupBook::fork() const {
  return std::make_unique<GroupBook>(state_->length / kSecond);
}

void GroupBook::join(EventSink& part, const IdMap& ids) {
  State& other = *static_cast<GroupBook&>(part).state_;
  other.pack();
  state_->parts.push_back({other.parts.front().groups, ids});
}

}  // namespace whylocked
