// For each address the distinct accounts it touched are listed once. An origin with one address
// takes the numbers as they are; with several, the lists are united by marking accounts.
// What that leaves out: many origins that share the same busy addresses would each walk the same
// long lists. Beyond a budget the largest single list stands for the union, as a lower bound.

#include "correlate/reach.hpp"

#include <algorithm>
#include <memory>

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

// The accounts that an address touched, one after the other; addresses are worked on in parts.
class Addresses {
 public:
  Addresses(const Events& events, const std::vector<Origin>& origins, unsigned threads)
      : events_(events), reach_(events.addresses.size()), length_(events.addresses.size()) {
    for (std::size_t i = 0; i < thread_count(threads); ++i) sets_.emplace_back(nullptr);
    find_wanted(origins);
    const Buckets rows(events.rows, events.addresses.size(), threads, [&](const Event& event) {
      return wanted_[event.address] != Wanted::no && what(event) ? event.address : Buckets::kSkip;
    });
    const std::size_t parts = (events.addresses.size() + kPart - 1) / kPart;
    touches_.resize(parts);
    starts_.resize(events.addresses.size());
    parallel_for(parts, events.rows.size() < kRowsWorthThreads ? 1 : threads, 1,
                 [&](std::size_t from, std::size_t to, unsigned thread) {
                   for (std::size_t part = from; part < to; ++part)
                     work(rows, part, set_of(thread));
                 });
  }

  Reach of(const Origin& origin, unsigned thread) {
    if (origin.addresses.empty()) return alone(origin);
    if (origin.addresses.size() == 1) return reach_[origin.addresses.front()];
    return too_long(origin) ? largest(origin) : united(origin, set_of(thread));
  }

 private:
  static constexpr std::size_t kPart = 1024;
  enum class Wanted : std::uint8_t { no, alone, with_others };

  Union& set_of(unsigned thread) {
    if (!sets_[thread]) sets_[thread] = std::make_unique<Union>(events_.users.size());
    return *sets_[thread];
  }

  void find_wanted(const std::vector<Origin>& origins) {
    wanted_.assign(events_.addresses.size(), Wanted::no);
    for (const Origin& origin : origins)
      for (const TextId address : origin.addresses)
        wanted_[address] = std::max(
            wanted_[address], origin.addresses.size() > 1 ? Wanted::with_others : Wanted::alone);
  }

  void work(const Buckets& rows, std::size_t part, Union& set) {
    const std::size_t end = std::min(events_.addresses.size(), (part + 1) * kPart);
    for (std::size_t address = part * kPart; address < end; ++address) {
      if (wanted_[address] == Wanted::no) continue;
      set.begin();
      for (const std::uint32_t& index : rows.of(address)) {
        Buckets::prefetch(events_.rows, index);
        set.add(events_.rows[index].user, what(events_.rows[index]));
      }
      reach_[address] = set.reach();
      length_[address] = static_cast<std::uint32_t>(set.touches().size());
      if (wanted_[address] != Wanted::with_others) continue;
      starts_[address] = touches_[part].size();
      touches_[part].insert(touches_[part].end(), set.touches().begin(), set.touches().end());
    }
  }

  static Reach alone(const Origin& origin) {
    Reach reach;
    if (origin.failures > 0 || origin.successes == 0) reach.add(kFailed);
    if (origin.successes > 0) reach.add(kSucceeded);
    return reach;
  }

  bool too_long(const Origin& origin) const {
    std::size_t length = 0;
    for (const TextId address : origin.addresses) length += length_[address];
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

  Reach united(const Origin& origin, Union& set) const {
    set.begin();
    for (const TextId address : origin.addresses) {
      const Touch* const touches = touches_[address / kPart].data() + starts_[address];
      for (std::size_t i = 0; i < length_[address]; ++i) set.add(touches[i].user, touches[i].did);
    }
    return set.reach();
  }

  const Events& events_;
  std::vector<std::unique_ptr<Union>> sets_;  // of each thread
  std::vector<Wanted> wanted_;
  std::vector<Reach> reach_;                 // of each address
  std::vector<std::uint32_t> length_;        // of each address: accounts that it touched
  std::vector<std::vector<Touch>> touches_;  // of each part: of its addresses with others
  std::vector<std::size_t> starts_;          // of each address in the touches of its part
};

}  // namespace

void count_reach(const Events& events, std::vector<Origin>& origins, unsigned threads) {
  Addresses addresses(events, origins, threads);
  parallel_for(origins.size(), threads, kRowsWorthThreads,
               [&](std::size_t from, std::size_t to, unsigned thread) {
                 for (std::size_t i = from; i < to; ++i) {
                   const Reach reach = addresses.of(origins[i], thread);
                   origins[i].users_failed = reach.failed;
                   origins[i].users_unknown = reach.unknown;
                   origins[i].users_succeeded = reach.succeeded;
                 }
               });
}

}  // namespace whylocked
