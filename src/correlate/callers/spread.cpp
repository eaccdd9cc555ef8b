// The distinct accounts that each address touched are listed and counted. A caller with one address
// takes the counts as they are; for those with several, the lists are united.
// An exception: many callers that share the same busy addresses would each walk the same
// long lists. Beyond a budget the largest single list serves for the union, as a lower bound.

#include <algorithm>
#include <utility>

#include "correlate/callers/caller.hpp"
#include "correlate/timelines.hpp"

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
  Addresses(const Events& events, Correlation& all)
      : events_(events), all_(all), lists_(events.addresses.size()), did_(events.users.size()) {
    all.strange.resize(events.rows.size());
    for (const Caller& caller : all.callers)
      for (const TextId address : caller.addresses)
        if (lists_[address].size == 0) add_list(address);
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
    for (const TextId address : caller.addresses)
      for (const Touch& touch :
           std::span(touches_).subspan(lists_[address].from, lists_[address].size))
        mark(touch);
    for (const Touch& touch : take_marked()) spread.add(touch.did);
    return spread;
  }

 private:
  struct List {
    std::size_t from = 0, size = 0;  // in touches_
    Spread spread;
  };

  void mark(Touch touch) {
    if (touch.did != 0 && did_[touch.account] == 0) marked_.push_back(touch.account);
    did_[touch.account] |= touch.did;
  }

  // Each account once.
  std::vector<Touch> take_marked() {
    std::vector<Touch> touches;
    touches.reserve(marked_.size());
    for (const TextId account : marked_)
      touches.push_back({account, std::exchange(did_[account], std::uint8_t{0})});
    marked_.clear();
    return touches;
  }

  void add_list(TextId address) {
    std::vector<std::pair<std::uint32_t, TextId>> failures;  // and their accounts
    for_each_event(events_.rows, all_.by_address.of(address),
                   [&](const Event& event, std::uint32_t row) {
                     mark({event.user, what(event)});
                     if (event.kind == EventKind::login_failed)
                       failures.emplace_back(row, event.user);
                   });
    for (const auto& [row, user] : failures) all_.strange[row] = (did_[user] & kSucceeded) == 0;
    List& list = lists_[address];
    list.from = touches_.size();
    for (const Touch& touch : take_marked()) {
      touches_.push_back(touch);
      list.spread.add(touch.did);
    }
    list.size = touches_.size() - list.from;
  }

  const Events& events_;
  Correlation& all_;
  std::vector<List> lists_;  // by address
  std::vector<Touch> touches_;
  std::vector<std::uint8_t> did_;  // by account; 0 but for those in marked_
  std::vector<TextId> marked_;
};

}  // namespace

void count_spread(const Events& events, Correlation& all) {
  Addresses addresses(events, all);
  for (Caller& caller : all.callers) {
    const Spread spread = addresses.of(caller);
    caller.users_failed = spread.failed;
    caller.users_unknown = spread.unknown;
    caller.users_succeeded = spread.succeeded;
  }
}

}  // namespace whylocked::callers
