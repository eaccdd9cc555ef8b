// Groups attempts by network (or exact place) and program first; then pools the places of a
// network, or separates them if their behaviour differs. Callers are ordered by first attempt.

#include "correlate/callers/caller.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "base/hash.hpp"
#include "correlate/callers/rhythm.hpp"

namespace whylocked::callers {

namespace {

// Places with fewer attempts show too little behaviour; at most kMaxCompared are compared.
constexpr std::size_t kMinAttempts = 5, kMaxCompared = 6;
constexpr double kApart = 3;          // nats, for two addresses of one network
constexpr double kApartOutcomes = 5;  // nats, for one client that both fails and succeeds
constexpr std::size_t kMinSpells = 3;
constexpr double kTogether = -8;  // nats, for addresses of unrelated networks
constexpr std::size_t kMinFailures = 3;
constexpr std::size_t kMaxPool = 32;    // callers of one block compared, the latest
constexpr int kMaxRounds = 3;           // of comparing the callers of a block
constexpr std::uint64_t kMaxParts = 8;  // callers with a smaller part of the failures are ignored

using Indexes = std::vector<std::uint32_t>;  // row indexes, ascending
using Attempts = std::span<const std::uint32_t>;

// Attempts that are one caller unless their behaviour differs.
struct Family {
  std::uint32_t network = 0;
  std::uint32_t place = 0;  // if no network is known
  TextId program = kNone;
  std::uint32_t block = 0;  // block of addresses; 0 if the network is known
  bool joins = false;       // may be one caller with other families of its program
  std::uint32_t attempts = 0;
  std::uint32_t end = 0;  // end of its attempts in the order by family
  std::uint64_t failures = 0;
  bool wanted = false;

  auto group() const { return std::tuple(program, network, block); }
  bool is_same(const Family& other) const {
    return network == other.network && place == other.place && program == other.program;
  }
  std::uint64_t hash() const { return hash_pair(std::uint64_t{network} << 32 | place, program); }
};

bool failed(const Event& event) { return event.kind == EventKind::login_failed; }

bool by_first_attempt(const Caller& a, const Caller& b) {
  return a.attempts.front() < b.attempts.front();
}

class Tracer {
 public:
  Tracer(const TraceContext& context, std::span<const Event> rows, const Wanted& wanted)
      : places_(context.places),
        programs_(context.programs),
        zone_(context.zone),
        rows_(rows),
        wanted_(wanted) {}

  std::vector<Caller> run(std::span<const std::uint32_t> attempts) {
    find_families(attempts);
    std::ranges::sort(callers_, by_first_attempt);
    if (wanted_.by_rhythm) {
      join_networks();
      divide_outcomes();
      std::ranges::sort(callers_, by_first_attempt);
    }
    return std::move(callers_);
  }

 private:
  bool is_wanted(std::uint32_t index) const { return wanted_.rows.empty() || wanted_.rows[index]; }
  bool is_wanted(const Caller& caller) const {
    return std::ranges::any_of(caller.attempts, [&](std::uint32_t i) { return is_wanted(i); });
  }

  Family family_of(const Event& event) const {
    if (programs_.at(event.program).computer != kNone) return {.program = event.program};
    const std::uint32_t network = places_.network(event.address);
    if (network != 0) return {.network = network, .program = event.program, .joins = true};
    return {.place = places_.place(event.address),
            .program = event.program,
            .block = places_.block(event.address),
            .joins = true};
  }

  void find_families(Attempts attempts) {
    std::vector<Family> families(1);
    IdTable ids;
    std::vector<TextId> family_of_attempt;
    family_of_attempt.reserve(attempts.size());
    for (const std::uint32_t index : attempts) {
      const Family here = family_of(rows_[index]);
      TextId id =
          ids.find(here.hash(), [&](TextId other) { return families[other].is_same(here); });
      if (id == kNone) {
        id = static_cast<TextId>(families.size());
        families.push_back(here);
        ids.add(here.hash(), id);
      }
      Family& family = families[id];
      ++family.attempts;
      if (failed(rows_[index])) family.failures += rows_[index].count;
      family.wanted |= is_wanted(index);
      family_of_attempt.push_back(id);
    }
    std::uint32_t begin = 0;
    for (Family& family : families) family.end = std::exchange(begin, begin + family.attempts);
    Indexes ordered(attempts.size());
    for (std::size_t i = 0; i < attempts.size(); ++i)
      ordered[families[family_of_attempt[i]].end++] = attempts[i];
    if (wanted_.by_rhythm) add_joinable(families);
    for (const Family& family : families)
      if (family.wanted)
        add_family(family.network,
                   Attempts(ordered).subspan(family.end - family.attempts, family.attempts));
  }

