// Events come nearly in the order of time, so the open groups are those of a window or two and fit
// the caches. When a later window begins they are written out as blocks of whole windows, and in
// the end a stretch of windows at a time is read back. Groups without a failure matter only where a
// window was open more than once.
#include <algorithm>
#include <limits>
#include <utility>

#include "base/hash.hpp"
#include "correlate/groups/blocks.hpp"
#include "correlate/places.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

namespace groups {

namespace {

constexpr std::int64_t kMaxWindow = 1'000'000'000;  // seconds, 31 years: keeps products small
constexpr std::size_t kFullAtNextWindow = 2048, kMaxOpen = 1u << 16;

class OpenGroups {
 public:
  Counted& at(std::int64_t window, TextId user, TextId address) {
    const std::uint64_t hash = hash_of({window, user, address});
    TextId id = ids_.find(hash, [&](TextId one) {
      const Counted& open = groups_[one - 1];
      return open.user == user && open.address == address && open.window == window;
    });
    if (id == kNone) {
      groups_.push_back({window, user, address});
      id = static_cast<TextId>(groups_.size());
      ids_.add(hash, id, [&](TextId one) { return hash_of(groups_[one - 1]); });
    }
    return groups_[id - 1];
  }
  std::size_t size() const { return groups_.size(); }

  void move_to(Blocks& blocks) {
    const auto by_window = [](const Counted& a, const Counted& b) { return a.window < b.window; };
    if (!groups_.empty() && groups_.front().window > groups_.back().window)
      std::reverse(groups_.begin(), groups_.end());
    if (!std::is_sorted(groups_.begin(), groups_.end(), by_window))
      std::stable_sort(groups_.begin(), groups_.end(), by_window);
    blocks.append(groups_);
    groups_.clear();
    ids_.clear();
  }

 private:
  static std::uint64_t hash_of(const Counted& group) {
    return hash_pair(std::uint64_t{group.user} << 32 | group.address,
                     static_cast<std::uint64_t>(group.window));
  }
  std::vector<Counted> groups_;
  IdTable ids_;  // 1 is the first of groups_
};

// The blocks of one part of the events, and its ids in the whole.
struct Part {
  Blocks blocks;
  IdMap ids;  // empty: the same

  TextId user(TextId id) const { return ids.users.empty() ? id : ids.users[id]; }
  TextId address(TextId id) const { return ids.addresses.empty() ? id : ids.addresses[id]; }
};

struct PlacedBlock {
  Block block;
  const Part* part;
  std::int64_t reach;  // the last window of this block and all before
};

// Of one user, address and window.
void unite(Group& group, const Group& other) {
  group.successes += other.successes;
  if (other.failures == 0) return;
  group.first = group.failures == 0 ? other.first : std::min(group.first, other.first);
  group.last = group.failures == 0 ? other.last : std::max(group.last, other.last);
  group.failures += other.failures;
}

}  // namespace

}  // namespace groups

using namespace groups;

struct GroupBook::State {
  Micros length;
  OpenGroups open;
  // Windows so far: if an export runs newest first, the next one is the oldest.
  std::int64_t newest = std::numeric_limits<std::int64_t>::min();
  std::int64_t oldest = std::numeric_limits<std::int64_t>::max();
  std::int64_t window = 0;                   // of the last event
  Micros from = 0, to = 0;                   // that window
  std::vector<std::unique_ptr<Part>> parts;  // the first is this book's own
  std::uint64_t failures = 0;
  std::vector<char> seen;  // by user

  explicit State(Micros window_length) : length(window_length) {
    parts.push_back(std::make_unique<Part>());
  }
  void see(TextId user) {
    if (user >= seen.size()) seen.resize(2 * user + 64);
    seen[user] = 1;
  }
  void close() { open.move_to(parts.front()->blocks); }
  void enter_window(Micros time) {
    window = time / length - static_cast<std::int64_t>(time % length < 0);
    from = window * length;
    to = from + length;
    const bool is_next = window > newest || window < oldest;
    if (open.size() >= (is_next ? kFullAtNextWindow : kMaxOpen)) close();
    newest = std::max(newest, window);
    oldest = std::min(oldest, window);
  }
  void add(const Event& event) {
    Counted& group = open.at(window, event.user, event.address);
    if (event.kind == EventKind::login_succeeded) {
      group.successes += event.count;
      return;
    }
    const Micros time = event.time - from;
    group.first = group.failures == 0 ? time : std::min(group.first, time);
    group.last = std::max(group.last, time);
    group.failures += event.count;
    failures += event.count;
  }
};

GroupBook::GroupBook(std::int64_t window_s)
    : state_(std::make_unique<State>(std::clamp<std::int64_t>(window_s, 1, kMaxWindow) * kSecond)) {
}

GroupBook::~GroupBook() = default;

void GroupBook::take(std::span<const Event> events) {
  State& state = *state_;
  for (const Event& event : events) {
    state.see(event.user);
    if (event.kind != EventKind::login_failed && event.kind != EventKind::login_succeeded) continue;
    if (event.time < state.from || event.time >= state.to) state.enter_window(event.time);
    state.add(event);
    if (state.open.size() >= kMaxOpen) state.close();
  }
}

void GroupBook::clear() { state_ = std::make_unique<State>(state_->length); }

std::uint64_t GroupBook::failures() const { return state_->failures; }

