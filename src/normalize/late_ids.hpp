// Looks up names and addresses some rows after they were read, so that the memory of several
// look-ups is waited for at once: with more users than fit into a cache that is most of their time.
//
// In:  the name and the address of a row, then the place of its event.  Out: Event::user and
//      address of that event, set when kLate rows have come together or settle() is called.
// Only plain names and IPv4 addresses are taken; the others are looked up where they stand.
// Lifetime: refers to the Events.  Threads: one.  Failure: none.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include "whylocked/event.hpp"

namespace whylocked::normalizing {

class LateIds {
 public:
  static constexpr TextId kLater = std::numeric_limits<TextId>::max();  // stands for the id

  explicit LateIds(Events& events) : events_(events) {}

  // For the row at hand; false: not taken.
  bool take_name(std::string_view text);
  bool take_address(std::string_view text);
  // The row at hand has become the event at this place of Events::rows, or none at all.
  void keep(std::size_t event);
  void drop() { rows_[count_].clear(); }
  // The id of the name of the row at hand, at once.
  TextId name_now();

  void settle();

 private:
  static constexpr std::size_t kLate = 16, kLongestName = 47;
  struct LateRow {
    std::uint64_t name_hash = 0, address_hash = 0;
    Address address;
    std::uint32_t event = 0;
    TextId name_guess = kNone, address_guess = kNone;
    bool has_address = false;
    std::uint8_t length = 0;  // of the name; 0: none
    std::array<char, kLongestName> raw, folded;

    void clear() { has_address = false, length = 0; }
    std::string_view raw_name() const { return {raw.data(), length}; }
    std::string_view name() const { return {folded.data(), length}; }
  };

  TextId find_name(const LateRow& row);

  Events& events_;
  std::array<LateRow, kLate> rows_;
  std::size_t count_ = 0;  // of those that wait; the next one is the row at hand
};

}  // namespace whylocked::normalizing
