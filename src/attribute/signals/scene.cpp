#include "attribute/signals/scene.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdio>

#include "whylocked/normalize.hpp"

namespace whylocked::attribution {

namespace {

// The middle of the month of a date such as "2026-06" or "2026-06-11".
std::optional<Micros> middle_of(std::string_view date) {
  int year = 0;
  unsigned month = 0;
  if (std::sscanf(std::string(date).c_str(), "%4d-%2u", &year, &month) != 2) return std::nullopt;
  const auto day = std::chrono::year(year) / std::chrono::month(month) / 15;
  return day.ok() ? std::optional(std::chrono::sys_days(day).time_since_epoch().count() * kDay)
                  : std::nullopt;
}

// The probability that an entry of a dated table held at `time`. It stays 1 for a year on either
// side, as operators add ranges every month but rarely return one; beyond that it halves every two
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
  const Network* const network = caller.network == 0 ? nullptr : &scene.networks.at(caller.network);
  const bool office = std::ranges::all_of(caller.addresses, [&](TextId id) {
    return in_office(scene.site, scene.events.addresses.at(id));
  });
  // A range that a vendor publishes is not an office, even if the site file says so.
  place.is_published_office =
      office && network != nullptr && network->kind == OperatorKind::published;
  if (office && !place.is_published_office) {
    place.seen = Seen::place_office;
    return place;
  }
  place.seen = Seen::place_access;
  if (network == nullptr) return place;
  place.network = network;
  place.seen = kSeenAt[static_cast<std::size_t>(place.network->kind)];
  if (place.network->kind != OperatorKind::none) place.valid = valid_at(place.network->date, time);
  return place;
}

constexpr std::size_t kMaxNames = 20'000;  // a larger export is not a provider's

// By hypothesis: products that appear by name in the export, as an account or in the vendor column.
std::vector<bool> products_named(const Scene& scene) {
  std::vector<bool> named(hypotheses().size(), false);
  for (const std::uint16_t h : scene.named) named[h] = true;
  const ProgramBook& programs = scene.events.programs;
  for (std::size_t id = 1; id < std::min(programs.size(), kMaxNames); ++id) {
    const TextId vendor = programs.at(static_cast<TextId>(id)).vendor;
    if (vendor == kNone) continue;
    const auto matches = match_name(scene.events.texts.text(vendor));
    if (matches.size() == 1) named[hypothesis_of(*matches.front().integration)] = true;
  }
  return named;
}

// A list with more than two products includes the cause in about 85 of 100 cases, a list of two in
// 75, of one in 65: providers have 2 to 10 integrations.
ListBelief believe(const Scene& scene) {
  ListBelief list;
  if (scene.site.installed.empty()) return list;
  const auto all = hypotheses();
  list.listed.resize(all.size(), false);
  for (const std::string& id : scene.site.installed) list.listed[hypothesis_of(id)] = true;
  const std::vector<bool> named = products_named(scene);
  unsigned named_listed = 0, named_other = 0;
  for (std::size_t h = 0; h < all.size(); ++h) {
    if (named[h]) ++(list.listed[h] ? named_listed : named_other);
    if (!all[h].is_integration()) continue;
    list.products += all[h].prior;
    if (!list.listed[h] || all[h].product == nullptr) continue;
    list.listed_prior += all[h].prior;
    ++list.count;
  }
  list.listed_prior /= list.products;
  constexpr double kWeight = 10;  // strength of the prior, in named products
  const double whole = list.count <= 1 ? .65 : list.count == 2 ? .75 : .85;
  list.completeness = (kWeight * whole + named_listed) / (kWeight + named_listed + named_other);
  return list;
}

// The product named in a username.
std::uint16_t product_named(std::string_view user) {
  const auto matches = names_inside(local_part(user));
  if (matches.size() != 1 || matches.front().strength == NameStrength::vendor) return kNoProduct;
  return hypothesis_of(*matches.front().integration);
}

// The log or the site file names an integration of the catalog, so the catalog's products are
// candidates even if the log is not Autotask's.
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

// Rows to show for a lockout whose failures are missing from the export: the row that proves it,
// and the attempts refused because of it.
std::vector<std::uint32_t> rows_of_answer(const Incident& incident) {
  std::vector<std::uint32_t> rows = incident.after_lock;
  rows.push_back(*incident.proof);
  sort_unique(rows);
  rows.resize(std::min(rows.size(), kRowsShown));
  return rows;
}

// A caller refused because of the lock may not be the one that caused it.
bool shows_cause(const Correlation& correlation, const Case& one) {
  return one.incidents.empty() || std::ranges::any_of(one.incidents, [&](std::uint32_t index) {
           const Incident& incident = correlation.incidents[index];
           return incident.lock_event || !incident.counted.empty();
         });
}

}  // namespace

