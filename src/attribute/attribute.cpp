#include "whylocked/attribute_old.hpp"

#include <algorithm>

#include "attribute/put_away.hpp"
#include "attribute/ranking.hpp"
#include "base/parallel.hpp"

namespace whylocked::old {

namespace {

// Origins looked at in one lockout, by falling share; a distributed attack has hundreds alike.
constexpr std::size_t kOriginsScored = 16;
constexpr double kRealPart = 0.2;  // of a lockout; less may be a slip beside the real cause
constexpr std::size_t kLockoutsWorthThread = 128;

// The causes of one lockout: what it shares with others, and its own words and rows.
class Evidence : public CauseSource {
 public:
  Evidence(std::shared_ptr<const Ranking> ranking, PutAway findings)
      : ranking_(std::move(ranking)), findings_(std::move(findings)) {}

  std::size_t size() const override { return ranking_->listed; }
  const void* likeness() const override { return ranking_.get(); }

  CauseInBrief brief(std::size_t index) const override {
    const RankedCause& ranked = ranking_->causes[index];
    const Hypothesis& rival = rivals()[ranked.rival];
    const ScoredOrigin& origin = ranking_->origins[ranked.origin]->scored;
    return {ranked.rank,
            rival.id,
            rival.name,
            cause_kind(rival),
            kind_of_cause(rival, origin.in_cloud),
            ranked.probability,
            origin.score[ranked.rival]};
  }

  Cause cause(std::size_t index) const override {
    const CauseInBrief known = brief(index);
    const RankedCause& ranked = ranking_->causes[index];
    Cause cause;
    cause.rank = known.rank;
    cause.id = known.id;
    cause.name = known.name;
    cause.kind = known.kind;
    cause.group = known.group;
    cause.probability = known.probability;
    cause.score_db10 = known.score_db10;
    cause.evidence = lines(ranked);
    cause.fix = fix_of(ranked.rival);
    return cause;
  }

 private:
  std::vector<EvidenceLine> lines(const RankedCause& ranked) const {
    std::vector<EvidenceLine> lines;
    lines.push_back({"prior",
                     rivals()[ranked.rival].prior,
                     "how often it is the cause before any evidence",
                     {}});
    const OriginScore& score = *ranking_->origins[ranked.origin];
    for (std::size_t f = 0; f < score.signals.size(); ++f)
      if (const Decibans10 db10 = score.db10[f][ranked.rival]; db10 != 0)
        lines.push_back({score.signals[f], db10,
                         findings_.words(ranked.origin, f, ranked.rival, *score.judged[f]),
                         findings_.events(ranked.origin, f), findings_.activity(ranked.origin, f)});
    return lines;
  }

