#include "correlate/callers/rhythm.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace whylocked::callers {

namespace {

constexpr std::size_t kMinAttempts = 8;  // over all streams; fewer have no rhythm
constexpr double kTrace = 1;      // nats; a clock that justifies a separate caller has many more
constexpr double kSticky = 0.05;  // chance of an unexpected label, where these are rare

double log_beta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

// True for evenly spaced tries: taking turns in these is one clock, not two.
bool is_even(const std::vector<Micros>& times) {
  std::vector<Micros> gaps;
  for (std::size_t i = 1; i < times.size(); ++i) gaps.push_back(times[i] - times[i - 1]);
  std::sort(gaps.begin(), gaps.end());
  return 10 * gaps[gaps.size() * 3 / 4] <= 13 * gaps[gaps.size() / 4];
}

// log P(labels | chance): independent, or equal to the one before, or to the one a round before
// (0: there are no rounds).
double log_labels(const std::vector<std::size_t>& labels, std::size_t kinds, std::size_t round) {
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
  return (round > 0 ? std::max(best, as_before(round)) : best) - std::log(3.0);
}

bool has_trace(Evidence& one) {
  return one.total(Models::without_change) > one.total(Models::without_clock) + kTrace;
}

// Successes and failures drawn with a separate share for each stream, or with one share.
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

// All times with their stream numbers, in order; only the last kMaxTimes.
LabelledTimes merge(std::span<const Stream> streams) {
  LabelledTimes all;
  for (std::size_t i = 0; i < streams.size(); ++i)
    for (const Micros time : streams[i].times) all.emplace_back(time, i);
  std::ranges::sort(all);
  if (all.size() > kMaxTimes)
    all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(kMaxTimes));
  return all;
}

std::vector<Micros> times_of(const LabelledTimes& labelled) {
  std::vector<Micros> times;
  for (const auto& [time, stream] : labelled) times.push_back(time);
  return times;
}

}  // namespace

void Stream::add(const Stream& more) {
  const auto middle = times.insert(times.end(), more.times.begin(), more.times.end());
  std::inplace_merge(times.begin(), middle, times.end());
  failures += more.failures;
  successes += more.successes;
}

Comparison::Comparison(std::span<const Stream> streams, const std::string& zone)
    : streams_(streams),
      zone_(zone),
      labelled_(merge(streams)),
      times_(times_of(labelled_)),
      together_(times_, zone) {}

bool Comparison::has_clock() { return has_trace(together_); }

bool Comparison::are_apart(double least) { return are_apart(streams_, labelled_, least); }

bool Comparison::is_apart(std::size_t stream, double least) {
  std::array<Stream, 2> two;  // without their times
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    two[i != stream].failures += streams_[i].failures;
    two[i != stream].successes += streams_[i].successes;
  }
  LabelledTimes labelled = labelled_;
  for (auto& [time, label] : labelled) label = label != stream;
  std::ranges::sort(labelled);
  return are_apart(two, labelled, least);
}

bool Comparison::are_apart(std::span<const Stream> streams, const LabelledTimes& labelled,
                           double least) {
  const double outcomes = log_odds_outcomes(streams);
  std::vector<std::size_t> labels;
  std::vector<std::vector<Micros>> own(streams.size());
  for (const auto& [time, stream] : labelled) {
    labels.push_back(stream);
    own[stream].push_back(time);
  }
  if (times_.size() < kMinAttempts || std::ranges::any_of(own, &std::vector<Micros>::empty))
    return std::max(outcomes, 0.0) >= least;  // that all of them fail does not make them one caller
  const double span = std::max(1.0, seconds(times_.back() - times_.front()));
  const double price = log_labels(labels, streams.size(), is_even(times_) ? streams_.size() : 0) +
                       static_cast<double>(streams.size() - 1) * std::log(span);
  std::vector<Evidence> each;
  for (const auto& times : own) each.emplace_back(times, zone_);
  const auto apart = [&](Models models) {
    double sum = outcomes - price;
    for (Evidence& one : each) sum += one.total(models);
    return sum;
  };
  // Without a trace of a clock, compare only the models without one.
  const double random = together_.total(Models::without_clock);
  const double look = apart(Models::without_clock) - random;
  if (look > least + kTrace && !has_trace(together_)) return true;
  if (look < least - kTrace && std::ranges::none_of(each, has_trace)) return false;
  const double all = apart(Models::all);
  return all - random >= least && all - together_.total(Models::all) >= least;
}

}  // namespace whylocked::callers
