#include "attribute/signals/vendor_turns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "base/ascii.hpp"

namespace whylocked::attribution {

namespace {

double log_marginal(double n, double time, double a, double b) {
  return std::lgamma(a + n) - std::lgamma(a) + a * std::log(b) - (a + n) * std::log(b + time);
}

// log10 of the Bayes factor of two Poisson rates over one: n1 in t1, then n2 in t2. Gamma(1/2)
// priors whose mean is the rate overall.
double log10_rate_change(double n1, double t1, double n2, double t2) {
  const double a = 0.5, b = a * (t1 + t2) / (n1 + n2);
  return (log_marginal(n1, t1, a, b) + log_marginal(n2, t2, a, b) -
          log_marginal(n1 + n2, t1 + t2, a, b)) /
         std::numbers::ln10;
}

using Hour = ActivityBook::Hour;
using Hours = ActivityBook::Hours;
using Window = ActivityBook::Window;
using Numbers = std::vector<double>;  // an hour each

constexpr std::int64_t kDayHours = 24;
// Two days before: each hour of the day is seen twice. The table goes back 30 days.
constexpr std::int64_t kBefore = 2 * kDayHours;
constexpr std::size_t kMinBefore = kDayHours;  // covered hours, lest a night speaks for a day
// After the lock, where no unlock ends it: until then nobody is likely to have put things right.
constexpr std::int64_t kBeyondLock = 6;
// If only the lock is known, the failures before it came within this: five hourly tries.
constexpr std::int64_t kBeforeLock = 5;
// Calls in two hours of three. Office hours are at most half of the hours, and go quiet each night.
constexpr double kSteady = 2.0 / 3;
constexpr std::size_t kLately = 3;       // hours before the moment with a call in one of them
constexpr double kNearlyNone = 0.05;     // of the rate before: other accounts of the vendor
constexpr std::uint64_t kMinFailed = 3;  // calls; one or two are anybody's
constexpr double kMinSure = 0.5;         // log10: a third of all such turns would be chance

std::int64_t hour_of(Micros time) { return time / kHour - (time % kHour < 0); }

bool is_sum(std::string_view vendor) {
  constexpr std::string_view kSums[] = {"total",      "totals", "grandtotal", "sum",
                                        "allvendors", "summe",  "gesamt",     "gesamtsumme"};
  std::string letters;
  for (const char c : vendor)
    if (ascii::is_letter(c)) letters += ascii::lower(c);
  return std::ranges::find(kSums, letters) != std::end(kSums);
}

// Rows of one file add up (an API each); of several files, which have the same day twice, the
// largest counts.
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

// Hours that the table covers: a gap of a day or more is a day that was not exported.
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

bool has_change(const Incident& incident) {
  return incident.trigger.kind != TriggerKind::none_seen &&
         incident.trigger.kind != TriggerKind::unknown;
}

// The hours around the moment; empty where its row names no hour.
Window window_of(const Events& events, const Incident& incident) {
  const bool change = has_change(incident), lock_alone = !change && incident.counted.empty();
  const std::uint32_t row = change       ? incident.trigger.event
                            : lock_alone ? incident.lock_event.value_or(incident.proof.value_or(0))
                                         : incident.counted.front();
  if (row >= events.rows.size() || events.rows[row].precision > Precision::hour) return {};
  const std::int64_t moment = hour_of(lock_alone ? incident.locked_at : events.rows[row].time);
  const std::int64_t until = incident.unlocked_at ? hour_of(*incident.unlocked_at)
                                                  : hour_of(incident.locked_at) + 1 + kBeyondLock;
  const std::int64_t from = lock_alone ? moment - kBeforeLock : moment;
  return {from - kBefore, from, moment + 1, std::min(until, moment + 1 + kDayHours)};
}

// Variance over mean of counts an hour; at least 1, which is a Poisson process.
double burstiness(const Numbers& counts) {
  double sum = 0, squares = 0;
  for (const double n : counts) sum += n, squares += n * n;
  const auto n = static_cast<double>(counts.size());
  return sum > 0 && n > 1 ? std::max(1.0, (squares - sum * sum / n) / (n - 1) / (sum / n)) : 1.0;
}

double sum_of(const Numbers& counts) { return std::accumulate(counts.begin(), counts.end(), 0.0); }

// The hours of a window that the table covers, and a vendor's numbers in them.
class Judge {
 public:
  Judge(const Window& window, const std::vector<std::int64_t>& covered) : window_(window) {
    const auto at = [&](std::int64_t hour) { return std::ranges::lower_bound(covered, hour); };
    before_.assign(at(window.before), at(window.from));
    after_.assign(at(window.after), at(window.end));
  }

  bool observed() const { return before_.size() >= kMinBefore && !after_.empty(); }
  std::uint32_t hours_before() const { return static_cast<std::uint32_t>(before_.size()); }
  std::uint32_t hours_after() const { return static_cast<std::uint32_t>(after_.size()); }

  std::optional<VendorTurn> turn_of(TextId vendor, const Hours& hours) const {
    auto turn = fails(hours);
    if (!turn) turn = falls_silent(hours);
    if (!turn || turn->surely < kMinSure) return std::nullopt;
    turn->vendor = vendor;
    describe(hours, *turn);
    return turn;
  }

