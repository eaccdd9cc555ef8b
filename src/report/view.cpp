#include "report/view.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

namespace whylocked::report {

namespace {

std::string shared_zone(const std::vector<InputInfo>& inputs) {
  std::string zone;
  for (const InputInfo& input : inputs) {
    if (input.events == 0 || input.time_zone.empty()) continue;
    if (!zone.empty() && zone != input.time_zone) return "UTC";
    zone = input.time_zone;
  }
  return zone.empty() || zone == "Z" ? "UTC" : zone;
}

Clock make_clock(const std::string& zone, const std::optional<ReportView::Period>& period) {
  const Clock with_year(zone);
  const auto year = [&](Micros time) {
    const std::string day = with_year.day(time);
    return day.substr(day.size() - 4);
  };
  const bool one_year = period && year(period->first) == year(period->last);
  return one_year ? Clock(zone, Clock::Year::left_out) : with_year;
}

// Equal for attempts from the same addresses with the same client.
auto place_of(const Caller& caller) {
  return std::tie(caller.addresses, caller.network, caller.client, caller.application,
                  caller.computer);
}

}  // namespace

ReportView::ReportView(const Report& report)
    : report_(report),
      clock_(make_clock(shared_zone(report.inputs), period())),
      by_case_(report.correlation.cases.size()) {
  for (const Diagnosis& diagnosis : report.cases) {
    by_case_[diagnosis.case_index] = &diagnosis;
    const auto& incidents = case_of(diagnosis).incidents;
    lockouts_.insert(lockouts_.end(), incidents.begin(), incidents.end());
  }
  std::ranges::sort(lockouts_);
}

std::optional<ReportView::Period> ReportView::period() const {
  std::optional<Period> period;
  for (const InputInfo& input : report_.inputs) {
    if (input.events == 0) continue;
    period = period
                 ? Period{std::min(period->first, input.first), std::max(period->last, input.last)}
                 : Period{input.first, input.last};
  }
  return period;
}

std::string_view ReportView::file(std::uint16_t index) const {
  return index < report_.inputs.size() ? std::string_view(report_.inputs[index].file)
                                       : std::string_view();
}

const Incident* ReportView::lead(const Diagnosis& diagnosis) const {
  const Case& one = case_of(diagnosis);
  if (one.incidents.empty()) return nullptr;
  for (const std::uint32_t index : one.incidents) {
    const auto& parts = incident(index).contributions;
    if (!parts.empty() && !one.callers.empty() && parts.front().caller == one.callers.front())
      return &incident(index);
  }
  return &incident(one.incidents.front());
}

std::vector<Cause> ReportView::explain(const Diagnosis& diagnosis, std::size_t most) const {
  const auto place = static_cast<std::size_t>(&diagnosis - report_.cases.data());
  if (place < report_.causes.size()) return report_.causes[place];
  if (!explainer_)
    explainer_ =
        std::make_unique<const Explainer>(AttributeInput{.events = report_.events,
                                                         .correlation = report_.correlation,
                                                         .site = report_.site,
                                                         .networks = report_.networks,
                                                         .inputs = report_.inputs});
  return explainer_->explain(diagnosis, most);
}

const ReportView::AccountSeries& ReportView::series_of(TextId user) const {
  if (!series_.empty()) return series_[user];
  const auto& rows = report_.events.rows;
  const Micros window = report_.correlation.policy.observation_window_s * kSecond;
  series_.resize(report_.events.users.size());
  for (const Incident& incident : report_.correlation.incidents)
    series_[incident.user].last_lock = &incident;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Event& row = rows[i];
    auto& [longest, open, lock] = series_[row.user];
    const auto begins_before = [&, &open = open](Micros time) {
      return open.failures > 0 && rows[open.from].time < time && row.time >= time;
    };
    if (clears_counter(row) || row.kind == EventKind::account_locked ||
        (lock != nullptr && lock->unlocked_at && begins_before(*lock->unlocked_at)))
      open = {};
    if (!raises_counter(row)) continue;
    if (open.failures == 0 || (window > 0 && row.time - rows[open.to].time > window))
      open = {.failures = 0, .from = i};
    open = {open.failures + row.count, open.from, i};
    if (open.failures > longest.failures) longest = open;
  }
  return series_[user];
}

