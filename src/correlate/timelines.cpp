// A counting sort by account: linear and stable. What is in sight is noted in the pass that counts.

#include "correlate/timelines.hpp"

#include <algorithm>
#include <bit>

#include "whylocked/parallel.hpp"

namespace whylocked {

namespace {

// What is in sight, as sets of bits: one a kind, reason or precision.
class Look {
 public:
  void at(const Event& event) {
    const bool failed = event.kind == EventKind::login_failed;
    address_ |= event.address;
    client_ |= event.client;
    vendor_ |= event.vendor;
    kinds_ |= bit(event.kind);
    reasons_ |= failed ? bit(event.reason) : 0;
    precisions_ |= failed ? bit(event.precision) : 0;
    locks_ += event.kind == EventKind::account_locked;
    unlocks_ += event.kind == EventKind::account_unlocked;
  }
  void add(const Look& other) {
    address_ |= other.address_;
    client_ |= other.client_;
    vendor_ |= other.vendor_;
    kinds_ |= other.kinds_;
    reasons_ |= other.reasons_;
    precisions_ |= other.precisions_;
    locks_ += other.locks_;
    unlocks_ += other.unlocks_;
  }
  Sight sight() const {
    const unsigned changes = bit(EventKind::password_changed) | bit(EventKind::password_expired) |
                             bit(EventKind::username_changed);
    Sight sight;
    sight.addresses = address_ != kNone;
    sight.clients = client_ != kNone;
    sight.vendors = vendor_ != kNone;
    sight.successes = (kinds_ & bit(EventKind::login_succeeded)) != 0;
    sight.changes = (kinds_ & changes) != 0;
    sight.locks = locks_ > 0;
    sight.unlocks = unlocks_ > 0;
    sight.unlocks_complete = sight.unlocks && 2 * unlocks_ >= locks_;
    sight.refusals = (reasons_ & bit(Reason::locked)) != 0;
    sight.reasons = (reasons_ & ~bit(Reason::unknown)) != 0;
    if (precisions_ != 0) sight.precision = static_cast<Precision>(std::bit_width(precisions_) - 1);
    return sight;
  }

 private:
  template <class Enum>
  static constexpr unsigned bit(Enum value) {
    return 1u << static_cast<unsigned>(value);
  }
  TextId address_ = kNone, client_ = kNone, vendor_ = kNone;  // none, or some mixture of ids
  unsigned kinds_ = 0, reasons_ = 0, precisions_ = 0;         // the last two: of failures
  std::uint64_t locks_ = 0, unlocks_ = 0;
};

// The events of one stretch. `next`: by account, first how many events it has here, then where the
// next of them goes.
struct Stretch {
  std::span<const Event> rows;
  std::size_t from = 0;  // index of the first
  std::vector<std::uint32_t> next = {};
  Look look = {};

  void count(std::size_t users) {
    next.assign(users, 0);
    Look here;
    for (const Event& event : rows) {
      ++next[event.user];
      here.at(event);
    }
    look = here;
  }
  void place(std::vector<std::uint32_t>& items, std::vector<Act>& acts) {
    auto index = static_cast<std::uint32_t>(from);
    for (const Event& event : rows) {
      const std::uint32_t to = next[event.user]++;
      items[to] = index++;
      acts[to] = Act(event);
    }
  }
};

// A stretch needs a number an account.
std::vector<Stretch> cut(const Events& events, unsigned threads) {
  const std::size_t rows = events.rows.size();
  const std::size_t worth =
      std::min(rows / kRowsWorthThreads, 2 * rows / (events.users.size() + 1));
  std::vector<Stretch> stretches(std::clamp<std::size_t>(worth, 1, thread_count(threads)));
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const std::size_t from = rows * i / stretches.size(), to = rows * (i + 1) / stretches.size();
    stretches[i] = {std::span(events.rows).subspan(from, to - from), from};
  }
  return stretches;
}

template <class Work>
void for_each(std::vector<Stretch>& stretches, Work work) {
  const auto threads = static_cast<unsigned>(stretches.size());
  parallel_for(stretches.size(), threads, 1, [&](std::size_t from, std::size_t to, unsigned) {
    for (std::size_t i = from; i < to; ++i) work(stretches[i]);
  });
}

}  // namespace

Timelines::Timelines(const Events& events, unsigned threads) : starts_(events.users.size() + 1) {
  const std::size_t users = events.users.size();
  std::vector<Stretch> stretches = cut(events, threads);
  for_each(stretches, [&](Stretch& stretch) { stretch.count(users); });
  std::uint32_t sum = 0;
  for (std::size_t user = 0; user < users; ++user) {
    for (Stretch& stretch : stretches) {
      const std::uint32_t count = stretch.next[user];
      stretch.next[user] = sum;
      sum += count;
    }
    starts_[user + 1] = sum;
  }
  items_.resize(sum);
  acts_.resize(sum);
  for_each(stretches, [&](Stretch& stretch) { stretch.place(items_, acts_); });
  Look look;
  for (const Stretch& stretch : stretches) look.add(stretch.look);
  sight_ = look.sight();
}

void Timelines::forget_events(TextId user, const std::vector<Event>& rows) {
  const std::span items(items_.data() + starts_[user], size(user));
  for (std::size_t i = 0; i < items.size(); ++i) {
    prefetch(rows, items, i, false);
    items[i] = rows[items[i]].address;
  }
}

}  // namespace whylocked
