// Events come nearly in the order of time, so the open groups are those of a window or two and fit
// the caches. When a later window begins they are written out as blocks of whole windows, and in
// the end a stretch of windows at a time is read back. Those without a failure are kept until then:
// a window that was open more than once may have one elsewhere.
#include <algorithm>
#include <iterator>
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
  Group& at(Micros from, TextId user, TextId address) {
    const std::uint64_t hash = hash_of({.user = user, .address = address, .from = from});
    TextId id = ids_.find(hash, [&](TextId one) {
      const Group& open = groups_[one - 1];
      return open.user == user && open.address == address && open.from == from;
    });
    if (id == kNone) {
      groups_.push_back({.user = user, .address = address, .from = from});
      id = static_cast<TextId>(groups_.size());
      ids_.add(hash, id, [&](TextId one) { return hash_of(groups_[one - 1]); });
    }
    return groups_[id - 1];
  }
  std::size_t size() const { return groups_.size(); }

  void move_to(Blocks& blocks) {
    if (groups_.empty()) return;
    if (!std::ranges::is_sorted(groups_, {}, &Group::from))
      std::ranges::stable_sort(groups_, {}, &Group::from);
    blocks.append(groups_);
    groups_.clear();
    ids_.clear();
  }

 private:
  static std::uint64_t hash_of(const Group& group) {
    return hash_pair(std::uint64_t{group.user} << 32 | group.address,
                     static_cast<std::uint64_t>(group.from));
  }
  std::vector<Group> groups_;
  IdTable ids_;  // 1 is the first of groups_
};

struct PlacedBlock : Block {
  Micros reach = 0;     // the last window of this block and all before
  bool shared = false;  // a window of it is in another block, too
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
  Micros newest = std::numeric_limits<Micros>::min();
  Micros oldest = std::numeric_limits<Micros>::max();
  Micros from = 0, to = 0;  // the window of the last event
  Blocks closed;
  std::uint64_t failures = 0;
  std::vector<bool> seen;  // by user
  // Once ordered:
  std::optional<Places> places;
  std::vector<std::uint32_t> rank_of_user;
  std::vector<PlacedBlock> blocks;  // by first window
  std::vector<Micros> cuts;         // stretch s: windows [cuts[s], cuts[s + 1])

  explicit State(Micros window_length) : length(window_length) {}
  void note_user(TextId user) {
    if (user >= seen.size()) seen.resize(2 * user + 64);
    seen[user] = true;
  }
  void enter_window(Micros time) {
    from = (time / length - (time % length < 0)) * length;
    to = from + length;
    const bool is_next = from > newest || from < oldest;
    if (open.size() >= (is_next ? kFullAtNextWindow : kMaxOpen)) open.move_to(closed);
    newest = std::max(newest, from);
    oldest = std::min(oldest, from);
  }
  void add(const Event& event) {
    if (event.time < from || event.time >= to) enter_window(event.time);
    Group& group = open.at(from, event.user, event.address);
    if (event.kind == EventKind::login_succeeded) {
      group.successes += event.count;
    } else {
      unite(group, {.failures = event.count, .first = event.time, .last = event.time});
      failures += event.count;
    }
    if (open.size() >= kMaxOpen) open.move_to(closed);
  }

  // Those of windows [first, end), before any are united.
  std::vector<Group> read(Micros first, Micros end) const {
    std::vector<Group> groups;
    for (auto next = std::ranges::partition_point(
             blocks, [&](const PlacedBlock& one) { return one.reach < first; });
         next != blocks.end() && next->first < end; ++next)
      if (next->last >= first)
        std::ranges::copy_if(closed.read(*next, next->shared), std::back_inserter(groups),
                             [&](const Group& one) { return one.from >= first && one.from < end; });
    return groups;
  }
};

GroupBook::GroupBook(std::int64_t window_s)
    : state_(std::make_unique<State>(std::clamp<std::int64_t>(window_s, 1, kMaxWindow) * kSecond)) {
}

GroupBook::~GroupBook() = default;

void GroupBook::add(std::span<const Event> events) {
  State& state = *state_;
  for (const Event& event : events) {
    state.note_user(event.user);
    if (event.kind == EventKind::login_failed || event.kind == EventKind::login_succeeded)
      state.add(event);
  }
}

void GroupBook::clear() { state_ = std::make_unique<State>(state_->length); }

std::uint64_t GroupBook::failures() const { return state_->failures; }

std::uint64_t GroupBook::users() const {
  return static_cast<std::uint64_t>(std::ranges::count(state_->seen, true));
}

void GroupBook::order(const Interner& users, const AddressBook& addresses,
                      std::size_t stretch_bytes) {
  State& state = *state_;
  state.open.move_to(state.closed);
  state.places.emplace(addresses, std::span<const std::uint32_t>());
  state.rank_of_user.resize(users.size());
  std::uint32_t rank = 0;
  for (const TextId user : users_by_text(users)) state.rank_of_user[user] = rank++;
  std::vector<PlacedBlock>& blocks = state.blocks;
  blocks.clear();
  state.cuts.clear();
  for (const Block& block : state.closed.all()) blocks.push_back({block});
  std::ranges::stable_sort(blocks, {}, &PlacedBlock::first);
  std::uint64_t bytes = 0;
  Micros reach = std::numeric_limits<Micros>::min();
  for (PlacedBlock& one : blocks) {
    if (state.cuts.empty() || (bytes >= stretch_bytes && one.first > state.cuts.back())) {
      state.cuts.push_back(one.first);
      bytes = 0;
    }
    bytes += one.to - one.from;
    if (one.first <= reach) one.shared = (&one - 1)->shared = true;
    one.reach = reach = std::max(reach, one.last);
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
  book.add(events.rows);
  book.order(events.users, events.addresses);
  std::vector<Group> all;
  for (std::size_t number = 0; number < book.stretches(); ++number)
    for (const Group& group : book.stretch(number)) all.push_back(group);
  return all;
}

}  // namespace whylocked
