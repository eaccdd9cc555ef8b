// An experiment sorts the causes into outcomes; if it worked without fail it would give the entropy
// of the outcomes' probabilities, in bits. `works` is how often it can be expected to answer at all
// (a judgement, in each row). What is taken is the largest of bits less effort.
#include "attribute/next_test.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>

namespace whylocked::attribution {

namespace {

constexpr double kMinBits = .1;
constexpr double kNamed = .001;  // less probable causes are not named in an outcome
constexpr std::size_t kMaxNamed = 12;

// NextTest::cost.
constexpr double kLookUp = 1, kExport = 3, kChange = 10, kOutage = 30;

// A cost in bits: what a test must gain beyond a free one, by the work and by who notices.
double effort_of(double cost) {
  return cost == kLookUp ? 0 : cost == kExport ? .1 : cost == kChange ? .35 : .6;
}

struct Question {
  const CaseView& view;
  const std::vector<RankedCause>& causes;

  const Hypothesis& of(const RankedCause& cause) const { return hypotheses()[cause.hypothesis]; }
  const Coverage& coverage() const { return view.scene.correlation.coverage; }
  // Then nothing that is about one account or one machine answers.
  bool is_of_many() const { return view.is_campaign() && view.one.users.size() > 1; }
  bool names_computer() const { return view.lead != nullptr && view.lead->computer != kNone; }
};
using OutcomeOf = std::function<std::size_t(const RankedCause&)>;

double split_bits(const Question& question, const OutcomeOf& outcome_of) {
  std::map<std::size_t, double> outcomes;
  for (const RankedCause& cause : question.causes) outcomes[outcome_of(cause)] += cause.probability;
  double bits = 0;
  for (const auto& [outcome, p] : outcomes)
    if (p > 0) bits -= p * std::log2(p);
  return bits;
}

// Fills in bits, cost and the causes that each outcome leaves.
NextTest sorted(const Question& question, NextTest test, double works, double cost,
                const OutcomeOf& outcome_of) {
  test.bits = works * split_bits(question, outcome_of);
  test.cost = cost;
  for (std::size_t i = 0; i < test.outcomes.size(); ++i)
    for (const RankedCause& cause : question.causes)
      if (cause.probability >= kNamed && outcome_of(cause) == i &&
          test.outcomes[i].then.size() < kMaxNamed)
        test.outcomes[i].then.emplace_back(question.of(cause).id);
  return test;
}

bool has_api_user(const Hypothesis& one) {
  return one.product != nullptr && one.product->api_user.value != "no" &&
         one.category != CauseCategory::password_manager;
}

// An experiment whose result is the name of a product with an API user; all else is one outcome
// more.
NextTest naming(const Question& question, NextTest test, double works, double cost) {
  const auto outcome_of = [&](const RankedCause& cause) -> std::size_t {
    return has_api_user(question.of(cause)) ? 2 + cause.hypothesis : 1;
  };
  test = sorted(question, std::move(test), works, cost, outcome_of);
  test.outcomes.front().then = {"that vendor's product"};
  return test;
}

NextTest api_users(const Question& question) {
  const auto& roster = question.view.scene.site.roster;
  const bool has_it = std::ranges::any_of(
      roster, [](const RosterEntry& entry) { return entry.kind.empty() || !entry.vendor.empty(); });
  if (!question.view.autotask || has_it || question.view.account.kind == AccountKind::person)
    return {};
  return naming(
      question,
      {"api-users",
       "Look the account up in Integration Center > API Users.",
       {"In Autotask open Admin > Extensions & Integrations > Integration Center, tab API Users.",
        "Export it, or copy username and vendor into a CSV file.",
        "Run the same command again with --api-users FILE."},
       {{"listed", "the table lists the account under a vendor"},
        {"not-listed", "the account is not an API user"}}},
      question.view.account.kind == AccountKind::unknown ? .5 : .9, kLookUp);
}

NextTest api_activity(const Question& question) {
  if (!question.view.autotask || question.view.first == nullptr || question.view.turn.observed)
    return {};
  return naming(
      question,
      {"api-activity",
       "See which vendor calls in the hours of the failures.",
       {"In Autotask open Admin > Extensions & Integrations > Other Extensions & Tools > API "
        "Activity by Hour, choose the day of the lockout, and export it.",
        "Look for a vendor whose calls rise, or drop to nothing, in the hour in which the failures "
        "begin; or run the same command again with this export added."},
       {{"vendor", "one vendor's calls change in that hour"},
        {"no-vendor", "no vendor's calls change"}}},
      .5, kExport);
}

NextTest declare_installed(const Question& question) {
  if (!question.view.autotask || !question.view.scene.site.installed.empty()) return {};
  // An office uses about one in ten of the catalog's products (a judgement).
  double mass = 0, bits = 0;
  for (const RankedCause& cause : question.causes)
    if (question.of(cause).product != nullptr) mass += cause.probability;
  for (const RankedCause& cause : question.causes)
    if (question.of(cause).product != nullptr && cause.probability > 0)
      bits -= cause.probability / mass * std::log2(cause.probability / mass);
  NextTest test{"installed",
                "List the integrations you use in the site file.",
                {"Write the catalog ids of what is installed into site.json: { \"installed\": [ "
                 "\"...\" ] } (ids: whylocked catalog).",
                 "Run the same command again with --site site.json."},
                {{"one", "one of the candidates is installed", {"that product"}},
                 {"none", "none of them is installed"}},
                .85 * mass * std::min(bits, std::log2(10.0)),
                kExport};
  for (const RankedCause& cause : question.causes)
    if (cause.probability >= kNamed && question.of(cause).product == nullptr)
      test.outcomes[1].then.emplace_back(question.of(cause).id);
  return test;
}

NextTest export_addresses(const Question& question) {
  // The name of the caller's computer says as much.
  if (question.coverage().addresses || question.coverage().computers) return {};
  NextTest test{
      "export-address",
      "Export the IP address column.",
      {"Add the column of addresses or of callers' computers to the export and run again."},
      {{"cloud", "the address belongs to a cloud or a vendor", {"an integration hosted there"}},
       {"office", "the address is your office's", {"a person, a desktop product or a script"}}},
      .9 * split_bits(
               question,
               [](const RankedCause& cause) { return static_cast<std::size_t>(cause.category); }),
      kExport};
  if (question.view.autotask)
    test.steps.emplace_back(
        "Or take the address from the lockout mail that went to the account's own mailbox.");
  return test;
}

NextTest update_half(const Question& question) {
  constexpr std::size_t kMaxRows = 10;
  std::vector<std::uint16_t> products;
  for (const RankedCause& cause : question.causes)
    if (question.of(cause).product != nullptr && cause.probability >= .01 &&
        products.size() < kMaxRows)
      products.push_back(cause.hypothesis);
  if (products.size() < 2) return {};
  const std::size_t half = products.size() / 2;
  return sorted(
      question,
      {"update-half",
       "Update the credential in half of the candidates and wait one period.",
       {"Enter the current credentials in the products of the first outcome, and only "
        "there.",
        "Unlock the account and wait one period (a day if none is known).", "Export again."},
       {{"stops", "the failures stop"}, {"locks-again", "the account fails or locks again"}}},
      .9, kOutage, [&](const RankedCause& cause) -> std::size_t {
        const auto at = std::ranges::find(products, cause.hypothesis);
        return static_cast<std::size_t>(at - products.begin()) < half ? 0 : 1;
      });
}

// Experiments whose outcome follows from the kind of cause.
struct Sorting {
  const char *id, *says;
  std::array<const char*, 3> steps;  // null: no more
  std::array<std::pair<const char*, const char*>, 3> outcomes;
  double works, cost;
  bool (*applies)(const Question&);
  std::size_t (*outcome_of)(const Hypothesis&);
};

bool is_persons(const Hypothesis& one) {
  return one.category == CauseCategory::password_manager || one.category == CauseCategory::device;
}

constexpr const char* kOnComputer =
    "On it: services and tasks with this account (sc query, schtasks /query /v), saved "
    "credentials (cmdkey /list), drives (net use), sessions (quser).";

constexpr Sorting kOfMany[] = {
    {"own-address",
     "See whether the address is yours.",
     {"Compare it with the addresses of your offices, VPN and servers, and ask who tests "
      "sign-ins."},
     {{{"yours", "it is yours, and there is no test"},
       {"stranger", "it is not, or it is that of a test"}}},
     .9,
     kLookUp,
     [](const Question& question) { return question.coverage().addresses; },
     [](const Hypothesis& one) -> std::size_t { return one.is_attack() ? 1 : 0; }},
};

constexpr Sorting kSortings[] = {
    {"ask-person",
     "Ask the account's owner whether they typed a password at that time.",
     {"Ask what was typed, where, and whether the password was changed lately.",
      "Ask on which phones and computers, and in which browsers, the password is saved."},
     {{{"typed", "the person typed it"},
       {"saved", "the person did not, but has it saved or set something up"},
       {"nobody", "nobody did, and nothing of theirs has it"}}},
     .7,
     kLookUp,
     [](const Question& question) {
       return question.view.account.kind != AccountKind::api_user &&
              question.view.account.kind != AccountKind::service_name &&
              question.view.account.kind != AccountKind::other_software;
     },
     [](const Hypothesis& one) -> std::size_t {
       if (one.category == CauseCategory::person) return 0;
       return is_persons(one) || one.category == CauseCategory::setup ||
                      one.category == CauseCategory::desktop_integration
                  ? 1
                  : 2;
     }},
    {"caller-computer",
     "See what runs on the computer that the failures come from.",
     {kOnComputer},
     {{{"machine", "a service, task or agent on it uses the account"},
       {"saved", "a drive, credential or mail app on it keeps the password"},
       {"person", "neither, and the person has worked there"}}},
     .95,
     kLookUp,
     [](const Question& question) { return !question.view.autotask && question.names_computer(); },
     [](const Hypothesis& one) -> std::size_t {
       if (is_persons(one)) return 1;
       return one.is_attack() || one.category == CauseCategory::person ? 2 : 0;
     }},
    {"caller-computer",
     "Find the machine that the failures come from, and see what runs on it.",
     {"Look the address or computer name up in DHCP, DNS or the asset list; on a domain "
      "controller the netlogon log (nltest /dbflag:2080ffff) names the caller.",
      kOnComputer},
     {{{"machine", "a service, task or agent on it uses the account"},
       {"person", "a person works there, or a device keeps the password"},
       {"stranger", "the address is none of yours"}}},
     .8,
     kLookUp,
     [](const Question& question) { return !question.view.autotask && !question.names_computer(); },
     [](const Hypothesis& one) -> std::size_t {
       if (one.is_attack()) return 2;
       return is_persons(one) || one.category == CauseCategory::person ? 1 : 0;
     }},
    {"export-successes",
     "Export the successful sign-ins too.",
     {"Add successful logins to the export, from some days before the lockout, and run again: who "
      "got in before is no attacker, and who gets in after is a person."},
     {{{"before", "the caller got in until its password went stale"},
       {"after", "the caller gets in again soon after"},
       {"never", "the caller never got in"}}},
     .6,
     kExport,
     [](const Question& question) { return !question.coverage().successes; },
     [](const Hypothesis& one) -> std::size_t {
       if (one.is_attack()) return 2;
       return one.category == CauseCategory::person || one.category == CauseCategory::setup;
     }},
    {"rename-account",
     "Change the username and see who keeps using the old one.",
     {"Admin > Resources (Users) > edit the resource > Security: change the username.",
      "Tell the person; update no integration yet.",
      "After a day or one full period export again: whoever fails with the old name holds a stored "
      "credential. A product that now reports a failed login is the one."},
     {{{"same-place", "the old name keeps failing from the same place"},
       {"silent", "the old name falls silent"},
       {"new-places", "the old name keeps failing from ever new places"}}},
     .8,
     kChange,
     [](const Question& question) { return question.view.autotask; },
     [](const Hypothesis& one) -> std::size_t {
       return one.is_attack() ? 2 : one.stores_password() ? 0 : 1;
     }},
};

NextTest sort_by(const Sorting& row, const Question& question) {
  if (!row.applies(question)) return {};
  NextTest test{row.id, row.says, {}, {}};
  for (const char* step : row.steps)
    if (step != nullptr) test.steps.emplace_back(step);
  for (const auto& [id, words] : row.outcomes)
    if (id != nullptr) test.outcomes.push_back({id, words});
  return sorted(question, std::move(test), row.works, row.cost,
                [&](const RankedCause& cause) { return row.outcome_of(question.of(cause)); });
}

constexpr NextTest (*kExperiments[])(const Question&) = {
    api_users, export_addresses, declare_installed, api_activity, update_half};

}  // namespace

std::optional<NextTest> next_test(const CaseView& view, const std::vector<RankedCause>& causes) {
  const Question question{view, causes};
  NextTest best;
  double gain = kMinBits;
  const auto consider = [&](NextTest test) {
    if (test.bits - effort_of(test.cost) <= gain) return;
    gain = test.bits - effort_of(test.cost);
    best = std::move(test);
  };
  if (question.is_of_many()) {
    for (const Sorting& row : kOfMany) consider(sort_by(row, question));
    consider(export_addresses(question));
  } else {
    for (const Sorting& row : kSortings) consider(sort_by(row, question));
    for (const auto& make : kExperiments) consider(make(question));
  }
  if (best.id.empty()) return std::nullopt;
  std::erase_if(best.outcomes, [](const Outcome& outcome) { return outcome.then.empty(); });
  return best;
}

}  // namespace whylocked::attribution
