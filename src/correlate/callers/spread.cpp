// Account by account the distinct addresses that touched it are counted. A caller with one address
// takes the numbers as they are; for those with several, the accounts of their addresses are listed
// too, and the lists are united by marking accounts.
// An exception: many callers that share the same busy addresses would each walk the same
// long lists. Beyond a budget the largest single list serves for the union, as a lower bound.

#include "correlate/callers/spread.hpp"

#include <algorithm>

namespace whylocked::callers {

namespace {

// Accounts looked at for one caller: some, and more for callers that have many attempts, so that
// the whole stays linear in events.
constexpr std::size_t kUnionBudget = 1024, kUnionBudgetPerAttempt = 64;

enum Did : std::uint8_t { kFailed = 1, kUnknown = 2, kSucceeded = 4 };

std::uint8_t what(lockouts::EventTraits act) {
  const unsigned failed = act.failed() || act.locked() ? kFailed : 0;
  return static_cast<std::uint8_t>(failed | (act.unknown_user() ? kUnknown : 0) |
                                   (act.succeeded() ? kSucceeded : 0));
}

struct Touch {
  TextId id;  // of an account or an address
  std::uint8_t did;
};

struct Spread {
  std::uint32_t failed = 0, unknown = 0, succeeded = 0;

  void add(std::uint8_t did) {
    failed += (did & kFailed) != 0;
    unknown += (did & kUnknown) != 0;
    succeeded += (did & kSucceeded) != 0;
  }
};

// Distinct ids, one set after the other, without clearing anything between two sets.
class Union {
 public:
  explicit Union(std::size_t ids) : place_(ids, 0) {}

  void begin() {
    base_ += touches_.size();
    touches_.clear();
  }
  void add(TextId id, std::uint8_t did) {
    std::uint64_t& place = place_[id];
    if (place <= base_) {
      touches_.push_back({id, did});
      place = base_ + touches_.size();
    } else {
      touches_[place - base_ - 1].did |= did;
    }
  }
  const std::vector<Touch>& touches() const { return touches_; }
  Spread spread() const {
    Spread spread;
    for (const Touch& touch : touches_) spread.add(touch.did);
    return spread;
  }

 private:
  std::vector<std::uint64_t> place_;  // 1 + position of the id's touch, from base_ on
  std::vector<Touch> touches_;
  std::uint64_t base_ = 0;  // places up to here are of earlier sets
};

enum class Wanted : std::uint8_t { no, alone, with_others };

// For each address: as the only one of some caller, or among others.
std::vector<Wanted> find_wanted(std::size_t addresses, const std::vector<Caller>& callers) {
  std::vector<Wanted> wanted(addresses, Wanted::no);
  for (const Caller& caller : callers)
    for (const TextId address : caller.addresses)
      wanted[address] = std::max(wanted[address],
                                 caller.addresses.size() > 1 ? Wanted::with_others : Wanted::alone);
  return wanted;
}

// The accounts that each wanted address touched.
class Addresses {
 public:
  Addresses(const Events& events, const Timelines& timelines, const std::vector<Caller>& callers)
      : spread_(events.addresses.size()),
        starts_(events.addresses.size() + 1, 0),
        accounts_(events.users.size()) {
    struct Listed {
      TextId address;
      Touch touch;
    };
    std::vector<Listed> listed;  // of addresses with others, account by account
    const std::vector<Wanted> wanted = find_wanted(events.addresses.size(), callers);
    Union of_account(events.addresses.size());
    for (TextId user = 0; user < events.users.size(); ++user) {
      of_account.begin();
      const auto addresses = timelines.addresses(user);
      const auto traits = timelines.traits(user);
      for (std::size_t i = 0; i < traits.size(); ++i)
        if (wanted[addresses[i]] != Wanted::no)
          if (const std::uint8_t did = what(traits[i]); did != 0) of_account.add(addresses[i], did);
      for (const Touch& touch : of_account.touches()) {
        spread_[touch.id].add(touch.did);
        if (wanted[touch.id] != Wanted::with_others) continue;
        listed.push_back({touch.id, {user, touch.did}});
        ++starts_[touch.id + 1];
      }
    }
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    touches_.resize(starts_.back());
    std::vector<std::size_t> next = starts_;
    for (const Listed& one : listed) touches_[next[one.address]++] = one.touch;
  }

  Spread of(const Caller& caller) {
    if (caller.addresses.empty()) return alone(caller);
    if (caller.addresses.size() == 1) return spread_[caller.addresses.front()];
    return too_long(caller) ? largest(caller) : united(caller);
  }

 private:
  std::span<const Touch> touches(TextId address) const {
    return std::span(touches_).subspan(starts_[address], starts_[address + 1] - starts_[address]);
  }

  static Spread alone(const Caller& caller) {
    Spread spread;
    if (caller.failures > 0 || caller.successes == 0) spread.add(kFailed);
    if (caller.successes > 0) spread.add(kSucceeded);
    return spread;
  }

  bool too_long(const Caller& caller) const {
    std::size_t length = 0;
    for (const TextId address : caller.addresses) length += touches(address).size();
    return length > kUnionBudget + kUnionBudgetPerAttempt * caller.attempts.size();
  }

  Spread largest(const Caller& caller) const {
    Spread most;
    for (const TextId address : caller.addresses) {
      most.failed = std::max(most.failed, spread_[address].failed);
      most.unknown = std::max(most.unknown, spread_[address].unknown);
      most.succeeded = std::max(most.succeeded, spread_[address].succeeded);
    }
    return most;
  }

  Spread united(const Caller& caller) {
    accounts_.begin();
    for (const TextId address : caller.addresses)
      for (const Touch& touch : touches(address)) accounts_.add(touch.id, touch.did);
    return accounts_.spread();
  }

  std::vector<Spread> spread_;       // of each address
  std::vector<std::size_t> starts_;  // of each address with others in touches_, and the end
  std::vector<Touch> touches_;
  Union accounts_;
};

}  // namespace

void count_spread(const Events& events, const Timelines& timelines, std::vector<Caller>& callers) {
  Addresses addresses(events, timelines, callers);
  for (Caller& caller : callers) {
    const Spread spread = addresses.of(caller);
    caller.users_failed = spread.failed;
    caller.users_unknown = spread.unknown;
    caller.users_succeeded = spread.succeeded;
  }
}

}  // namespace whylocked::callers
