// The remedy for a cause: where the credential is stored, the steps, and the source.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "attribute/scoring/hypotheses.hpp"

namespace whylocked {

namespace data {
extern const std::string_view remedies;
}

using namespace attribution;

namespace {

using Json = nlohmann::json;

const Json& remedies() {
  static const Json read = Json::parse(data::remedies);
  return read;
}

// Keeps the steps that fit the attack. An office's own address is not blocked.
void fit_steps(const AttackFacts& facts, std::vector<std::string>& steps) {
  std::erase_if(steps, [&](const std::string& step) {
    return step == "TESTERS" || (step == "SUCCESS" && !facts.may_have_entered);
  });
  if (facts.from_office) std::ranges::replace(steps, "BLOCK", "OFFICE");
}

// Replaces the names of shared steps with their text, and counts those that come last.
Fix with_steps(Fix fix) {
  for (std::string& step : fix.steps) {
    fix.shared += remedies().at("last").contains(step) ? 1 : 0;
    step = remedies().at("last").value(step, remedies().at("shared").value(step, step));
  }
  return fix;
}

Fix fix_cause(std::string_view id) {
  const Json& fixes = remedies().at("fixes");
  const Json& one = *std::ranges::find_if(fixes, [&](const Json& fix) {
    return std::ranges::find(fix.at("causes"), id) != fix.at("causes").end();
  });
  return {.where = one.at("where"),
          .steps = one.at("steps"),
          .source = one.value("source", std::string(kCatalogInfo.article))};
}

Fix fix_product(const Integration& product, bool custom) {
  Fix fix;
  fix.where = product.credential.known()
                  ? std::string(product.credential.value)
                  : fmt::format(
                        "{}: the page that holds the Autotask credentials (not documented "
                        "publicly)",
                        product.name);
  fix.source = product.credential.source.empty() ? std::string(kCatalogInfo.article)
                                                 : std::string(product.credential.source);
  if (custom)
    fix.steps = {"Find the script there and enter the current Autotask credentials.", "SECRET"};
  else
    fix.steps = {"Enter the current Autotask credentials there."};
  fix.steps.emplace_back("UNLOCK");
  if (product.api_user.value != "no") fix.steps.emplace_back("OWN USER");
  return fix;
}

}  // namespace

Fix fix_of(const RankedCause& cause, const AttackFacts* facts) {
  const Hypothesis& one = hypotheses()[cause.hypothesis];
  Fix fix = one.product != nullptr
                ? fix_product(*one.product, one.category == CauseCategory::custom)
                : fix_cause(one.id);
  if (facts != nullptr) fit_steps(*facts, fix.steps);
  return with_steps(std::move(fix));
}

}  // namespace whylocked
