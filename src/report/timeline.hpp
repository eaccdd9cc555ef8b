// Events around the lockouts of a case, on a scale of equal steps of time.
//
// The scale is zoomed to the case: from the change that set it off (or a little before the first
// failure that counted) to the last unlock or attempt. A million failures take no more room than
// ten: there are kSteps of each lane, whatever the number of rows.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "report/wording.hpp"

namespace whylocked::report {

inline constexpr std::size_t kSteps = 180;
using Sums = std::array<std::uint64_t, kSteps>;
std::uint64_t sum_of(const Sums& sums);

struct Lane {
  std::string caller;  // words, or an account; empty: all callers that have no lane of their own
  Sums failures{};     // of them all, also those that are effects
  Sums effects{};      // tried while the account was locked
  Sums successes{};
  Sums locks{};  // of the account
};

// A time in kSteps equal steps.
struct Scale {
  Micros from = 0, to = 0;
  std::size_t step(Micros time) const {
    const auto part = static_cast<double>(std::clamp(time, from, to) - from) /
                      static_cast<double>(std::max<Micros>(to - from, 1));
    return std::min(static_cast<std::size_t>(part * kSteps), kSteps - 1);
  }
};

struct Timeline : Scale {
  std::vector<Lane> lanes;  // most of the lockouts first
  Sums changes{}, locks{}, unlocks{};
  std::array<bool, kSteps> locked{};  // an account was, for a part of the step
  bool trigger_before = false;        // the change is too far back for the scale
};

Timeline make_timeline(const ReportView& view, const Case& one);
// The accounts with the most lockouts, a lane each: its lockouts, and its failures that counted.
Timeline make_accounts_timeline(const ReportView& view);

}  // namespace whylocked::report
