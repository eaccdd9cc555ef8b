// Beats of a coarse clock: exact counting where phases say nothing.

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "correlate/period.hpp"

namespace whylocked {

namespace {

// At least `hits` of `tries` with chance q each: Chernoff's bound.
double binomial_tail(double hits, double tries, double q) {
  const double share = std::min(hits / tries, 1 - 1e-9);
  if (share <= q) return 1;
  const double nats = share * std::log(share / q) + (1 - share) * std::log((1 - share) / (1 - q));
  return std::exp(-tries * nats);
}

Micros median_gap(std::span<const Run> runs) {
  std::vector<Micros> gaps;
  for (std::size_t i = 1; i < runs.size(); ++i) gaps.push_back(runs[i].start - runs[i - 1].start);
  const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
  std::nth_element(gaps.begin(), middle, gaps.end());
  return *middle;
}

// Every unit, or every second one, holds a run of the usual size. Two periods, two phases tried.
double chance_of_filled_units(std::span<const Run> runs, Micros period) {
  std::vector<std::uint32_t> sizes;
  for (const Run& run : runs) sizes.push_back(run.attempts);
  const auto usual = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
  std::nth_element(sizes.begin(), usual, sizes.end());
  double on_beat = 0;
  for (const Run& run : runs)
    on_beat += run.attempts == *usual && (run.start - runs.front().start) % period == 0;
  if (on_beat < 0.8 * static_cast<double>(runs.size())) return 1;
  const auto beats = static_cast<double>((runs.back().start - runs.front().start) / period + 1);
  return 4 * binomial_tail(on_beat, beats, 1 / std::numbers::e);
}

// Most gaps are the same number of units, of all the numbers up to a third of the span.
double chance_of_equal_gaps(std::span<const Run> runs, Micros gap, Micros unit) {
  double equal = 0;
  for (std::size_t i = 1; i < runs.size(); ++i) equal += runs[i].start - runs[i - 1].start == gap;
  const auto gaps = static_cast<double>(runs.size() - 1), m = static_cast<double>(gap / unit);
  if (equal < 0.5 * gaps) return 1;
  const auto units = static_cast<double>((runs.back().start - runs.front().start) / unit);
  return units / 3 * binomial_tail(equal, gaps, std::pow(1 - 1 / m, m - 1) / m);
}

}  // namespace

std::optional<Period> find_unit_period(std::span<const Run> runs, Micros clock_unit) {
  if (runs.size() < kRunsForRhythm || clock_unit < kMinute) return std::nullopt;
  runs = runs.first(std::min(runs.size(), kMaxRuns));
  const Micros gap = median_gap(runs);
  const double p = gap <= 2 * clock_unit ? chance_of_filled_units(runs, gap)
                                         : chance_of_equal_gaps(runs, gap, clock_unit);
  if (p >= kSignificant) return std::nullopt;
  return Period{static_cast<double>(gap) / kSecond, 0, p};
}

}  // namespace whylocked
