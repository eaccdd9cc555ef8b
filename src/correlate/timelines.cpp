// A counting sort by account: linear and stable. What is in sight is noted in the pass that counts.

#include "correlate/timelines.hpp"

#include <algorithm>
#include <bit>

#include "base/parallel.hpp"

namespace whylocked {

namespace {

// What is in sight, as sets of bits: one a kind, reason or precision.
class Look {
 public:
  // `says`: by program, see what_programs_say.
  void at(const Event& event, const std::vector<std::uint8_t>& says) {
    const bool failed = event.kind == EventKind::login_failed;
    address_ |= event.address;
    says_ |= says[event.program];
    kinds_ |= bit(event.kind);
    reasons_ |= failed ? bit(event.reason) : 0;
    precisions_ |= failed ? bit(event.precision) : 0;
    locks_ += event.kind == EventKind::account_locked;
    unlocks_ += event.kind == EventKind::account_unlocked;
  }
  void add(const Look& other) {
    address_ |= other.address_;
    says_ |= other.says_;
    kinds_ |= other.kinds_;
    reasons_ |= other.reasons_;
    precisions_ |= other.precisions_;
    locks_ += other.locks_;
    unlocks_ += other.unlocks_;
  }
  Coverage sight() const {
    const unsigned changes = bit(EventKind::password_changed) | bit(EventKind::password_expired) |
                             bit(EventKind::username_changed);
    Coverage sight;
    sight.addresses = address_ != kNone;
    sight.clients = (says_ & kClient) != 0;
    sight.vendors = (says_ & kVendor) != 0;
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

  static std::vector<std::uint8_t> what_programs_say(const ProgramBook& programs) {
    std::vector<std::uint8_t> says(programs.size());
    for (TextId id = 0; id < says.size(); ++id)
      says[id] = static_cast<std::uint8_t>((programs.at(id).client != kNone ? kClient : 0u) |
                                           (programs.at(id).vendor != kNone ? kVendor : 0u));
    return says;
  }

 private:
  static constexpr unsigned kClient = 1, kVendor = 2;
  template <class Enum>
  static constexpr unsigned bit(Enum value) {
    return 1u << static_cast<unsigned>(value);
  }
  TextId address_ = kNone;                             // none, or some mixture of ids
  unsigned says_ = 0;                                  // of its programs
  unsigned kinds_ = 0, reasons_ = 0, precisions_ = 0;  // the last two: of failures
  std::uint64_t locks_ = 0, unlocks_ = 0;
};

// The events of one stretch. `next`: by account, first how many events it has here, then where the
// next of them goes.
struct Stretch {
  std::span<const Event> rows;
  std::size_t from = 0;  // index of the first
  std::vector<std::uint32_t> next = {};
  Look look = {};

  void count(std::size_t users, const std::vector<std::uint8_t>& says) {
    next.assign(users, 0);
    Look here;
    for (const Event& event : rows) {
      ++next[event.user];
      here.at(event, says);
    }
    look = here;
  }
  void place(std::uint32_t* items, TextId* addresses, Act* acts) {
    auto index = static_cast<std::uint32_t>(from);
    for (const Event& event : rows) {
      const std::uint32_t to = next[event.user]++;
      items[to] = index++;
      addresses[to] = event.address;
      acts[to] = Act(event);
    }
  }
};

// A stretch needs a number an account.
std::vector<Stretch> cut_stretches(const Events& events, unsigned threads) {
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
  const std::vector<std::uint8_t> says = Look::what_programs_say(events.programs);
  std::vector<Stretch> stretches = cut_stretches(events, threads);
  for_each(stretches, [&](Stretch& stretch) { stretch.count(users, says); });
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
  addresses_.resize(sum);
  acts_.resize(sum);
  for_each(stretches, [&](Stretch& stretch) {
    stretch.place(items_.data(), addresses_.data(), acts_.data());
  });
  Look look;
  for (const Stretch& stretch : stretches) look.add(stretch.look);
  sight_ = look.sight();
}

}  // namespace whylocked
