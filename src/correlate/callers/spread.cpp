// Account by account the distinct addresses that touched it are counted. A caller with one address
// takes the numbers as they are; for those with several, the accounts of their addresses are listed
// too, and the lists are united by marking accounts.
// An exception: many callers that share the same busy addresses would each walk the same
// long lists. Beyond a budget the largest single list serves for the union, as a lower bound.

#include "correlate/callers/spread.hpp"

#include <algorithm>
#include <utility>

namespace whylocked::callers {

namespace {

// Accounts looked at for one caller: some, and more for callers that have many attempts, so that
// the whole stays linear in events.
constexpr std::size_t kUnionBudget = 1024, kUnionBudgetPerAttempt = 64;

enum Did : std::uint8_t { kFailed = 1, kUnknown = 2, kSucceeded = 4 };

std::uint8_t what(lockouts::EventTraits event) {
  if (event.kind == EventKind::account_locked) return kFailed;
  if (event.kind == EventKind::login_succeeded) return kSucceeded;
  if (event.kind != EventKind::login_failed) return 0;
  return event.reason == Reason::unknown_user ? kFailed | kUnknown : kFailed;
}

struct Touch {
  TextId account;
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

// What was done at each of a set of accounts or addresses.
class Marks {
 public:
  explicit Marks(std::size_t ids) : did_(ids) {}

  void add(TextId id, std::uint8_t did) {
    if (did_[id] == 0) marked_.push_back(id);
    did_[id] |= did;
  }
  // Calls work(id, did) for each that was marked, and forgets it.
  template <class Work>
  void take(Work work) {
    for (const TextId id : marked_) work(id, std::exchange(did_[id], std::uint8_t{0}));
    marked_.clear();
  }

 private:
  std::vector<std::uint8_t> did_;
  std::vector<TextId> marked_;
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
    Marks marks(events.addresses.size());
    for (TextId user = 0; user < events.users.size(); ++user) {
      const auto addresses = timelines.addresses(user);
      const auto traits = timelines.traits(user);
      for (std::size_t i = 0; i < traits.size(); ++i)
        if (wanted[addresses[i]] != Wanted::no)
          if (const std::uint8_t did = what(traits[i]); did != 0) marks.add(addresses[i], did);
      marks.take([&](TextId address, std::uint8_t did) {
        spread_[address].add(did);
        if (wanted[address] != Wanted::with_others) return;
        listed.push_back({address, {user, did}});
        ++starts_[address + 1];
      });
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
    for (const TextId address : caller.addresses)
      for (const Touch& touch : touches(address)) accounts_.add(touch.account, touch.did);
    Spread spread;
    accounts_.take([&](TextId, std::uint8_t did) { spread.add(did); });
    return spread;
  }

  std::vector<Spread> spread_;       // of each address
  std::vector<std::size_t> starts_;  // of each address with others in touches_, and the end
  std::vector<Touch> touches_;
  Marks accounts_;
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
