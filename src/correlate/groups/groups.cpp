// Events come nearly in the order of time, so the open groups are those of a window or two and fit
// the caches. When a later window begins they are written out as runs, and in the end the runs are
// read back window by window. Runs that share a window are read side by side; all others follow one
// another, and need only their groups with a failure.
#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "base/hash.hpp"
#include "correlate/groups/runs.hpp"
#include "correlate/places.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

namespace groups {

namespace {

constexpr std::int64_t kMaxWindow = 1'000'000'000;  // seconds, 31 years: keeps products small
constexpr std::size_t kFullAtNextWindow = 2048, kMaxOpen = 1u << 16;
constexpr std::size_t kEmittedAtOnce = 1024;

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

  void move_to(Runs& runs) {
    const auto by_window = [](const Counted& a, const Counted& b) { return a.window < b.window; };
    if (!groups_.empty() && groups_.front().window > groups_.back().window)
      std::reverse(groups_.begin(), groups_.end());
    if (!std::is_sorted(groups_.begin(), groups_.end(), by_window))
      std::stable_sort(groups_.begin(), groups_.end(), by_window);
    runs.append(groups_);
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

// The runs of one part of the events, and its ids in the whole.
struct Part {
  Runs runs;
  IdMap ids;  // empty: the same

  TextId user(TextId id) const { return ids.users.empty() ? id : ids.users[id]; }
  TextId address(TextId id) const { return ids.addresses.empty() ? id : ids.addresses[id]; }
};

// All groups of one window: those of one user and address are united.
class Window {
 public:
  Window(const Places& places, const std::vector<std::uint32_t>& rank_of_user, Micros length)
      : places_(places), rank_of_user_(rank_of_user), length_(length) {}

  void add(const Counted& one, const Part& part) {
    const Micros from = one.window * length_;
    const Group group{part.user(one.user), part.address(one.address), from,           one.failures,
                      one.successes,       from + one.first,          from + one.last};
    order_.emplace_back(
        std::uint64_t{rank_of_user_[group.user]} << 32 | places_.rank(group.address),
        static_cast<std::uint32_t>(groups_.size()));
    groups_.push_back(group);
  }

  void close(std::vector<Group>& out) {
    std::sort(order_.begin(), order_.end());
    for (std::size_t i = 0; i < order_.size();) {
      Group group = groups_[order_[i].second];
      for (const std::uint64_t rank = order_[i++].first;
           i < order_.size() && order_[i].first == rank; ++i)
        unite(group, groups_[order_[i].second]);
      if (group.failures > 0) out.push_back(group);
    }
    order_.clear();
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

  const Places& places_;
  const std::vector<std::uint32_t>& rank_of_user_;
  const Micros length_;
  std::vector<Group> groups_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order_;  // rank, index in groups_
};

struct Start {
  Run run;
  const Part* part;
  bool alone;  // no other run has one of its windows
};

// Runs that are read side by side, from the first of their windows to the last.
class Merge {
 public:
  void begin(const Start& start) {
    for (const bool with_failure : {true, false}) {
      if (!with_failure && start.alone) break;
      Cursor cursor{RunReader(start.part->runs, start.run, with_failure), start.part};
      if (cursor.reader.next(cursor.head)) open_.push_back(std::move(cursor));
    }
  }

  std::int64_t next_window() const {
    std::int64_t window = std::numeric_limits<std::int64_t>::max();
    for (const Cursor& cursor : open_) window = std::min(window, cursor.head.window);
    return window;
  }

  void move_window(std::int64_t now, Window& window) {
    for (Cursor& cursor : open_)
      for (; !cursor.ended && cursor.head.window == now;
           cursor.ended = !cursor.reader.next(cursor.head))
        window.add(cursor.head, *cursor.part);
    std::erase_if(open_, [](const Cursor& cursor) { return cursor.ended; });
  }

  bool ended() const { return open_.empty(); }

 private:
  struct Cursor {
    RunReader reader;
    const Part* part;
    Counted head{};
    bool ended = false;
  };
  std::vector<Cursor> open_;
};

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
  void enter_window(Micros time) {
    window = time / length - static_cast<std::int64_t>(time % length < 0);
    from = window * length;
    to = from + length;
    const bool is_next = window > newest || window < oldest;
    if (open.size() >= (is_next ? kFullAtNextWindow : kMaxOpen)) open.move_to(parts.front()->runs);
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
    if (state.open.size() >= kMaxOpen) state.open.move_to(state.parts.front()->runs);
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
  Part& own = *other.parts.front();
  other.open.move_to(own.runs);
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
    for (const auto& part : book.parts)
      for (const Run& run : part->runs.all()) starts.push_back({run, part.get(), true});
    std::stable_sort(starts.begin(), starts.end(), [](const Start& a, const Start& b) {
      return a.run.first_window < b.run.first_window;
    });
  }

  // Runs that share a window stay in one stretch.
  void cut(std::size_t stretch_bytes) {
    std::uint64_t bytes = 0;
    for (std::size_t from = 0, to = 0; from < starts.size(); from = to) {
      std::int64_t last = starts[from].run.last_window;
      for (; to < starts.size() && (to == from || starts[to].run.first_window <= last); ++to) {
        last = std::max(last, starts[to].run.last_window);
        bytes += starts[to].run.without_failure - starts[to].run.from;
      }
      for (std::size_t i = from; i < to; ++i) starts[i].alone = to - from == 1;
      if (bytes < stretch_bytes && to < starts.size()) continue;
      cuts.push_back(to);
      bytes = 0;
    }
  }

  const Micros length;
  const Places places;
  std::vector<std::uint32_t> rank_of_user;
  std::vector<Start> starts;            // by first window
  std::vector<std::size_t> cuts = {0};  // stretch s: starts [cuts[s], cuts[s + 1])
};

OrderedGroups::OrderedGroups(GroupBook& book, const Interner& users, const AddressBook& addresses,
                             std::size_t stretch_bytes) {
  book.state_->open.move_to(book.state_->parts.front()->runs);
  state_ = std::make_unique<State>(*book.state_, users, addresses);
  state_->cut(stretch_bytes);
}

OrderedGroups::~OrderedGroups() = default;

std::size_t OrderedGroups::stretches() const { return state_->cuts.size() - 1; }

void OrderedGroups::visit(std::size_t stretch,
                          const std::function<void(std::span<const Group>)>& emit) const {
  std::size_t next = state_->cuts[stretch];
  const std::size_t end = state_->cuts[stretch + 1];
  Window window(state_->places, state_->rank_of_user, state_->length);
  std::vector<Group> groups;
  Merge merge;
  while (next < end || !merge.ended()) {
    std::int64_t now = merge.next_window();
    if (next < end) now = std::min(now, state_->starts[next].run.first_window);
    for (; next < end && state_->starts[next].run.first_window == now; ++next)
      merge.begin(state_->starts[next]);
    merge.move_window(now, window);
    window.close(groups);
    if (groups.size() < kEmittedAtOnce) continue;
    emit(groups);
    groups.clear();
  }
  emit(groups);
}

std::vector<Group> group_failures(const Events& events, std::int64_t window_s) {
  GroupBook book(window_s);
  book.take(events.rows);
  const OrderedGroups ordered(book, events.users, events.addresses);
  std::vector<Group> all;
  for (std::size_t stretch = 0; stretch < ordered.stretches(); ++stretch)
    ordered.visit(stretch, [&](std::span<const Group> some) {
      all.insert(all.end(), some.begin(), some.end());
    });
  return all;
}

}  // namespace whylocked
