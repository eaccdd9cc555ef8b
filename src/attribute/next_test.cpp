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

namespace whylocked {

namespace {

constexpr double kLeastBits = 0.1;
constexpr std::size_t kNamed = 12;  // causes named in an outcome

struct Question {
  const std::vector<RankedCause>& ranked;
  const Account& account;
  const Scene& scene;
  const Incident& incident;

  const Rival& rival(const RankedCause& cause) const { return rivals()[cause.rival]; }
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
  std::size_t more = 0;
  for (const RankedCause& cause : question.ranked) {
    if (cause.probability < 0.001 || !matches(cause)) continue;
    if (ids.size() < kNamed) ids.emplace_back(question.rival(cause).id);
    else ++more;
  }
  if (more > 0) ids.push_back(fmt::format("and {} more", more));
  return ids;
}

bool has_api_user(const Rival& rival) {
  return rival.product != nullptr && rival.product->api_user.value != "no" &&
         rival.of != RivalClass::password_manager;
}

std::vector<RankedCause> tied(const Question& question) {
  std::vector<RankedCause> first;
  for (const RankedCause& cause : question.ranked)
    if (cause.rank == 1 && question.rival(cause).stores_password()) first.push_back(cause);
  return first;
}

NextTest ask_for_api_users(const Question& question) {
  NextTest test;
  if (!question.scene.site.roster.empty() || question.account.kind == AccountKind::person)
    return test;
  const double works = question.account.kind == AccountKind::unknown ? 0.5 : 0.9;
  const std::size_t none = rivals().size();
  test.bits = works * split_bits(question, [&](const RankedCause& cause) {
                return has_api_user(question.rival(cause)) ? cause.rival : none;
              });
  test.says = "Look the account up in the table of API users.";
  test.steps = {"In Autotask open Admin > Extensions & Integrations > Integration Center, tab API "
                "Users.",
                "Export it, or copy username and vendor into a CSV file.",
                "Run the same command again with --api-users FILE."};
  test.outcomes = {{"the table lists the account under a vendor", {"that vendor's product"}},
                   {"the account is not an API user",
                    names(question, [&](const RankedCause& c) {
                      return !has_api_user(question.rival(c));
                    })}};
  return test;
}

NextTest declare_installed(const Question& question) {
  NextTest test;
  if (!question.scene.site.installed.empty()) return test;
  // An office uses about one in ten of the catalog's products (judgement): what stays of the
  // products' entropy is that of a tenth as many.
  double mass = 0, bits = 0;
  for (const RankedCause& cause : question.ranked)
    if (question.rival(cause).product != nullptr) mass += cause.probability;
  for (const RankedCause& cause : question.ranked)
    if (question.rival(cause).product != nullptr && cause.probability > 0)
      bits -= cause.probability / mass * std::log2(cause.probability / mass);
  test.bits = 0.9 * mass * std::min(bits, std::log2(10.0));
  test.says = "Say which integrations you use at all.";
  test.steps = {"Write the catalog ids of what is installed into site.json: { \"installed\": [ … ] "
                "} (ids: whylocked catalog).",
                "Run the same command again with --site site.json."};
  test.outcomes = {{"one of the tied products is installed", {"that product"}},
                   {"none of them is installed",
                    names(question, [&](const RankedCause& c) {
                      return question.rival(c).product == nullptr;
                    })}};
  return test;
}

NextTest rename_account(const Question& question) {
  NextTest test;
  const auto stored = [&](const RankedCause& cause) {
    return question.rival(cause).stores_password();
  };
  test.bits = 0.8 * split_bits(question, [&](const RankedCause& c) -> std::size_t {
                return cause_kind(question.rival(c)) == CauseKind::person ? 0 : stored(c) ? 1 : 2;
              });
  test.says = "Change the username and see who keeps using the old one.";
  test.steps = {"Admin > Resources (Users) > edit the resource > Security: change the username.",
                "Tell the person; update no integration yet.",
                "After a day or one full period export again: whoever fails with the old name holds "
                "a stored credential. A product that now reports a failed login is the one."};
  test.outcomes = {
      {"the old name keeps failing from the same place", names(question, stored)},
      {"the old name falls silent",
       names(question, [&](const RankedCause& c) {
         return cause_kind(question.rival(c)) == CauseKind::person;
       })},
      {"the old name keeps failing from ever new places", names(question, [&](const RankedCause& c) {
         return cause_kind(question.rival(c)) == CauseKind::attack;
       })}};
  return test;
}

NextTest update_half(const Question& question) {
  NextTest test;
  const auto first = tied(question);
  if (first.size() < 2) return test;
  const std::size_t half = first.size() / 2;
  std::map<std::size_t, bool> updated;
  for (std::size_t i = 0; i < half; ++i) updated[first[i].rival] = true;
  const auto in_half = [&](const RankedCause& c) { return updated.count(c.rival) > 0; };
  const auto in_other = [&](const RankedCause& c) {
    return c.rank == 1 && !in_half(c) && question.rival(c).stores_password();
  };
  double mass = 0;
  for (const RankedCause& cause : first) mass += cause.probability;
  const double share = static_cast<double>(half) / static_cast<double>(first.size());
  test.bits = 0.9 * mass * -(share * std::log2(share) + (1 - share) * std::log2(1 - share));
  test.says = "Update the credential in half of the tied products and wait one period.";
  test.steps = {"Enter the current credentials in the products of the first outcome, and only there.",
                "Unlock the account and wait one period (a day if none is known).",
                "Export again."};
  test.outcomes = {{"the lockouts stop", names(question, in_half)},
                   {"the account locks again", names(question, in_other)}};
  return test;
}

NextTest export_addresses(const Question& question) {
  NextTest test;
  if (question.scene.correlation.sight.addresses) return test;
  test.bits = 0.9 * split_bits(question, [&](const RankedCause& c) {
                return static_cast<std::size_t>(kind_of_cause(question.rival(c), true));
              });
  test.says = "Export the IP address column.";
  test.steps = {"Add the address column to the export, or take the address from the lockout mail "
                "that went to the account's own mailbox, and run again."};
  test.outcomes = {{"the address belongs to a cloud or a vendor", {"an integration hosted there"}},
                   {"the address is your office's", {"a person, a desktop product or a script"}}};
  return test;
}

using Experiment = NextTest (*)(const Question&);
constexpr Experiment kExperiments[] = {ask_for_api_users, export_addresses, declare_installed,
                                       rename_account, update_half};

}  // namespace

std::optional<NextTest> next_test(const std::vector<RankedCause>& ranked, const Account& account,
                                  const Scene& scene, const Incident& incident) {
  const Question question{ranked, account, scene, incident};
  NextTest best;
  for (const Experiment experiment : kExperiments)
    if (NextTest test = experiment(question); test.bits > best.bits + 0.1) best = std::move(test);
  if (best.bits < kLeastBits) return std::nullopt;
  std::erase_if(best.outcomes, [](const Outcome& outcome) { return outcome.then.empty(); });
  return best;
}

}  // namespace whylocked