  // Also wants failing families that may be joined with wanted ones: those in the same block, or
  // with a large enough part of the program's failures; see join_networks.
  void add_joinable(std::vector<Family>& families) {
    std::map<decltype(Family().group()), std::vector<Family*>> groups;
    std::map<TextId, std::uint64_t> failures;  // by program
    for (Family& family : families) {
      if (!family.joins || family.failures == 0) continue;
      groups[family.group()].push_back(&family);
      if (family.failures >= kMinFailures) failures[family.program] += family.failures;
    }
    for (const auto& [key, group] : groups) {
      const TextId program = std::get<0>(key);
      std::uint64_t sum = 0;
      for (const Family* one : group) sum += one->failures;
      const bool wanted = sum * kMaxParts >= failures[program] ||
                          std::ranges::any_of(group, [](const Family* one) { return one->wanted; });
      for (Family* one : group) {
        one->wanted |= wanted;
        if (!wanted && one->failures >= kMinFailures) left_out_[program] += one->failures;
      }
    }
  }

  // Two products in one cloud region must not be mixed into one rhythm, and many only send the name
  // of their HTTP library. So the busiest addresses of a network are compared; attempts from the
  // others go to the first part.
  void add_family(std::uint32_t network, Attempts attempts) {
    const auto place_of = [&](std::uint32_t i) { return places_.place(rows_[i].address); };
    std::map<std::uint32_t, Indexes> by_place, by_part;
    if (network != 0 && attempts.size() >= 2 * kMinAttempts)
      for (const std::uint32_t index : attempts) by_place[place_of(index)].push_back(index);
    std::vector<Attempts> busiest;
    for (const auto& [place, own] : by_place)
      if (own.size() >= kMinAttempts) busiest.emplace_back(own);
    if (busiest.size() < 2) return add_caller(network, attempts);
    std::ranges::sort(busiest, [](const auto& a, const auto& b) {
      return a.size() != b.size() ? a.size() > b.size() : a.front() < b.front();
    });
    busiest.resize(std::min(busiest.size(), kMaxCompared));
    std::vector<Stream> streams;
    for (const auto& own : busiest) streams.push_back(stream_of(own));
    if (!Comparison(streams, zone_).are_apart(-kApart)) return add_caller(network, attempts);
    const std::vector<std::uint32_t> parts = part(streams, kApart);
    std::map<std::uint32_t, std::uint32_t> part_of;  // by place
    for (std::size_t i = 0; i < parts.size(); ++i) part_of[place_of(busiest[i].front())] = parts[i];
    for (const std::uint32_t index : attempts) by_part[part_of[place_of(index)]].push_back(index);
    for (const auto& [part, own] : by_part) add_caller(network, own);
  }

  // Each stream joins the first part from which its odds of being apart are below `apart`, or
  // starts one.
  std::vector<std::uint32_t> part(const std::vector<Stream>& streams, double apart) const {
    std::vector<std::uint32_t> part_of(streams.size(), 0);
    std::vector<Stream> parts;
    for (std::size_t i = 0; i < streams.size(); ++i) {
      const auto same = std::ranges::find_if(
          parts, [&](const Stream& other) { return !are_apart(streams[i], other, apart); });
      part_of[i] = static_cast<std::uint32_t>(same - parts.begin());
      same == parts.end() ? parts.push_back(streams[i]) : same->add(streams[i]);
    }
    return part_of;
  }

