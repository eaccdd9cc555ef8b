// Events arrive nearly in time order, so the open groups are those of a window or two and fit the
// caches. When a later window begins they are written out as blocks of whole windows, about ten
// bytes per group; in the end a stretch of windows at a time is read back. Groups without a failure
// are kept until then, because a window that was opened more than once may have one elsewhere.
#include <algorithm>
#include <cstdio>
#include <limits>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/hash.hpp"
#include "correlate/places.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

namespace {

constexpr std::int64_t kMaxWindow = 1'000'000'000;  // seconds, 31 years: keeps products small
constexpr std::size_t kFullAtNextWindow = 2048, kMaxOpen = 1u << 16;

// --- groups at rest -----------------------------------------------------------------------------
//
// A group is a row of numbers of seven bits a byte: the distance to the window before, ids, counts,
// the first failure from the start of the window and the last from the first.

constexpr std::size_t kMaxGroup = 70;  // bytes: seven numbers of at most ten bytes

// Encodes whole seconds, the usual times of logs, as even numbers and finer times as odd ones.
std::uint64_t shorten(Micros time) {
  const auto value = static_cast<std::uint64_t>(time);
  return time % kSecond == 0 ? value / kSecond * 2 : value * 2 + 1;
}
Micros lengthen(std::uint64_t number) {
  return static_cast<Micros>(number % 2 == 0 ? number / 2 * kSecond : number / 2);
}

char* put_number(std::uint64_t value, char* to) {
  for (; value >= 0x80; value >>= 7) *to++ = static_cast<char>(value | 0x80);
  *to++ = static_cast<char>(value);
  return to;
}

std::uint64_t read_number(const char*& from) {
  if (*from >= 0) return static_cast<unsigned char>(*from++);
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(*from++);
    value |= std::uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) break;
  }
  return value;
}

char* put_group(const Group& group, Micros window_before, char* to) {
  to = put_number(shorten(group.from - window_before), to);
  to = put_number(group.address, put_number(group.user, to));
  to = put_number(group.failures, put_number(group.successes, to));
  if (group.failures == 0) return to;
  to = put_number(shorten(group.first - group.from), to);
  return put_number(shorten(group.last - group.first), to);
}

Group read_group(Micros window_before, const char*& from) {
  Group group;
  group.from = window_before + lengthen(read_number(from));
  group.user = static_cast<TextId>(read_number(from));
  group.address = static_cast<TextId>(read_number(from));
  group.successes = read_number(from);
  group.failures = read_number(from);
  if (group.failures == 0) return group;
  group.first = group.from + lengthen(read_number(from));
  group.last = group.first + lengthen(read_number(from));
  return group;
}

struct Block {
  Micros first = 0, last = 0;                  // first and last window
  std::uint64_t from = 0, middle = 0, to = 0;  // bytes; groups without a failure follow `middle`
  // Once ordered:
  Micros reach = 0;     // last window of this and all earlier blocks
  bool shared = false;  // one of its windows is also in another block
};

// Blocks beyond kInMemory bytes are in an unnamed temporary file. One thread appends; any number
// read complete blocks. Data that cannot be written to a file stays in memory. If somebody else
// truncates the file, the missing part reads as empty.
class Blocks {
 public:
  // REQUIRES: `groups` is ordered by window and not empty.
  void append(const std::vector<Group>& groups) {
    if (kept_.size() > kInMemory && !file_full_) write_out();
    Block block{.first = groups.front().from, .last = groups.back().from, .from = size()};
    const std::size_t half = groups.size() * kMaxGroup;
    const auto room = std::make_unique_for_overwrite<char[]>(2 * half);
    char *const begins[] = {room.get(), room.get() + half}, *ends[] = {begins[0], begins[1]};
    Micros windows[] = {block.first, block.first};
    for (const Group& group : groups) {
      const bool after_middle = group.failures == 0;
      Micros& before = windows[after_middle];
      ends[after_middle] = put_group(group, std::exchange(before, group.from), ends[after_middle]);
    }
    kept_.append(begins[0], ends[0]);
    block.middle = size();
    kept_.append(begins[1], ends[1]);
    block.to = size();
    blocks_.push_back(block);
  }
  std::vector<Block>& all() { return blocks_; }
  const std::vector<Block>& all() const { return blocks_; }
  // Appends the groups of one block in windows [first, end), including those without a failure only
  // if other blocks may have one.
  void read(const Block& block, Micros first, Micros end_window, std::vector<Group>& groups) const {
    const std::uint64_t end = block.shared ? block.to : block.middle;
    const auto size = static_cast<std::size_t>(end - block.from);
    std::string bytes;
    if (block.from < in_file_) {
      bytes.resize(size + kMaxGroup);  // so that a number ends there, whatever the bytes are
      const std::lock_guard lock(position_);
      if (std::fseek(file_.get(), static_cast<long>(block.from), SEEK_SET) != 0 ||
          std::fread(bytes.data(), 1, size, file_.get()) != size)
        return;
    }
    const char* const begin = bytes.empty() ? kept_.data() + (block.from - in_file_) : bytes.data();
    const char* const middle = begin + (block.middle - block.from);
    Micros window = block.first;
    for (const char* from = begin; from < begin + size;) {
      if (from == middle) window = block.first;
      const Group group = read_group(window, from);
      window = group.from;
      if (window >= first && window < end_window) groups.push_back(group);
    }
  }

