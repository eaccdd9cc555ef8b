// The remedy for a cause: where the credential is kept, the steps, and the source.
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

Fix fix_cause(std::string_view id) {
  const Json& fixes = remedies().at("fixes");
  const Json& one = *std::ranges::find_if(fixes, [&](const Json& fix) {
    return std::ranges::find(fix.at("causes"), id) != fix.at("causes").end();
  });
  Fix fix{one.at("where"), {}, one.value("source", std::string(article_source()))};
  for (const std::string step : one.at("steps"))
    fix.steps.push_back(remedies().at("shared").value(step, step));
  return fix;
}

Fix fix_product(const Integration& product) {
  Fix fix;
  fix.where = product.credential.known()
                  ? std::string(product.credential.value)
                  : fmt::format(
                        "{}: the page that holds the Autotask credentials (not documented "
                        "publicly)",
                        product.name);
  fix.source = product.credential.source.empty() ? std::string(article_source())
                                                 : std::string(product.credential.source);
  fix.steps = {fmt::format("Enter the current Autotask credentials in {}.", product.name),
               "Only then unlock the account (Admin > Resources (Users) > Security, or the API "
               "user's form), and send one test login, not several."};
  if (product.api_user.value != "no")
    fix.steps.emplace_back(
        "Give the integration an API-only user of its own, so that a lockout names its cause and "
        "locks nobody else out.");
  return fix;
}

Fix fix_custom(const Integration& product) {
  Fix fix = fix_product(product);
  fix.steps.front() = "Find the script there and enter the current Autotask credentials.";
  fix.steps.insert(fix.steps.begin() + 1, remedies().at("shared").at("SECRET"));
  return fix;
}

}  // namespace

Fix fix_of(const RankedCause& cause) {
  const Hypothesis& one = hypotheses()[cause.hypothesis];
  if (one.product != nullptr)
    return one.category == CauseCategory::custom ? fix_custom(*one.product)
                                                 : fix_product(*one.product);
  return fix_cause(one.id);
}

}  // namespace whylocked