  // One program may call from several networks in turn: a pool of egress addresses, a phone.
  // Failing callers of one program are joined if they move, or if one rhythm explains them much
  // better than one each: first all in one block of addresses, however rarely each is used, then
  // the busiest.
  void join_networks() {
    std::map<TextId, std::vector<Caller*>> by_program;
    for (Caller& caller : callers_)
      if (caller.failures > 0 && caller.computer == kNone)
        by_program[rows_[caller.attempts.front()].program].push_back(&caller);
    for (auto& [program, callers] : by_program) {
      join_moving(callers);
      std::map<std::uint32_t, std::vector<Caller*>> by_block;
      for (Caller* caller : callers)
        if (!caller->attempts.empty() && caller->network == 0 && !caller->addresses.empty())
          by_block[places_.block(caller->addresses.front())].push_back(caller);
      for (auto& [block, some] : by_block) {
        keep_latest(some);
        join_alike(some);
      }
      keep_busiest(callers, left_out_[program]);
      if (std::ranges::any_of(callers, [&](const Caller* one) { return is_wanted(*one); }))
        join_alike(callers);
    }
    std::erase_if(callers_, [](const Caller& caller) { return caller.attempts.empty(); });
  }

  // Joins addresses of unknown networks that are used one after another, each for a while.
  void join_moving(std::vector<Caller*> callers) {
    std::erase_if(callers,
                  [](const Caller* one) { return one->network != 0 || one->addresses.empty(); });
    if (callers.size() < 2) return;
    std::vector<std::size_t> tries;
    for (const Caller* one : callers) tries.push_back(one->attempts.size());
    const auto overlap = [](const Caller* a, const Caller* b) {
      return a->attempts.back() > b->attempts.front();
    };
    if (std::ranges::adjacent_find(callers, overlap) == callers.end() &&
        log_odds_of_moving(tries) >= kMoving)
      join(callers);
  }

  // Joins callers if they are one rhythm, except those apart from the others. Otherwise leaves
  // these out, or if most are, the one with the most tries, and compares the rest. Many callers
  // without a clock are strangers, of whom no rest is compared.
  void join_alike(std::vector<Caller*> callers) {
    for (int round = 0; round < kMaxRounds && callers.size() > 1; ++round) {
      const std::vector<Stream> streams = streams_of(callers);
      Comparison comparison(streams, zone_);
      const bool together = !comparison.are_apart(kTogether);
      if (together && callers.size() == 2) return join(callers);
      if (callers.size() == 2 ||
          (!together && callers.size() > kMaxParts && !comparison.has_clock()))
        return;
      std::vector<Caller*> alike;
      for (std::size_t i = 0; i < callers.size(); ++i)
        if (!comparison.is_apart(i, 0)) alike.push_back(callers[i]);
      if (together) return join(alike);
      if (alike.size() == callers.size()) return;
      if (2 * alike.size() < callers.size()) {
        alike = std::move(callers);
        alike.erase(std::ranges::max_element(
            alike, {}, [](const Caller* one) { return one->attempts.size(); }));
      }
      callers = std::move(alike);
    }
  }

  // Keeps the callers of the last tries, which are those compared.
  void keep_latest(std::vector<Caller*>& callers) const {
    if (callers.size() < 2) return;
    std::ranges::stable_sort(callers, std::greater{}, &Caller::last);
    callers.resize(std::min(callers.size(), kMaxPool));
    Indexes tries;
    for (const Caller* caller : callers)
      tries.insert(tries.end(), caller->attempts.begin(), caller->attempts.end());
    if (tries.size() <= kMaxTimes) return;
    std::ranges::nth_element(tries, tries.begin() + kMaxTimes - 1, std::greater{});
    std::erase_if(callers, [oldest = tries[kMaxTimes - 1]](const Caller* caller) {
      return caller->attempts.back() < oldest;
    });
  }

  bool are_apart(const Stream& a, const Stream& b, double least) const {
    return Comparison(std::array{a, b}, zone_).are_apart(least);
  }

  // Outcomes count between the first and the last failure; before, the password was right. If all
  // of them fail, that is why they are compared, and not evidence.
  std::vector<Stream> streams_of(const std::vector<Caller*>& callers) const {
    std::uint32_t first = std::numeric_limits<std::uint32_t>::max(), last = 0;
    for (const Caller* caller : callers)
      for (const std::uint32_t index : caller->attempts)
        if (failed(rows_[index])) first = std::min(first, index), last = std::max(last, index);
    std::vector<Stream> streams;
    double successes = 0;
    for (const Caller* caller : callers) {
      Stream& stream = streams.emplace_back(stream_of(caller->attempts));
      stream.successes = 0;
      for (const std::uint32_t index : caller->attempts)
        if (index > first && index < last && proves_password(rows_[index]))
          stream.successes += rows_[index].count;
      successes += stream.successes;
    }
    if (successes == 0)
      for (Stream& stream : streams) stream.failures = 0;
    return streams;
  }

