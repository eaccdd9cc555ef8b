// Signals about breadth: how many accounts one caller tries, how many callers one account has.
#include <fmt/format.h>

#include <algorithm>

#include "attribute/signals.hpp"

namespace whylocked {

namespace {

constexpr std::uint32_t kManyUsers = 5;   // distinct refused accounts that make a spray
constexpr std::size_t kManyCallers = 5;   // unrelated callers on one account
constexpr double kEntitled = 0.2;  // successful users per refused user; sprays show up to 0.06

// Many callers, each with a try or two, none enough alone.
bool from_many_callers(const Incident& incident) {
  return incident.origins.size() >= kManyCallers &&
         std::all_of(incident.origins.begin(), incident.origins.end(),
                     [](const Blame& blame) { return blame.counted <= 2 && !blame.sufficient; });
}

Seen width(const Origin& origin) {
  if (origin.users_failed < kManyUsers) return Seen::fan_out_few;
  return origin.users_succeeded <= kEntitled * origin.users_failed ? Seen::fan_out_many
                                                                   : Seen::fan_out_shared;
}

}  // namespace

void look_at_fan_in(const Case& one, std::vector<Finding>& out) {
  if (!from_many_callers(one.incident)) return;
  out.push_back(std::move(
      Finding("fan-in",
              fmt::format("{} unrelated callers tried the account, at most twice each",
                          one.incident.origins.size()),
              one.incident.counted)
          .add(Seen::fan_in_many)));
}

void look_at_fan_out(const Case& one, std::vector<Finding>& out) {
  if (one.origin.addresses.empty() || one.counted.empty()) return;
  const Origin& origin = one.origin;
  if (origin.users_failed >= 2) {
    out.push_back(std::move(
        Finding("fan-out",
                fmt::format("its addresses were refused on {} accounts ({} of them unknown) and "
                            "let in on {}",
                            origin.users_failed, origin.users_unknown, origin.users_succeeded),
                one.counted)
            .add(width(origin))));
  } else if (one.events.users.size() > kManyUsers) {
    out.push_back(std::move(
        Finding("fan-out", "its addresses were refused on this account only", one.counted)
            .add(Seen::fan_out_one)));
  }
}

}  // namespace whylocked
