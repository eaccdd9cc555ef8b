// Runs that share a window stay in one stretch, where they are read side by side; all others follow
// one another.
#include <algorithm>
#include <bit>
#include <utility>

#include "correlate/groups/group_book.hpp"
#include "correlate/places.hpp"
#include "correlate/radix.hpp"

namespace whylocked {

namespace {

using Packed = PackedGroups::Packed;

constexpr std::size_t kGivenAtOnce = 1024;

// Where users and addresses stand in the order of the answer.
class Ranks {
 public:
  Ranks(const Interner& users, const AddressBook& addresses)
      : places_(addresses, {}),
        address_bits_(static_cast<int>(std::bit_width(addresses.size()))),
        of_user_(users.size()) {
    const std::vector<TextId> by_text = users_by_text(users);
    for (std::size_t rank = 0; rank < by_text.size(); ++rank)
      of_user_[by_text[rank]] = static_cast<std::uint32_t>(rank);
  }
  std::uint64_t of(TextId user, TextId address) const {
    return std::uint64_t{of_user_[user]} << address_bits_ | places_.rank(address);
  }

 private:
  const Places places_;
  const int address_bits_;
  std::vector<std::uint32_t> of_user_;
};

// All groups of one window: those of one user and address put together.
class Window {
 public:
  Window(const Ranks& ranks, Micros length) : ranks_(ranks), length_(length) {}

  void add(const Packed& packed, const PackedPart& part) {
    const TextId user = part.user(packed.user), address = part.address(packed.address);
    const Micros from = packed.window * length_;
    keys_.push_back({ranks_.of(user, address), static_cast<std::uint32_t>(groups_.size())});
    groups_.push_back({user, address, from, packed.failures, packed.successes, from + packed.first,
                       from + packed.last});
  }

  void close(std::vector<Group>& out) {
    sort_by_key(keys_);
    for (std::size_t i = 0; i < keys_.size();) {
      Group group = groups_[keys_[i].id];
      for (const std::uint64_t key = keys_[i++].key; i < keys_.size() && keys_[i].key == key; ++i)
        unite(group, groups_[keys_[i].id]);
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

  const Ranks& ranks_;
  const Micros length_;
  std::vector<Group> groups_;
  std::vector<Keyed> keys_;  // rank and place in groups_
};

struct Start {
  PackedGroups::Run run;
  const PackedPart* part;
  bool alone;  // no other run has one of its windows
};

// Runs that are read side by side, from the first of their windows to the last.
class Merge {
 public:
  bool ended() const { return active_.empty(); }

  void begin(const Start& start, PackedGroups::Part which) {
    Cursor cursor{PackedGroups::Reader(*start.part->groups, start.run, which), start.part};
    if (cursor.reader.next(cursor.head)) active_.push_back(std::move(cursor));
  }

  std::int64_t next_window() const {
    std::int64_t window = active_.front().head.window;
    for (const Cursor& cursor : active_) window = std::min(window, cursor.head.window);
    return window;
  }

  void take(std::int64_t now, Window& window) {
    for (Cursor& cursor : active_)
      for (; !cursor.ended && cursor.head.window == now;
           cursor.ended = !cursor.reader.next(cursor.head))
        window.add(cursor.head, *cursor.part);
    std::erase_if(active_, [](const Cursor& cursor) { return cursor.ended; });
  }

 private:
  struct Cursor {
    PackedGroups::Reader reader;
    const PackedPart* part;
    Packed head{};
    bool ended = false;
  };
  std::vector<Cursor> active_;
};

std::vector<Start> starts_of(const std::vector<PackedPart>& parts) {
  std::vector<Start> starts;
  for (const PackedPart& part : parts)
    for (const PackedGroups::Run& run : part.groups->runs()) starts.push_back({run, &part, true});
  std::stable_sort(starts.begin(), starts.end(), [](const Start& a, const Start& b) {
    return a.run.first_window < b.run.first_window;
  });
  return starts;
}

}  // namespace

struct OrderedGroups::State {
  State(GroupBook::State& book, const Interner& users, const AddressBook& addresses)
      : length(book.length), ranks(users, addresses), starts(starts_of(book.parts)) {}

  void cut(std::size_t stretch_bytes);

  const Micros length;
  const Ranks ranks;
  std::vector<Start> starts;
  std::vector<std::size_t> cuts = {0};  // stretch s: starts [cuts[s], cuts[s + 1])
};

void OrderedGroups::State::cut(std::size_t stretch_bytes) {
  std::uint64_t bytes = 0;
  for (std::size_t from = 0, to = 0; from < starts.size(); from = to) {
    std::int64_t last = starts[from].run.last_window;
    for (to = from; to < starts.size() && (to == from || starts[to].run.first_window <= last);
         ++to) {
      last = std::max(last, starts[to].run.last_window);
      bytes += starts[to].run.without_failure - starts[to].run.from;
    }
    for (std::size_t i = from; i < to; ++i) starts[i].alone = to - from == 1;
    if (bytes < stretch_bytes && to < starts.size()) continue;
    cuts.push_back(to);
    bytes = 0;
  }
}

OrderedGroups::OrderedGroups(GroupBook& book, const Interner& users, const AddressBook& addresses,
                             std::size_t stretch_bytes) {
  book.state_->pack();
  state_ = std::make_unique<State>(*book.state_, users, addresses);
  state_->cut(stretch_bytes);
}

OrderedGroups::~OrderedGroups() = default;

std::size_t OrderedGroups::stretches() const { return state_->cuts.size() - 1; }

void OrderedGroups::visit(std::size_t stretch,
                          const std::function<void(std::span<const Group>)>& see) const {
  std::size_t next = state_->cuts[stretch];
  const std::size_t end = state_->cuts[stretch + 1];
  Window window(state_->ranks, state_->length);
  std::vector<Group> groups;
  Merge merge;
  while (next < end || !merge.ended()) {
    const std::int64_t first = next < end ? state_->starts[next].run.first_window : INT64_MAX;
    const std::int64_t now = merge.ended() ? first : std::min(first, merge.next_window());
    for (; next < end && state_->starts[next].run.first_window == now; ++next) {
      const Start& start = state_->starts[next];
      merge.begin(start, PackedGroups::Part::with_failure);
      if (!start.alone) merge.begin(start, PackedGroups::Part::without_failure);
    }
    merge.take(now, window);
    window.close(groups);
    if (groups.size() < kGivenAtOnce) continue;
    see(groups);
    groups.clear();
  }
  see(groups);
}

}  // namespace whylocked