  // Moves the attempts of all others to the first.
  void join(const std::vector<Caller*>& callers) {
    if (callers.size() < 2) return;
    Indexes all;
    for (Caller* const caller : callers) {
      all.insert(all.end(), caller->attempts.begin(), caller->attempts.end());
      caller->attempts = {};
      caller->failures = 0;
    }
    std::ranges::sort(all);
    set_attempts(*callers.front(), all);
    callers.front()->network = places_.network(callers.front()->addresses.front());
  }

  // `failures`: of the program's callers that were left out.
  static void keep_busiest(std::vector<Caller*>& callers, std::uint64_t failures) {
    std::erase_if(callers, [](const Caller* caller) { return caller->failures < kMinFailures; });
    for (const Caller* caller : callers) failures += caller->failures;
    std::erase_if(callers, [&](const Caller* caller) {
      return caller->attempts.size() < kMinAttempts || caller->failures * kMaxParts < failures;
    });
    std::ranges::stable_sort(callers, std::greater{},
                             [](const Caller* one) { return one->attempts.size(); });
  }

  // A stale and a healthy product on one account often share an address; failures and successes
  // then have different rhythms. A product that stopped working fails only after its successes.
  void divide_outcomes() {
    const std::size_t before = callers_.size();
    for (std::size_t i = 0; i < before; ++i) {
      if (!is_wanted(callers_[i])) continue;
      Indexes failures, successes;
      std::size_t spells = 0;  // of failures before a success; a user who forgot has one
      bool failing = false;
      for (const std::uint32_t index : callers_[i].attempts) {
        spells += failing && !failed(rows_[index]);
        failing = failed(rows_[index]);
        (failing ? failures : successes).push_back(index);
      }
      const bool both = std::min(failures.size(), successes.size()) >= kMinAttempts;
      if (!both || spells < kMinSpells || !outcomes_are_apart(failures, successes)) continue;
      Caller healthy = callers_[i];
      set_attempts(callers_[i], failures);
      set_attempts(healthy, successes);
      callers_.push_back(std::move(healthy));
    }
  }

  bool outcomes_are_apart(const Indexes& failures, const Indexes& successes) const {
    Stream a = stream_of(failures), b = stream_of(successes);
    a.failures = b.successes = 0;  // outcomes differ by construction, which is not evidence
    return are_apart(a, b, kApartOutcomes);
  }

  Stream stream_of(Attempts attempts) const {
    Stream stream;
    for (const std::uint32_t index : attempts)
      (failed(rows_[index]) ? stream.failures : stream.successes) += rows_[index].count;
    for (auto at = attempts.rbegin(); at != attempts.rend(); ++at)
      if (rows_[*at].precision != Precision::day && stream.times.size() < kMaxTimes)
        stream.times.push_back(rows_[*at].time);
    std::ranges::reverse(stream.times);
    return stream;
  }

  void add_caller(std::uint32_t network, Attempts attempts) {
    const Event& first = rows_[attempts.front()];
    const Program& program = programs_.at(first.program);
    Caller& caller = callers_.emplace_back();
    caller.user = first.user;
    caller.client = program.client;
    caller.application = program.application;
    caller.vendor = program.vendor;
    caller.computer = program.computer;
    caller.network = network;
    set_attempts(caller, attempts);
    if (caller.computer != kNone && !caller.addresses.empty()) {
      caller.network = places_.network(caller.addresses.front());
      for (const TextId address : caller.addresses)
        if (places_.network(address) != caller.network) caller.network = 0;
    }
  }

  void set_attempts(Caller& caller, Attempts attempts) {
    caller.attempts = IdList(attempts);
    set_addresses(caller);
    caller.failures = caller.successes = 0;
    caller.last_success_before_failures = kNever;
    set_totals(caller);
  }

