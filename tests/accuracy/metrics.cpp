#include "accuracy/metrics.hpp"

#include <algorithm>
#include <cmath>

namespace whylocked::accuracy {

namespace {

constexpr std::size_t kBins = 10;
constexpr std::size_t kResamples = 500;

class Mean {
 public:
  void add(double value) { sum_ += value, ++count_; }
  double value() const { return count_ == 0 ? kNothing : sum_ / static_cast<double>(count_); }

 private:
  double sum_ = 0;
  std::size_t count_ = 0;
};

std::vector<Judged> found_only(std::span<const Judged> lockouts) {
  std::vector<Judged> found;
  for (const Judged& one : lockouts)
    if (one.found) found.push_back(one);
  return found;
}

double calibration_error(std::span<const Judged> lockouts) {
  double sum = 0, count = 0;
  for (const Bin& bin : reliability(lockouts, kBins)) {
    sum += static_cast<double>(bin.count) * std::abs(bin.accuracy - bin.confidence);
    count += static_cast<double>(bin.count);
  }
  return count == 0 ? kNothing : sum / count;
}

std::uint64_t next_random(std::uint64_t& state) {  // splitmix64 (Steele, Lea, Flood 2014)
  std::uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

Figures figures(std::span<const Judged> lockouts, std::size_t invented) {
  Figures out;
  Mean top1, top3, mrr, ties, kinds, brier, brier_kinds, log_loss, diagnosed, wrong;
  for (const Judged& one : lockouts) {
    out.found += one.found;
    diagnosed.add(one.status == Status::diagnosed);
    log_loss.add(one.log_loss);
    wrong.add(one.wrong);
    if (one.answerable == Answerable::kind) {
      kinds.add(one.kind_first);
      brier_kinds.add(one.brier);
      continue;
    }
    brier.add(one.brier);
    if (one.answerable == Answerable::tie) {
      ties.add(one.tie_exact);
      continue;
    }
    top1.add(one.credit);
    top3.add(one.in_three);
    mrr.add(one.reciprocal);
  }
  out.lockouts = lockouts.size();
  out.invented = invented;
  out.top1 = top1.value(), out.top3 = top3.value(), out.mrr = mrr.value();
  out.ties_exact = ties.value(), out.kinds = kinds.value();
  out.brier = brier.value(), out.brier_kinds = brier_kinds.value();
  out.log_loss = log_loss.value();
  out.diagnosed = diagnosed.value(), out.wrong = wrong.value();
  out.ece = calibration_error(lockouts);
  return out;
}

Figures macro(std::span<const Figures> scenarios, const Figures& all) {
  Figures out = all;
  for (double Figures::*member :
       {&Figures::top1, &Figures::top3, &Figures::mrr, &Figures::brier, &Figures::brier_kinds,
        &Figures::log_loss, &Figures::diagnosed, &Figures::wrong}) {
    Mean mean;
    for (const Figures& one : scenarios)
      if (!std::isnan(one.*member)) mean.add(one.*member);
    out.*member = mean.value();
  }
  return out;
}

std::vector<Bin> reliability(std::span<const Judged> lockouts, std::size_t bins) {
  std::vector<Judged> sorted = found_only(lockouts);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Judged& a, const Judged& b) { return a.confidence < b.confidence; });
  std::vector<Bin> out;
  for (std::size_t b = 0; b < bins; ++b) {
    Bin bin;
    for (std::size_t i = b * sorted.size() / bins; i < (b + 1) * sorted.size() / bins; ++i) {
      bin.confidence += sorted[i].confidence;
      bin.accuracy += sorted[i].leads;
      ++bin.count;
    }
    if (bin.count == 0) continue;
    bin.confidence /= static_cast<double>(bin.count);
    bin.accuracy /= static_cast<double>(bin.count);
    out.push_back(bin);
  }
  return out;
}

Interval ece_interval(std::span<const Judged> lockouts, std::size_t games) {
  std::vector<std::vector<Judged>> by_game(games);
  for (const Judged& one : lockouts) by_game[one.game].push_back(one);
  std::uint64_t state = 1;
  std::vector<double> errors;
  for (std::size_t r = 0; r < kResamples; ++r) {
    std::vector<Judged> resample;
    for (std::size_t g = 0; g < games; ++g) {
      const auto& drawn = by_game[next_random(state) % games];
      resample.insert(resample.end(), drawn.begin(), drawn.end());
    }
    errors.push_back(calibration_error(resample));
  }
  std::sort(errors.begin(), errors.end());
  return {errors[kResamples / 40], errors[kResamples - 1 - kResamples / 40]};
}

std::vector<Kept> abstention(std::span<const Judged> lockouts) {
  std::vector<Kept> curve;
  for (const double limit : {0.0, 0.5, 0.8, 0.9, 0.95, 0.99}) {
    double kept = 0, right = 0;
    for (const Judged& one : lockouts)
      if (one.found && one.confidence >= limit) ++kept, right += one.leads;
    curve.push_back({limit, kept / static_cast<double>(std::max<std::size_t>(1, lockouts.size())),
                     kept == 0 ? kNothing : right / kept});
  }
  return curve;
}

}  // namespace whylocked::accuracy
