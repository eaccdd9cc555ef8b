// The next test: experiments as rows, compared by the information they are expected to give.
//
// An experiment sorts the causes into outcomes; if it worked without fail it would give the entropy
// of the outcomes' probabilities, in bits. `works` is how often it can be expected to answer at all
// (a judgement, in the table). What this leaves out: cost. Among experiments within a tenth of a
// bit of the best, the earlier row, which is the cheaper one, is taken.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "attribute/fix.hpp"

namespace whylocked::old {

namespace {

constexpr double kMinBits = 0.1;
constexpr double kListed = 0.001;  // as in a diagnosis: less probable causes are not named

struct Question {
  const std::vector<RankedCause>& ranked;
  AccountKind account;
  const Scene& scene;
  bool activity_in_sight;

  const Hypothesis& rival(const RankedCause& cause) const { return rivals()[cause.rival]; }
};

double entropy_bits(const std::map<std::size_t, double>& outcomes) {
  double bits = 0;
  for (const auto& [outcome, p] : outcomes)
    if (p > 0) bits -= p * std::log2(p);
  return bits;
}

// Entropy over the outcomes that `outcome_of` sorts the causes into.
template <class OutcomeOf>
double split_bits(const Question& question, OutcomeOf outcome_of) {
  std::map<std::size_t, double> outcomes;
  for (const RankedCause& cause : question.ranked) outcomes[outcome_of(cause)] += cause.probability;
  return entropy_bits(outcomes);
}

template <class Matches>
std::vector<std::string> names(const Question& question, Matches matches) {
  std::vector<std::string> ids;
  for (const RankedCause& cause : question.ranked)
    if (cause.probability >= kListed && matches(cause)) ids.emplace_back(question.rival(cause).id);
  return ids;
}

// An outcome for each class that `outcome_of` gives, with the causes that lead to it.
template <class OutcomeOf>
void sort_causes(const Question& question, double works, OutcomeOf outcome_of, NextTest& test) {
  test.bits = works * split_bits(question, outcome_of);
  for (std::size_t i = 0; i < test.outcomes.size(); ++i)
    test.outcomes[i].then =
        names(question, [&](const RankedCause& cause) { return outcome_of(cause) == i; });
}

bool has_api_user(const Hypothesis& rival) {
  return rival.product != nullptr && rival.product->api_user.value != "no" &&
         rival.of != RivalClass::password_manager;
}

// Each product with an API user is an outcome of its own; all else is one more.
double bits_of_naming(const Question& question) {
  const std::size_t none = rivals().size();
  return split_bits(question, [&](const RankedCause& cause) {
    return has_api_user(question.rival(cause)) ? cause.rival : none;
  });
}

std::vector<std::string> names_without_api_user(const Question& question) {
  return names(question,
               [&](const RankedCause& cause) { return !has_api_user(question.rival(cause)); });
}

NextTest ask_for_api_users(const Question& question) {
  const auto& roster = question.scene.site.roster;
  const bool has_it = std::any_of(roster.begin(), roster.end(), [](const RosterEntry& entry) {
    return entry.kind.empty() || !entry.vendor.empty();
  });
  if (has_it || question.account == AccountKind::person) return {};
  const double works = question.account == AccountKind::unknown ? 0.5 : 0.9;
  return {
      "api-users",
      "Look the account up in the table of API users.",
      {"In Autotask open Admin > Extensions & Integrations > Integration Center, tab API Users.",
       "Export it, or copy username and vendor into a CSV file.",
       "Run the same command again with --api-users FILE."},
      works * bits_of_naming(question),
      {{"listed", "the table lists the account under a vendor", {"that vendor's product"}},
       {"not-listed", "the account is not an API user", names_without_api_user(question)}}};
}

// Whether refused calls are counted there is not known: hence a half.
NextTest ask_api_activity(const Question& question) {
  if (question.activity_in_sight) return {};
  return {"api-activity",
          "See which vendor calls in the hours of the failures.",
          {"In Autotask open Admin > Extensions & Integrations > Other Extensions & Tools > API "
           "Activity by Hour, choose the day of the lockout, and export it.",
           "Look for a vendor whose calls rise, or drop to nothing, in the hour in which the "
           "failures begin."},
          0.5 * bits_of_naming(question),
          {{"vendor", "one vendor's calls change in that hour", {"that vendor's product"}},
           {"no-vendor", "no vendor's calls change", names_without_api_user(question)}}};
}

NextTest declare_installed(const Question& question) {
  if (!question.scene.site.installed.empty()) return {};
  // An office uses about one in ten of the catalog's products (judgement): what stays of the
  // products' entropy is that of a tenth as many.
  double mass = 0, bits = 0;
  for (const RankedCause& cause : question.ranked)
    if (question.rival(cause).product != nullptr) mass += cause.probability;
  for (const RankedCause& cause : question.ranked)
    if (question.rival(cause).product != nullptr && cause.probability > 0)
      bits -= cause.probability / mass * std::log2(cause.probability / mass);
  return {
      "installed",
      "Say which integrations you use at all.",
      {"Write the catalog ids of what is installed into site.json: { \"installed\": [ \"...\" ] "
       "} (ids: whylocked catalog).",
       "Run the same command again with --site site.json."},
      0.9 * mass * std::min(bits, std::log2(10.0)),
      {{"one", "one of the candidates is installed", {"that product"}},
       {"none", "none of them is installed", names(question, [&](const RankedCause& cause) {
          return question.rival(cause).product == nullptr;
        })}}};
}

NextTest rename_account(const Question& question) {
  NextTest test{
      "rename-account",
      "Change the username and see who keeps using the old one.",
      {"Admin > Resources (Users) > edit the resource > Security: change the username.",
       "Tell the person; update no integration yet.",
       "After a day or one full period export again: whoever fails with the old name holds a "
       "stored credential. A product that now reports a failed login is the one."},
      0,
      {{"same-place", "the old name keeps failing from the same place", {}},
       {"silent", "the old name falls silent", {}},
       {"new-places", "the old name keeps failing from ever new places", {}}}};
  sort_causes(
      question, 0.8,
      [&](const RankedCause& cause) -> std::size_t {
        const Hypothesis& rival = question.rival(cause);
        return rival.stores_password() ? 0 : cause_kind(rival) == CauseKind::person ? 1 : 2;
      },
      test);
  return test;
}

// The leading causes that store a password: those that tie, else the first ten.
std::vector<std::size_t> leading_products(const Question& question) {
  constexpr std::size_t kMaxRows = 10;
  std::vector<std::size_t> tied, leading;
  for (const RankedCause& cause : question.ranked) {
    if (!question.rival(cause).stores_password() || question.rival(cause).product == nullptr)
      continue;
    if (cause.rank == 1) tied.push_back(cause.rival);
    if (leading.size() < kMaxRows && cause.probability >= 0.01) leading.push_back(cause.rival);
  }
  return tied.size() > 1 ? tied : leading;
}

NextTest update_half(const Question& question) {
  const auto products = leading_products(question);
  if (products.size() < 2) return {};
  NextTest test{
      "update-half",
      "Update the credential in half of the candidates and wait one period.",
      {"Enter the current credentials in the products of the first outcome, and only "
       "there.",
       "Unlock the account and wait one period (a day if none is known).", "Export again."},
      0,
      {{"stops", "the failures stop", {}},
       {"locks-again", "the account fails or locks again", {}}}};
  const std::size_t half = products.size() / 2;
  sort_causes(
      question, 0.9,
      [&](const RankedCause& cause) -> std::size_t {
        const auto at = std::find(products.begin(), products.end(), cause.rival);
        return static_cast<std::size_t>(at - products.begin()) < half ? 0 : 1;
      },
      test);
  return test;
}

NextTest export_addresses(const Question& question) {
  if (question.scene.correlation.coverage.addresses) return {};
  const double bits = split_bits(question, [&](const RankedCause& cause) {
    return static_cast<std::size_t>(kind_of_cause(question.rival(cause), true));
  });
  return {
      "export-address",
      "Export the IP address column.",
      {"Add the address column to the export, or take the address from the lockout mail that "
       "went to the account's own mailbox, and run again."},
      0.9 * bits,
      {{"cloud", "the address belongs to a cloud or a vendor", {"an integration hosted there"}},
       {"office", "the address is your office's", {"a person, a desktop product or a script"}}}};
}

NextTest export_successes(const Question& question) {
  if (question.scene.correlation.coverage.successes) return {};
  NextTest test{"export-successes",
                "Export the successful sign-ins too.",
                {"Add successful logins to the export, from some days before the lockout, and run "
                 "again: who got in before is no attacker, and who gets in after is a person."},
                0,
                {{"before", "the caller got in until its password went stale", {}},
                 {"after", "the caller gets in again soon after", {}},
                 {"never", "the caller never got in", {}}}};
  sort_causes(
      question, 0.6,
      [&](const RankedCause& cause) -> std::size_t {
        const CauseKind kind = cause_kind(question.rival(cause));
        return kind == CauseKind::person ? 1 : kind == CauseKind::attack ? 2 : 0;
      },
      test);
  return test;
}

// The cheaper ones first.
using Experiment = NextTest (*)(const Question&);
constexpr Experiment kExperiments[] = {export_addresses,  ask_for_api_users, export_successes,
                                       declare_installed, ask_api_activity,  rename_account,
                                       update_half};

}  // namespace

std::optional<NextTest> next_test(const std::vector<RankedCause>& ranked, AccountKind account,
                                  const Scene& scene, bool activity_in_sight) {
  const Question question{ranked, account, scene, activity_in_sight};
  NextTest best;
  for (const Experiment experiment : kExperiments)
    if (NextTest test = experiment(question); test.bits > best.bits + 0.1) best = std::move(test);
  if (best.bits < kMinBits) return std::nullopt;
  std::erase_if(best.outcomes, [](const Outcome& outcome) { return outcome.then.empty(); });
  return best;
}

}  // namespace whylocked::old
