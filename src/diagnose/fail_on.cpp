// The conditions of --fail-on: a table, and those that take a value.
#include <algorithm>

#include "whylocked/catalog.hpp"
#include "whylocked/diagnose.hpp"

namespace whylocked {

namespace {

constexpr double kSureOfKind = 0.8;

bool locked_somebody(const Report& report, const Diagnosis& diagnosis) {
  return !report.correlation.cases[diagnosis.case_index].incidents.empty();
}

bool is_clearly_attack(const Report&, const Diagnosis& d) {
  if (!d.verdict().empty()) return is_attack(d.causes.front().category);
  return std::ranges::any_of(d.kinds, [](const auto& kind) {
    return is_attack(kind.first) && kind.second >= kSureOfKind;
  });
}

bool is_undiagnosed(const Report& report, const Diagnosis& d) {
  return locked_somebody(report, d) && d.status != Status::diagnosed;
}

bool is_tied(const Report&, const Diagnosis& d) { return d.status == Status::tied; }

struct Condition {
  std::string_view name;
  bool (*holds)(const Report&, const Diagnosis&);  // called only for cases outside the baseline
};
constexpr Condition kConditions[] = {{"lockout", locked_somebody},
                                     {"any", locked_somebody},
                                     {"attack", is_clearly_attack},
                                     {"undiagnosed", is_undiagnosed},
                                     {"tied", is_tied}};

bool is_kind(std::string_view name) {
  for (int kind = 0; kind <= static_cast<int>(CauseCategory::several); ++kind)
    if (to_text(static_cast<CauseCategory>(kind)) == name) return true;
  return false;
}

}  // namespace

std::optional<bool> condition_holds(std::string_view condition, const Report& report) {
  const auto any_case = [&](const auto& holds) {
    return std::ranges::any_of(report.cases, [&](const Diagnosis& diagnosis) {
      return !is_known(report, diagnosis) && holds(report, diagnosis);
    });
  };
  for (const Condition& one : kConditions)
    if (one.name == condition) return any_case(one.holds);
  const std::string_view argument =
      condition.substr(std::min(condition.find('=') + 1, condition.size()));
  if (const auto id = find_cause(argument); condition.starts_with("cause=") && !id.empty())
    return any_case([&](const Report&, const Diagnosis& d) { return d.verdict() == id; });
  if (condition.starts_with("kind=") && is_kind(argument))
    return any_case([&](const Report&, const Diagnosis& d) {
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
