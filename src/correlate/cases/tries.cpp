#include "correlate/cases/tries.hpp"

#include "correlate/lockouts/traits.hpp"

namespace whylocked::cases {

namespace {

constexpr Micros kAfterChange = kDay;  // devices keep the old password until somebody updates them

}  // namespace

TextId source_of(const Event& event, const ProgramBook& programs) {
  const Program& program = programs.at(event.program);
  return program.computer != kNone ? program.computer : program.client;
}

std::vector<bool> find_tries(const Events& events) {
  std::vector<bool> tries(events.rows.size());
  std::vector<Micros> changed(events.users.size(), INT64_MIN / 2);
  for (std::size_t i = 0; i < tries.size(); ++i) {
    const Event& event = events.rows[i];
    if (event.kind == EventKind::password_changed) changed[event.user] = event.time;
    tries[i] = event.kind == EventKind::login_failed && has_place_and_clock(event) &&
               (raises_counter(event) || event.reason == Reason::unknown_user ||
                event.reason == Reason::locked || event.reason == Reason::revoked ||
                event.reason == Reason::disabled) &&
               event.time - changed[event.user] > kAfterChange;
  }
  return tries;
}

std::uint64_t NetworkOfAddress::wide(TextId address) const {
  const std::uint32_t network = known(address);
  return network != 0 ? network : events_.addresses.at(address).block();
}

}  // namespace whylocked::cases
