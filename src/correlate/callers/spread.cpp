// The distinct accounts that each address touched are listed and counted. A caller with one address
// takes the counts as they are; for those with several, the lists are united.
// An exception: many callers that share the same busy addresses would each walk the same
// long lists. Beyond a budget the largest single list serves for the union, as a lower bound.

#include <algorithm>
#include <utility>

#include "correlate/callers/caller.hpp"

namespace whylocked::callers {

namespace {

// Accounts counted for one caller: some, and more for callers that have many attempts, so that
// the whole stays linear in events.
constexpr std::size_t kUnionBudget = 1024, kUnionBudgetPerAttempt = 64;

enum Did : std::uint8_t { kFailed = 1, kUnknown = 2, kSucceeded = 4 };

struct Touch {
  TextId account;
  std::uint8_t did;
};

std::uint8_t what(const Event& event) {
  if (event.kind == EventKind::account_locked) return kFailed;
  if (event.kind == EventKind::login_succeeded) return kSucceeded;
  if (event.kind != EventKind::login_failed) return 0;
  return event.reason == Reason::unknown_user ? kFailed | kUnknown : kFailed;
}

struct Spread {
  std::uint32_t failed = 0, unknown = 0, succeeded = 0;

  void add(std::uint8_t did) {
    failed += (did & kFailed) != 0;
    unknown += (did & kUnknown) != 0;
    succeeded += (did & kSucceeded) != 0;
  }
};

class Addresses {
 public:
  Addresses(const Events& events, const std::vector<Caller>& callers)
      : lists_(events.addresses.size()), did_(events.users.size()) {
    std::vector<bool> wanted(events.addresses.size());
    for (const Caller& caller : callers)
      for (const TextId address : caller.addresses) wanted[address] = true;
    for (const Event& event : events.rows) lists_[event.address].size += wanted[event.address];
    std::size_t end = 0;
    for (List& list : lists_) list.from = std::exchange(end, end + std::exchange(list.size, 0));
    touches_.resize(end);
    for (const Event& event : events.rows)
      if (List& list = lists_[event.address]; wanted[event.address])
        touches_[list.from + list.size++] = {event.user, what(event)};
    for (List& list : lists_) make_distinct(list);
  }

  Spread of(const Caller& caller) {
    Spread spread;
    if (caller.addresses.empty()) {
      if (caller.failures > 0 || caller.successes == 0) spread.add(kFailed);
      if (caller.successes > 0) spread.add(kSucceeded);
      return spread;
    }
    if (caller.addresses.size() == 1) return lists_[caller.addresses.front()].spread;
    std::size_t length = 0;
    for (const TextId address : caller.addresses) {
      const List& list = lists_[address];
      length += list.size;
      spread.failed = std::max(spread.failed, list.spread.failed);
      spread.unknown = std::max(spread.unknown, list.spread.unknown);
      spread.succeeded = std::max(spread.succeeded, list.spread.succeeded);
    }
    if (length > kUnionBudget + kUnionBudgetPerAttempt * caller.attempts.size()) return spread;
    spread = {};
    for (const TextId address : caller.addresses) mark(lists_[address]);
    for (const TextId account : marked_) spread.add(std::exchange(did_[account], std::uint8_t{0}));
    marked_.clear();
    return spread;
  }

 private:
  struct List {
    std::size_t from = 0, size = 0;  // in touches_
    Spread spread;
  };

  void mark(const List& list) {
    for (std::size_t i = list.from; i < list.from + list.size; ++i) {
      const Touch& touch = touches_[i];
      if (touch.did != 0 && did_[touch.account] == 0) marked_.push_back(touch.account);
      did_[touch.account] |= touch.did;
    }
  }

  void make_distinct(List& list) {
    mark(list);
    list.size = 0;
    for (const TextId account : marked_) {
      const Touch touch{account, std::exchange(did_[account], std::uint8_t{0})};
      touches_[list.from + list.size++] = touch;
      list.spread.add(touch.did);
    }
    marked_.clear();
  }

  std::vector<List> lists_;  // by address
  std::vector<Touch> touches_;
  std::vector<std::uint8_t> did_;  // by account; 0 but for those in marked_
  std::vector<TextId> marked_;
};

}  // namespace

void count_spread(const Events& events, std::vector<Caller>& callers) {
  Addresses addresses(events, callers);
  for (Caller& caller : callers) {
    const Spread spread = addresses.of(caller);
    caller.users_failed = spread.failed;
    caller.users_unknown = spread.unknown;
    caller.users_succeeded = spread.succeeded;
  }
}

}  // namespace whylocked::callers