 private:
  static Numbers numbers(const Hours& hours, const std::vector<std::int64_t>& of,
                         std::uint64_t Hour::*member) {
    Numbers all;
    for (const std::int64_t hour : of) {
      const auto found = hours.find(hour);
      all.push_back(found == hours.end() ? 0 : static_cast<double>(found->second.*member));
    }
    return all;
  }

  std::optional<VendorTurn> fails(const Hours& hours) const {
    const Numbers after = numbers(hours, after_, &Hour::failures);
    const double failed = sum_of(after);
    if (failed < kMinFailed || sum_of(numbers(hours, before_, &Hour::failures)) > 0 ||
        sum_of(numbers(hours, before_, &Hour::calls)) == 0)
      return std::nullopt;
    VendorTurn turn;
    turn.fails = true;
    turn.surely = log10_rate_change(0, hours_before(), failed / burstiness(after), hours_after());
    return turn;
  }

  std::optional<VendorTurn> falls_silent(const Hours& hours) const {
    const Numbers before = numbers(hours, before_, &Hour::calls);
    const auto called = std::ranges::count_if(before, [](double n) { return n > 0; });
    if (static_cast<double>(called) < kSteady * hours_before() ||
        std::all_of(before.end() - kLately, before.end(), [](double n) { return n == 0; }))
      return std::nullopt;
    const Pair pair = same_hours(before, numbers(hours, after_, &Hour::calls));
    if (pair.before == 0 || pair.hours_after == 0 ||
        pair.after / pair.hours_after > kNearlyNone * pair.before / pair.hours_before)
      return std::nullopt;
    const double burst = burstiness(before);
    VendorTurn turn;
    turn.surely = log10_rate_change(pair.before / burst, pair.hours_before, pair.after / burst,
                                    pair.hours_after);
    return turn;
  }

  // Calls after, and calls in the same hours of the days before.
  struct Pair {
    double before = 0, hours_before = 0, after = 0, hours_after = 0;
  };
  Pair same_hours(const Numbers& before, const Numbers& after) const {
    const auto clock = [](std::int64_t hour) {
      return static_cast<std::size_t>((hour % kDayHours + kDayHours) % kDayHours);
    };
    std::array<Pair, kDayHours> by_clock{};
    for (std::size_t i = 0; i < before.size(); ++i) {
      by_clock[clock(before_[i])].before += before[i];
      ++by_clock[clock(before_[i])].hours_before;
    }
    Pair all;
    for (std::size_t i = 0; i < after.size(); ++i) {
      const Pair& like = by_clock[clock(after_[i])];
      if (like.hours_before == 0) continue;
      all.before += like.before;
      all.hours_before += like.hours_before;
      all.after += after[i];
      ++all.hours_after;
    }
    return all;
  }

  void describe(const Hours& hours, VendorTurn& turn) const {
    const Numbers before = numbers(hours, before_, &Hour::calls);
    const auto [least, most] = std::ranges::minmax_element(before);
    turn.least = static_cast<std::uint32_t>(std::min(*least, 4e9));
    turn.most = static_cast<std::uint32_t>(std::min(*most, 4e9));
    std::vector<std::uint32_t> since;  // rows
    const auto end = hours.lower_bound(window_.end);
    for (auto at = hours.lower_bound(window_.before); at != end; ++at) {
      const auto& [hour, here] = *at;
      const bool is_after = hour >= window_.after;
      if (is_after) turn.calls += here.calls, turn.failures += here.failures;
      if (turn.fails ? is_after && here.failures > 0 && since.empty() : !is_after && here.calls > 0)
        turn.at = (hour + (turn.fails ? 0 : 1)) * kHour;
      (is_after ? since : turn.rows).push_back(here.row);
    }
    constexpr std::size_t kUntil = 3, kSince = 2;  // rows that are shown
    if (turn.rows.size() > kUntil) turn.rows.erase(turn.rows.begin(), turn.rows.end() - kUntil);
    since.resize(std::min(since.size(), kSince));
    turn.rows.insert(turn.rows.end(), since.begin(), since.end());
  }

  Window window_;
  std::vector<std::int64_t> before_, after_;
};

}  // namespace

ActivityBook::ActivityBook(const Events& events, const Correlation& correlation)
    : vendors_(make_vendors(events)), covered_(make_covered(vendors_)) {
  of_incident_.reserve(correlation.incidents.size());
  for (const Incident& incident : correlation.incidents) {
    const Window window = vendors_.empty() ? Window{} : window_of(events, incident);
    const auto [turn, fresh] = turns_.try_emplace(window);
    if (fresh) turn->second = make_turn(window);
    of_incident_.push_back(&turn->second);
  }
}

Turn ActivityBook::make_turn(const Window& window) const {
  const Judge judge(window, covered_);
  Turn turn{judge.observed(), judge.hours_before(), judge.hours_after(), {}};
  if (!turn.observed) return turn;
  for (const auto& [vendor, hours] : vendors_)
    if (auto found = judge.turn_of(vendor, hours)) turn.vendors.push_back(std::move(*found));
  std::ranges::stable_sort(turn.vendors, std::greater(), &VendorTurn::surely);
  return turn;
}

std::vector<TextId> ActivityBook::callers() const {
  std::vector<TextId> all;
  for (const auto& [vendor, hours] : vendors_)
    if (std::ranges::any_of(hours, [](const auto& one) { return one.second.calls > 0; }))
      all.push_back(vendor);
  return all;
}

}  // namespace whylocked::attribution
