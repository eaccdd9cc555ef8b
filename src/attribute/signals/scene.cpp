#include "attribute/signals/scene.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "whylocked/normalize.hpp"
#include "whylocked/read.hpp"

namespace whylocked::attribution {

namespace {

// The middle of a month such as "2026-06" or of a day's month.
std::optional<Micros> middle_of(std::string_view date) {
  int year = 0;
  unsigned month = 0;
  if (std::sscanf(std::string(date).c_str(), "%4d-%2u", &year, &month) != 2) return std::nullopt;
  const auto day = std::chrono::year(year) / std::chrono::month(month) / 15;
  return day.ok() ? std::optional(std::chrono::sys_days(day).time_since_epoch().count() * kDay)
                  : std::nullopt;
}

// The chance that a row of a dated table was so at `time`. For a year on either side it counts in
// full: operators add ranges every month, but seldom give one back. Beyond, half is lost every two
// years (a judgement).
double valid_at(std::string_view date, Micros time) {
  constexpr double kFullDays = 366, kHalfLifeDays = 730;
  const auto taken = middle_of(date);
  if (!taken) return 1;
  const double days =
      std::abs(static_cast<double>(time - *taken)) / static_cast<double>(kDay) - kFullDays;
  return days <= 0 ? 1 : std::exp2(-days / kHalfLifeDays);
}

constexpr Seen kSeenAt[] = {Seen::place_access, Seen::place_cloud,   Seen::place_hoster,
                            Seen::place_vendor, Seen::place_gateway, Seen::place_cloud};

bool in_office(const Site& site, const Address& address) {
  return address.is_private() || std::ranges::any_of(site.office, [&](const Prefix& prefix) {
           return prefix.contains(address);
         });
}

CallerPlace place_of(const Scene& scene, const Caller& caller, Micros time) {
  CallerPlace place;
  if (caller.addresses.empty()) return place;
  const Address& first = scene.events.addresses.at(caller.addresses.front());
  place.address = to_text(first);
  place.is_private = first.is_private();
  if (std::ranges::all_of(caller.addresses, [&](TextId id) {
        return in_office(scene.site, scene.events.addresses.at(id));
      })) {
    place.seen = Seen::place_office;
    return place;
  }
  place.seen = Seen::place_access;
  if (caller.network == 0) return place;
  place.network = &scene.networks.at(caller.network);
  place.seen = kSeenAt[static_cast<std::size_t>(place.network->kind)];
  if (place.network->kind != OperatorKind::none)
    place.valid = valid_at(network_date(place.network->operator_id), time);
  return place;
}

constexpr std::size_t kMaxNames = 20'000;  // more users than that are not a provider's

// Products that name themselves in the export, as an account or in the vendor column.
void update_by_names(const Events& events, const NamedAccounts& accounts, ListBelief& list) {
  std::vector<bool> named(hypotheses().size(), false);
  for (const std::uint16_t h : accounts.products()) named[h] = true;
  for (std::size_t id = 1; id < std::min(events.programs.size(), kMaxNames); ++id) {
    const TextId vendor = events.programs.at(static_cast<TextId>(id)).vendor;
    if (vendor == kNone) continue;
    const auto matches = match_name(events.texts.text(vendor));
    if (matches.size() == 1) named[hypothesis_of(*matches.front().integration)] = true;
  }
  for (std::size_t h = 0; h < named.size(); ++h)
    if (named[h]) ++(list.listed[h] ? list.seen_listed : list.seen_other);
}

// A list of more than two products holds the cause in about 85 of 100 cases, one of two in 75, one
// of a single product in 65: providers have 2 to 10 integrations.
ListBelief believe(const Site& site, const Events& events, const NamedAccounts& accounts) {
  ListBelief list;
  list.listed.resize(hypotheses().size(), false);
  if (site.installed.empty()) return list;
  list.any = true;
  for (const std::string& id : site.installed) list.listed[hypothesis_of(id)] = true;
  const auto all = hypotheses();
  for (std::size_t h = 0; h < all.size(); ++h) {
    if (!all[h].is_integration()) continue;
    list.products += all[h].prior;
    if (!list.listed[h]) continue;
    list.listed_prior += all[h].prior;
    ++list.count;
  }
  list.listed_prior /= list.products;
  update_by_names(events, accounts, list);
  constexpr double kWeight = 10;  // of that belief, in products that name themselves
  const double whole = list.count == 1 ? .65 : list.count == 2 ? .75 : .85;
  list.completeness =
      (kWeight * whole + list.seen_listed) / (kWeight + list.seen_listed + list.seen_other);
  return list;
}

// The log names an integration of the catalog, or the site declares the account as one's: then the
// catalog is among the candidates wherever the log is from.
bool named_product(const CaseView& view) {
  if (!view.account.owner.empty() && find_integration(view.account.owner) != nullptr) return true;
  if (view.lead == nullptr) return false;
  for (const TextId id : {view.lead->vendor, view.lead->application}) {
    if (id == kNone) continue;
    const std::string_view text = view.text(id);
    if (text.find("utotask") != text.npos || !match_name(text).empty()) return true;
  }
  return false;
}

// The remains of a lockout whose failures are not in the export: the row that proves it, and what
// was refused because of it.
std::vector<std::uint32_t> rows_of_answer(const Incident& incident) {
  std::vector<std::uint32_t> rows = incident.after_lock;
  rows.push_back(*incident.proof);
  sort_unique(rows);
  rows.resize(std::min(rows.size(), kRowsShown));
  return rows;
}

// A caller refused because of the lock need not be the one that caused it.
bool shows_cause(const Correlation& correlation, const Case& one) {
  return one.incidents.empty() || std::ranges::any_of(one.incidents, [&](std::uint32_t index) {
           const Incident& incident = correlation.incidents[index];
           return incident.lock_event || !incident.counted.empty();
         });
}

}  // namespace

FailuresByAddress::FailuresByAddress(const Events& events, const Correlation& correlation)
    : list_of_(events.addresses.size()) {
  for (const Case& one : correlation.cases) {
    if (one.callers.empty()) continue;
    for (const TextId address : correlation.callers[one.callers.front()].addresses)
      if (list_of_[address] == 0) {
        list_of_[address] = static_cast<std::uint32_t>(lists_.size());
        lists_.emplace_back();
      }
  }
}

NamedAccounts::NamedAccounts(const Events& events)
    : of_user_(events.users.size(), kNobody),
      of_address_(events.addresses.size(), kNobody),
      shared_(events.addresses.size()) {
  for (TextId id = 1; id < std::min(events.users.size(), kMaxNames); ++id) {
    const auto matches = names_inside(local_part(events.users.text(id)));
    if (matches.size() != 1 || matches.front().strength == NameStrength::vendor) continue;
    of_user_[id] = hypothesis_of(*matches.front().integration);
    products_.push_back(of_user_[id]);
  }
  sort_unique(products_);
}

void NamedAccounts::add(const Event& success) {
  const std::uint16_t h = of_user_[success.user];
  if (h == kNobody || success.address == kNone) return;
  std::uint16_t& product = of_address_[success.address];
  if (product != kNobody && product != h) shared_[success.address] = true;
  product = h;
}

Successes::Successes(const Events& events, const Site& site)
    : events_(events),
      first_(events.users.size(), INT64_MAX),
      from_office_(events.users.size()),
      from_browser_(events.users.size()),
      office_(events.addresses.size()),
      browsers_(events.texts.size()) {
  for (TextId id = 1; id < office_.size(); ++id)
    office_[id] = in_office(site, events.addresses.at(id));
}

void Successes::add(const Event& success) {
  first_[success.user] = std::min(first_[success.user], success.time);
  if (office_[success.address]) from_office_[success.user] = true;
  if (success.program == kNone) return;
  const TextId client = events_.programs.at(success.program).client;
  std::optional<bool>& browser = browsers_[client];
  if (!browser) browser = is_browser(events_.texts.text(client));
  if (*browser) from_browser_[success.user] = true;
}

std::optional<Micros> Successes::last(const Caller& caller) const {
  return caller.client_success && !*browsers_[caller.client] ? caller.client_success : std::nullopt;
}

Scene::Scene(const AttributeInput& input)
    : events(input.events),
      correlation(input.correlation),
      site(input.site),
      networks(input.networks),
      system_of_file(input.system_of_file),
      accounts(input.site),
      failures(input.events, input.correlation),
      activity(input.events),
      named(input.events),
      entered(input.events, input.site),
      list(believe(input.site, input.events, named)),
      shows_locked_attempts(std::ranges::any_of(
          correlation.incidents,
          [](const Incident& incident) { return !incident.after_lock.empty(); })) {
  for (const Event& event : events.rows) {
    if (event.kind == EventKind::login_failed) failures.add(event);
    if (event.kind != EventKind::login_succeeded) continue;
    failures.recover(event);
    named.add(event);
    entered.add(event);
  }
}

LogSystem Scene::system_of(std::uint32_t event) const {
  const std::size_t file = events.rows[event].file;
  return file < system_of_file.size() ? system_of_file[file] : LogSystem::autotask;
}

CaseView::CaseView(const Scene& whole, std::size_t case_index)
    : scene(whole),
      one(whole.correlation.cases[case_index]),
      shows_cause(attribution::shows_cause(whole.correlation, one)) {
  const Correlation& correlation = scene.correlation;
  if (!one.callers.empty() && shows_cause) lead = &correlation.callers[one.callers.front()];
  if (!one.incidents.empty()) {
    first = &correlation.incidents[one.incidents.front()];
    turn = scene.activity.turn_at(*first);
  }
  user = lead != nullptr ? lead->user : !one.users.empty() ? one.users.front() : kNone;
  account =
      scene.accounts.describe(scene.events.users.text(user), scene.entered.from_browser(user));
  if (lead != nullptr) {
    place = place_of(scene, *lead, one.first);
    // An address that gives a new computer's name each time is one caller.
    const bool is_renamed = is_campaign() && one.addresses == 1 && one.users.size() == 1;
    for (const std::uint32_t caller : one.callers) {
      for (const std::uint32_t event : correlation.callers[caller].attempts) {
        if (failures.size() == kMaxLooked) break;
        if (scene.events.rows[event].kind == EventKind::login_failed) failures.push_back(event);
      }
      if (!is_renamed) break;
    }
    std::ranges::sort(failures);
  }
  for (const std::uint32_t incident : one.incidents)
    for (const std::uint32_t event : correlation.incidents[incident].counted)
      if (rows.size() < kRowsShown &&
          (lead == nullptr || std::ranges::binary_search(lead->attempts, event)))
        rows.push_back(event);
  for (const std::uint32_t event : failures)
    if (rows.size() < kRowsShown && first == nullptr) rows.push_back(event);
  for (const std::uint32_t index : one.incidents) {
    if (!rows.empty()) break;
    const Incident& incident = correlation.incidents[index];
    if (incident.lock_event) rows.push_back(*incident.lock_event);
    if (incident.proof) rows = rows_of_answer(incident);
  }
  if (!rows.empty()) system = scene.system_of(rows.front());
  // Notices by mail are Autotask's own, unless they name another system.
  autotask =
      system == LogSystem::autotask || system == LogSystem::mail_notice || named_product(*this);
}

bool CaseView::is_among_others() const {
  constexpr std::uint32_t kSharedBy = 3;  // accounts that get in
  return is_campaign() && lead != nullptr && lead->users_succeeded >= kSharedBy &&
         (lead->client == kNone || is_browser(text(lead->client)));
}

bool CaseView::has_clock() const {
  return std::ranges::none_of(failures, [&](std::uint32_t event) {
    return scene.events.rows[event].precision == Precision::day;
  });
}

std::vector<std::uint16_t> meant_by(std::string_view text) {
  std::vector<std::uint16_t> meant;
  for (const NameMatch& match : match_name(text))
    meant.push_back(hypothesis_of(*match.integration));
  if (meant.empty()) meant.push_back(hypothesis_of("unlisted-integration"));
  sort_unique(meant);
  return meant;
}

Observation seen(const CaseView& view, Seen what, Text words) {
  return {.signal = &signal_of(what),
          .given = row(what).given,
          .words = words.empty() ? Text(row(what).words) : std::move(words),
          .events = view.rows};
}

Observation seen_apart(const CaseView& view, std::string_view name, Text words) {
  Observation made{.signal = &signal(name), .words = std::move(words), .events = view.rows};
  made.given.fill(1);
  return made;
}

Observations observe(const CaseView& view) {
  constexpr Observations (*kAll[])(const CaseView&) = {
      observe_account_link, observe_account_kind, observe_declared,    observe_place,
      observe_client,       observe_logon_type,   observe_schedule,    observe_hours,
      observe_clock,        observe_pace,         observe_persistence, observe_history,
      observe_onset,        observe_days,         observe_recurrence,  observe_spread,
      observe_crowd,        observe_callers,      observe_addresses,   observe_api_activity};
  Observations all;
  for (const auto& one : kAll) std::ranges::move(one(view), std::back_inserter(all));
  return all;
}

std::string duration_in_words(double seconds) {
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  if (seconds < 2 * 3600) return fmt::format("{:.0f} min", seconds / 60);
  if (seconds < 2 * 86400) return fmt::format("{:.3g} h", seconds / 3600);
  return fmt::format("{:.3g} days", seconds / 86400);
}

}  // namespace whylocked::attribution
