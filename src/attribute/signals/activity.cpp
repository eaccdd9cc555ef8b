// The signal of API calls per hour and vendor: which vendors fell silent or began to fail at the
// change, and which never called. The table sums over accounts, so it is evidence about products,
// not about callers.
#include "attribute/signals/activity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>
#include <set>
#include <tuple>

#include "attribute/signals/scene.hpp"
#include "base/ascii.hpp"
#include "base/number.hpp"

namespace whylocked::attribution {

namespace {

// --- the table -----------------------------------------------------------------------------------

using Hour = ActivityBook::Hour;
using Hours = ActivityBook::Hours;

constexpr std::int64_t kDayHours = 24;

std::int64_t hour_of(Micros time) { return time / kHour - (time % kHour < 0); }

bool is_sum(std::string_view vendor) {
  constexpr std::string_view kSums[] = {"total",      "totals", "grandtotal", "sum",
                                        "allvendors", "summe",  "gesamt",     "gesamtsumme"};
  std::string letters;
  for (const char c : vendor)
    if (ascii::is_letter(c)) letters += ascii::lower(c);
  return std::ranges::find(kSums, letters) != std::end(kSums);
}

// Rows of one file are summed, as each is one API; of several files that cover the same hour, the
// largest counts win.
std::map<TextId, Hours> make_vendors(const Events& events) {
  std::map<std::tuple<TextId, std::int64_t, std::uint16_t>, Hour> by_file;
  for (std::uint32_t i = 0; i < events.activity.size(); ++i) {
    const ActivityHour& row = events.activity[i];
    if (row.vendor == kNone || is_sum(events.texts.text(row.vendor))) continue;
    Hour& hour =
        by_file.try_emplace({row.vendor, hour_of(row.from), row.file}, Hour{0, 0, i}).first->second;
    hour.calls += std::max(row.calls, row.failures);
    hour.failures += row.failures;
  }
  std::map<TextId, Hours> vendors;
  for (const auto& [key, sum] : by_file) {
    Hour& hour = vendors[std::get<0>(key)].try_emplace(std::get<1>(key), sum).first->second;
    if (std::tie(sum.calls, sum.failures) > std::tie(hour.calls, hour.failures)) hour = sum;
  }
  return vendors;
}

// Hours that the table covers. A gap of a day or more was not exported.
std::vector<std::int64_t> make_covered(const std::map<TextId, Hours>& vendors) {
  std::set<std::int64_t> seen;
  for (const auto& [vendor, hours] : vendors)
    for (const auto& [hour, calls] : hours) seen.insert(hour);
  std::vector<std::int64_t> covered;
  for (const std::int64_t hour : seen) {
    if (!covered.empty() && hour - covered.back() <= kDayHours)
      while (covered.back() + 1 < hour) covered.push_back(covered.back() + 1);
    covered.push_back(hour);
  }
  return covered;
}

// --- the hours around a lockout ------------------------------------------------------------------

// Two days before, so that each hour of the day occurs twice. The table goes back 30 days.
constexpr std::int64_t kBefore = 2 * kDayHours;
constexpr std::size_t kMinBefore = kDayHours;  // covered hours; fewer might all be at night
// After a lock without an unlock, which is unlikely to be fixed any sooner.
constexpr std::int64_t kBeyondLock = 6;
// If only the lock is known, the failures came within these hours: five hourly tries.
constexpr std::int64_t kBeforeLock = 5;

// Hours that the table covers.
struct Moment {
  std::vector<std::int64_t> before, after;

