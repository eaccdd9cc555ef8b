// Groups of failed logins from any number of events, in any order, in bounded memory.
//
// In:  events, some at a time; most often in the order of time.  Out: one Group for each username,
//      address and window in which a login failed, by window, user text and address.
// Open groups stand in a small table, which time leaves behind: when a later window begins, the
// table is packed (about 10 bytes a group) and emptied. A row that comes late opens its group once
// more, and what belongs together is put together in the end; so no order is needed, it is only
// faster. Packed groups beyond kPackedInMemory go to a temporary file without a name.
// Lifetime: a book owns what it has taken; OrderedGroups refers to the book, the users and the
// addresses.  Threads: one a book, the books of parts are joined; any number for OrderedGroups.
// Failure: where no temporary file can be written the packed groups stay in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "whylocked/event.hpp"

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
  static constexpr std::size_t kPackedInMemory = 4u << 20;

  explicit GroupBook(std::int64_t window_s);  // 1 to 1e9 seconds; what is outside is brought in
  ~GroupBook() override;

  void take(std::span<const Event> events) override;
  void clear();
  std::unique_ptr<EventSink> fork() const override;
  void join(EventSink& part, const IdMap& ids) override;

 private:
  friend class OrderedGroups;
  struct State;
  std::unique_ptr<State> state_;
};

// What a book holds, in stretches of whole windows, each of which any thread may work out.
class OrderedGroups {
 public:
  // Packed bytes a stretch: about a megabyte of text.
  static constexpr std::size_t kStretchBytes = 64u << 10;

  // REQUIRES: ids of these users and addresses; the book takes nothing as long as this lives.
  OrderedGroups(GroupBook& book, const Interner& users, const AddressBook& addresses,
                std::size_t stretch_bytes = kStretchBytes);
  ~OrderedGroups();

  std::size_t stretches() const;
  // Gives every group of a stretch once, some at a time. Events in no order may make one stretch of
  // everything.
  void visit(std::size_t stretch, const std::function<void(std::span<const Group>)>& see) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace whylocked
