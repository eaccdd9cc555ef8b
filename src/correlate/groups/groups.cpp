#include "whylocked/correlate.hpp"

namespace whylocked {

std::vector<Group> group_failures(const Events& events, std::int64_t window_s) {
  GroupBook book(window_s);
  book.take(events.rows);
  const OrderedGroups ordered(book, events.users, events.addresses);
  std::vector<Group> groups;
  for (std::size_t stretch = 0; stretch < ordered.stretches(); ++stretch)
    ordered.visit(stretch, [&](std::span<const Group> some) {
      groups.insert(groups.end(), some.begin(), some.end());
    });
  return groups;
}

}  // namespace whylocked
