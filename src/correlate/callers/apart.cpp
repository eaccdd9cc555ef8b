#include "correlate/callers/rhythm.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "correlate/callers/rhythm.hpp"

namespace whylocked::callers {

namespace {

constexpr std::size_t kMaxAttempts = 96;  // of both streams together
constexpr std::size_t kMinAttempts = 4;   // of each: fewer have no rhythm
constexpr double kSticky = 0.05;          // chance that a label changes, where it seldom does

double log_beta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

// log P(labels | chance), over independent labels and over labels that seldom change.
double log_labels(const std::vector<std::uint8_t>& labels) {
  double ones = 0, changes = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    ones += labels[i];
    changes += i > 0 && labels[i] != labels[i - 1];
  }
  const auto n = static_cast<double>(labels.size());
  const double independent = log_beta(ones + 1, n - ones + 1);
  const double sticky =
      std::log(0.5) + changes * std::log(kSticky) + (n - 1 - changes) * std::log(1 - kSticky);
  return std::max(independent, sticky) - std::log(2.0);
}

// Successes and failures drawn from one share, or from two.
double log_odds_outcomes(const Stream& a, const Stream& b) {
  const auto one = [](double failures, double successes) {
    return log_beta(failures + 0.5, successes + 0.5) - log_beta(0.5, 0.5);
  };
  return one(a.failures, a.successes) + one(b.failures, b.successes) -
         one(a.failures + b.failures, a.successes + b.successes);
}

// The time from which both together have at most kMaxAttempts.
Micros window_start(const Stream& a, const Stream& b) {
  std::vector<Micros> all = a.times;
  all.insert(all.end(), b.times.begin(), b.times.end());
  if (all.size() <= kMaxAttempts) return INT64_MIN;
  const auto at = all.end() - static_cast<std::ptrdiff_t>(kMaxAttempts);
  std::nth_element(all.begin(), at, all.end());
  return *at;
}

std::span<const Micros> since(const Stream& stream, Micros from) {
  const auto begin = std::lower_bound(stream.times.begin(), stream.times.end(), from);
  return {begin, stream.times.end()};
}

}  // namespace

double log_odds_apart(const Stream& a, const Stream& b, const std::string& zone, double least) {
  const double outcomes = log_odds_outcomes(a, b);
  const Micros from = window_start(a, b);
  const std::span<const Micros> first = since(a, from), second = since(b, from);
  if (first.size() < kMinAttempts || second.size() < kMinAttempts) return outcomes;
  std::vector<std::pair<Micros, std::uint8_t>> merged;
  for (const Micros time : first) merged.emplace_back(time, std::uint8_t{0});
  for (const Micros time : second) merged.emplace_back(time, std::uint8_t{1});
  std::sort(merged.begin(), merged.end());
  std::vector<Micros> times;
  std::vector<std::uint8_t> labels;
  for (const auto& [time, label] : merged) times.push_back(time), labels.push_back(label);
  const double span = std::max(
      1.0, static_cast<double>(times.back() - times.front()) / static_cast<double>(kSecond));
  const double two = log_evidence(first, zone) + log_evidence(second, zone) - std::log(span) -
                     log_labels(labels) + outcomes;
  if (least > -INFINITY)
    if (const double most = two - log_evidence(times, zone, Models::without_clock); most < least)
      return most;
  return two - log_evidence(times, zone);
}

}  // namespace whylocked::callers
