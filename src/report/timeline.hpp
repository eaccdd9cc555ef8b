// Events around the lockouts of a case, in equal steps of time.
//
// The scale runs from the change that triggered the case (or shortly before the first failure that
// counted) to the last unlock or attempt. A lane has kSteps steps for any number of rows.
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
  std::string caller;  // words, or an account; empty: all callers without a lane
  Sums failures{};     // all failures, including effects
  Sums effects{};      // attempts while the account was locked
  Sums successes{};
  Sums locks{};  // of the account
};

// A range of time in kSteps equal steps.
struct Scale {
  Micros from = 0, to = 0;
  std::size_t step(Micros time) const {
    const auto part = static_cast<double>(std::clamp(time, from, to) - from) /
                      static_cast<double>(std::max<Micros>(to - from, 1));
    return std::min(static_cast<std::size_t>(part * kSteps), kSteps - 1);
  }
};

struct Timeline : Scale {
  std::vector<Lane> lanes;  // most lockouts first
  Sums changes{}, locks{}, unlocks{};
  std::array<bool, kSteps> locked{};  // an account was locked for part of the step
  bool trigger_before = false;        // the change is too far back to show
};

Timeline make_timeline(const ReportView& view, const Case& one);
// A lane for each of the accounts with the most lockouts: its lockouts, and the failures that
// counted.
Timeline make_accounts_timeline(const ReportView& view);

}  // namespace whylocked::report
