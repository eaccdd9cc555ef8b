#include "attribute/signals/vendor_turns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <span>
#include <string>

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

using Cell = ActivityBook::Cell;
using Window = ActivityBook::Window;

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

std::int64_t hour_of(Micros time) {
  return time >= 0 ? time / kHour : -((-time + kHour - 1) / kHour);
}

std::string letters_of(std::string_view text) {
  std::string letters;
  for (const char c : text)
    if (const char low = static_cast<char>(c | 0x20); low >= 'a' && low <= 'z') letters += low;
  return letters;
}

bool is_sum(std::string_view vendor) {
  constexpr std::array<std::string_view, 8> kSums = {
      "total", "totals", "grandtotal", "sum", "allvendors", "summe", "gesamt", "gesamtsumme"};
  return std::find(kSums.begin(), kSums.end(), letters_of(vendor)) != kSums.end();
}

// Rows of one file add up (an API each); of several files, which have the same day twice, the
// largest counts.
std::vector<Cell> make_cells(const Events& events) {
  std::vector<bool> skip(events.texts.size(), false);
  for (const ActivityHour& row : events.activity)
    if (!skip[row.vendor])
      skip[row.vendor] = row.vendor == kNone || is_sum(events.texts.text(row.vendor));
  std::vector<Cell> cells;
  std::uint16_t file = 0;
  Cell here;  // of one file
  const auto flush = [&] {
    if (here.vendor == kNone) return;
    if (!cells.empty() && cells.back().hour == here.hour && cells.back().vendor == here.vendor) {
      Cell& other = cells.back();
      if (std::tie(here.calls, here.failures) > std::tie(other.calls, other.failures)) other = here;
    } else {
      cells.push_back(here);
    }
  };
  for (std::uint32_t i = 0; i < events.activity.size(); ++i) {
    const ActivityHour& row = events.activity[i];
    if (skip[row.vendor]) continue;
    const std::int64_t hour = hour_of(row.from);
    if (hour != here.hour || row.vendor != here.vendor || row.file != file) {
      flush();
      here = {hour, row.vendor, 0, 0, i};
      file = row.file;
    }
    here.calls += std::max(row.calls, row.failures);
    here.failures += row.failures;
  }
  flush();
  return cells;
}

std::vector<std::pair<std::int64_t, std::int64_t>> make_covered(const std::vector<Cell>& cells) {
  std::vector<std::pair<std::int64_t, std::int64_t>> covered;
  for (const Cell& cell : cells) {
    if (covered.empty() || cell.hour - covered.back().second >= kDayHours)
      covered.emplace_back(cell.hour, cell.hour);
    covered.back().second = cell.hour + 1;
  }
  return covered;
}

std::vector<TextId> make_callers(const std::vector<Cell>& cells) {
  std::vector<TextId> callers;
  for (const Cell& cell : cells)
    if (cell.calls > 0) callers.push_back(cell.vendor);
  std::sort(callers.begin(), callers.end());
  callers.erase(std::unique(callers.begin(), callers.end()), callers.end());
  return callers;
}

bool has_change(const Incident& incident) {
  return incident.trigger.kind != TriggerKind::none_seen &&
         incident.trigger.kind != TriggerKind::unknown;
}

// The hours around the moment; empty where its row names no hour.
Window window_of(const Events& events, const Incident& incident) {
  const bool change = has_change(incident), lock_alone = !change && incident.counted.empty();
  const std::uint32_t row = change       ? incident.trigger.event
                            : lock_alone ? incident.lock_event.value_or(0)
                                         : incident.counted.front();
  if (row >= events.rows.size() || events.rows[row].precision > Precision::hour) return {};
  const std::int64_t moment = hour_of(lock_alone ? incident.locked_at : events.rows[row].time);
  const std::int64_t until = incident.unlocked_at ? hour_of(*incident.unlocked_at)
                                                  : hour_of(incident.locked_at) + 1 + kBeyondLock;
  const std::int64_t from = lock_alone ? moment - kBeforeLock : moment;
  return {from - kBefore, from, moment + 1, std::min(until, moment + 1 + kDayHours)};
}

// One vendor's hours in a window.
struct Series {
  TextId vendor = kNone;
  std::vector<const Cell*> cells;  // by hour; an hour without one has no calls
};

std::vector<Series> series_in(const std::vector<Cell>& cells, const Window& window) {
  const auto at = [](const Cell& cell, std::int64_t hour) { return cell.hour < hour; };
  const auto begin = std::lower_bound(cells.begin(), cells.end(), window.before, at);
  const auto end = std::lower_bound(begin, cells.end(), window.end, at);
  std::map<TextId, Series> by_vendor;
  for (auto cell = begin; cell != end; ++cell) by_vendor[cell->vendor].cells.push_back(&*cell);
  std::vector<Series> all;
  for (auto& [vendor, series] : by_vendor) {
    series.vendor = vendor;
    all.push_back(std::move(series));
  }
  return all;
}

// Variance over mean of counts an hour; at least 1, which is a Poisson process.
double burstiness(std::span<const double> counts) {
  double sum = 0, squares = 0;
  for (const double n : counts) sum += n, squares += n * n;
  const auto n = static_cast<double>(counts.size());
  return sum > 0 && n > 1 ? std::max(1.0, (squares - sum * sum / n) / (n - 1) / (sum / n)) : 1.0;
}

double sum_of(std::span<const double> counts) {
  double sum = 0;
  for (const double n : counts) sum += n;
  return sum;
}