  std::shared_ptr<const Ranking> ranking_;
  PutAway findings_;  // origins as in the ranking
};

std::vector<std::string> missing_columns(const Coverage& sight) {
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

// Lockouts of one account after the other.
class Diagnoser {
 public:
  Diagnoser(const Scene& scene, const AccountBook& accounts, const std::vector<bool>& browser_users)
      : scene_(scene), accounts_(accounts), browser_users_(browser_users) {
    scene_.memory = std::make_shared<Memory>();
    missing_ = missing_columns(scene.correlation.coverage);
  }

  Diagnosis diagnose(std::size_t index) {
    const Incident& incident = scene_.correlation.incidents[index];
    meet(incident.user);
    Diagnosis diagnosis;
    diagnosis.incident = index;
    diagnosis.account_kind = to_text(account_.kind);
    diagnosis.missing = missing_;
    diagnosis.caveats = caveats_of(scene_, incident, account_);
    PutAway findings = score_origins(incident);
    if (origins_.empty()) return diagnosis;
    const auto ranking = rankings_.rank(origins_);
    diagnosis.status = ranking->status;
    if (ranking->status == Status::diagnosed)
      diagnosis.verdict = rivals()[ranking->causes.front().rival].id;
    else
      diagnosis.next_test = SharedTest(rankings_.next_test(
          ranking, account_.kind, scene_, scene_.activity.turn_of(incident).observed));
    diagnosis.kinds = ranking->kinds;
    diagnosis.causes = Causes(std::make_shared<const Evidence>(ranking, std::move(findings)));
    return diagnosis;
  }

 private:
  void meet(TextId user) {
    if (user_ == user) return;
    user_ = user;
    account_ = accounts_.describe(scene_.events.users.text(user), browser_users_[user]);
    scene_.memory->origins.clear();
  }

  // Fills origins_, with weights that sum to 1.
  PutAway score_origins(const Incident& incident) {
    PutAway findings;
    origins_.clear();
    double sum = 0;
    for (const Contribution& blame : incident.contributions) {
      if (origins_.size() == kOriginsScored) break;
      if (blame.share <= 0 && !origins_.empty()) continue;
      const Situation one = make_case(scene_, incident, blame, account_);
      origins_.emplace_back(scores_.score(one, seen_), blame.share);
      findings.add(seen_);
      sum += blame.share;
    }
    findings.shrink();
    for (auto& [score, weight] : origins_)
      weight = sum > 0 ? weight / sum : 1.0 / static_cast<double>(origins_.size());
    return findings;
  }

  Scene scene_;
  const AccountBook& accounts_;
  const std::vector<bool>& browser_users_;
  SharedTexts missing_;
  OriginScores scores_;
  Rankings rankings_;
  Rankings::Origins origins_;
  std::vector<Finding> seen_;  // of the origin at hand
  std::optional<TextId> user_;
  Account account_;
};

// Places of incidents, those of an account one after the other.
std::vector<std::uint32_t> by_account(const Events& events, const Correlation& correlation) {
  std::vector<std::uint32_t> starts(events.users.size() + 1, 0);
  for (const Incident& incident : correlation.incidents) ++starts[incident.user + 1];
  for (std::size_t user = 1; user < starts.size(); ++user) starts[user] += starts[user - 1];
  std::vector<std::uint32_t> order(correlation.incidents.size());
  for (std::uint32_t i = 0; i < order.size(); ++i)
    order[starts[correlation.incidents[i].user]++] = i;
  return order;
}

}  // namespace

std::vector<Diagnosis> attribute(const Events& events, const Correlation& correlation,
                                 const Site& site, const NetworkBook& networks, unsigned threads) {
  return attribute(events, correlation, site, Tuning{}, networks, threads);
}

std::vector<Diagnosis> attribute(const Events& events, const Correlation& correlation,
                                 const Site& site, const Tuning& tuning,
                                 const NetworkBook& networks, unsigned threads) {
  if (correlation.incidents.empty()) return {};
  const ActivityBook activity(events, correlation);
  const AttemptIndex callers(events, correlation, threads);
  Scene scene{events, correlation, site, networks, tuning, activity, false, {}, &callers};
  scene.lockouts_of_origin.assign(correlation.callers.size(), 0);
  for (const Incident& incident : correlation.incidents) {
    scene.shows_locked_attempts |= !incident.after_lock.empty();
    for (const Contribution& blame : incident.contributions)
      scene.lockouts_of_origin[blame.caller] += blame.share >= kRealPart;
  }
  const std::vector<bool> browser = browser_users(events, threads);
  const AccountBook accounts(site);
  const std::vector<std::uint32_t> order = by_account(events, correlation);
  std::vector<Diagnosis> diagnoses(order.size());
  std::vector<std::unique_ptr<Diagnoser>> workers(thread_count(threads));
  parallel_for(order.size(), threads, kLockoutsWorthThread,
               [&](std::size_t from, std::size_t to, unsigned thread) {
                 auto& worker = workers[thread];
                 if (!worker) worker = std::make_unique<Diagnoser>(scene, accounts, browser);
                 for (std::size_t i = from; i < to; ++i)
                   diagnoses[order[i]] = worker->diagnose(order[i]);
               });
  return diagnoses;
}

std::string_view to_text(CauseKind kind) {
  constexpr std::string_view names[] = {"integration", "unlisted", "person", "attack"};
  return names[static_cast<std::size_t>(kind)];
}

std::string_view to_text(CauseCategory kind) {
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

}  // namespace whylocked::old
