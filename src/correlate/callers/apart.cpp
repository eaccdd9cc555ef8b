#include "correlate/callers/rhythm.hpp"

#include <algorithm>
#include <cmath>

namespace whylocked::callers {

namespace {

constexpr std::size_t kMinAttempts = 8;  // of all streams: fewer have no rhythm
constexpr double kTrace = 1;             // nats; a clock that is worth a caller has many more
constexpr double kSticky = 0.05;  // chance that a label is not as expected, where it seldom is

double log_beta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

// Evenly spaced tries: what goes round is one clock, not two taking turns.
bool is_even(const std::vector<Micros>& times) {
  std::vector<Micros> gaps;
  for (std::size_t i = 1; i < times.size(); ++i) gaps.push_back(times[i] - times[i - 1]);
  std::sort(gaps.begin(), gaps.end());
  return 10 * gaps[gaps.size() * 3 / 4] <= 13 * gaps[gaps.size() / 4];
}

// log P(labels | chance): independent, or as the one before, or as the one a round before.
double log_labels(const std::vector<std::size_t>& labels, std::size_t kinds, bool goes_round) {
  const auto n = static_cast<double>(labels.size()), k = static_cast<double>(kinds);
  double independent = std::lgamma(k) - std::lgamma(n + k);
  for (std::size_t kind = 0; kind < kinds; ++kind)
    independent +=
        std::lgamma(static_cast<double>(std::count(labels.begin(), labels.end(), kind)) + 1);
  const auto as_before = [&](std::size_t lag) {
    double others = 0;
    for (std::size_t i = lag; i < labels.size(); ++i) others += labels[i] != labels[i - lag];
    const auto free = static_cast<double>(std::min(lag, labels.size()));
    return others * std::log(kSticky / (k - 1)) + (n - free - others) * std::log(1 - kSticky) -
           free * std::log(k);
  };
  const double best = std::max(independent, as_before(1));
  return (goes_round ? std::max(best, as_before(kinds)) : best) - std::log(3.0);
}

// Successes and failures drawn from a share each, or from one.
double log_odds_outcomes(std::span<const Stream> streams) {
  const auto one = [](double failures, double successes) {
    return log_beta(failures + 0.5, successes + 0.5) - log_beta(0.5, 0.5);
  };
  double each = 0, failures = 0, successes = 0;
  for (const Stream& stream : streams) {
    each += one(stream.failures, stream.successes);
    failures += stream.failures;
    successes += stream.successes;
  }
  return each - one(failures, successes);
}

// All times with the number of their stream, in order: the last kMaxTimes.
std::vector<std::pair<Micros, std::size_t>> merge(std::span<const Stream> streams) {
  std::vector<std::pair<Micros, std::size_t>> all;
  for (std::size_t i = 0; i < streams.size(); ++i)
    for (const Micros time : streams[i].times) all.emplace_back(time, i);
  std::sort(all.begin(), all.end());
  if (all.size() > kMaxTimes)
    all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(kMaxTimes));
  return all;
}

}  // namespace

void Stream::add(const Stream& more) {
  const auto middle = times.insert(times.end(), more.times.begin(), more.times.end());
  std::inplace_merge(times.begin(), middle, times.end());
  failures += more.failures;
  successes += more.successes;
}

double log_odds_apart(std::span<const Stream> streams, const std::string& zone, double least) {
  const double outcomes = log_odds_outcomes(streams);
  std::vector<Micros> times;
  std::vector<std::size_t> labels;
  std::vector<std::vector<Micros>> each(streams.size());
  for (const auto& [time, stream] : merge(streams)) {
    times.push_back(time);
    labels.push_back(stream);
    each[stream].push_back(time);
  }
  if (times.size() < kMinAttempts ||
      std::any_of(each.begin(), each.end(), [](const auto& own) { return own.empty(); }))
    return std::max(outcomes, 0.0);  // that all fail alike does not make them one caller
  const double span = std::max(
      1.0, static_cast<double>(times.back() - times.front()) / static_cast<double>(kSecond));
  const double price = log_labels(labels, streams.size(), is_even(times)) +
                       static_cast<double>(streams.size() - 1) * std::log(span);
  // Without a trace of a clock only the models without one need be compared.
  const auto has_trace = [&](const std::vector<Micros>& own) {
    return log_evidence(own, zone, Models::without_change) >
           log_evidence(own, zone, Models::without_clock) + kTrace;
  };
  const double together = log_evidence(times, zone, Models::without_clock);
  double look = outcomes - price - together;
  for (const auto& own : each) look += log_evidence(own, zone, Models::without_clock);
  if (look > least + kTrace && !has_trace(times)) return look;
  if (look < least - kTrace && std::ranges::none_of(each, has_trace)) return look;
  double apart = outcomes - price;
  for (const auto& own : each) apart += log_evidence(own, zone);
  if (apart - together < least) return apart - together;
  return apart - log_evidence(times, zone);
}

}  // namespace whylocked::callers
