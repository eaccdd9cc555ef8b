// A queue of steps by time, then by the order in which they were planned. Each step may plan more.
// Left out: an account that two people change at once, and passwords that attackers guess right.
#include "simulator/play.hpp"

#include <algorithm>
#include <queue>

#include "simulator/calendar.hpp"

namespace whylocked::sim {

namespace {

enum class Action : std::uint8_t {
  run,       // a machine begins to call
  call,      // one more call of that run
  sit_down,  // a person opens the login page
  type,      // a person types; `more` wrong passwords come first
  fill_in,   // a password manager sends the old password; `more` come after it
  strike,    // an attacker's try
  planned,   // what the world planned
  unlock,    // by the administrator
};

struct Step {
  Micros at = 0;
  std::uint64_t order = 0;
  Action action = Action::run;
  std::size_t who = 0;  // an actor; index of strikes or planned; an account of `unlock`
  unsigned more = 0;

  friend bool operator<(const Step& a, const Step& b) {  // the earliest on top of the queue
    return a.at != b.at ? a.at > b.at : a.order > b.order;
  }
};

struct AccountState {
  int password = 0;  // version
  bool locked = false, known = true;
  unsigned unlocks = 0;
  std::vector<std::size_t> counted;  // actors
};

struct ActorState {
  std::size_t account = kNobody;
  int password = 0;  // the version it holds
  Address address;   // of this run or sitting
  std::int64_t beats = 0;
  Micros quiet_until = 0;
  unsigned refused = 0;  // in a row
  unsigned limit = 0;    // refusals after which it pauses or stops
  bool stopped = false;
};

enum class Answer : std::uint8_t { in, wrong, locked, refused };

// Between calls of one run, of programs and of a password manager that sends again.
constexpr Micros kShortestGap = 50'000, kMaxGap = 3'400'000, kParallelGap = 700'000;
constexpr unsigned kParallel = 5;  // so many calls go out side by side

class Play {
 public:
  Play(const World& world, Random& random) : world_(world), random_(random) {
    accounts_.resize(world.accounts.size());
    for (std::size_t i = 0; i < accounts_.size(); ++i) accounts_[i].known = world.accounts[i].known;
    actors_.resize(world.actors.size());
    played_.runs.resize(actors_.size());
    for (std::size_t i = 0; i < actors_.size(); ++i) open(i);
    for (std::size_t i = 0; i < world.strikes.size(); ++i)
      plan(world.strikes[i].at, Action::strike, i);
    for (std::size_t i = 0; i < world.planned.size(); ++i)
      plan(world.planned[i].at, Action::planned, i);
  }

  Played run() {
    while (!queue_.empty() && !played_.too_long) {
      const Step step = queue_.top();
      queue_.pop();
      if (step.at >= world_.span.to) break;
      now_ = step.at;
      take(step);
      played_.too_long = played_.rows.size() > kMaxRows + kMaxRows / 4;
    }
    std::stable_sort(played_.rows.begin(), played_.rows.end(),
                     [](const Happening& a, const Happening& b) { return a.at < b.at; });
    return std::move(played_);
  }

 private:
  void open(std::size_t who) {
    const Actor& actor = world_.actors[who];
    ActorState& state = actors_[who];
    state.account = actor.account;
    state.limit = static_cast<unsigned>(random_.between(4, 25));
    if (actor.role == Role::machine) plan_run(who);
    if (actor.role == Role::person)
      for (Micros day = world_.span.from; day < world_.span.to; day += kDay) plan_day(who, day);
  }

  void plan(Micros at, Action action, std::size_t who, unsigned more = 0) {
    queue_.push({at, order_++, action, who, more});
  }

  void take(const Step& step) {
    switch (step.action) {
      case Action::run:
        return begin_run(step.who);
      case Action::call:
        return call(step.who, step.more);
      case Action::sit_down:
        return sit_down(step.who);
      case Action::type:
        return type(step.who, step.more);
      case Action::fill_in:
        return fill_in(step.who, step.more);
      case Action::strike:
        return strike(world_.strikes[step.who]);
      case Action::planned:
        return carry_out(world_.planned[step.who]);
      case Action::unlock:
        return unlock(step.who);
    }
  }

  // ---- accounts

  void note(EventKind kind, Reason reason, std::size_t account, std::size_t actor, Micros at) {
    const Address address = actor == kNobody ? Address{} : actors_[actor].address;
    played_.rows.push_back({at, kind, reason, account, actor, address});
  }

  Answer refuse(std::size_t who, Reason reason, Answer answer) {
    note(EventKind::login_failed, reason, actors_[who].account, who, now_);
    return answer;
  }