Scene::Scene(const AttributeInput& input)
    : events(input.events),
      correlation(input.correlation),
      site(input.site),
      networks(input.networks),
      inputs(input.inputs),
      accounts(input.site),
      activity(input.events),
      surges(input.events, input.correlation),
      of_account(events.users.size()),
      of_address(events.addresses.size()),
      is_browser_client(events.texts.size()),
      shows_locked_attempts(std::ranges::any_of(
          correlation.incidents,
          [](const Incident& incident) { return !incident.after_lock.empty(); })) {
  for (TextId id = 1; id < std::min(of_account.size(), kMaxNames); ++id) {
    of_account[id].product = product_named(events.users.text(id));
    if (of_account[id].product != kNoProduct) named.push_back(of_account[id].product);
  }
  sort_unique(named);
  for (TextId id = 1; id < of_address.size(); ++id)
    of_address[id].is_office = in_office(site, events.addresses.at(id));
  for (const Event& event : events.rows)
    if (event.kind == EventKind::login_succeeded) add_success(event);
  list = believe(*this);
}

void Scene::add_success(const Event& success) {
  AccountFacts& account = of_account[success.user];
  AddressFacts& address = of_address[success.address];
  account.entered = std::min(account.entered, success.time);
  account.from_office |= address.is_office;
  if (account.product != kNoProduct && success.address != kNone)
    address.product = address.product == kNoProduct || address.product == account.product
                          ? account.product
                          : kSeveralProducts;
  if (success.program == kNone) return;
  const TextId client = events.programs.at(success.program).client;
  std::optional<bool>& browser = is_browser_client[client];
  if (!browser) browser = is_browser(events.texts.text(client));
  account.from_browser |= *browser;
}

std::optional<Micros> Scene::last_success(const Caller& caller) const {
  if (caller.client_success == kNever || *is_browser_client[caller.client]) return std::nullopt;
  return caller.client_success;
}

LogSystem Scene::system_of(std::uint32_t event) const {
  const std::size_t file = events.rows[event].file;
  return file < inputs.size() ? inputs[file].system : LogSystem::autotask;
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
      scene.accounts.describe(scene.events.users.text(user), scene.of_account[user].from_browser);
  if (lead != nullptr) {
    place = place_of(scene, *lead, one.first);
    // One address that reports a different computer name each time is still one caller.
    const bool is_renamed = is_campaign() && one.addresses == 1 && one.users.size() == 1;
    for (const std::uint32_t caller : one.callers) {
      for (const std::uint32_t event : correlation.callers[caller].attempts) {
        if (failures.size() == kMaxFailures) break;
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
  // Mail notices come from Autotask unless they name another system.
  autotask =
      system == LogSystem::autotask || system == LogSystem::mail_notice || named_product(*this);
}

bool CaseView::is_among_others() const {
  constexpr std::uint32_t kSharedBy = 3;  // accounts that sign in from there
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
      observe_account_link, observe_account_kind, observe_declared, observe_place,
      observe_client,       observe_logon_type,   observe_schedule, observe_hours,
      observe_clock,        observe_pace,         observe_sittings, observe_persistence,
      observe_history,      observe_onset,        observe_days,     observe_recurrence,
      observe_spread,       observe_crowd,        observe_callers,  observe_addresses,
      observe_api_activity};
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
