// The remedy for a cause: where the credential is kept, the steps, and the source.
#include <fmt/format.h>

#include <map>

#include "attribute/scoring/hypotheses.hpp"
#include "base/split.hpp"

namespace whylocked {

namespace data {
extern const std::string_view remedies;
}

using namespace attribution;

namespace {

struct Remedies {
  std::map<std::string_view, std::string_view> shared;  // steps by their names in remedies.txt
  std::map<std::string_view, Fix> by_cause;
};

Remedies read_remedies() {
  Remedies read;
  std::vector<std::string_view> causes;
  for_each_line(data::remedies, [&](std::string_view line) {
    if (line.empty()) return;
    if (line.front() == '[') {
      causes.clear();
      for (std::string_view ids = line.substr(1, line.size() - 2); !ids.empty();)
        causes.push_back(take_until(ids, ' '));
      return;
    }
    const std::size_t equals = line.find(" = ");
    const std::string_view name = line.substr(0, equals);
    const std::string_view text = equals == line.npos ? line : line.substr(equals + 3);
    if (causes.empty()) read.shared[name] = text;
    for (const std::string_view cause : causes) {
      Fix& fix = read.by_cause.try_emplace(cause, Fix{{}, {}, std::string(article_source())})
                     .first->second;
      const auto shared = read.shared.find(line);
      if (name == "where" || name == "source")
        (name == "where" ? fix.where : fix.source) = text;
      else
        fix.steps.emplace_back(shared == read.shared.end() ? line : shared->second);
    }
  });
  return read;
}

const Remedies& remedies() {
  static const Remedies read = read_remedies();
  return read;
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
  fix.steps.insert(fix.steps.begin() + 1, std::string(remedies().shared.at("SECRET")));
  return fix;
}

}  // namespace

Fix fix_of(const RankedCause& cause) {
  const Hypothesis& one = hypotheses()[cause.hypothesis];
  if (one.product != nullptr)
    return one.category == CauseCategory::custom ? fix_custom(*one.product)
                                                 : fix_product(*one.product);
  return remedies().by_cause.at(one.id);
}

}  // namespace whylocked