  bool in_trouble(Trouble trouble) const {
    return world_.trouble == trouble && now_ >= world_.trouble_from && now_ < world_.trouble_to;
  }

  Answer attempt(std::size_t who, bool right) {
    const std::size_t index = actors_[who].account;
    AccountState& account = accounts_[index];
    if (!account.known) return refuse(who, Reason::unknown_user, Answer::refused);
    if (world_.actors[who].role == Role::machine) {
      if (in_trouble(Trouble::quota)) return refuse(who, Reason::quota, Answer::refused);
      if (world_.actors[who].bad_code && in_trouble(Trouble::bad_code))
        return refuse(who, Reason::bad_integration_code, Answer::refused);
    }
    if (account.locked) return refuse(who, Reason::locked, Answer::locked);
    if (right) {
      note(EventKind::login_succeeded, Reason::unknown, index, who, now_);
      account.counted.clear();
      return Answer::in;
    }
    note(EventKind::login_failed, Reason::bad_password, index, who, now_);
    account.counted.push_back(who);
    if (account.counted.size() >= world_.threshold) lock(index, who);
    return Answer::wrong;
  }

  void lock(std::size_t index, std::size_t last) {
    AccountState& account = accounts_[index];
    account.locked = true;
    Lock lock{now_, now_ + world_.lock_lag, index, {}};
    std::sort(account.counted.begin(), account.counted.end());
    for (const std::size_t who : account.counted) {
      if (lock.callers.empty() || lock.callers.back().first != who)
        lock.callers.emplace_back(who, 0);
      ++lock.callers.back().second;
    }
    account.counted.clear();
    note(EventKind::account_locked, Reason::unknown, index, last, lock.stamped);
    played_.locks.push_back(std::move(lock));
    plan(unlock_time(world_.accounts[index].human), Action::unlock, index);
  }

  // The administrator hears of it by mail, or from the person who cannot work.
  Micros unlock_time(bool human) {
    const Span& span = world_.span;
    switch (world_.remedy.unlocks) {
      case Unlocks::at_once:
        return now_ + random_.between(30, 400) * kSecond;
      case Unlocks::within_hours:
        return now_ + random_.log_between(10, 90) * kMinute;
      case Unlocks::by_day:
        break;
    }
    const Micros at = now_ + random_.log_between(5, human ? 180 : 900) * kMinute;
    return random_.chance(80) ? in_working_time(random_, span, at) : at;
  }

  void unlock(std::size_t index) {
    AccountState& account = accounts_[index];
    if (!account.locked) return;
    if (account.unlocks++ >= world_.remedy.patience) remedy(index);
    account.locked = false;
    account.counted.clear();
    note(EventKind::account_unlocked, Reason::unknown, index, kNobody, now_);
  }

  // The cause is found: every caller gets the right password, perhaps a new one.
  void remedy(std::size_t index) {
    bool stale = false;
    for (std::size_t who = 0; who < actors_.size(); ++who)
      stale |= world_.actors[who].stale && actors_[who].account == index &&
               actors_[who].password != accounts_[index].password;
    if (stale && world_.remedy.new_password) {
      ++accounts_[index].password;
      note(EventKind::password_changed, Reason::unknown, index, kNobody, now_);
    }
    for (ActorState& one : actors_)
      if (one.account == index) {
        one.password = accounts_[index].password;
        one.stopped = false;
      }
  }

  void carry_out(const Planned& planned) {
    if (planned.kind == Planned::confusion) return begin_sitting(planned.who, planned.tries);
    if (planned.kind == Planned::rename) return rename(planned);
    AccountState& account = accounts_[planned.who];
    ++account.password;
    account.counted.clear();
    const bool expired = planned.kind == Planned::expire;
    if (!planned.hidden)
      note(expired ? EventKind::password_expired : EventKind::password_changed, Reason::unknown,
           planned.who, kNobody, now_);
    for (std::size_t who = 0; who < actors_.size(); ++who) {
      if (actors_[who].account != planned.who) continue;
      if (!world_.actors[who].stale) actors_[who].password = account.password;
      actors_[who].quiet_until = now_ + world_.actors[who].quiet;
    }
  }

  void rename(const Planned& planned) {
    note(EventKind::username_changed, Reason::unknown, planned.who, kNobody, now_);
    accounts_[planned.who].known = false;
  }

  // ---- machines

  void plan_run(std::size_t who) {
    const Beat& beat = world_.actors[who].beat;
    ActorState& state = actors_[who];
    const Span& span = world_.span;
    const auto jitter = static_cast<Micros>(beat.jitter_permille) * beat.period / 1000;
    if (beat.kind == Beat::interval || beat.kind == Beat::nightly) {
      const Micros at = span.from + beat.phase + state.beats++ * beat.period;
      return plan(std::max(at + random_.between(-jitter, jitter), now_), Action::run, who);
    }
    Micros at = std::max(now_, span.from) + random_.exponential(beat.period);
    if (beat.kind == Beat::office_hours && !is_working_time(span, at))
      at = next_opening(span, at) + random_.exponential(beat.period);
    plan(at, Action::run, who);
  }

