// What --fail-on asks of a report: a table of conditions, and those that carry a value.
#include <algorithm>

#include "whylocked/catalog.hpp"
#include "whylocked/diagnose.hpp"

namespace whylocked {

namespace {

// Of the lockouts that no baseline knows.
template <class Holds>
bool any_lockout(const Report& report, Holds holds) {
  for (std::size_t i = 0; i < report.lockouts.size(); ++i)
    if (!(report.known && (*report.known)[i]) && holds(report.lockouts[i])) return true;
  return false;
}

bool any_at_all(const Report& report) {
  return any_lockout(report, [](const Diagnosis&) { return true; });
}

struct Condition {
  std::string_view name;
  bool (*holds)(const Report&);
};
constexpr Condition kConditions[] = {
    {"lockout", any_at_all},
    {"any", any_at_all},
    {"attack",
     [](const Report& report) {
       return any_lockout(report, [](const Diagnosis& d) {
         return !d.verdict.empty() && d.causes.front().kind == CauseKind::attack;
       });
     }},
    {"undiagnosed",
     [](const Report& report) {
       return any_lockout(report, [](const Diagnosis& d) { return d.status != Status::diagnosed; });
     }},
    {"tied",
     [](const Report& report) {
       return any_lockout(report, [](const Diagnosis& d) { return d.status == Status::tied; });
     }},
};

bool is_kind(std::string_view name) {
  for (int kind = 0; kind <= static_cast<int>(CauseCategory::attack); ++kind)
    if (to_text(static_cast<CauseCategory>(kind)) == name) return true;
  return false;
}

}  // namespace

std::optional<bool> condition_holds(std::string_view condition, const Report& report) {
  for (const Condition& one : kConditions)
    if (one.name == condition) return one.holds(report);
  const std::string_view argument =
      condition.substr(std::min(condition.find('=') + 1, condition.size()));
  const auto any = [&](auto holds) { return any_lockout(report, holds); };
  if (condition.starts_with("cause=") && is_cause_id(argument))
    return any([&](const Diagnosis& d) { return d.verdict == argument; });
  if (condition.starts_with("kind=") && is_kind(argument))
    return any([&](const Diagnosis& d) {
      return !d.kinds.empty() && to_text(d.kinds.front().first) == argument;
    });
  return std::nullopt;
}

std::vector<std::string_view> condition_names() {
  std::vector<std::string_view> names;
  for (const Condition& one : kConditions) names.push_back(one.name);
  names.insert(names.end(), {"cause=", "kind="});
  return names;
}

}  // namespace whylocked
