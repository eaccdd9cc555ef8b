// The table of open groups stays in the first-level caches: events come in the order of time, so it
// is emptied once a window or two, and what it held is packed away as a run.
#include <algorithm>
#include <limits>
#include <utility>

#include "correlate/packed_groups.hpp"
#include "correlate/places.hpp"
#include "whylocked/groups.hpp"
#include "whylocked/hash.hpp"

namespace whylocked {

namespace {

using Packed = PackedGroups::Packed;

constexpr std::int64_t kLongestWindow = 1'000'000'000;  // seconds, 31 years: keeps products small
constexpr std::size_t kFullAtNextWindow = 2048, kMostOpen = 1u << 16;
constexpr std::size_t kGivenAtOnce = 4096;

std::int64_t floor_divide(Micros time, Micros by) {
  return time / by - static_cast<std::int64_t>(time % by < 0);
}

struct Open {
  std::int64_t window;
  TextId user, address;
  std::uint64_t failures = 0, successes = 0;
  Micros first = 0, last = 0;  // failures
};

void add(Open& group, const Event& event) {
  if (event.kind == EventKind::login_succeeded) {
    group.successes += event.count;
    return;
  }
  group.first = group.failures == 0 ? event.time : std::min(group.first, event.time);
  group.last = group.failures == 0 ? event.time : std::max(group.last, event.time);
  group.failures += event.count;
}

// The open groups, in the order in which they were met.
class OpenGroups {
 public:
  Open& at(std::int64_t window, TextId user, TextId address) {
    const std::uint64_t who = std::uint64_t{user} << 32 | address;
    const std::uint64_t hash = hash_pair(who, static_cast<std::uint64_t>(window));
    std::size_t i = hash & (slots_.size() - 1);
    for (; slots_[i] != 0; i = (i + 1) & (slots_.size() - 1)) {
      Open& open = groups_[slots_[i] - 1];
      if (open.user == user && open.address == address && open.window == window) return open;
    }
    groups_.push_back({window, user, address});
    slots_[i] = static_cast<std::uint32_t>(groups_.size());
    if (2 * groups_.size() > slots_.size()) grow();
    return groups_.back();
  }
  std::size_t size() const { return groups_.size(); }
  std::vector<Open>& groups() { return groups_; }
  void clear() {
    groups_.clear();
    std::fill(slots_.begin(), slots_.end(), 0);
  }

 private:
  void grow() {
    slots_.assign(2 * slots_.size(), 0);
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      const std::uint64_t who = std::uint64_t{groups_[g].user} << 32 | groups_[g].address;
      std::size_t i =
          hash_pair(who, static_cast<std::uint64_t>(groups_[g].window)) & (slots_.size() - 1);
      while (slots_[i] != 0) i = (i + 1) & (slots_.size() - 1);
      slots_[i] = static_cast<std::uint32_t>(g + 1);
    }
  }

  std::vector<Open> groups_;
  std::vector<std::uint32_t> slots_ = std::vector<std::uint32_t>(4 * kFullAtNextWindow);
};

// The packed groups of one part of the events, with what its ids are in the whole.
struct Source {
  std::shared_ptr<PackedGroups> groups = std::make_shared<PackedGroups>();
  IdMap ids;  // empty: the same

  TextId user(TextId id) const { return ids.users.empty() ? id : ids.users[id]; }
  TextId address(TextId id) const { return ids.addresses.empty() ? id : ids.addresses[id]; }
};

struct Cursor {
  PackedGroups::Reader reader;
  const Source* source;
  Packed head{};
};

// All groups of one window: those of one user and address put together.
class Window {
 public:
  Window(const Interner& users, const AddressBook& addresses, Micros length)
      : places_(addresses, {}), user_rank_(users.size()), length_(length) {
    const std::vector<TextId> by_text = users_by_text(users);
    for (std::size_t rank = 0; rank < by_text.size(); ++rank)
      user_rank_[by_text[rank]] = static_cast<std::uint32_t>(rank);
  }

  void add(const Packed& packed, const Source& source) {
    Group group{source.user(packed.user),
                source.address(packed.address),
                packed.window * length_,
                packed.failures,
                packed.successes,
                0,
                0};
    if (group.failures > 0) {
      group.first = group.from + packed.first;
      group.last = group.from + packed.last;
    }
    keys_.push_back({std::uint64_t{user_rank_[group.user]} << 32 | places_.rank(group.address),
                     static_cast<std::uint32_t>(groups_.size())});
    groups_.push_back(group);
  }

