// For each address the distinct accounts it touched are listed once. An origin with one address
// takes the numbers as they are; with several, the lists are united by marking accounts.
// What that leaves out: many origins that share the same busy addresses would each walk the same
// long lists. Beyond a budget the largest single list stands for the union, as a lower bound.

#include "correlate/reach.hpp"

#include <algorithm>

#include "correlate/buckets.hpp"

namespace whylocked {

namespace {

// Accounts looked at for one origin: some, and more for origins that have many attempts, so that
// the whole stays linear in events.
constexpr std::size_t kUnionBudget = 1024, kUnionBudgetPerAttempt = 64;

enum Did : std::uint8_t { kFailed = 1, kUnknown = 2, kSucceeded = 4 };

std::uint8_t what(const Event& event) {
  if (event.kind == EventKind::login_succeeded) return kSucceeded;
  if (event.kind == EventKind::account_locked) return kFailed;
  if (event.kind != EventKind::login_failed) return 0;
  return event.reason == Reason::unknown_user ? kFailed | kUnknown : kFailed;
}

struct Touch {
  TextId user;
  std::uint8_t did;
};

struct Reach {
  std::uint32_t failed = 0, unknown = 0, succeeded = 0;

  void add(std::uint8_t did) {
    failed += (did & kFailed) != 0;
    unknown += (did & kUnknown) != 0;
    succeeded += (did & kSucceeded) != 0;
  }
};

// Distinct accounts, one set after the other, without clearing anything between two sets.
class Union {
 public:
  explicit Union(std::size_t users) : place_(users, 0) {}

  void begin() {
    base_ += touches_.size();
    touches_.clear();
  }
  void add(TextId user, std::uint8_t did) {
    std::uint64_t& place = place_[user];
    if (place <= base_) {
      touches_.push_back({user, did});
      place = base_ + touches_.size();
    } else {
      touches_[place - base_ - 1].did |= did;
    }
  }
  const std::vector<Touch>& touches() const { return touches_; }
  Reach reach() const {
    Reach reach;
    for (const Touch& touch : touches_) reach.add(touch.did);
    return reach;
  }

 private:
  std::vector<std::uint64_t> place_;  // 1 + position of the account's touch, from base_ on
  std::vector<Touch> touches_;
  std::uint64_t base_ = 0;  // places up to here are of earlier sets
};

class Addresses {
 public:
  Addresses(const Events& events, const std::vector<Origin>& origins) : set_(events.users.size()) {
    std::vector<bool> wanted(events.addresses.size());
    for (const Origin& origin : origins)
      for (const TextId address : origin.addresses) wanted[address] = true;
    const Buckets by_address(events.rows, events.addresses.size(), [&](const Event& event) {
      return wanted[event.address] && what(event) ? event.address : Buckets::kSkip;
    });
    starts_.push_back(0);
    for (std::size_t address = 0; address < events.addresses.size(); ++address) {
      set_.begin();
      for (const std::uint32_t index : by_address.of(address))
        set_.add(events.rows[index].user, what(events.rows[index]));
      touches_.insert(touches_.end(), set_.touches().begin(), set_.touches().end());
      starts_.push_back(touches_.size());
      reach_.push_back(set_.reach());
    }
  }

  Reach of(const Origin& origin) {
    if (origin.addresses.empty()) return alone(origin);
    if (origin.addresses.size() == 1) return reach_[origin.addresses.front()];
    return too_long(origin) ? largest(origin) : united(origin);
  }

 private:
  static Reach alone(const Origin& origin) {
    Reach reach;
    if (origin.failures > 0 || origin.successes == 0) reach.add(kFailed);
    if (origin.successes > 0) reach.add(kSucceeded);
    return reach;
  }

  bool too_long(const Origin& origin) const {
    std::size_t length = 0;
    for (const TextId address : origin.addresses) length += starts_[address + 1] - starts_[address];
    return length > kUnionBudget + kUnionBudgetPerAttempt * origin.attempts.size();
  }

  Reach largest(const Origin& origin) const {
    Reach most;
    for (const TextId address : origin.addresses) {
      most.failed = std::max(most.failed, reach_[address].failed);
      most.unknown = std::max(most.unknown, reach_[address].unknown);
      most.succeeded = std::max(most.succeeded, reach_[address].succeeded);
    }
    return most;
  }

  Reach united(const Origin& origin) {
    set_.begin();
    for (const TextId address : origin.addresses)
      for (std::size_t i = starts_[address]; i < starts_[address + 1]; ++i)
        set_.add(touches_[i].user, touches_[i].did);
    return set_.reach();
  }

  Union set_;
  std::vector<Touch> touches_;       // of all wanted addresses, one after the other
  std::vector<std::size_t> starts_;  // of each address in touches_
  std::vector<Reach> reach_;         // of each address
};

}  // namespace

void count_reach(const Events& events, std::vector<Origin>& origins) {
  Addresses addresses(events, origins);
  for (Origin& origin : origins) {
    const Reach reach = addresses.of(origin);
    origin.users_failed = reach.failed;
    origin.users_unknown = reach.unknown;
    origin.users_succeeded = reach.succeeded;
  }
}

}  // namespace whylocked
