#include "traffic.hpp"

#include <algorithm>

namespace whylocked::bench {

namespace {

constexpr std::uint32_t kLockSeconds = 900;      // the counter's window, and the duration of a lock
constexpr std::uint32_t kDevices = 16;           // retrying at the same time
constexpr std::uint32_t kSources = 4;            // spraying at the same time
constexpr std::uint32_t kShiftSeconds = 43'200;  // then others take their place
constexpr std::uint32_t kUsualAddresses = 4;

std::uint32_t chosen(std::uint64_t by, std::uint32_t limit) {
  return static_cast<std::uint32_t>((mixed(by) >> 32) * limit >> 32);
}

}  // namespace

Traffic::Traffic(const TrafficOptions& options)
    : options_(options),
      by_activity_(options.users, 0.9),
      draw_(options.seed),
      accounts_(options.users) {}

bool Traffic::is_locked(const SignIn& row) const {
  return accounts_[row.user].locked_until > row.second + 1;
}

// REQUIRES: a failure of an unlocked account.
bool Traffic::counts_to_lock(const SignIn& row) {
  Account& account = accounts_[row.user];
  const std::uint32_t now = row.second + 1, fifth_last = account.failures[0];
  std::shift_left(account.failures.begin(), account.failures.end(), 1);
  account.failures.back() = now;
  if (fifth_last == 0 || fifth_last + kLockSeconds < now) return false;
  account = {.failures = {}, .locked_until = now + kLockSeconds};
  return true;
}

// A device has one account, one address and one client, and its turn comes again and again.
void Traffic::retry(SignIn& row) {
  const std::uint64_t device =
      (options_.seed << 32 | row.second / kShiftSeconds) * kDevices + retries_++ % kDevices;
  row.user = chosen(device * 2, options_.users);
  row.address = chosen(device * 2 + 1, options_.addresses);
  row.client = static_cast<std::uint8_t>(mixed(device));
}

void Traffic::spray(SignIn& row) {
  const std::uint64_t source =
      ~((options_.seed << 32 | row.second / kShiftSeconds) * kSources + sprays_ % kSources);
  row.user = (chosen(source * 2, options_.users) + sprays_++ / kSources) % options_.users;
  row.address = chosen(source * 2 + 1, options_.addresses);
  row.client = static_cast<std::uint8_t>(mixed(source));
}

void Traffic::use(SignIn& row, bool fails) {
  row.user = by_activity_.draw(draw_);
  for (int tries = 0; !fails && is_locked(row) && tries < 8; ++tries)
    row.user = by_activity_.draw(draw_);
  const std::uint64_t habits = draw_.next();
  row.address = habits & 1 ? chosen(row.user * std::uint64_t{8} + (habits >> 1) % kUsualAddresses,
                                    options_.addresses)
                           : draw_.below(options_.addresses);
  row.client = static_cast<std::uint8_t>(mixed(row.user) + (habits >> 8 & 1));
}

bool Traffic::next(SignIn& row) {
  if (written_ == options_.rows) return false;
  ++written_;
  if (lock_is_due_) {
    lock_is_due_ = false;
    row.what = SignIn::What::lock;
    return true;
  }
  const std::uint64_t span = std::uint64_t{kDays} * kSecondsADay;
  row.second = static_cast<std::uint32_t>(
      ((written_ - 1) * span + draw_.below(static_cast<std::uint32_t>(span))) / options_.rows);
  row.details = static_cast<std::uint8_t>(draw_.next());

  const std::uint32_t each = std::min(100u, options_.failures * 100 / 44);  // of 1000 attempts
  const std::uint32_t lot = draw_.below(1000);
  if (lot < each)
    retry(row);
  else if (lot < 2 * each)
    spray(row);
  else
    use(row, lot < options_.failures * 10);
  const bool fails = lot < std::max(options_.failures * 10, 2 * each);
  row.what = is_locked(row) ? SignIn::What::refusal
             : fails        ? SignIn::What::failure
                            : SignIn::What::success;
  lock_is_due_ = row.what == SignIn::What::failure && counts_to_lock(row);
  return true;
}

}  // namespace whylocked::bench