  bool observed() const { return before.size() >= kMinBefore && !after.empty(); }
};

// Empty if the incident's row has no hour.
Moment moment_of(const Events& events, const std::vector<std::int64_t>& covered,
                 const Incident& incident) {
  const bool change = incident.trigger.kind < TriggerKind::none_seen;
  const bool lock_alone = !change && incident.counted.empty();
  const std::uint32_t row = change       ? incident.trigger.event
                            : lock_alone ? incident.lock_event.value_or(incident.proof.value_or(0))
                                         : incident.counted.front();
  if (row >= events.rows.size() || events.rows[row].precision > Precision::hour) return {};
  const std::int64_t here = hour_of(lock_alone ? incident.locked_at : events.rows[row].time);
  const std::int64_t from = lock_alone ? here - kBeforeLock : here;
  const std::int64_t until = incident.unlocked_at ? hour_of(*incident.unlocked_at)
                                                  : hour_of(incident.locked_at) + 1 + kBeyondLock;
  const auto at = [&](std::int64_t hour) { return std::ranges::lower_bound(covered, hour); };
  const std::int64_t end = std::clamp(until, here + 1, here + 1 + kDayHours);
  return {{at(from - kBefore), at(from)}, {at(here + 1), at(end)}};
}

// --- vendors that turn ---------------------------------------------------------------------------

// Calls in two of three hours. Office hours are at most half of all hours, and every night is
// quiet.
constexpr double kSteady = 2.0 / 3;
constexpr std::ptrdiff_t kLately = 3;  // hours before the moment, one of which has a call
constexpr double kNearlyNone = 0.05;   // of the earlier rate: other accounts of the vendor
constexpr double kMinFailed = 3;       // calls; one or two prove nothing
constexpr double kMinLog10 = 0.5;      // beyond this, a third of all turns would be chance

double log_marginal(double n, double time, double a, double b) {
  return std::lgamma(a + n) - std::lgamma(a) + a * std::log(b) - (a + n) * std::log(b + time);
}

// Calls, and the hours in which they were made.
struct Counts {
  double before = 0, hours_before = 0, after = 0, hours_after = 0;
};

// log10 of the Bayes factor of two Poisson rates against one, for counts that come in bursts.
// Gamma(1/2) priors with the overall rate as their mean.
double log10_rate_change(const Counts& counts, double burst) {
  const double n1 = counts.before / burst, n2 = counts.after / burst;
  const double t1 = counts.hours_before, t2 = counts.hours_after;
  const double a = 0.5, b = a * (t1 + t2) / (n1 + n2);
  return (log_marginal(n1, t1, a, b) + log_marginal(n2, t2, a, b) -
          log_marginal(n1 + n2, t1 + t2, a, b)) /
         std::numbers::ln10;
}

// Index of dispersion (variance over mean) of counts per hour; at least 1, the value of a Poisson
// process.
double burstiness(const std::vector<double>& counts) {
  double sum = 0, squares = 0;
  for (const double n : counts) sum += n, squares += n * n;
  const auto n = static_cast<double>(counts.size());
  return sum > 0 && n > 1 ? std::max(1.0, (squares - sum * sum / n) / (n - 1) / (sum / n)) : 1.0;
}

double sum_of(const std::vector<double>& counts) {
  return std::accumulate(counts.begin(), counts.end(), 0.0);
}

// One vendor's calls around a moment.
class Judge {
 public:
  Judge(const Moment& moment, const Hours& hours)
      : moment_(moment),
        hours_(hours),
        before_(numbers(moment.before, &Hour::calls)),
        after_(numbers(moment.after, &Hour::calls)) {}

  // nullopt: unchanged, or possibly by chance.
  std::optional<VendorTurn> turn() const {
    VendorTurn turn;
    const auto failed = failing();
    turn.fails = failed.has_value();
    turn.log10_bayes_factor = failed ? *failed : silence().value_or(0);
    if (turn.log10_bayes_factor < kMinLog10) return std::nullopt;
    describe(turn);
    return turn;
  }

 private:
  std::vector<double> numbers(const std::vector<std::int64_t>& of,
                              std::uint64_t Hour::*member) const {
    std::vector<double> all;
    for (const std::int64_t hour : of) {
      const auto found = hours_.find(hour);
      all.push_back(found == hours_.end() ? 0 : static_cast<double>(found->second.*member));
    }
    return all;
  }

