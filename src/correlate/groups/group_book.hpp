// What a GroupBook holds: the open groups, and the packed ones of its parts.
//
// In:  events, through GroupBook.  Out: OrderedGroups reads the parts.
// Lifetime: a reference to an open group is valid until the next.  Threads: one.  Failure: none.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "correlate/groups/packed_groups.hpp"
#include "whylocked/correlate.hpp"

namespace whylocked {

// The open groups, in the order in which they were met.
class OpenGroups {
 public:
  static constexpr std::size_t kFullAtNextWindow = 2048, kMaxOpen = 1u << 16;

  PackedGroups::Packed& at(std::int64_t window, TextId user, TextId address);
  std::size_t size() const { return groups_.size(); }
  std::vector<PackedGroups::Packed>& groups() { return groups_; }
  void clear();

 private:
  struct Slot {
    std::uint32_t tag = 0, place = 0;  // half of the hash; 1 is the first group, 0 none
  };
  void grow();

  std::vector<PackedGroups::Packed> groups_;
  std::vector<Slot> slots_ = std::vector<Slot>(4 * kFullAtNextWindow);
};

struct GroupBook::State {
  Micros length;
  OpenGroups open;
  std::int64_t newest = std::numeric_limits<std::int64_t>::min();
  std::int64_t window = 0;                                     // of the last event
  Micros from = 0, to = 0;                                     // that window
  std::vector<PackedPart> parts = std::vector<PackedPart>(1);  // the first is this book's own

  void pack();
};

}  // namespace whylocked
