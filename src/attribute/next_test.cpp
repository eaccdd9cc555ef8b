// An experiment partitions the causes into outcomes. Its information is the entropy of the outcome
// probabilities, in bits, times the chance that it works; the experiment with the most bits minus
// effort wins. next_tests.json has the words.
#include "attribute/next_test.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

namespace whylocked {

namespace data {
extern const std::string_view next_tests;
}

namespace attribution {

namespace {

using Json = nlohmann::json;

constexpr double kMinBits = .1;
constexpr double kNamed = .001;  // less probable causes are left out of an outcome
constexpr std::size_t kMaxNamed = 12;

const Json& written(const std::string& name) {
  static const Json all = Json::parse(data::next_tests);
  return all.at("tests").at(name);
}

struct Question {
  const CaseView& view;
  const std::vector<RankedCause>& causes;

  const Hypothesis& of(const RankedCause& cause) const { return hypotheses()[cause.hypothesis]; }
  const Coverage& coverage() const { return view.scene.correlation.coverage; }
  // A test of one account or one computer would settle nothing.
  bool is_of_many() const { return view.is_campaign() && view.one.users.size() > 1; }
  bool names_computer() const { return view.lead != nullptr && view.lead->computer != kNone; }
};

// Index of the outcome that a cause predicts.
using OutcomeOf = std::function<std::size_t(const RankedCause&)>;

double split_bits(const Question& question, const OutcomeOf& outcome_of) {
  std::map<std::size_t, double> outcomes;
  for (const RankedCause& cause : question.causes) outcomes[outcome_of(cause)] += cause.probability;
  double bits = 0;
  for (const auto& [outcome, p] : outcomes)
    if (p > 0) bits -= p * std::log2(p);
  return bits;
}

struct Experiment {
  const char* name;  // in next_tests.json
  OutcomeOf outcome_of;
  double bits = 0;  // if it answers
};
using Experiments = std::vector<Experiment>;

bool is_product(const Hypothesis& one) { return one.product != nullptr; }

bool has_api_user(const Hypothesis& one) {
  return is_product(one) && one.product->api_user.value != "no" &&
         one.category != CauseCategory::password_manager;
}

void add(const Question& question, const char* name, const OutcomeOf& outcome_of,
         Experiments& out) {
  out.push_back({name, outcome_of, split_bits(question, outcome_of)});
}

void add_by_kind(const Question& question, const char* name,
                 std::size_t (*outcome_of)(const Hypothesis&), Experiments& out) {
  add(
      question, name,
      [&question, outcome_of](const RankedCause& cause) { return outcome_of(question.of(cause)); },
      out);
}

// Each product with an API user is an outcome; all other causes share one.
void add_naming(const Question& question, const char* name, double chance, Experiments& out) {
  add(
      question, name,
      [&question](const RankedCause& cause) -> std::size_t {
        return has_api_user(question.of(cause)) ? 2 + cause.hypothesis : 1;
      },
      out);
  out.back().bits *= chance;
}

void add_list(const Question& question, Experiments& out) {
  // An office uses about one in ten products of the catalog (a judgement).
  double mass = 0, bits = 0;
  for (const RankedCause& cause : question.causes)
    if (is_product(question.of(cause))) mass += cause.probability;
  for (const RankedCause& cause : question.causes)
    if (is_product(question.of(cause)) && cause.probability > 0)
      bits -= cause.probability / mass * std::log2(cause.probability / mass);
  add_by_kind(
      question, "installed",
      [](const Hypothesis& one) -> std::size_t { return is_product(one) ? 0 : 1; }, out);
  out.back().bits = mass * std::min(bits, std::log2(10.0));
}

void add_half(const Question& question, Experiments& out) {
  constexpr std::size_t kMaxProducts = 10;
  std::vector<std::uint16_t> products;
  for (const RankedCause& cause : question.causes)
    if (is_product(question.of(cause)) && cause.probability >= .01 &&
        products.size() < kMaxProducts)
      products.push_back(cause.hypothesis);
  if (products.size() < 2) return;
  products.resize(products.size() / 2);
  add(
      question, "update-half",
      [products](const RankedCause& cause) -> std::size_t {
        return std::ranges::find(products, cause.hypothesis) != products.end() ? 0 : 1;
      },
      out);
}

bool is_persons(const Hypothesis& one) {
  return one.category == CauseCategory::password_manager || one.category == CauseCategory::device;
}

bool is_person(const Hypothesis& one) { return one.category == CauseCategory::person; }

void add_asking(const Question& question, Experiments& out) {
  const AccountKind kind = question.view.account.kind;
  if (kind == AccountKind::api_user || kind == AccountKind::service_name ||
      kind == AccountKind::other_software)
    return;
  add_by_kind(
      question, "ask-person",
      [](const Hypothesis& one) -> std::size_t {
        if (is_person(one)) return 0;
        return is_persons(one) || one.category == CauseCategory::setup ||
                       one.category == CauseCategory::desktop_integration
                   ? 1
                   : 2;
      },
      out);
}

void add_computer(const Question& question, Experiments& out) {
  if (question.names_computer())
    add_by_kind(
        question, "caller-computer",
        [](const Hypothesis& one) -> std::size_t {
          if (is_persons(one)) return 1;
          return one.is_attack() || is_person(one) ? 2 : 0;
        },
        out);
  else
    add_by_kind(
        question, "find-computer",
        [](const Hypothesis& one) -> std::size_t {
          if (one.is_attack()) return 2;
          return is_persons(one) || is_person(one) ? 1 : 0;
        },
        out);
}

void add_successes(const Question& question, Experiments& out) {
  add_by_kind(
      question, "export-successes",
      [](const Hypothesis& one) -> std::size_t {
        if (one.is_attack()) return 2;
        return is_person(one) || one.category == CauseCategory::setup;
      },
      out);
}

// Tests that use Autotask's own pages and product list.
void add_autotask(const Question& question, Experiments& out) {
  add_by_kind(
      question, "rename-account",
      [](const Hypothesis& one) -> std::size_t {
        return one.is_attack() ? 2 : one.stores_password() ? 0 : 1;
      },
      out);
  const Site& site = question.view.scene.site;
  const AccountKind kind = question.view.account.kind;
  const bool has_roster = std::ranges::any_of(site.roster, [](const RosterEntry& entry) {
    return entry.kind.empty() || !entry.vendor.empty();
  });
  if (!has_roster && kind != AccountKind::person)
    add_naming(question, "api-users", kind == AccountKind::unknown ? 5. / 9 : 1, out);
  if (site.installed.empty()) add_list(question, out);
  if (question.view.first != nullptr && !question.view.turn.observed)
    add_naming(question, "api-activity", 1, out);
}

// Experiments that can work here. Ties go to the first.
Experiments experiments(const Question& question) {
  Experiments all;
  const Coverage& coverage = question.coverage();
  const bool many = question.is_of_many();
  if (many && coverage.addresses)
    add_by_kind(
        question, "own-address",
        [](const Hypothesis& one) -> std::size_t { return one.is_attack() ? 1 : 0; }, all);
  if (!many) {
    add_asking(question, all);
    if (!question.view.autotask) add_computer(question, all);
    if (!coverage.successes) add_successes(question, all);
    if (question.view.autotask) add_autotask(question, all);
  }
  // The name of the calling computer is as good as an address.
  if (!coverage.addresses && !coverage.computers)
    add(
        question, "export-address",
        [](const RankedCause& cause) { return static_cast<std::size_t>(cause.category); }, all);
  if (!many) add_half(question, all);
  return all;
}

NextTest made_of(const Question& question, const Experiment& one) {
  const Json& words = written(one.name);
  NextTest test{.id = words.value("id", one.name),
                .says = words.at("says"),
                .steps = words.at("steps"),
                .outcomes = {},
                .bits = words.at("works").get<double>() * one.bits,
                .cost = words.at("cost")};
  if (question.view.autotask && words.contains("in_autotask"))
    test.steps.push_back(words.at("in_autotask"));
  for (std::size_t i = 0; const Json& outcome : words.at("outcomes")) {
    Outcome made{outcome.at("id"), outcome.at("if"),
                 outcome.value("then", std::vector<std::string>())};
    const bool sorted = made.then.empty();
    for (const RankedCause& cause : question.causes)
      if (sorted && cause.probability >= kNamed && one.outcome_of(cause) == i &&
          made.then.size() < kMaxNamed)
        made.then.emplace_back(question.of(cause).id);
    if (!made.then.empty()) test.outcomes.push_back(std::move(made));
    ++i;
  }
  return test;
}

}  // namespace

std::optional<NextTest> next_test(const CaseView& view, const std::vector<RankedCause>& causes) {
  const Question question{view, causes};
  const Experiments all = experiments(question);
  const Experiment* best = nullptr;
  double gain = kMinBits;
  for (const Experiment& one : all) {
    const Json& words = written(one.name);
    const double here =
        words.at("works").get<double>() * one.bits - words.at("effort").get<double>();
    if (here <= gain) continue;
    gain = here;
    best = &one;
  }
  if (best == nullptr) return std::nullopt;
  return made_of(question, *best);
}

}  // namespace attribution

}  // namespace whylocked