  void close(std::vector<Group>& out) {
    std::sort(keys_.begin(), keys_.end());
    for (std::size_t i = 0; i < keys_.size();) {
      Group group = groups_[keys_[i].second];
      for (const std::uint64_t key = keys_[i++].first; i < keys_.size() && keys_[i].first == key;
           ++i)
        unite(group, groups_[keys_[i].second]);
      if (group.failures > 0) out.push_back(group);
    }
    keys_.clear();
    groups_.clear();
  }

 private:
  static void unite(Group& group, const Group& other) {
    group.successes += other.successes;
    if (other.failures == 0) return;
    group.first = group.failures == 0 ? other.first : std::min(group.first, other.first);
    group.last = group.failures == 0 ? other.last : std::max(group.last, other.last);
    group.failures += other.failures;
  }

  const Places places_;
  std::vector<std::uint32_t> user_rank_;
  const Micros length_;
  std::vector<Group> groups_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keys_;  // ranks of user and address, place
};

}  // namespace

struct GroupBook::State {
  Micros length;
  OpenGroups open;
  std::int64_t newest = std::numeric_limits<std::int64_t>::min();
  std::int64_t window = 0;                               // of the last event
  Micros from = 0, to = 0;                               // that window
  std::vector<Source> sources = std::vector<Source>(1);  // the first is this book's own
  std::vector<Packed> packing;

  void pack();
};

void GroupBook::State::pack() {
  std::vector<Open>& groups = open.groups();
  if (groups.empty()) return;
  const auto by_window = [](const Open& a, const Open& b) { return a.window < b.window; };
  if (!std::is_sorted(groups.begin(), groups.end(), by_window))
    std::stable_sort(groups.begin(), groups.end(), by_window);
  packing.clear();
  for (const Open& group : groups) {
    const Micros start = group.failures == 0 ? 0 : group.window * length;
    packing.push_back({group.window, group.user, group.address, group.failures, group.successes,
                       group.first - start, group.last - start});
  }
  sources.front().groups->put(packing);
  open.clear();
}

GroupBook::GroupBook(std::int64_t window_s) : state_(std::make_unique<State>()) {
  state_->length = std::clamp<std::int64_t>(window_s, 1, kLongestWindow) * kSecond;
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
      if (state.open.size() >= (later ? kFullAtNextWindow : kMostOpen)) state.pack();
      state.newest = std::max(state.newest, state.window);
    }
    add(state.open.at(state.window, event.user, event.address), event);
    if (state.open.size() >= kMostOpen) state.pack();
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
  state_->sources.push_back({other.sources.front().groups, ids});
}

void GroupBook::visit(const Interner& users, const AddressBook& addresses,
                      const std::function<void(std::span<const Group>)>& see) {
  state_->pack();
  struct Start {
    std::int64_t window;
    const Source* source;
    const PackedGroups::Run* run;
  };
  std::vector<Start> starts;
  for (const Source& source : state_->sources)
    for (const PackedGroups::Run& run : source.groups->runs())
      starts.push_back({run.first_window, &source, &run});
  std::stable_sort(starts.begin(), starts.end(),
                   [](const Start& a, const Start& b) { return a.window < b.window; });

  Window window(users, addresses, state_->length);
  std::vector<Group> groups;
  std::vector<Cursor> active;
  for (auto next = starts.begin(); next != starts.end() || !active.empty();) {
    std::int64_t now = next == starts.end() ? active.front().head.window : next->window;
    for (const Cursor& cursor : active) now = std::min(now, cursor.head.window);
    for (; next != starts.end() && next->window == now; ++next) {
      active.push_back({PackedGroups::Reader(*next->source->groups, *next->run), next->source});
      active.back().reader.next(active.back().head);
    }
    for (std::size_t i = 0; i < active.size();) {
      Cursor& cursor = active[i];
      bool more = true;
      for (; more && cursor.head.window == now; more = cursor.reader.next(cursor.head))
        window.add(cursor.head, *cursor.source);
      if (more) {
        ++i;
      } else {
        if (i + 1 < active.size()) cursor = std::move(active.back());
        active.pop_back();
      }
    }
    window.close(groups);
    if (groups.size() < kGivenAtOnce) continue;
    see(groups);
    groups.clear();
  }
  see(groups);
}

}  // namespace whylocked