// The hours of a window that the table covers, and a vendor's numbers in them.
class Judge {
 public:
  Judge(const Window& window, std::span<const std::pair<std::int64_t, std::int64_t>> covered)
      : window_(window) {
    for (const auto& [first, end] : covered) {
      for (auto h = std::max(first, window.before); h < std::min(end, window.from); ++h)
        before_.push_back(h);
      for (auto h = std::max(first, window.after); h < std::min(end, window.end); ++h)
        after_.push_back(h);
    }
  }

  bool observed() const { return before_.size() >= kMinBefore && !after_.empty(); }
  std::uint32_t hours_before() const { return static_cast<std::uint32_t>(before_.size()); }
  std::uint32_t hours_after() const { return static_cast<std::uint32_t>(after_.size()); }

  std::optional<VendorTurn> look_at(const Series& series) const {
    auto turn = fails(series);
    if (!turn) turn = falls_silent(series);
    if (!turn || turn->surely < kMinSure) return std::nullopt;
    turn->vendor = series.vendor;
    describe(series, *turn);
    return turn;
  }

 private:
  template <class Count>
  static std::vector<double> counts(const Series& series, const std::vector<std::int64_t>& hours,
                                    Count count) {
    std::vector<double> numbers(hours.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < hours.size(); ++i) {
      while (at < series.cells.size() && series.cells[at]->hour < hours[i]) ++at;
      if (at < series.cells.size() && series.cells[at]->hour == hours[i])
        numbers[i] = static_cast<double>(count(*series.cells[at]));
    }
    return numbers;
  }
  static std::uint64_t calls_in(const Cell& cell) { return cell.calls; }
  static std::uint64_t failures_in(const Cell& cell) { return cell.failures; }

  std::optional<VendorTurn> fails(const Series& series) const {
    if (std::none_of(series.cells.begin(), series.cells.end(),
                     [](const Cell* cell) { return cell->failures > 0; }))
      return std::nullopt;
    const auto after = counts(series, after_, failures_in);
    const double failed = sum_of(after);
    if (failed < kMinFailed || sum_of(counts(series, before_, failures_in)) > 0 ||
        sum_of(counts(series, before_, calls_in)) == 0)
      return std::nullopt;
    VendorTurn turn;
    turn.fails = true;
    turn.surely = log10_rate_change(0, hours_before(), failed / burstiness(after), hours_after());
    return turn;
  }

  std::optional<VendorTurn> falls_silent(const Series& series) const {
    const double least = kSteady * hours_before();
    if (static_cast<double>(series.cells.size()) < least) return std::nullopt;
    const auto before = counts(series, before_, calls_in), after = counts(series, after_, calls_in);
    const auto called = std::count_if(before.begin(), before.end(), [](double n) { return n > 0; });
    if (static_cast<double>(called) < least || sum_of(std::span(before).last(kLately)) == 0)
      return std::nullopt;
    const Pair pair = same_hours(before, after);
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
  Pair same_hours(const std::vector<double>& before, const std::vector<double>& after) const {
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

  void describe(const Series& series, VendorTurn& turn) const {
    const auto before = counts(series, before_, calls_in);
    const auto [least, most] = std::minmax_element(before.begin(), before.end());
    turn.least = static_cast<std::uint32_t>(std::min(*least, 4e9));
    turn.most = static_cast<std::uint32_t>(std::min(*most, 4e9));
    std::vector<std::uint32_t> until, since;  // rows
    for (const Cell* cell : series.cells) {
      const bool is_after = cell->hour >= window_.after;
      if (is_after) turn.calls += cell->calls, turn.failures += cell->failures;
      if (turn.fails ? is_after && cell->failures > 0 && since.empty()
                     : !is_after && cell->calls > 0)
        turn.at = (cell->hour + (turn.fails ? 0 : 1)) * kHour;
      (is_after ? since : until).push_back(cell->row);
    }
    const std::size_t shown = std::min<std::size_t>(until.size(), 3);
    turn.rows.assign(until.end() - static_cast<std::ptrdiff_t>(shown), until.end());
    since.resize(std::min<std::size_t>(since.size(), 2));
    turn.rows.insert(turn.rows.end(), since.begin(), since.end());
  }

  Window window_;
  std::vector<std::int64_t> before_, after_;
};

Turn make_turn(const std::vector<Cell>& cells,
               std::span<const std::pair<std::int64_t, std::int64_t>> covered,
               const Window& window) {
  const Judge judge(window, covered);
  Turn turn;
  turn.observed = judge.observed();
  turn.hours_before = judge.hours_before();
  turn.hours_after = judge.hours_after();
  if (!turn.observed) return turn;
  for (const Series& series : series_in(cells, window))
    if (auto vendor = judge.look_at(series)) turn.vendors.push_back(std::move(*vendor));
  std::stable_sort(turn.vendors.begin(), turn.vendors.end(),
                   [](const auto& a, const auto& b) { return a.surely > b.surely; });
  return turn;
}

}  // namespace

ActivityBook::ActivityBook(const Events& events, const Correlation& correlation)
    : cells_(make_cells(events)), covered_(make_covered(cells_)), callers_(make_callers(cells_)) {
  of_incident_.reserve(correlation.incidents.size());
  for (const Incident& incident : correlation.incidents) {
    const Window window = cells_.empty() ? Window{} : window_of(events, incident);
    const auto [turn, fresh] = turns_.try_emplace(window);
    if (fresh && !cells_.empty()) turn->second = make_turn(cells_, covered_, window);
    of_incident_.push_back(&turn->second);
  }
}

}  // namespace whylocked::attribution