  void set_addresses(Caller& caller) {
    addresses_.clear();
    for (const std::uint32_t index : caller.attempts) {
      const TextId address = rows_[index].address;
      if (address != kNone && (addresses_.empty() || addresses_.back() != address))
        addresses_.push_back(address);
    }
    std::ranges::sort(addresses_, {}, [&](TextId id) { return places_.rank(id); });
    addresses_.erase(std::unique(addresses_.begin(), addresses_.end()), addresses_.end());
    caller.addresses = IdList(addresses_);
  }

  void set_totals(Caller& caller) const {
    Micros success = kNever;
    std::uint64_t failures_since = 0;
    for (const std::uint32_t index : caller.attempts) {
      const Event& event = rows_[index];
      if (event.kind == EventKind::login_succeeded) {
        caller.successes += event.count;
        if (!proves_password(event)) continue;
        success = event.time;
        failures_since = 0;
      } else if (failed(event)) {
        caller.failures += event.count;
        failures_since += event.count;
      }
    }
    caller.first = rows_[caller.attempts.front()].time;
    caller.last = rows_[caller.attempts.back()].time;
    // One failure may be a slip; two without a later success are a flip.
    if (failures_since >= 2) caller.last_success_before_failures = success;
  }

  const Places& places_;
  const ProgramBook& programs_;
  const std::string& zone_;
  const std::span<const Event> rows_;
  const Wanted& wanted_;
  std::vector<Caller> callers_;
  std::map<TextId, std::uint64_t> left_out_;  // failures by program, of callers not traced
  std::vector<TextId> addresses_;             // of the last caller
};

// Empty if a row has no time of day, since there is no rhythm then.
std::vector<Micros> times_of(std::span<const Event> rows, const Caller& caller, bool successes) {
  std::vector<Micros> times;
  for (const std::uint32_t index : caller.attempts)
    if (const Event& event = rows[index]; event.precision != Precision::day &&
                                          (successes || event.kind != EventKind::login_succeeded))
      times.push_back(event.time);
  return times;
}

}  // namespace

std::vector<Caller> trace(const TraceContext& context, std::span<const Event> rows,
                          std::span<const std::uint32_t> attempts, const Wanted& wanted) {
  return Tracer(context, rows, wanted).run(attempts);
}

std::vector<std::uint32_t> trace_lock_rows(const TraceContext& context, std::span<const Event> rows,
                                           std::span<const std::uint32_t> lock_rows,
                                           std::vector<Caller>& callers) {
  std::map<TextId, const Caller*> owners;  // by address; null: several
  if (lock_rows.empty()) return {};
  for (const Caller& caller : callers)
    for (const TextId address : caller.addresses)
      if (const auto [owner, fresh] = owners.try_emplace(address, &caller); !fresh)
        owner->second = nullptr;
  Indexes found, rest;
  for (const std::uint32_t row : lock_rows) {
    const auto owner = owners.find(rows[row].address);
    const Caller* const caller = owner == owners.end() ? nullptr : owner->second;
    const TextId client = context.programs.at(rows[row].program).client;
    const bool owned = caller != nullptr && (client == kNone || client == caller->client);
    found.push_back(owned ? caller->attempts.front() : row);
    if (!owned) rest.push_back(row);
  }
  for (Caller& caller : trace(context, rows, rest, {})) callers.push_back(std::move(caller));
  std::ranges::sort(callers, by_first_attempt);
  return found;
}

CallerRhythms measure_rhythms(std::span<const Event> rows, const Caller& caller,
                              const std::string& zone) {
  const std::vector<Micros> all = times_of(rows, caller, true);
  const std::vector<Micros> failures = times_of(rows, caller, false);
  CallerRhythms rhythms;
  rhythms.all = measure_rhythm(all, zone);
  rhythms.failures = failures.size() == all.size() ? rhythms.all : measure_rhythm(failures, zone);
  return rhythms;
}

}  // namespace whylocked::callers

namespace whylocked {

Rhythm failure_rhythm(const Events& events, const Correlation& correlation, const Caller& caller) {
  if (caller.rhythms > 0) return correlation.rhythms[caller.rhythms].failures;
  if (!caller.contributes) return {};
  return measure_rhythm(callers::times_of(events.rows, caller, false), correlation.time_zone);
}

}  // namespace whylocked
