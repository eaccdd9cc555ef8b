#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "attribute/next_test.hpp"
#include "attribute/scoring/score.hpp"
#include "attribute/signals/scene.hpp"
#include "base/parallel.hpp"

namespace whylocked {

using namespace attribution;

namespace {

constexpr std::size_t kCasesWorthThread = 64;
// Odds against a declaration beyond which the report shows the conflict first, and names a cause
// only at 95 % or more. About 97 in 100 declarations are right, so evidence of up to 32 to one does
// not outweigh one.
constexpr double kConflictOdds = 32;

// Columns and kinds of rows that the export lacks, by expected information.
void add_missing(const CaseView& view, const Score& score, Diagnosis& diagnosis) {
  struct Column {
    bool Coverage::*seen;
    const char *name, *signal;
  };
  constexpr Column kColumns[] = {{&Coverage::addresses, "address", "place"},
                                 {&Coverage::clients, "user agent or application", "client"},
                                 {&Coverage::successes, "successful logins", "history"},
                                 {&Coverage::changes, "password and username changes", "onset"},
                                 {&Coverage::locks, "lockout rows", "persistence"}};
  std::vector<std::pair<double, const char*>> missing;
  for (const Column& column : kColumns)
    if (!(view.scene.correlation.coverage.*column.seen))
      missing.emplace_back(expected_bits(view.candidates(), score, signal(column.signal)),
                           column.name);
  std::ranges::stable_sort(missing, std::greater(), &std::pair<double, const char*>::first);
  for (const auto& [bits, name] : missing) diagnosis.missing.emplace_back(name);
  if (!missing.empty()) diagnosis.missing_bits = missing.front().first;
}

bool in_cloud(const CaseView& view) {
  return view.place.seen == Seen::place_cloud || view.place.seen == Seen::place_hoster ||
         view.place.seen == Seen::place_vendor;
}

// The cause that is most likely apart from a declaration that excludes it, and its odds against the
// declared causes. A list of installed products contradicts products only, as people and attackers
// are on no list.
struct Rival {
  std::uint16_t hypothesis = 0;
  double odds = 0;
};

Rival rival_of(const CaseView& view, const Score& score, std::size_t observation,
               const Observation& seen) {
  constexpr double kPlausible = .3;               // probability without the declaration
  std::vector<int> said(hypotheses().size(), 0);  // 1: for it, -1: against it
  for (const Refinement& fact : seen.facts) said[fact.hypothesis] = refined(fact) >= 1 ? 1 : -1;
  // A list does not count against the declared owner.
  if (!view.account.owner.empty() && seen.signal->name == "declared")
    said[hypothesis_of(view.account.owner)] = 1;
  const std::vector<std::uint16_t>& members = view.candidates().members;
  std::vector<Decibans10> without(score.sum);
  Decibans10 best = -100'000;  // of the declared causes
  for (std::size_t m = 0; m < without.size(); ++m) {
    without[m] -= score.lines[observation][m];
    if (said[members[m]] > 0) best = std::max(best, without[m] - score.prior[m]);
  }
  const std::vector<double> probability = softmax(without);
  Rival rival;
  for (std::size_t m = 0; m < without.size(); ++m) {
    const double odds = std::pow(10, (without[m] - score.prior[m] - best) / 100.0);
    if (said[members[m]] < 0 && probability[m] >= kPlausible && odds > rival.odds)
      rival = {members[m], odds};
  }
  return rival;
}

void add_conflicts(const CaseView& view, const std::vector<Observation>& seen, const Score& score,
                   Diagnosis& diagnosis) {
  for (std::size_t o = 0; o < seen.size(); ++o) {
    if (!seen[o].declared) continue;
    const Rival rival = rival_of(view, score, o, seen[o]);
    if (rival.odds < kConflictOdds) continue;
    const double odds = std::min(rival.odds, 1e6),
                 digit = std::pow(10, std::floor(std::log10(odds)));
    diagnosis.conflicts.push_back(
        {seen[o].words,
         fmt::format("what the export shows is about {:.0f} times more likely with {}",
                     std::round(odds / digit) * digit, hypotheses()[rival.hypothesis].name),
         rival.odds, view.rows});
  }
  std::ranges::stable_sort(diagnosis.conflicts, std::greater(), &Conflict::odds);
}

// The site file declares an owner that is not among its own installed products.
void add_own_contradiction(const CaseView& view, Diagnosis& diagnosis) {
  const std::string& owner = view.account.owner;
  const Site& site = view.scene.site;
  if (owner.empty() || view.is_campaign() || site.installed.empty() ||
      find_integration(owner) == nullptr)
    return;
  if (std::ranges::find(site.installed, owner) != site.installed.end()) return;
  diagnosis.conflicts.push_back({fmt::format("the site file says that the account belongs to {}",
                                             find_integration(owner)->name),
                                 "its list of installed products does not include it",
                                 1,
                                 {}});
}

void add_office_contradiction(const CaseView& view, Diagnosis& diagnosis) {
  if (!view.place.is_published_office) return;
  diagnosis.conflicts.push_back(
      {"the site file says that " + Text::name(NameKind::address, view.place.address) +
           " is your office's",
       fmt::format("the range is published by {}", view.place.network->name),
       1,
       {}});
}

void add_caveats(const CaseView& view, Diagnosis& diagnosis) {
  if (!view.account.note.empty()) diagnosis.caveats.push_back(view.account.note);
  if (view.one.kind == CaseKind::contested)
    diagnosis.caveats.emplace_back(
        "each lockout needs two or more different callers; these are the causes of the first, and "
        "the others need their own fix");
  if (view.is_campaign() && view.one.first_success) {
    const Event& event = view.scene.events.rows[*view.one.first_success];
    const bool attack = diagnosis.has_fix() && is_attack(diagnosis.causes.front().category);
    diagnosis.caveats.push_back(
        "one of these callers got in: " +
        Text::quoted(NameKind::user, view.scene.events.users.text(event.user)) + " on " +
        to_rfc3339(event.time) +
        (attack ? "; reset this password and end its sessions first" : ""));
  }
  if (!view.shows_cause)
    diagnosis.caveats.emplace_back(
        "the export shows only attempts refused because of the lock: these callers may not be the "
        "ones that locked the account");
  if (view.turn.is_crowd())
    diagnosis.caveats.push_back(
        std::to_string(view.turn.vendors.size()) +
        " integration vendors fell silent or began to fail at once (" +
        Text::quoted(NameKind::program, view.text(view.turn.vendors.front().vendor)) +
        " and others): this points to the API quota (10,000 calls per hour for all together) or an "
        "outage, not to one credential, so it counts against none of them");
}

Diagnosis diagnose(const Scene& scene, std::size_t case_index) {
  const bool declares = !scene.site.accounts.empty() || !scene.site.known_sources.empty() ||
                        !scene.site.roster.empty();
  const CaseView view(scene, case_index);
  const std::vector<Observation> seen = observe(view);
  const Score score = attribution::score(view.candidates(), seen);
  Diagnosis diagnosis;
  diagnosis.case_index = static_cast<std::uint32_t>(case_index);
  diagnosis.account_kind = attribution::to_text(view.account.kind);
  if (declares) add_conflicts(view, seen, score, diagnosis);
  std::vector<RankedCause> causes = ranked_causes(view.candidates(), score, in_cloud(view));
  diagnosis.next_test = next_test(view, causes);
  conclude(std::move(causes), view.one.kind == CaseKind::contested || !view.shows_cause, diagnosis);
  add_own_contradiction(view, diagnosis);
  add_office_contradiction(view, diagnosis);
  add_missing(view, score, diagnosis);
  add_caveats(view, diagnosis);
  return diagnosis;
}

EvidenceLine line(const Observation& seen, std::uint16_t hypothesis, double given, double overall,
                  Decibans10 db10) {
  EvidenceLine made{.signal = seen.signal->name,
                    .db10 = db10,
                    .words = seen.words,
                    .from = {{"P(seen | cause)", given}, {"P(seen)", overall}},
                    .events = seen.events,
                    .activity = seen.activity,
                    .declared = seen.declared};
  const auto fact = std::ranges::find(seen.facts, hypothesis, &Refinement::hypothesis);
  if (fact != seen.facts.end()) {
    made.fact = fact->words;
    made.from.insert(made.from.end(), {{"P(seen | fact)", fact->given_fact},
                                       {"P(seen | base)", fact->given_base},
                                       {"confidence", fact->confidence}});
  }
  if (seen.signal->weight < 1) made.from.push_back({"weight", seen.signal->weight});
  return made;
}

}  // namespace

std::vector<Diagnosis> attribute(const AttributeInput& input) {
  const Scene scene(input);
  std::vector<Diagnosis> diagnoses(input.correlation.cases.size());
  parallel_for(diagnoses.size(), input.threads, kCasesWorthThread,
               [&](std::size_t from, std::size_t to, unsigned) {
                 for (std::size_t i = from; i < to; ++i) diagnoses[i] = diagnose(scene, i);
               });
  return diagnoses;
}

std::string_view Diagnosis::verdict() const {
  const bool named = status == Status::diagnosed || status == Status::likely;
  return named ? id_of(causes.front()) : std::string_view();
}

bool Diagnosis::has_fix() const {
  return !verdict().empty() ||
         (status == Status::tied && std::ranges::all_of(causes, [](const RankedCause& cause) {
            return cause.rank > 1 || cause.category == CauseCategory::attack;
          }));
}

std::string_view id_of(const RankedCause& cause) { return hypotheses()[cause.hypothesis].id; }
std::string_view name_of(const RankedCause& cause) { return hypotheses()[cause.hypothesis].name; }

Explainer::Explainer(const AttributeInput& input) : scene_(std::make_unique<const Scene>(input)) {}
Explainer::~Explainer() = default;

std::vector<Cause> Explainer::explain(const Diagnosis& diagnosis, std::size_t most) const {
  const CaseView view(*scene_, diagnosis.case_index);
  const std::vector<Observation> seen = observe(view);
  const Score score = attribution::score(view.candidates(), seen);
  const AttackFacts facts{
      .may_have_entered = view.one.first_success || !scene_->correlation.coverage.successes,
      .from_office = view.place.seen == Seen::place_office};
  const auto& members = view.candidates().members;
  std::vector<Cause> causes;
  for (const RankedCause& ranked : diagnosis.causes) {
    if (causes.size() == most) break;
    const auto m =
        static_cast<std::size_t>(std::ranges::find(members, ranked.hypothesis) - members.begin());
    Cause& made = causes.emplace_back(Cause{.id = std::string(id_of(ranked)),
                                            .name = std::string(name_of(ranked)),
                                            .category = ranked.category,
                                            .rank = ranked.rank,
                                            .probability = ranked.probability,
                                            .score_db10 = ranked.score_db10,
                                            .evidence = {},
                                            .fix = fix_of(ranked, &facts)});
    EvidenceLine& prior = made.evidence.emplace_back();
    prior.signal = "prior";
    prior.db10 = score.prior[m];
    prior.words = "how common this cause is before any evidence";
    prior.from = {{"P(seen | cause)", view.candidates().prior[m]},
                  {"P(seen)", 1.0 / static_cast<double>(members.size())}};
    for (std::size_t o = 0; o < seen.size(); ++o) {
      if (score.lines[o][m] == 0) continue;
      made.evidence.push_back(line(seen[o], ranked.hypothesis, score.likelihoods[o].given[m],
                                   score.likelihoods[o].overall, score.lines[o][m]));
      made.evidence.back().place = static_cast<std::uint32_t>(o + 1);
    }
  }
  return causes;
}

std::vector<SignalInfo> explain_signals() {
  std::vector<SignalInfo> all;
  for (const Signal& one : signals()) {
    SignalInfo info{one.name, one.looks_at, one.separates, one.reason, {}};
    for (auto seen = static_cast<std::size_t>(one.from); seen < static_cast<std::size_t>(one.to);
         ++seen) {
      const attribution::Row& what = row(static_cast<Seen>(seen));
      SignalInfo::Outcome outcome{what.words, {}};
      for (std::size_t b = 0; b < kBehaviours; ++b)
        outcome.given.emplace_back(to_text(static_cast<Behaviour>(b)), what.given[b]);
      info.outcomes.push_back(std::move(outcome));
    }
    all.push_back(std::move(info));
  }
  return all;
}

std::string_view to_text(CauseCategory category) {
  constexpr std::string_view names[] = {"cloud_integration",
                                        "office_integration",
                                        "desktop_integration",
                                        "password_manager",
                                        "custom",
                                        "unlisted",
                                        "person",
                                        "attack",
                                        "device",
                                        "service",
                                        "automation",
                                        "setup",
                                        "several"};
  return names[static_cast<std::size_t>(category)];
}

std::string_view to_text(Status status) {
  constexpr std::string_view names[] = {"diagnosed", "likely", "tied", "insufficient_evidence"};
  return names[static_cast<std::size_t>(status)];
}

std::string_view words_of(double probability) {
  if (probability >= .99) return "almost certain";
  if (probability >= .95) return "very likely";
  if (probability >= .80) return "likely";
  if (probability >= .60) return "probably";
  return "possibly";
}

}  // namespace whylocked
