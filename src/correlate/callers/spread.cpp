// Lists and counts the distinct accounts that each address touched. A caller with one address takes
// its counts; for a caller with several, the lists are united. Many callers that share the same
// busy addresses would each walk the same long lists, so beyond a budget the largest single list
// stands for the union, as a lower bound.

#include <algorithm>
#include <span>
#include <utility>

#include "base/parallel.hpp"
#include "correlate/callers/caller.hpp"
#include "correlate/timelines.hpp"

namespace whylocked::callers {

namespace {

// Accounts counted per caller: a fixed number, and more for callers with many attempts, so that the
// total stays linear in events.
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

// What was done on each of some accounts.
class Marks {
 public:
  // REQUIRES: before add(). Marks are reused, as clearing them for each slice is slow.
  void reserve(std::size_t accounts) { did_.resize(accounts); }
  void add(Touch touch) {
    if (touch.did != 0 && did_[touch.account] == 0) marked_.push_back(touch.account);
    did_[touch.account] |= touch.did;
  }
  bool let_in(TextId account) const { return (did_[account] & kSucceeded) != 0; }

  // Each account once.
  std::vector<Touch> take() {
    std::vector<Touch> touches;
    touches.reserve(marked_.size());
    for (const TextId account : marked_)
      touches.push_back({account, std::exchange(did_[account], std::uint8_t{0})});
    marked_.clear();
    return touches;
  }

 private:
  std::vector<std::uint8_t> did_;  // by account; 0 except for those in marked_
  std::vector<TextId> marked_;
};

struct Reach {
  bool wanted = false, listed = false;  // some caller has it; has it along with other addresses
  std::vector<Touch> touches;           // if listed
  Spread spread;
};

class Addresses {
 public:
  Addresses(const Events& events, Correlation& all)
      : events_(events), all_(all), reaches_(events.addresses.size()) {
    all.strange.resize(events.rows.size());
    for (const Caller& caller : all.callers)
      for (const TextId address : caller.addresses) {
        reaches_[address].wanted = true;
        reaches_[address].listed |= caller.addresses.size() > 1;
      }
  }

  void count(TextId address, Marks& marks) {
    Reach& reach = reaches_[address];
    if (!reach.wanted) return;
    std::vector<std::pair<std::uint32_t, TextId>> failures;  // and their accounts
    for_each_event(events_.rows, all_.by_address.of(address),
                   [&](const Event& event, std::uint32_t row) {
                     marks.add({event.user, what(event)});
                     if (event.kind == EventKind::login_failed)
                       failures.emplace_back(row, event.user);
                   });
    for (const auto& [row, user] : failures) all_.strange[row] = !marks.let_in(user);
    std::vector<Touch> touches = marks.take();
    for (const Touch& touch : touches) reach.spread.add(touch.did);
    if (reach.listed) reach.touches = std::move(touches);
  }

  Spread of(const Caller& caller, Marks& marks) const {
    Spread spread;
    if (caller.addresses.empty()) {
      if (caller.failures > 0 || caller.successes == 0) spread.add(kFailed);
      if (caller.successes > 0) spread.add(kSucceeded);
      return spread;
    }
    if (caller.addresses.size() == 1) return reaches_[caller.addresses.front()].spread;
    std::size_t length = 0;
    for (const TextId address : caller.addresses) {
      const Reach& reach = reaches_[address];
      length += reach.touches.size();
      spread.failed = std::max(spread.failed, reach.spread.failed);
      spread.unknown = std::max(spread.unknown, reach.spread.unknown);
      spread.succeeded = std::max(spread.succeeded, reach.spread.succeeded);
    }
    if (length > kUnionBudget + kUnionBudgetPerAttempt * caller.attempts.size()) return spread;
    spread = {};
    for (const TextId address : caller.addresses)
      for (const Touch& touch : reaches_[address].touches) marks.add(touch);
    for (const Touch& touch : marks.take()) spread.add(touch.did);
    return spread;
  }

 private:
  const Events& events_;
  Correlation& all_;
  std::vector<Reach> reaches_;  // by address
};

}  // namespace

void count_spread(const Events& events, unsigned threads, Correlation& all) {
  constexpr std::size_t kWorthThread = 64;
  Addresses addresses(events, all);
  std::vector<Marks> marks(thread_count(threads));
  parallel_for(events.addresses.size(), threads, kWorthThread,
               [&](std::size_t from, std::size_t to, unsigned thread) {
                 marks[thread].reserve(events.users.size());
                 for (std::size_t i = from; i < to; ++i)
                   addresses.count(static_cast<TextId>(i), marks[thread]);
               });
  const auto set_spread = [&](std::size_t from, std::size_t to, unsigned thread) {
    marks[thread].reserve(events.users.size());
    for (Caller& caller : std::span(all.callers).subspan(from, to - from)) {
      const Spread spread = addresses.of(caller, marks[thread]);
      caller.users_failed = spread.failed;
      caller.users_unknown = spread.unknown;
      caller.users_succeeded = spread.succeeded;
    }
  };
  parallel_for(all.callers.size(), threads, kWorthThread, set_spread);
}

}  // namespace whylocked::callers