std::uint64_t GroupBook::users() const {
  return static_cast<std::uint64_t>(std::count(state_->seen.begin(), state_->seen.end(), 1));
}

std::unique_ptr<EventSink> GroupBook::fork() const {
  return std::make_unique<GroupBook>(state_->length / kSecond);
}

void GroupBook::join(EventSink& part, const IdMap& ids) {
  State& other = *static_cast<GroupBook&>(part).state_;
  other.close();
  Part& own = *other.parts.front();
  own.ids = ids;
  for (TextId user = 0; user < other.seen.size(); ++user)
    if (other.seen[user] != 0) state_->see(own.user(user));
  state_->failures += other.failures;
  state_->parts.push_back(std::move(other.parts.front()));
}

struct OrderedGroups::State {
  State(GroupBook::State& book, const Interner& users, const AddressBook& addresses)
      : length(book.length), places(addresses, {}), rank_of_user(users.size()) {
    std::uint32_t rank = 0;
    for (const TextId user : users_by_text(users)) rank_of_user[user] = rank++;
    book.close();
    for (const auto& part : book.parts)
      for (const Block& block : part->blocks.all()) blocks.push_back({block, part.get(), 0});
    std::stable_sort(blocks.begin(), blocks.end(), [](const PlacedBlock& a, const PlacedBlock& b) {
      return a.block.first_window < b.block.first_window;
    });
    std::int64_t reach = std::numeric_limits<std::int64_t>::min();
    for (PlacedBlock& one : blocks) one.reach = reach = std::max(reach, one.block.last_window);
  }

  void cut(std::size_t stretch_bytes) {
    std::uint64_t bytes = 0;
    for (const PlacedBlock& one : blocks) {
      if (cuts.empty() || (bytes >= stretch_bytes && one.block.first_window > cuts.back())) {
        cuts.push_back(one.block.first_window);
        bytes = 0;
      }
      bytes += one.block.without_failure - one.block.from;
    }
    if (!blocks.empty()) cuts.push_back(blocks.back().reach + 1);
  }

  // By window; without those that no failure can join.
  std::vector<Group> read(std::int64_t from, std::int64_t to) const {
    std::vector<Group> groups;
    auto next = std::partition_point(blocks.begin(), blocks.end(),
                                     [&](const PlacedBlock& one) { return one.reach < from; });
    const auto end = std::partition_point(
        next, blocks.end(), [&](const PlacedBlock& one) { return one.block.first_window < to; });
    const bool shared = std::adjacent_find(next, end, [](const auto& a, const auto& b) {
                          return b.block.first_window <= a.reach;
                        }) != end;
    for (; next < end; ++next) {
      if (next->block.last_window < from) continue;
      for (const Counted& one : next->part->blocks.read(next->block, shared))
        if (one.window >= from && one.window < to) groups.push_back(whole(one, *next->part));
    }
    if (shared)
      std::stable_sort(groups.begin(), groups.end(),
                       [](const Group& a, const Group& b) { return a.from < b.from; });
    return groups;
  }

  Group whole(const Counted& one, const Part& part) const {
    const Micros from = one.window * length;
    return {part.user(one.user), part.address(one.address), from,           one.failures,
            one.successes,       from + one.first,          from + one.last};
  }

  std::uint64_t rank(const Group& group) const {
    return std::uint64_t{rank_of_user[group.user]} << 32 | places.rank(group.address);
  }

  const Micros length;
  const Places places;
  std::vector<std::uint32_t> rank_of_user;
  std::vector<PlacedBlock> blocks;  // by first window
  std::vector<std::int64_t> cuts;   // stretch s: windows [cuts[s], cuts[s + 1])
};

OrderedGroups::OrderedGroups(GroupBook& book, const Interner& users, const AddressBook& addresses,
                             std::size_t stretch_bytes)
    : state_(std::make_unique<State>(*book.state_, users, addresses)) {
  state_->cut(stretch_bytes);
}

OrderedGroups::~OrderedGroups() = default;

std::size_t OrderedGroups::stretches() const {
  return state_->cuts.empty() ? 0 : state_->cuts.size() - 1;
}

std::vector<Group> OrderedGroups::stretch(std::size_t number) const {
  const std::vector<Group> groups = state_->read(state_->cuts[number], state_->cuts[number + 1]);
  std::vector<Group> ordered;
  std::vector<std::pair<std::uint64_t, std::size_t>> order;  // of one window: rank, index
  for (std::size_t i = 0; i < groups.size();) {
    order.clear();
    for (const Micros from = groups[i].from; i < groups.size() && groups[i].from == from; ++i)
      order.emplace_back(state_->rank(groups[i]), i);
    std::sort(order.begin(), order.end());
    for (std::size_t j = 0; j < order.size();) {
      const std::uint64_t rank = order[j].first;
      Group group = groups[order[j].second];
      while (++j < order.size() && order[j].first == rank) unite(group, groups[order[j].second]);
      if (group.failures > 0) ordered.push_back(group);
    }
  }
  return ordered;
}

std::vector<Group> group_failures(const Events& events, std::int64_t window_s) {
  GroupBook book(window_s);
  book.take(events.rows);
  const OrderedGroups ordered(book, events.users, events.addresses);
  std::vector<Group> all;
  for (std::size_t number = 0; number < ordered.stretches(); ++number)
    for (const Group& group : ordered.stretch(number)) all.push_back(group);
  return all;
}

}  // namespace whylocked
