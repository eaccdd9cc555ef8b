// Sign-ins of a made-up company over 30 days, in time order.
//
// In:  rows, users, addresses, percentage of failures, seed.  Out: one SignIn per row.
// Users follow Zipf's law (0.9), half of the time from one of their four usual addresses. At 44 %
// failures, ten in 100 attempts come from devices that keep retrying an old password and ten from
// sources that spray one user after another; with fewer failures, proportionally fewer.
// An account locks at its fifth failure within 15 minutes and is open again 15 minutes later; in
// between, every attempt is refused and none counts. A lock is a separate row.
// Memory: 20 bytes per user and the Zipf table.  Threads: one per Traffic.  Failure: none.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "draw.hpp"

namespace whylocked::bench {

struct TrafficOptions {
  std::uint64_t rows = 1'000'000;
  std::uint32_t users = 20'000, addresses = 5'000;  // at least 1
  std::uint32_t failures = 44;                      // percent of all attempts, at most 100
  std::uint64_t seed = 1;
};

struct SignIn {
  enum class What : std::uint8_t { success, failure, refusal, lock };

  std::uint32_t second = 0;  // since the beginning of the first day
  std::uint32_t user = 0, address = 0;
  What what = What::success;
  std::uint8_t client = 0;   // any number; selects the text
  std::uint8_t details = 0;  // the same
};

inline constexpr std::uint32_t kDays = 30, kSecondsADay = 86'400;

class Traffic {
 public:
  explicit Traffic(const TrafficOptions& options);
  bool next(SignIn& row);  // false: no more rows

 private:
  // Times are counted from 1; 0 means "never".
  struct Account {
    std::array<std::uint32_t, 4> failures{};  // the latest, oldest first
    std::uint32_t locked_until = 0;
  };

  bool is_locked(const SignIn& row) const;
  bool counts_to_lock(const SignIn& row);
  void retry(SignIn& row);
  void spray(SignIn& row);
  void use(SignIn& row, bool fails);

  const TrafficOptions options_;
  const Zipf by_activity_;
  Draw draw_;
  std::vector<Account> accounts_;
  std::uint64_t written_ = 0;
  std::uint32_t retries_ = 0, sprays_ = 0;
  bool lock_is_due_ = false;
};

}  // namespace whylocked::bench
