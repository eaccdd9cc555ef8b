#include "whylocked/attribute.hpp"

#include <algorithm>

#include "attribute/fix.hpp"
#include "attribute/score.hpp"

namespace whylocked {

namespace {

constexpr double kLeastProbability = 0.001;  // of a cause that is listed
// Origins looked at in one lockout, by falling share; a distributed attack has hundreds alike.
constexpr std::size_t kOriginsScored = 16;
constexpr double kRealPart = 0.2;  // of a lockout; less may be a slip beside the real cause

std::vector<ScoredOrigin> score_origins(const Scene& scene, const Incident& incident,
                                        const Account& account) {
  std::vector<ScoredOrigin> scored;
  double sum = 0;
  for (const Blame& blame : incident.origins) {
    if (scored.size() == kOriginsScored) break;
    if (blame.share <= 0 && !scored.empty()) continue;
    scored.push_back(score_origin(make_case(scene, incident, blame, account), blame.share));
    sum += blame.share;
  }
  for (ScoredOrigin& origin : scored)
    origin.weight = sum > 0 ? origin.weight / sum : 1.0 / static_cast<double>(scored.size());
  return scored;
}

Cause describe(const RankedCause& ranked, const std::vector<ScoredOrigin>& origins) {
  const Rival& rival = rivals()[ranked.rival];
  const ScoredOrigin& origin = origins[ranked.origin];
  Cause cause;
  cause.rank = ranked.rank;
  cause.id = rival.id;
  cause.name = rival.name;
  cause.kind = cause_kind(rival);
  cause.group = kind_of_cause(rival, origin.in_cloud);
  cause.probability = ranked.probability;
  cause.score_db10 = origin.score[ranked.rival];
  cause.evidence.push_back(
      {"prior", rival.prior, "how often it is the cause before any evidence", {}});
  for (const Finding& finding : origin.findings)
    if (finding.db10[ranked.rival] != 0)
      cause.evidence.push_back({finding.signal, finding.db10[ranked.rival],
                                finding.words(ranked.rival), finding.events, finding.activity});
  cause.fix = fix_for(rival);
  return cause;
}

std::vector<std::pair<KindOfCause, double>> sum_kinds(const std::vector<RankedCause>& ranked,
                                                      const std::vector<ScoredOrigin>& origins) {
  std::vector<std::pair<KindOfCause, double>> kinds;
  for (int kind = 0; kind <= static_cast<int>(KindOfCause::attack); ++kind)
    kinds.emplace_back(static_cast<KindOfCause>(kind), 0.0);
  for (const RankedCause& cause : ranked)
    kinds[static_cast<std::size_t>(
              kind_of_cause(rivals()[cause.rival], origins[cause.origin].in_cloud))]
        .second += cause.probability;
  std::stable_sort(kinds.begin(), kinds.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return kinds;
}

std::vector<std::string> missing_columns(const Sight& sight) {
  const std::pair<bool, const char*> columns[] = {
      {sight.addresses, "address"},
      {sight.vendors, "integration vendor"},
      {sight.clients, "user agent or application"},
      {sight.successes, "successful logins"},
      {sight.changes, "password and username changes"},
      {sight.locks, "lockout rows"},
  };
  std::vector<std::string> missing;
  for (const auto& [seen, name] : columns)
    if (!seen) missing.emplace_back(name);
  return missing;
}

std::vector<std::string> caveats_of(const Scene& scene, const Incident& incident,
                                    const Account& account) {
  std::vector<std::string> caveats;
  if (!account.note.empty()) caveats.push_back(account.note);
  if (auto crowd = activity_caveat(scene, incident); !crowd.empty())
    caveats.push_back(std::move(crowd));
  return caveats;
}

Diagnosis diagnose_incident(const Scene& scene, std::size_t index, const Account& account) {
  const Incident& incident = scene.correlation.incidents[index];
  Diagnosis diagnosis;
  diagnosis.incident = index;
  diagnosis.account_kind = to_text(account.kind);
  diagnosis.missing = missing_columns(scene.correlation.sight);
  diagnosis.caveats = caveats_of(scene, incident, account);
  const std::vector<ScoredOrigin> origins = score_origins(scene, incident, account);
  if (origins.empty()) return diagnosis;
  const std::vector<RankedCause> ranked = rank_causes(origins);
  diagnosis.status = judge(ranked, origins);
  if (diagnosis.status == Status::diagnosed) diagnosis.verdict = rivals()[ranked.front().rival].id;
  diagnosis.kinds = sum_kinds(ranked, origins);
  for (const RankedCause& cause : ranked) {
    if (cause.probability < kLeastProbability) break;
    diagnosis.causes.push_back(describe(cause, origins));
  }
  if (diagnosis.status != Status::diagnosed)
    diagnosis.next_test = next_test(ranked, account, scene, incident);
  return diagnosis;
}

}  // namespace

std::vector<Diagnosis> attribute(const Events& events, const Correlation& correlation,
                                 const Site& site, const NetworkBook& networks) {
  return attribute(events, correlation, site, Tuning{}, networks);
}

std::vector<Diagnosis> attribute(const Events& events, const Correlation& correlation,
                                 const Site& site, const Tuning& tuning,
                                 const NetworkBook& networks) {
  const ActivityBook activity(events, correlation);
  Scene scene{events, correlation, site, networks, tuning, activity, false, {}};
  scene.lockouts_of_origin.assign(correlation.origins.size(), 0);
  for (const Incident& incident : correlation.incidents) {
    scene.shows_locked_attempts |= !incident.after_lock.empty();
    for (const Blame& blame : incident.origins)
      scene.lockouts_of_origin[blame.origin] += blame.share >= kRealPart;
  }
  const std::vector<bool> browser = browser_users(events);
  std::vector<Diagnosis> diagnoses;
  for (std::size_t i = 0; i < correlation.incidents.size(); ++i) {
    const TextId user = correlation.incidents[i].user;
    diagnoses.push_back(diagnose_incident(
        scene, i, describe_account(events.users.text(user), site, browser[user])));
  }
  return diagnoses;
}

std::string_view to_text(CauseKind kind) {
  constexpr std::string_view names[] = {"integration", "unlisted", "person", "attack"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view to_text(KindOfCause kind) {
  constexpr std::string_view names[] = {"cloud_integration",
                                        "office_integration",
                                        "desktop_integration",
                                        "password_manager",
                                        "custom",
                                        "unlisted",
                                        "person",
                                        "attack"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view to_text(Status status) {
  constexpr std::string_view names[] = {"diagnosed", "tied", "insufficient_evidence"};
  return names[static_cast<std::size_t>(status)];
}

}  // namespace whylocked
