// A counting sort by account: linear and stable. Coverage is found in the pass that counts.

#include "correlate/timelines.hpp"

#include <algorithm>
#include <bit>

#include "base/parallel.hpp"

namespace whylocked {

namespace {

// The evidence that the events hold, as sets of bits: one a kind, reason or precision.
class CoverageCounter {
 public:
  // `columns`: by program, see columns_of_programs.
  void add(const Event& event, const std::vector<std::uint8_t>& columns) {
    const bool failed = event.kind == EventKind::login_failed;
    address_ |= event.address;
    columns_ |= columns[event.program];
    kinds_ |= bit(event.kind);
    reasons_ |= failed ? bit(event.reason) : 0;
    precisions_ |= failed ? bit(event.precision) : 0;
    locks_ += event.kind == EventKind::account_locked;
    unlocks_ += event.kind == EventKind::account_unlocked;
  }
  void add(const CoverageCounter& other) {
    address_ |= other.address_;
    columns_ |= other.columns_;
    kinds_ |= other.kinds_;
    reasons_ |= other.reasons_;
    precisions_ |= other.precisions_;
    locks_ += other.locks_;
    unlocks_ += other.unlocks_;
  }
  Coverage coverage() const {
    const unsigned changes = bit(EventKind::password_changed) | bit(EventKind::password_expired) |
                             bit(EventKind::username_changed);
    Coverage coverage;
    coverage.addresses = address_ != kNone;
    coverage.clients = (columns_ & kClient) != 0;
    coverage.applications = (columns_ & kApplication) != 0;
    coverage.vendors = (columns_ & kVendor) != 0;
    coverage.computers = (columns_ & kComputer) != 0;
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

  static std::vector<std::uint8_t> columns_of_programs(const ProgramBook& programs) {
    std::vector<std::uint8_t> columns(programs.size());
    for (TextId id = 0; id < columns.size(); ++id) {
      const Program& program = programs.at(id);
      columns[id] = static_cast<std::uint8_t>((program.client != kNone ? kClient : 0u) |
                                              (program.application != kNone ? kApplication : 0u) |
                                              (program.vendor != kNone ? kVendor : 0u) |
                                              (program.computer != kNone ? kComputer : 0u));
    }
    return columns;
  }

 private:
  static constexpr unsigned kClient = 1, kApplication = 2, kVendor = 4, kComputer = 8;
  template <class Enum>
  static constexpr unsigned bit(Enum value) {
    return 1u << static_cast<unsigned>(value);
  }
  TextId address_ = kNone;                             // none, or some mixture of ids
  unsigned columns_ = 0;                               // of its programs
  unsigned kinds_ = 0, reasons_ = 0, precisions_ = 0;  // the last two: of failures
  std::uint64_t locks_ = 0, unlocks_ = 0;
};

// Some consecutive events. `next`: by account, first how many events it has here, then where the
// next of them goes.
struct Chunk {
  std::span<const Event> rows;
  std::size_t from = 0;  // index of the first
  std::vector<std::uint32_t> next = {};
  CoverageCounter coverage = {};

  void count(std::size_t users, const std::vector<std::uint8_t>& columns) {
    next.assign(users, 0);
    CoverageCounter here;
    for (const Event& event : rows) {
      ++next[event.user];
      here.add(event, columns);
    }
    coverage = here;
  }
  void place(std::uint32_t* items, TextId* addresses, lockouts::EventTraits* traits) {
    auto index = static_cast<std::uint32_t>(from);
    for (const Event& event : rows) {
      const std::uint32_t to = next[event.user]++;
      items[to] = index++;
      addresses[to] = event.address;
      traits[to] = lockouts::EventTraits(event);
    }
  }
};

// A chunk needs a number an account.
std::vector<Chunk> cut_chunks(const Events& events, unsigned threads) {
  const std::size_t rows = events.rows.size();
  const std::size_t worth =
      std::min(rows / kRowsWorthThreads, 2 * rows / (events.users.size() + 1));
  std::vector<Chunk> chunks(std::clamp<std::size_t>(worth, 1, thread_count(threads)));
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    const std::size_t from = rows * i / chunks.size(), to = rows * (i + 1) / chunks.size();
    chunks[i] = {std::span(events.rows).subspan(from, to - from), from};
  }
  return chunks;
}

template <class Work>
void for_each(std::vector<Chunk>& chunks, Work work) {
  const auto threads = static_cast<unsigned>(chunks.size());
  parallel_for(chunks.size(), threads, 1, [&](std::size_t from, std::size_t to, unsigned) {
    for (std::size_t i = from; i < to; ++i) work(chunks[i]);
  });
}

}  // namespace

Timelines::Timelines(const Events& events, unsigned threads) : starts_(events.users.size() + 1) {
  const std::size_t users = events.users.size();
  const std::vector<std::uint8_t> columns = CoverageCounter::columns_of_programs(events.programs);
  std::vector<Chunk> chunks = cut_chunks(events, threads);
  for_each(chunks, [&](Chunk& chunk) { chunk.count(users, columns); });
  std::uint32_t sum = 0;
  for (std::size_t user = 0; user < users; ++user) {
    for (Chunk& chunk : chunks) {
      const std::uint32_t count = chunk.next[user];
      chunk.next[user] = sum;
      sum += count;
    }
    starts_[user + 1] = sum;
  }
  items_.resize(sum);
  addresses_.resize(sum);
  traits_.resize(sum);
  for_each(chunks,
           [&](Chunk& chunk) { chunk.place(items_.data(), addresses_.data(), traits_.data()); });
  CoverageCounter coverage;
  for (const Chunk& chunk : chunks) coverage.add(chunk.coverage);
  coverage_ = coverage.coverage();
}

}  // namespace whylocked
