// The signals: what attribution looks at, one row each.
//
// In:  a Case: one origin's part in one lockout, with the account and the site.
// Out: Findings: decibans for every rival, the words for people, and the rows to look at.
// To add a signal, write a function with this signature and add a row to signals() in signals.cpp;
// numbers go to weights.cpp. A signal that sees nothing adds no finding: a missing column is no
// evidence.
// Lifetime: a Case refers to its parts.  Threads: pure.  Failure: none.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "attribute/account.hpp"
#include "attribute/activity_book.hpp"
#include "attribute/caller_book.hpp"
#include "attribute/judgement.hpp"
#include "attribute/rivals.hpp"
#include "attribute/tuning.hpp"
#include "whylocked/attribute_old.hpp"

namespace whylocked::old {

struct OriginMemo;

// What was worked out before, of one thread: by the texts of a client, and for the callers of the
// account at hand.
struct Memory {
  Memory();
  ~Memory();
  JudgementBook judgements;
  struct Client;                                                             // what its texts say
  std::unordered_map<std::uint64_t, std::unique_ptr<const Client>> clients;  // see look_at_client
  std::unordered_map<TextId, std::vector<std::size_t>> meant;  // rivals, by a vendor of the table
  // What rivals add to the words of a schedule, by the documented minutes that fit; 0: none.
  std::map<std::vector<double>, std::shared_ptr<std::vector<std::string>>> schedules;
  std::unordered_map<std::uint32_t, std::unique_ptr<OriginMemo>> origins;
};

// Where an origin calls from.
struct PlaceSeen {
  std::optional<Seen> seen;          // a place_* row; nullopt: the export has no address
  const Network* network = nullptr;  // nullptr: nothing is known of it
  std::string address;               // one of its addresses, as text
  std::string_view date;             // of the table that tells the network; empty: none does
  bool cloud() const {
    return seen && *seen != Seen::place_access && *seen != Seen::place_office &&
           *seen != Seen::place_gateway;
  }
};

// What all cases of one export share.
struct Scene {
  const Events& events;
  const Correlation& correlation;
  const Site& site;
  const NetworkBook& networks;
  const Tuning& tuning;
  const ActivityBook& activity;
  bool shows_locked_attempts = false;             // some account was tried while it was locked
  std::vector<std::uint32_t> lockouts_of_origin;  // in how many an origin had a real part
  const AttemptIndex* callers = nullptr;            // of the correlation's origins
  std::shared_ptr<Memory> memory = std::make_shared<Memory>();  // of the thread that looks
};

// Up to kRowsShown rows.
struct RowsShown {
  std::array<std::uint32_t, kRowsShown> rows{};
  std::uint32_t count = 0;

  RowsShown() = default;
  RowsShown(std::span<const std::uint32_t> some) {  // NOLINT: the first of a list
    for (const std::uint32_t row : some.first(std::min(some.size(), kRowsShown))) add(row);
  }
  RowsShown(std::initializer_list<std::uint32_t> some)
      : RowsShown(std::span(some.begin(), some.size())) {}
  void add(std::uint32_t row) {
    if (count < kRowsShown) rows[count++] = row;
  }
  bool empty() const { return count == 0; }
  std::size_t size() const { return count; }
  std::vector<std::uint32_t> list() const { return {rows.begin(), rows.begin() + count}; }
};

struct Situation {
  const Scene& scene;
  const Events& events;
  const Incident& incident;
  const Contribution& blame;
  const Caller& origin;
  const Site& site;
  const Account& account;
  OriginMemo& memo;
  const PlaceSeen& place;
  double holds = 1;                        // chance that the table of networks was so then
  std::vector<std::uint32_t> among;        // its part of the counted, where there are others
  std::span<const std::uint32_t> counted;  // of this origin, in time order

  // `among` is looked at only where the incident has several origins.
  Situation(const Scene& all, const Incident& which, const Contribution& part, const Account& whose,
       OriginMemo& known, std::vector<std::uint32_t> counted_among);
  Situation(Situation&&) = default;
  Situation(const Situation&) = delete;
  JudgementBook& judgements() const { return scene.memory->judgements; }
};

Situation make_case(const Scene& scene, const Incident& incident, const Contribution& blame,
               const Account& account);

struct Finding {
  std::string_view signal;
  std::string says, tail;  // words; a rival's own addition stands between them
  JudgementBook::Shared judged;
  std::span<const Decibans10> db10;                      // by rival
  std::vector<std::pair<std::size_t, std::string>> own;  // whole words for single rivals
  RowsShown events;
  RowsShown activity;  // rows of calls an hour

  Finding(std::string_view signal_name, std::string words, RowsShown rows,
          JudgementBook::Shared worth)
      : signal(signal_name), says(std::move(words)), events(rows) {
    judge(std::move(worth));
  }
  void judge(JudgementBook::Shared worth) {
    judged = std::move(worth);
    db10 = judged->db10;
  }
  // The words that rival `index` shows.
  std::string words(std::size_t index) const;
};

// What of an origin does not depend on the lockout.
struct OriginMemo {
  PlaceSeen place;
  std::string place_words;  // empty: not asked yet
  std::optional<bool> hammers;
  std::optional<std::vector<std::size_t>> known_sources;  // of the site
  std::optional<std::optional<Finding>> schedule;
};

using Look = void (*)(const Situation&, std::vector<Finding>&);

// Signals of one group see the same thing from several sides: their sum is capped together.
enum class SignalGroup : std::uint8_t { alone, place, timing };

struct Signal {
  std::string_view name;
  SignalGroup group = SignalGroup::alone;
  std::string_view looks_at;
  std::string_view separates;
  Look look;
  // What it may see: rows of the table of weights, none where `from` is `to`.
  Seen from = Seen{}, to = Seen{};
};
std::span<const Signal> signals();

// link.cpp, place.cpp, timing.cpp, history.cpp, spread.cpp, activity.cpp
void look_at_account_link(const Situation&, std::vector<Finding>&);
void look_at_account_kind(const Situation&, std::vector<Finding>&);
void look_at_declared(const Situation&, std::vector<Finding>&);
void look_at_published_address(const Situation&, std::vector<Finding>&);
void look_at_operator(const Situation&, std::vector<Finding>&);
void look_at_client(const Situation&, std::vector<Finding>&);
void look_at_schedule(const Situation&, std::vector<Finding>&);
void look_at_pace(const Situation&, std::vector<Finding>&);
void look_at_persistence(const Situation&, std::vector<Finding>&);
void look_at_onset(const Situation&, std::vector<Finding>&);
void look_at_earlier_success(const Situation&, std::vector<Finding>&);
void look_at_recovery(const Situation&, std::vector<Finding>&);
void look_at_recurrence(const Situation&, std::vector<Finding>&);
void look_at_fan_out(const Situation&, std::vector<Finding>&);
void look_at_fan_in(const Situation&, std::vector<Finding>&);
void look_at_api_activity(const Situation&, std::vector<Finding>&);

// Many vendors that turn at once point to no single one of them; empty where it is not so.
std::string activity_caveat(const Scene& scene, const Incident& incident);

// "5 min", "90 s", "3 h": for people.
std::string in_words(double seconds);

}  // namespace whylocked::old
