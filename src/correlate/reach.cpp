// Account by account the distinct addresses that touched it are counted. An origin with one address
// takes the numbers as they are; for those with several, the accounts of their addresses are listed
// too, and the lists are united by marking accounts.
// What that leaves out: many origins that share the same busy addresses would each walk the same
// long lists. Beyond a budget the largest single list stands for the union, as a lower bound.

#include "correlate/reach.hpp"

#include <algorithm>
#include <memory>

#include "base/parallel.hpp"

namespace whylocked {

namespace {

// Accounts looked at for one origin: some, and more for origins that have many attempts, so that
// the whole stays linear in events.
constexpr std::size_t kUnionBudget = 1024, kUnionBudgetPerAttempt = 64;

enum Did : std::uint8_t { kFailed = 1, kUnknown = 2, kSucceeded = 4 };

std::uint8_t what(Act act) {
  const unsigned failed = act.failed() || act.locked() ? kFailed : 0;
  return static_cast<std::uint8_t>(failed | (act.unknown_user() ? kUnknown : 0) |
                                   (act.succeeded() ? kSucceeded : 0));
}

struct Touch {
  TextId id;  // of an account or an address
  std::uint8_t did;
};

struct Reach {
  std::uint32_t failed = 0, unknown = 0, succeeded = 0;

  void add(const Reach& other) {
    failed += other.failed;
    unknown += other.unknown;
    succeeded += other.succeeded;
  }
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
  Reach reach() const {
    Reach reach;
    for (const Touch& touch : touches_) reach.add(touch.did);
    return reach;
  }

 private:
  std::vector<std::uint64_t> place_;  // 1 + position of the id's touch, from base_ on
  std::vector<Touch> touches_;
  std::uint64_t base_ = 0;  // places up to here are of earlier sets
};

enum class Wanted : std::uint8_t { no, alone, with_others };

// Of each address: as the only one of some origin, or among others.
std::vector<Wanted> find_wanted(std::size_t addresses, const std::vector<Caller>& origins) {
  std::vector<Wanted> wanted(addresses, Wanted::no);
  for (const Caller& origin : origins)
    for (const TextId address : origin.addresses)
      wanted[address] = std::max(wanted[address],
                                 origin.addresses.size() > 1 ? Wanted::with_others : Wanted::alone);
  return wanted;
}

// What one thread finds out about wanted addresses, account by account.
class Counter {
 public:
  explicit Counter(const std::vector<Wanted>& wanted)
      : reach(wanted.size()), wanted_(wanted), of_account_(wanted.size()) {}

  void see(TextId user, std::span<const TextId> addresses, std::span<const Act> acts) {
    of_account_.begin();
    for (std::size_t i = 0; i < acts.size(); ++i)
      if (wanted_[addresses[i]] != Wanted::no)
        if (const std::uint8_t did = what(acts[i]); did != 0) of_account_.add(addresses[i], did);
    for (const Touch& touch : of_account_.touches()) {
      reach[touch.id].add(touch.did);
      if (wanted_[touch.id] == Wanted::with_others) listed.push_back({touch.id, {user, touch.did}});
    }
  }

  struct Listed {
    TextId address;
    Touch touch;
  };
  std::vector<Reach> reach;    // of each address
  std::vector<Listed> listed;  // of addresses with others

 private:
  const std::vector<Wanted>& wanted_;
  Union of_account_;
};

// The accounts that an address touched.
class Addresses {
 public:
  Addresses(const Events& events, const Timelines& timelines, const std::vector<Caller>& origins,
            unsigned threads)
      : users_(events.users.size()),
        reach_(events.addresses.size()),
        starts_(events.addresses.size() + 1, 0),
        sets_(thread_count(threads)) {
    const std::vector<Wanted> wanted = find_wanted(events.addresses.size(), origins);
    std::vector<std::unique_ptr<Counter>> counters(thread_count(threads));
    parallel_for(users_, events.rows.size() < kRowsWorthThreads ? 1 : threads, 1,
                 [&](std::size_t from, std::size_t to, unsigned thread) {
                   auto& counter = counters[thread];
                   if (!counter) counter = std::make_unique<Counter>(wanted);
                   for (auto user = static_cast<TextId>(from); user < to; ++user)
                     counter->see(user, timelines.addresses(user), timelines.acts(user));
                 });
    for (const auto& counter : counters)
      if (counter) take(*counter);
    list(counters);
  }

  Reach of(const Caller& origin, unsigned thread) {
    if (origin.addresses.empty()) return alone(origin);
    if (origin.addresses.size() == 1) return reach_[origin.addresses.front()];
    return too_long(origin) ? largest(origin) : united(origin, set_of(thread));
  }

 private:
  Union& set_of(unsigned thread) {
    if (!sets_[thread]) sets_[thread] = std::make_unique<Union>(users_);
    return *sets_[thread];
  }

  // Their numbers, and how long the lists will be.
  void take(const Counter& counter) {
    for (std::size_t address = 0; address < reach_.size(); ++address)
      reach_[address].add(counter.reach[address]);
    for (const auto& listed : counter.listed) ++starts_[listed.address + 1];
  }

  void list(const std::vector<std::unique_ptr<Counter>>& counters) {
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    touches_.resize(starts_.back());
    std::vector<std::size_t> next = starts_;
    for (const auto& counter : counters)
      if (counter)
        for (const auto& listed : counter->listed) touches_[next[listed.address]++] = listed.touch;
  }

  std::span<const Touch> touches(TextId address) const {
    return std::span(touches_).subspan(starts_[address], starts_[address + 1] - starts_[address]);
  }

  static Reach alone(const Caller& origin) {
    Reach reach;
    if (origin.failures > 0 || origin.successes == 0) reach.add(kFailed);
    if (origin.successes > 0) reach.add(kSucceeded);
    return reach;
  }

  bool too_long(const Caller& origin) const {
    std::size_t length = 0;
    for (const TextId address : origin.addresses) length += touches(address).size();
    return length > kUnionBudget + kUnionBudgetPerAttempt * origin.attempts.size();
  }

  Reach largest(const Caller& origin) const {
    Reach most;
    for (const TextId address : origin.addresses) {
      most.failed = std::max(most.failed, reach_[address].failed);
      most.unknown = std::max(most.unknown, reach_[address].unknown);
      most.succeeded = std::max(most.succeeded, reach_[address].succeeded);
    }
    return most;
  }

  Reach united(const Caller& origin, Union& set) const {
    set.begin();
    for (const TextId address : origin.addresses)
      for (const Touch& touch : touches(address)) set.add(touch.id, touch.did);
    return set.reach();
  }

  const std::size_t users_;
  std::vector<Reach> reach_;         // of each address
  std::vector<std::size_t> starts_;  // of each address with others in touches_, and the end
  std::vector<Touch> touches_;
  std::vector<std::unique_ptr<Union>> sets_;  // of each thread
};

}  // namespace

void count_reach(const Events& events, const Timelines& timelines, std::vector<Caller>& origins,
                 unsigned threads) {
  Addresses addresses(events, timelines, origins, threads);
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
