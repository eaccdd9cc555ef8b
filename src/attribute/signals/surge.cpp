#include "attribute/signals/surge.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

namespace whylocked::attribution {

namespace {

constexpr Micros kWindows[] = {kHour, kDay};
constexpr Micros kMaxSpan = 3660 * kDay;  // a longer export has wrong dates
constexpr double kBusy = 3;               // people work, and slip, in a third of the hours

double poisson_tail(double mean, std::uint32_t count) {
  constexpr double kLeast = 1e-9;  // the subtraction is not exact
  double term = std::exp(-mean), below = 0;
  for (std::uint32_t n = 1; n <= count; ++n) {
    below += term;
    term *= mean / n;
  }
  return std::max(1 - below, kLeast);
}

// Per window. Lockouts are many and windows few, and a tail has a term for each account.
std::vector<Surge> surges_in(const std::vector<std::uint32_t>& accounts, Micros window) {
  std::vector<Surge> surges(accounts.size());
  const double all = std::accumulate(accounts.begin(), accounts.end(), 0.0);
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (accounts[i] < 2) continue;
    const double rate = kBusy * (all - accounts[i] + 1) / static_cast<double>(accounts.size());
    surges[i] = {accounts[i] - 1, window,
                 static_cast<double>(std::size(kWindows)) * poisson_tail(rate, accounts[i] - 1)};
  }
  return surges;
}

}  // namespace

Surges::Surges(const Events& events, const Correlation& correlation) {
  if (events.rows.empty()) return;
  const Micros first = events.rows.front().time, last = events.rows.back().time;
  if (last - first > kMaxSpan) return;
  for (const Micros window : kWindows)
    for (const Micros start : {first, first - window / 2}) {
      Series& one = series_.emplace_back(Series{start, window});
      std::vector<std::uint32_t> accounts(one.index_of(last) + 1);      // by window
      std::vector<std::size_t> counted(events.users.size(), SIZE_MAX);  // in which window last
      for (std::size_t row = 0; row < events.rows.size(); ++row) {
        if (!correlation.strange[row] && correlation.coverage.addresses) continue;
        const Event& event = events.rows[row];
        if (event.kind != EventKind::login_failed) continue;
        const std::size_t index = one.index_of(event.time);
        if (std::exchange(counted[event.user], index) != index) ++accounts[index];
      }
      one.surges = surges_in(accounts, window);
    }
}

Surge Surges::at(Micros time) const {
  Surge rarest;
  for (const Series& one : series_)
    if (const Surge& here = one.surges[one.index_of(time)]; here.by_chance < rarest.by_chance)
      rarest = here;
  return rarest;
}

}  // namespace whylocked::attribution
