// Sums run in four lanes, and lane i takes times i, i + 4, ...: the compiler may then keep one
// period's four lanes in a vector, or four periods' first lanes.

#include "correlate/strength.hpp"

#include <cstddef>
#include <cstring>
#include <numbers>

// Inlined into functions for other processors, so that it is compiled for each.
#define INLINE inline __attribute__((always_inline))

namespace whylocked {

namespace {

constexpr std::size_t kLanes = 4;
using Four = double __attribute__((vector_size(kLanes * sizeof(double))));

// The nearest integer for |x| < 2^51, without the call that rounding costs on plain x86-64.
constexpr double kToInteger = 0x1.8p52;

// Adds the unit vector at this many turns, by the series of sin and cos up to a quarter turn and
// the formulas for the double angle; off by less than 1e-5, enough for the search.
template <class Real>
INLINE void add_turn(const Real& turns, Real& cosine, Real& sine) {
  const Real nearest = (turns + kToInteger) - kToInteger;
  const Real x = (turns - nearest) * std::numbers::pi;
  const Real y = x * x;
  const Real s = x * (1. + y * (-1 / 6. + y * (1 / 120. + y * (-1 / 5040. + y * (1 / 362880.)))));
  const Real c =
      1. + y * (-1 / 2. + y * (1 / 24. + y * (-1 / 720. + y * (1 / 40320. - y / 3628800.))));
  cosine += 1. - 2. * s * s;
  sine += 2. * s * c;
}

template <class Real>
INLINE void finish(const Real (&cosine)[kLanes], const Real (&sine)[kLanes], double n,
                   Real& strength) {
  const Real c = cosine[0] + cosine[1] + cosine[2] + cosine[3];
  const Real s = sine[0] + sine[1] + sine[2] + sine[3];
  strength = (c * c + s * s) / n;
}

// Real is a number, or four of them: as many periods.
template <class Real>
INLINE void measure(Times times, const Real& period, Real& strength) {
  const Real frequency = 1. / period;
  Real cosine[kLanes] = {}, sine[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= times.size(); i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      add_turn<Real>(times[i + lane] * frequency, cosine[lane], sine[lane]);
  for (; i < times.size(); ++i) add_turn<Real>(times[i] * frequency, cosine[0], sine[0]);
  finish(cosine, sine, static_cast<double>(times.size()), strength);
}

// One period, its lanes side by side.
INLINE double measure_one(Times times, double period) {
  const double frequency = 1. / period;
  Four cosine = {}, sine = {}, some;
  std::size_t i = 0;
  for (; i + kLanes <= times.size(); i += kLanes) {
    std::memcpy(&some, &times[i], sizeof some);
    add_turn<Four>(some * frequency, cosine, sine);
  }
  double cosines[kLanes], sines[kLanes], strength;
  std::memcpy(cosines, &cosine, sizeof cosine);
  std::memcpy(sines, &sine, sizeof sine);
  for (; i < times.size(); ++i) add_turn<double>(times[i] * frequency, cosines[0], sines[0]);
  finish(cosines, sines, static_cast<double>(times.size()), strength);
  return strength;
}

// Three periods cost less as three of four than one after the other.
INLINE void measure_all(Times times, std::span<const double> periods, double* out) {
  std::size_t i = 0;
  for (; i + kLanes - 1 <= periods.size(); i += kLanes) {
    const std::size_t n = i + kLanes <= periods.size() ? kLanes : kLanes - 1;
    Four period = {1., 1., 1., 1.}, strength;
    std::memcpy(&period, &periods[i], n * sizeof(double));
    measure<Four>(times, period, strength);
    std::memcpy(out + i, &strength, n * sizeof(double));
  }
  for (; i < periods.size(); ++i) out[i] = measure_one(times, periods[i]);
}

void strengths_anywhere(Times times, std::span<const double> periods, double* out) {
  measure_all(times, periods, out);
}

#if defined(__x86_64__)
// Without FMA, which rounds once where this rounds twice.
__attribute__((target("avx2"))) void strengths_avx2(Times times, std::span<const double> periods,
                                                    double* out) {
  measure_all(times, periods, out);
}
#endif

using Measure = void (*)(Times, std::span<const double>, double*);

Measure best_measure() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return strengths_avx2;
#endif
  return strengths_anywhere;
}

}  // namespace

double strength(Times times, double period) {
  double out;
  strengths(times, {&period, 1}, &out);
  return out;
}

void strengths(Times times, std::span<const double> periods, double* out) {
  static const Measure best = best_measure();
  best(times, periods, out);
}

#undef INLINE

}  // namespace whylocked
