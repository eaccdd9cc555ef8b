#include "correlate/callers/rhythm.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace whylocked::callers {

double log_sum(double a, double b) {
  const auto [least, most] = std::minmax(a, b);
  return least <= kImpossible ? most : most + std::log1p(std::exp(least - most));
}

namespace {

// log((n - 1)!)
double log_gamma(double n) {
  static const auto kTable = [] {
    std::array<double, 2 * kMaxBursts> table{};
    for (std::size_t i = 1; i < table.size(); ++i) table[i] = std::lgamma(i);
    return table;
  }();
  return n < kTable.size() ? kTable[static_cast<std::size_t>(n)] : std::lgamma(n);
}

}  // namespace

double log_labels(double a, double b) {
  return log_gamma(a + 1) + log_gamma(b + 1) - log_gamma(a + b + 2);
}

double log_odds_of_moving(std::span<const std::size_t> tries) {
  double all = 0, orders = 0;  // orders: the log of how many leave each address's tries together
  for (const std::size_t one : tries) {
    all += static_cast<double>(one);
    orders += log_gamma(static_cast<double>(one) + 1);
  }
  const auto addresses = static_cast<double>(tries.size());
  orders += log_gamma(addresses + 1);
  return log_gamma(all + 1) - orders + log_labels(addresses - 1, all - addresses);
}

double log_exponential(double n, double sum) {
  static const double kLogLogRange = std::log(kLogRange);
  return n == 0 ? 0 : log_gamma(n) - n * std::log(sum) - kLogLogRange;
}

double log_poisson(std::span<const double> gaps) {
  return log_exponential(static_cast<double>(gaps.size()),
                         std::accumulate(gaps.begin(), gaps.end(), 0.0));
}

namespace {

constexpr std::size_t kMaxRetries = 12;

Micros unit_of(std::span<const Micros> times) {
  for (const Micros unit : {kHour, kMinute, kSecond})
    if (std::ranges::all_of(times, [&](Micros t) { return t % unit == 0; })) return unit;
  return 0;
}

// Retries: at one gap, or at any gaps up to the one that ends a burst. More than a dozen at one gap
// are not retries but a schedule that pauses.
double log_within(std::vector<double>& gaps, double longest, std::size_t bursts, double unit) {
  if (gaps.empty()) return 0;
  const double range = std::log(longest);
  const auto free = [&](double gap) { return 1 / (gap * range); };
  double any = 0;
  for (const double gap : gaps) any += std::log(free(gap));
  const double usual = middle_of(gaps), n = static_cast<double>(gaps.size());
  double regular = kImpossible;
  const bool few = gaps.size() <= kMaxRetries * bursts;
  const double least = std::max(0.5, unit / 2);
  for (double scale = least; few && scale <= std::max(least, usual / 5); scale *= 3) {
    double sum = std::log(std::min(1.0, 2.5 * scale / std::sqrt(n) / usual / range));
    for (const double gap : gaps)
      sum +=
          std::log(0.9 * std::exp(-std::abs(gap - usual) / scale) / (2 * scale) + 0.1 * free(gap));
    regular = std::max(regular, sum);
  }
  return std::max(any, regular) - std::log(2.0);
}

// Bursts of one usual size, or of any.
double log_sizes(std::vector<std::uint32_t>& sizes) {
  const std::uint32_t usual = middle_of(sizes);
  double within = 0, alike = -std::log(2.0 * usual * usual);
  for (const std::uint32_t size : sizes) {
    within += size - 1;
    alike += size == usual ? std::log(0.85) : std::log(0.15) - std::log(2.0) * size;
  }
  const double any = log_labels(within, static_cast<double>(sizes.size()) - 1);
  return std::max(any, alike) - std::log(2.0);
}

}  // namespace

Bursts join(std::span<const Micros> times, Micros gap) {
  Bursts bursts;
  bursts.gap = gap;
  std::vector<double> within;
  std::vector<std::uint32_t> sizes;
  std::uint32_t size = 1;
  for (std::size_t i = times.size() - 1;; --i, ++size) {
    if (i > 0 && times[i] - times[i - 1] < gap) {
      within.push_back(std::max(1.0, seconds(times[i] - times[i - 1])));
      continue;
    }
    bursts.starts.push_back(times[i]);
    sizes.push_back(size);
    size = 0;
    if (i == 0 || bursts.starts.size() == kMaxBursts) break;
  }
  std::ranges::reverse(bursts.starts);
  for (std::size_t b = 1; b < bursts.starts.size(); ++b)
    bursts.gaps.push_back(std::max(1e-3, seconds(bursts.starts[b] - bursts.starts[b - 1])));
  bursts.unit_s = seconds(unit_of(bursts.starts));
  bursts.log_within =
      log_within(within, seconds(gap), bursts.starts.size(), bursts.unit_s) + log_sizes(sizes);
  return bursts;
}

}  // namespace whylocked::callers
