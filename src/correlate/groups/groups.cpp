// Events come nearly in the order of time, so the open groups are those of a window or two and fit
// the caches. When a later window begins they are written out as blocks of whole windows, and in
// the end a stretch of windows at a time is read back. Those without a failure are kept until then:
// a window that was open more than once may have one elsewhere.
#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "base/hash.hpp"
#include "correlate/groups/blocks.hpp"
#include "correlate/places.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

using namespace groups;

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
    if (!std::ranges::is_sorted(groups_, {}, &Counted::window))
      std::ranges::stable_sort(groups_, {}, &Counted::window);
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
  std::int64_t reach = 0;  // the last window of this block and all before
  bool shared = false;     // a window of it is in another block, too
};

// Both are of one user, address and window.
void unite(Group& group, const Group& other) {
  group.successes += other.successes;
  if (other.failures == 0) return;
  group.first = group.failures == 0 ? other.first : std::min(group.first, other.first);
  group.last = group.failures == 0 ? other.last : std::max(group.last, other.last);
  group.failures += other.failures;
}

}  // namespace

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
  std::vector<bool> seen;  // by user
  // Once ordered:
  std::optional<Places> places;
  std::vector<std::uint32_t> rank_of_user;
  std::vector<PlacedBlock> blocks;  // by first window
  std::vector<std::int64_t> cuts;   // stretch s: windows [cuts[s], cuts[s + 1])

  explicit State(Micros window_length) : length(window_length) {
    parts.push_back(std::make_unique<Part>());
  }
  void see(TextId user) {
    if (user >= seen.size()) seen.resize(2 * user + 64);
    seen[user] = true;
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

  // Those of windows [first, end), before any are united.
  std::vector<Group> read(std::int64_t first, std::int64_t end) const {
    std::vector<Group> groups;
    for (auto next = std::ranges::partition_point(
             blocks, [&](const PlacedBlock& one) { return one.reach < first; });
         next != blocks.end() && next->block.first_window < end; ++next) {
      if (next->block.last_window < first) continue;
      const Part& part = *next->part;
      for (const Counted& one : part.blocks.read(next->block)) {
        if (one.window < first || one.window >= end) continue;
        if (one.failures == 0 && !next->shared) continue;
        const Micros start = one.window * length;
        groups.push_back({part.user(one.user), part.address(one.address), start, one.failures,
                          one.successes, start + one.first, start + one.last});
      }
    }
    return groups;
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
  return static_cast<std::uint64_t>(std::ranges::count(state_->seen, true));
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
    if (other.seen[user]) state_->see(own.user(user));
  state_->failures += other.failures;
  state_->parts.push_back(std::move(other.parts.front()));
}

void GroupBook::order(const Interner& users, const AddressBook& addresses,
                      std::size_t stretch_bytes) {
  State& state = *state_;
  state.close();
  state.places.emplace(addresses, std::span<const std::uint32_t>());
  state.rank_of_user.resize(users.size());
  std::uint32_t rank = 0;
  for (const TextId user : users_by_text(users)) state.rank_of_user[user] = rank++;
  std::vector<PlacedBlock>& blocks = state.blocks;
  blocks.clear();
  state.cuts.clear();
  for (const auto& part : state.parts)
    for (const Block& block : part->blocks.all()) blocks.push_back({block, part.get()});
  std::ranges::stable_sort(blocks, {},
                           [](const PlacedBlock& one) { return one.block.first_window; });
  std::uint64_t bytes = 0;
  std::int64_t reach = std::numeric_limits<std::int64_t>::min();
  for (PlacedBlock& one : blocks) {
    const std::int64_t first = one.block.first_window;
    if (state.cuts.empty() || (bytes >= stretch_bytes && first > state.cuts.back())) {
      state.cuts.push_back(first);
      bytes = 0;
    }
    bytes += one.block.to - one.block.from;
    if (first <= reach) one.shared = (&one - 1)->shared = true;
    one.reach = reach = std::max(reach, one.block.last_window);
  }
  if (!blocks.empty()) state.cuts.push_back(reach + 1);
}

std::size_t GroupBook::stretches() const {
  return state_->cuts.empty() ? 0 : state_->cuts.size() - 1;
}

std::vector<Group> GroupBook::stretch(std::size_t number) const {
  const State& state = *state_;
  const std::vector<Group> groups = state.read(state.cuts[number], state.cuts[number + 1]);
  struct Place {
    Micros from;
    std::uint64_t rank;
    std::uint32_t index;
    auto operator<=>(const Place&) const = default;
  };
  std::vector<Place> order;
  order.reserve(groups.size());
  for (const Group& group : groups)
    order.push_back(
        {group.from,
         std::uint64_t{state.rank_of_user[group.user]} << 32 | state.places->rank(group.address),
         static_cast<std::uint32_t>(order.size())});
  std::ranges::sort(order);
  std::vector<Group> ordered;
  for (std::size_t i = 0; i < order.size();) {
    Group group = groups[order[i].index];
    const auto [from, rank, index] = order[i];
    while (++i < order.size() && order[i].from == from && order[i].rank == rank)
      unite(group, groups[order[i].index]);
    if (group.failures > 0) ordered.push_back(group);
  }
  return ordered;
}

std::vector<Group> group_failures(const Events& events, std::int64_t window_s) {
  GroupBook book(window_s);
  book.take(events.rows);
  book.order(events.users, events.addresses);
  std::vector<Group> all;
  for (std::size_t number = 0; number < book.stretches(); ++number)
    for (const Group& group : book.stretch(number)) all.push_back(group);
  return all;
}

}  // namespace whylocked