  std::optional<double> failing() const {
    const std::vector<double> failures = numbers(moment_.after, &Hour::failures);
    const double failed = sum_of(failures);
    if (failed < kMinFailed || sum_of(numbers(moment_.before, &Hour::failures)) > 0 ||
        sum_of(before_) == 0)
      return std::nullopt;
    return log10_rate_change({.hours_before = static_cast<double>(before_.size()),
                              .after = failed,
                              .hours_after = static_cast<double>(after_.size())},
                             burstiness(failures));
  }

  std::optional<double> silence() const {
    const auto none = [](double calls) { return calls == 0; };
    const auto silent = static_cast<double>(std::ranges::count_if(before_, none));
    const auto n = static_cast<double>(before_.size());
    if (n - silent < kSteady * n || std::all_of(before_.end() - kLately, before_.end(), none))
      return std::nullopt;
    const Counts same = same_hours();
    if (same.before == 0 || same.hours_after == 0 ||
        same.after / same.hours_after > kNearlyNone * same.before / same.hours_before)
      return std::nullopt;
    return log10_rate_change(same, burstiness(before_));
  }

  // Calls after the moment, and in the same hours of earlier days.
  Counts same_hours() const {
    Counts all;
    for (std::size_t i = 0; i < after_.size(); ++i) {
      const double hours = all.hours_before;
      for (std::size_t j = 0; j < before_.size(); ++j)
        if ((moment_.after[i] - moment_.before[j]) % kDayHours == 0) {
          all.before += before_[j];
          ++all.hours_before;
        }
      if (all.hours_before == hours) continue;
      all.after += after_[i];
      ++all.hours_after;
    }
    return all;
  }

  void describe(VendorTurn& turn) const {
    constexpr std::size_t kUntil = 3, kSince = 2;  // rows to show
    const auto [least, most] = std::ranges::minmax_element(before_);
    turn.least = static_cast<std::uint32_t>(std::min(*least, 4e9));
    turn.most = static_cast<std::uint32_t>(std::min(*most, 4e9));
    std::vector<std::uint32_t> since;  // rows
    const auto end = hours_.upper_bound(moment_.after.back());
    for (auto at = hours_.lower_bound(moment_.before.front()); at != end; ++at) {
      const auto& [hour, here] = *at;
      const bool is_after = hour >= moment_.after.front();
      (is_after ? since : turn.rows).push_back(here.row);
      if (!turn.fails && !is_after && here.calls > 0) turn.at = (hour + 1) * kHour;
      if (turn.fails && is_after && here.failures > 0 && turn.failures == 0) turn.at = hour * kHour;
      if (is_after) turn.calls += here.calls, turn.failures += here.failures;
    }
    if (turn.rows.size() > kUntil) turn.rows.erase(turn.rows.begin(), turn.rows.end() - kUntil);
    since.resize(std::min(since.size(), kSince));
    turn.rows.insert(turn.rows.end(), since.begin(), since.end());
  }