Cause ReportView::leading_cause(const Diagnosis& diagnosis) const {
  auto first = diagnosis.causes.begin();
  if (first == diagnosis.causes.end()) return {};
  if (diagnosis.status == Status::insufficient_evidence && !diagnosis.kinds.empty())
    first =
        std::ranges::find(diagnosis.causes, diagnosis.kinds.front().first, &RankedCause::category);
  if (first == diagnosis.causes.end()) first = diagnosis.causes.begin();
  const auto at = static_cast<std::size_t>(first - diagnosis.causes.begin());
  return explain(diagnosis, at + 1)[at];
}

const Network* ReportView::network(const Caller& caller) const {
  if (caller.network == 0) return nullptr;
  const Network* const one = &report_.networks.at(caller.network);
  const bool alone = std::ranges::all_of(caller.addresses,
                                         [&](TextId address) { return network(address) == one; });
  return alone ? one : nullptr;
}

const std::vector<CaseCaller>& ReportView::callers_of(const Case& one) const {
  if (std::exchange(listed_, &one) == &one) return callers_;
  std::map<decltype(place_of(std::declval<const Caller&>())), std::size_t> places;
  std::vector<CaseCaller>& list = callers_;
  list.clear();
  for (std::size_t i = 0; i < one.callers.size(); ++i) {
    const Caller& own = caller(one.callers[i]);
    const auto [place, fresh] = places.try_emplace(place_of(own), list.size());
    if (fresh)
      list.push_back({.caller = &own, .members = {}, .first = own.first, .last = own.last});
    CaseCaller& all = list[place->second];
    all.members.push_back(one.callers[i]);
    all.share += one.shares[i];
    all.failures += own.failures;
    all.successes += own.successes;
    all.first = std::min(all.first, own.first);
    all.last = std::max(all.last, own.last);
  }
  std::ranges::stable_sort(list, std::greater(), &CaseCaller::share);
  return list;
}

std::vector<FileRows> ReportView::rows_of(std::span<const std::uint32_t> events,
                                          std::span<const std::uint32_t> activity) const {
  std::vector<FileRows> list;
  const auto add = [&](const auto& one) {
    if (list.empty() || list.back().file != one.file) list.push_back({one.file, {}});
    list.back().rows.push_back(one.row);
  };
  for (const std::uint32_t index : events.first(std::min(events.size(), kRowsShown)))
    add(event(index));
  for (const std::uint32_t index : activity.first(std::min(activity.size(), kRowsShown)))
    add(report_.events.activity[index]);
  return list;
}

std::uint64_t ReportView::attempts(std::span<const std::uint32_t> events) const {
  std::uint64_t sum = 0;
  for (const std::uint32_t index : events) sum += event(index).count;
  return sum;
}

bool ReportView::succeeded_before(const Contribution& part) const {
  if (caller(part.caller).successes == 0) return false;
  for (const std::uint32_t index : caller(part.caller).attempts) {
    if (event(index).time >= part.first) return false;
    if (event(index).kind == EventKind::login_succeeded) return true;
  }
  return false;
}

std::uint64_t ReportView::let_in(const Case& one) const {
  std::uint64_t sum = 0;
  const Micros last = one.last + kHour;
  for (const std::uint32_t index : one.callers) {
    const Caller& own = caller(index);
    if (own.successes == 0 || (own.first >= one.first && own.last <= last)) {
      sum += own.successes;
      continue;
    }
    for (const std::uint32_t attempt : own.attempts)
      if (const Event& row = event(attempt);
          row.kind == EventKind::login_succeeded && row.time >= one.first && row.time <= last)
        sum += row.count;
  }
  return std::max(sum, one.guessed);
}

std::uint64_t ReportView::attempts(const Case& one,
                                   std::vector<std::uint32_t> Incident::*events) const {
  std::uint64_t sum = 0;
  for (const std::uint32_t index : one.incidents) sum += attempts(incident(index).*events);
  return sum;
}

std::span<const RankedCause> leaders(const Diagnosis& diagnosis) {
  std::size_t count = 0;
  while (count < diagnosis.causes.size() && diagnosis.causes[count].rank == 1) ++count;
  return std::span(diagnosis.causes).first(count);
}

}  // namespace whylocked::report