 private:
  static constexpr std::size_t kInMemory = 4u << 20;

  std::uint64_t size() const { return in_file_ + kept_.size(); }
  void write_out() {
    constexpr std::uint64_t kMaxFile = std::numeric_limits<long>::max();  // Windows: 2 GiB
    if (file_ == nullptr) {
      file_.reset(std::tmpfile());
      if (file_ != nullptr) std::setvbuf(file_.get(), nullptr, _IONBF, 0);
    }
    file_full_ = file_ == nullptr || size() > kMaxFile ||
                 std::fwrite(kept_.data(), 1, kept_.size(), file_.get()) != kept_.size() ||
                 std::fflush(file_.get()) != 0;
    if (file_full_) return;
    in_file_ += kept_.size();
    kept_.clear();
  }

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::vector<Block> blocks_;
  std::string kept_;  // bytes not in the file
  std::uint64_t in_file_ = 0;
  bool file_full_ = false;
  std::unique_ptr<std::FILE, Close> file_;
  mutable std::mutex position_;  // of the file, shared by all readers
};

// --- groups of the windows that are open --------------------------------------------------------

class OpenGroups {
 public:
  Group& at(Micros from, TextId user, TextId address) {
    const std::uint64_t hash =
        hash_pair(std::uint64_t{user} << 32 | address, static_cast<std::uint64_t>(from));
    const TextId known = ids_.find(hash, [&](TextId id) {
      const Group& open = groups_[id - 1];
      return open.user == user && open.address == address && open.from == from;
    });
    if (known != kNone) return groups_[known - 1];
    groups_.push_back({.user = user, .address = address, .from = from});
    ids_.add(hash, static_cast<TextId>(groups_.size()));
    return groups_.back();
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
  std::vector<Group> groups_;
  IdTable ids_;  // id 1 is groups_[0]
};

// Adds a group of the same user, address and window.
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
  // Windows so far. If an export runs newest first, the next window is before the oldest.
  Micros newest = std::numeric_limits<Micros>::min();
  Micros oldest = std::numeric_limits<Micros>::max();
  Micros from = 0, to = 0;  // window of the last event
  Blocks closed;
  std::uint64_t failures = 0;
  std::vector<bool> seen;  // by user
  // Once ordered:
  std::optional<Places> places;
  std::vector<std::uint32_t> rank_of_user;
  std::vector<Micros> cuts;  // stretch s: windows [cuts[s], cuts[s + 1])

  explicit State(Micros window_length) : length(window_length) {}
  void add_user(TextId user) {
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

  std::uint64_t rank(const Group& group) const {
    return std::uint64_t{rank_of_user[group.user]} << 32 | places->rank(group.address);
  }
  // The groups of windows [first, end), before any are united.
  std::vector<Group> read(Micros first, Micros end) const {
    std::vector<Group> groups;
    const std::vector<Block>& blocks = closed.all();
    for (auto next = std::ranges::lower_bound(blocks, first, {}, &Block::reach);
         next != blocks.end() && next->first < end; ++next)
      if (next->last >= first) closed.read(*next, first, end, groups);
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
    state.add_user(event.user);
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
  std::vector<Block>& blocks = state.closed.all();
  state.cuts.clear();
  std::ranges::stable_sort(blocks, {}, &Block::first);
  std::uint64_t bytes = 0;
  Micros reach = std::numeric_limits<Micros>::min();
  for (Block& one : blocks) {
    if (state.cuts.empty() || (bytes >= stretch_bytes && one.first > state.cuts.back())) {
      state.cuts.push_back(one.first);
      bytes = 0;
    }
    bytes += one.to - one.from;
    one.shared = one.first <= reach;
    if (one.shared) (&one - 1)->shared = true;
    one.reach = reach = std::max(reach, one.last);
  }
  if (!blocks.empty()) state.cuts.push_back(reach + 1);
}

std::size_t GroupBook::stretches() const {
  return state_->cuts.empty() ? 0 : state_->cuts.size() - 1;
}

std::vector<Group> GroupBook::stretch(std::size_t number) const {
  const State& state = *state_;
  std::vector<Group> groups = state.read(state.cuts[number], state.cuts[number + 1]), ordered;
  if (!std::ranges::is_sorted(groups, {}, &Group::from))
    std::ranges::stable_sort(groups, {}, &Group::from);
  std::vector<std::pair<std::uint64_t, const Group*>> window;  // groups by rank
  for (auto next = groups.begin(); next != groups.end();) {
    window.clear();
    for (const Micros from = next->from; next != groups.end() && next->from == from; ++next)
      window.emplace_back(state.rank(*next), &*next);
    std::ranges::sort(window);
    for (auto at = window.begin(); at != window.end();) {
      Group group = *at->second;
      for (const std::uint64_t rank = at->first; ++at != window.end() && at->first == rank;)
        unite(group, *at->second);
      if (group.failures > 0) ordered.push_back(group);
    }
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
