// A counting sort by account: linear and stable. Coverage is found in the pass that counts.

#include "correlate/timelines.hpp"

#include <bit>
#include <numeric>

namespace whylocked {

namespace {

// The evidence that the events hold, as sets of bits: one a kind, reason or precision.
class CoverageCounter {
 public:
  explicit CoverageCounter(const ProgramBook& programs)
      : programs_(programs), seen_(programs.size()) {}

  void add(const Event& event) {
    kinds_ |= bit(event.kind);
    addresses_ |= event.address != kNone;
    seen_[event.program] = 1;
    locks_ += event.kind == EventKind::account_locked;
    unlocks_ += event.kind == EventKind::account_unlocked;
    if (event.kind != EventKind::login_failed) return;
    reasons_ |= bit(event.reason);
    precisions_ |= bit(event.precision);
  }
  Coverage coverage() const {
    const unsigned changes = bit(EventKind::password_changed) | bit(EventKind::password_expired) |
                             bit(EventKind::username_changed);
    Coverage coverage;
    coverage.addresses = addresses_;
    for (TextId id = 0; id < programs_.size(); ++id) {
      if (seen_[id] == 0) continue;
      const Program& program = programs_.at(id);
      coverage.clients |= program.client != kNone;
      coverage.applications |= program.application != kNone;
      coverage.vendors |= program.vendor != kNone;
      coverage.computers |= program.computer != kNone;
    }
    coverage.successes = (kinds_ & bit(EventKind::login_succeeded)) != 0;
    coverage.changes = (kinds_ & changes) != 0;
    coverage.locks = locks_ > 0;
    coverage.unlocks = unlocks_ > 0;
    coverage.unlocks_complete = coverage.unlocks && 2 * unlocks_ >= locks_;
    coverage.refusals = (reasons_ & bit(Reason::locked)) != 0;
    coverage.reasons = (reasons_ & ~bit(Reason::unknown)) != 0;
    coverage.wrong_password = (reasons_ & bit(Reason::bad_password)) != 0;
    if (precisions_ != 0)
      coverage.precision = static_cast<Precision>(std::bit_width(precisions_) - 1);
    return coverage;
  }

 private:
  template <class Enum>
  static constexpr unsigned bit(Enum value) {
    return 1u << static_cast<unsigned>(value);
  }
  const ProgramBook& programs_;
  std::vector<char> seen_;  // by program
  bool addresses_ = false;
  unsigned kinds_ = 0, reasons_ = 0, precisions_ = 0;  // the last two: of failures
  std::uint64_t locks_ = 0, unlocks_ = 0;
};

}  // namespace

Timelines::Timelines(const Events& events)
    : rows_(events.rows),
      starts_(events.users.size() + 1),
      items_(events.rows.size()),
      addresses_(events.rows.size()),
      traits_(events.rows.size()) {
  CoverageCounter coverage(events.programs);
  for (const Event& event : events.rows) {
    ++starts_[event.user + 1];
    coverage.add(event);
  }
  coverage_ = coverage.coverage();
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
  for (std::uint32_t index = 0; index < events.rows.size(); ++index) {
    const Event& event = events.rows[index];
    const std::uint32_t to = next[event.user]++;
    items_[to] = index;
    addresses_[to] = event.address;
    traits_[to] = lockouts::EventTraits(event);
  }
}

void Timelines::copy(TextId user, std::vector<Event>& out) const {
  const std::span<const std::uint32_t> timeline = of(user);
  out.resize(timeline.size());
  for (std::size_t i = 0; i < timeline.size(); ++i) {
#if defined(__GNUC__)
    constexpr std::size_t kAhead = 24;
    if (i + kAhead < timeline.size()) __builtin_prefetch(&rows_[timeline[i + kAhead]]);
#endif
    out[i] = rows_[timeline[i]];
  }
}

}  // namespace whylocked