  const Moment& moment_;
  const Hours& hours_;
  std::vector<double> before_, after_;  // calls an hour
};

// --- the signal ----------------------------------------------------------------------------------

// It is unknown whether the table counts refused calls, so the cause shows in half of the tables.
// Among other vendors, one in fifty stops in the same hours for its own reasons, and one in a
// hundred begins to fail (judgements).
constexpr double kShowsTurn = .5, kStopsAnyway = .02, kFailsAnyway = .01;
// Two in three callers that lock an account had a working credential in the weeks before.
constexpr double kCalledBefore = .67, kSeldomSilent = .98;

// "14 calls an hour", "9 to 14 calls an hour".
std::string calls_an_hour(const VendorTurn& vendor) {
  if (vendor.least != vendor.most)
    return fmt::format("{} to {} calls an hour", vendor.least, vendor.most);
  return counted(vendor.most, "call") + " an hour";
}

Text turn_in_words(const CaseView& view, const VendorTurn& vendor) {
  const Text name = Text::quoted(NameKind::program, view.text(vendor.vendor));
  if (vendor.fails)
    return name + fmt::format(": {} of {} failed in the {} since {}, none in the {} before",
                              vendor.failures, counted(vendor.calls, "call"),
                              counted(view.turn.hours_after, "hour"), to_rfc3339(vendor.at),
                              counted(view.turn.hours_before, "hour"));
  return name + fmt::format(": {} until {}, {} in the {} since", calls_an_hour(vendor),
                            to_rfc3339(vendor.at),
                            vendor.calls == 0 ? "none" : fmt::format("only {}", vendor.calls),
                            counted(view.turn.hours_after, "hour"));
}

// Whether the table would show it: it signs in to the API, and the catalog has the name under which
// it appears.
bool would_show(const Hypothesis& one) {
  return one.product != nullptr && one.category != CauseCategory::custom &&
         one.product->own_login.value != "yes" && one.product->api_user.value == "yes" &&
         one.product->tracking_fact.confidence >= .8;
}

}  // namespace

ActivityBook::ActivityBook(const Events& events)
    : events_(events), vendors_(make_vendors(events)), covered_(make_covered(vendors_)) {}

Turn ActivityBook::turn_at(const Incident& incident) const {
  if (vendors_.empty()) return {};
  const Moment moment = moment_of(events_, covered_, incident);
  Turn turn{moment.observed(), moment.before.size(), moment.after.size(), {}};
  if (!turn.observed) return turn;
  for (const auto& [vendor, hours] : vendors_)
    if (auto found = Judge(moment, hours).turn()) {
      found->vendor = vendor;
      turn.vendors.push_back(std::move(*found));
    }
  std::ranges::stable_sort(turn.vendors, std::greater(), &VendorTurn::log10_bayes_factor);
  return turn;
}

std::vector<TextId> ActivityBook::callers() const {
  std::vector<TextId> all;
  for (const auto& [vendor, hours] : vendors_)
    if (std::ranges::any_of(hours, [](const auto& one) { return one.second.calls > 0; }))
      all.push_back(vendor);
  return all;
}

Observations observe_api_activity(const CaseView& view) {
  if (view.lead == nullptr || !view.autotask || !view.turn.observed) return {};
  std::map<std::uint16_t, Refinement> facts;
  Observation made = seen_apart(view, "api-activity", {});
  for (const VendorTurn& vendor : view.turn.vendors) {
    if (view.turn.is_crowd()) break;
    // The table shows one cause; the caller accounts for some of the lockouts only.
    const double sure = view.one.shares.front() / (1 + std::pow(10, -vendor.log10_bayes_factor));
    for (const std::uint16_t h : meant_by(view.text(vendor.vendor)))
      facts.try_emplace(h, Refinement{h, kShowsTurn, vendor.fails ? kFailsAnyway : kStopsAnyway,
                                      sure, "; it turned when the failures began"});
    made.words += (made.words.empty() ? "" : "; ") + turn_in_words(view, vendor);
    made.activity.insert(made.activity.end(), vendor.rows.begin(), vendor.rows.end());
  }
  const auto all = hypotheses();
  std::vector<bool> called(all.size(), false);
  for (const TextId vendor : view.scene.activity.callers())
    for (const std::uint16_t h : meant_by(view.text(vendor))) called[h] = true;
  for (std::uint16_t h = 0; h < all.size(); ++h)
    if (!called[h] && would_show(all[h]))
      facts.try_emplace(h, Refinement{h, 1 - kCalledBefore, kSeldomSilent, 1,
                                      "; it made no call in the whole table"});
  if (facts.empty()) return {};
  if (made.words.empty()) made.words = "calls per hour and vendor";
  made.activity.resize(std::min(made.activity.size(), kRowsShown));
  for (const auto& [h, fact] : facts) made.facts.push_back(fact);
  return {made};
}

}  // namespace whylocked::attribution
