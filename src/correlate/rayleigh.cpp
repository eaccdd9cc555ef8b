// The tail of the Rayleigh statistic, from above.
//
// exp(-R) is the textbook value, good for small R. For few runs in step it is far too large (five
// perfect beats could not be told from chance): then Markov's inequality gives
// P <= I0(k)^n / I0(k length) for every k > 0, because a sum S of n random unit vectors has
// E[I0(k |S|)] = I0(k)^n. The lower of the two bounds is taken; both err on the safe side.

#include <algorithm>
#include <cmath>

#include "correlate/period.hpp"

namespace whylocked {

namespace {

double log_i0(double x) {  // Abramowitz and Stegun 9.8.1 and 9.8.2
  if (x <= 3.75) {
    const double t = x / 3.75 * (x / 3.75);
    return std::log(
        1 + t * (3.5156229 +
                 t * (3.0899424 +
                      t * (1.2067492 + t * (0.2659732 + t * (0.0360768 + t * 0.0045813))))));
  }
  const double t = 3.75 / x;
  const double series =
      0.39894228 +
      t * (0.01328592 +
           t * (0.00225319 +
                t * (-0.00157565 +
                     t * (0.00916281 +
                          t * (-0.02057706 +
                               t * (0.02635537 + t * (-0.01647633 + t * 0.00392377)))))));
  return x - std::log(x) / 2 + std::log(series);
}

// The concentration of the von Mises distribution with this mean resultant (Best and Fisher 1981).
double concentration(double r) {
  if (r < 0.53) return 2 * r + r * r * r + 5 * std::pow(r, 5) / 6;
  if (r < 0.85) return -0.4 + 1.39 * r + 0.43 / (1 - r);
  return 1 / (r * (1 - r) * (3 - r));
}

}  // namespace

double rayleigh_tail(double n, double length) {
  const double r = std::min(length / n, 1 - 1e-12);
  const double k = concentration(r);
  return std::exp(std::min({0.0, -length * length / n, n * log_i0(k) - log_i0(k * length)}));
}

}  // namespace whylocked
