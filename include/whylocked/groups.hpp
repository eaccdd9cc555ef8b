// Groups of failed logins from any number of events, in any order, in bounded memory.
//
// In:  events, some at a time; most often in the order of time.  Out: one Group for each username,
//      address and window in which a login failed, by window, user text and address.
// Open groups stand in a small table, which time leaves behind: when a later window begins, the
// table is packed (about 12 bytes a group) and emptied. A row that comes late opens its group once
// more, and what belongs together is put together in the end; so no order is needed, it is only
// faster. Packed groups beyond kPackedInMemory go to a temporary file without a name.
// Lifetime: owns what it has taken.  Threads: one a book; the books of parts are joined.
// Failure: where no temporary file can be written the packed groups stay in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "whylocked/event_sink.hpp"

namespace whylocked {

// (username, address, window) in which at least one login failed. Windows are aligned to the epoch.
struct Group {
  TextId user = kNone;
  TextId address = kNone;
  Micros from = 0;  // start of the window; it ends Policy::group_window_s later
  std::uint64_t failures = 0, successes = 0;
  Micros first = 0, last = 0;  // failures
};

class GroupBook : public EventSink {
 public:
  static constexpr std::size_t kPackedInMemory = 8u << 20;

  explicit GroupBook(std::int64_t window_s);  // 1 to 1e9 seconds; what is outside is brought in
  ~GroupBook() override;

  void take(std::span<const Event> events) override;
  void clear();
  std::unique_ptr<EventSink> fork() const override;
  void join(EventSink& part, const IdMap& ids) override;

  // Gives every group once, some at a time. REQUIRES: ids of these users and addresses.
  void visit(const Interner& users, const AddressBook& addresses,
             const std::function<void(std::span<const Group>)>& see);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace whylocked
