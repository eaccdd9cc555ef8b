#include "attribute/rates.hpp"

#include <cmath>
#include <numbers>

namespace whylocked::old {

namespace {

double log_marginal(double n, double time, double a, double b) {
  return std::lgamma(a + n) - std::lgamma(a) + a * std::log(b) - (a + n) * std::log(b + time);
}

}  // namespace

double log10_rate_change(double n1, double t1, double n2, double t2) {
  const double a = 0.5, b = a * (t1 + t2) / (n1 + n2);
  return (log_marginal(n1, t1, a, b) + log_marginal(n2, t2, a, b) -
          log_marginal(n1 + n2, t1 + t2, a, b)) /
         std::numbers::ln10;
}

}  // namespace whylocked::old
