#include "whylocked/correlate.hpp"

namespace whylocked {

std::vector<Group> group_failures(const Events& events, std::int64_t window_s) {
  GroupBook book(window_s);
  book.take(events.rows);
  std::vector<Group> groups;
  book.visit(events.users, events.addresses, [&](std::span<const Group> some) {
    groups.insert(groups.end(), some.begin(), some.end());
  });
  return groups;
}

}  // namespace whylocked
