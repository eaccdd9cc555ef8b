// Signals about breadth: how many accounts one caller tries, how many callers one account has.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "attribute/signals.hpp"

namespace whylocked::old {

namespace {

constexpr std::uint32_t kManyUsers = 5;  // distinct refused accounts that make a spray
constexpr std::size_t kManyCallers = 5;  // unrelated callers on one account; fewer are enough
constexpr std::size_t kStrangers = 3;    // where successes are in sight and none of them had one
constexpr double kEntitled = 0.2;  // successful users per refused user; sprays show up to 0.06

// Many callers, each address with a try or two, none enough alone.
std::optional<Seen> from_many_callers(const Situation& one) {
  const auto& blames = one.incident.contributions;
  const auto of = [&](const Contribution& blame) -> const Caller& {
    return one.scene.correlation.callers[blame.caller];
  };
  const bool few_tries = std::all_of(blames.begin(), blames.end(), [&](const Contribution& blame) {
    return blame.counted <= 2 * of(blame).addresses.size() && !blame.sufficient;
  });
  const bool strangers = one.scene.correlation.coverage.successes &&
                         std::all_of(blames.begin(), blames.end(),
                                     [&](const Contribution& blame) { return of(blame).successes == 0; });
  if (!few_tries || blames.size() < (strangers ? kStrangers : kManyCallers)) return std::nullopt;
  return blames.size() >= kManyCallers ? Seen::fan_in_many : Seen::fan_in_some;
}

Seen width(const Caller& origin) {
  if (origin.users_failed < kManyUsers) return Seen::fan_out_few;
  return origin.users_succeeded <= kEntitled * origin.users_failed ? Seen::fan_out_many
                                                                   : Seen::fan_out_shared;
}

}  // namespace

void look_at_fan_in(const Situation& one, std::vector<Finding>& out) {
  const auto seen = from_many_callers(one);
  if (!seen) return;
  out.emplace_back("fan-in",
                   fmt::format("{} unrelated callers tried the account, at most twice an address",
                               one.incident.contributions.size()),
                   std::span(one.incident.counted), one.judgements().judge(*seen));
}

void look_at_fan_out(const Situation& one, std::vector<Finding>& out) {
  if (one.origin.addresses.empty() || one.counted.empty()) return;
  const Caller& origin = one.origin;
  if (origin.users_failed >= 2) {
    out.emplace_back("fan-out",
                     fmt::format("its addresses were refused on {} accounts ({} of them unknown) "
                                 "and let in on {}",
                                 origin.users_failed, origin.users_unknown, origin.users_succeeded),
                     one.counted, one.judgements().judge(width(origin)));
  } else if (one.events.users.size() > kManyUsers) {
    out.emplace_back("fan-out", "its addresses were refused on this account only", one.counted,
                     one.judgements().judge(Seen::fan_out_one));
  }
}

}  // namespace whylocked::old