  void begin_run(std::size_t who) {
    const Actor& actor = world_.actors[who];
    ActorState& state = actors_[who];
    plan_run(who);
    if (state.stopped || now_ < state.quiet_until || in_trouble(Trouble::outage)) return;
    if (random_.chance(actor.beat.missed_percent)) return;
    state.address = random_.pick(actor.addresses);
    ++played_.runs[who];
    call(who, actor.calls - 1);
  }

  void call(std::size_t who, unsigned more) {
    const Actor& actor = world_.actors[who];
    ActorState& state = actors_[who];
    const bool right = state.password == accounts_[state.account].password;
    const bool slip = right && !actor.stale && random_.below(400) == 0;  // a benign failure
    if (attempt(who, right && !slip) == Answer::in) {
      state.refused = 0;
      return;
    }
    if (more > 0) {
      const Micros gap = actor.calls >= kParallel ? random_.between(0, kParallelGap)
                                                  : random_.between(kShortestGap, kMaxGap);
      return plan(now_ + gap, Action::call, who, more - 1);
    }
    if (++state.refused < state.limit || actor.habit == Habit::goes_on) return;
    state.refused = 0;
    if (actor.habit == Habit::stops)
      state.stopped = true;
    else
      state.quiet_until = now_ + random_.log_between(60, 720) * kMinute;
  }

  // ---- people

  void plan_day(std::size_t who, Micros day) {
    if (weekday(world_.span, day) >= 5 && !random_.chance(5)) return;
    Micros at = day + 7 * kHour + 40 * kMinute + random_.between(0, 110 * kMinute);
    for (std::int64_t n = random_.between(1, 3); n > 0; --n) {
      plan(at, Action::sit_down, who);
      at += random_.between(40, 280) * kMinute;
    }
  }

  void sit_down(std::size_t who) {
    const bool mistypes = random_.chance(6);
    begin_sitting(who, mistypes ? static_cast<unsigned>(random_.between(1, 2)) : 0);
  }

  void begin_sitting(std::size_t who, unsigned wrong) {
    ActorState& state = actors_[who];
    state.address = random_.pick(world_.actors[who].addresses);
    const std::size_t manager = world_.actors[who].manager;
    if (manager == kNobody || actors_[manager].password == accounts_[state.account].password)
      return type(who, wrong);
    actors_[manager].address = state.address;
    ++played_.runs[manager];
    manages_[manager] = who;
    fill_in(manager, static_cast<unsigned>(random_.between(1, 11)));
  }

  void type(std::size_t who, unsigned wrong) {
    if (wrong == 0 && in_trouble(Trouble::second_factor) && random_.chance(30)) {
      refuse(who, Reason::mfa, Answer::refused);
      return plan(now_ + random_.between(15, 120) * kSecond, Action::type, who, 0);
    }
    const Answer answer = attempt(who, wrong == 0);
    if (answer == Answer::wrong)
      return plan(now_ + typing_gap(), Action::type, who, wrong > 0 ? wrong - 1 : 0);
    if (answer == Answer::locked && random_.chance(45))
      plan(now_ + typing_gap(), Action::type, who, wrong);
  }

  // Most tries come soon, some after a thought.
  Micros typing_gap() { return random_.log_between(4000, 90000) * 1000; }

  void fill_in(std::size_t who, unsigned more) {
    const Answer answer = attempt(who, false);
    if (answer == Answer::wrong && more > 0)
      return plan(now_ + random_.between(1200, 4000) * 1000, Action::fill_in, who, more - 1);
    if (random_.chance(70))  // the person sees it and types
      plan(now_ + random_.between(4, 25) * kSecond, Action::type, manages_[who], 0);
  }

  void strike(const Strike& strike) {
    ActorState& state = actors_[strike.actor];
    state.account = strike.account;
    state.address = world_.actors[strike.actor].addresses[strike.source];
    attempt(strike.actor, false);
  }

  const World& world_;
  Random& random_;
  Played played_;
  std::priority_queue<Step> queue_;
  std::uint64_t order_ = 0;
  Micros now_ = 0;
  std::vector<AccountState> accounts_;
  std::vector<ActorState> actors_;
  std::vector<std::size_t> manages_ = std::vector<std::size_t>(world_.actors.size(), kNobody);
};

}  // namespace

Played play(const World& world, Random& random) { return Play(world, random).run(); }

}  // namespace whylocked::sim
