// The signals: what attribution looks at, one row each.
//
// In:  a Case: one origin's part in one lockout, with the account and the site.
// Out: Findings: decibans for every rival, the words for people, and the rows to look at.
// To add a signal, write a function with this signature and add a row to signals() in signals.cpp;
// numbers go to weights.cpp. A signal that sees nothing adds no finding: a missing column is no
// evidence.
// Lifetime: a Case refers to its parts.  Threads: pure.  Failure: none.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attribute/account.hpp"
#include "attribute/activity_book.hpp"
#include "attribute/rivals.hpp"
#include "attribute/tuning.hpp"
#include "whylocked/attribute.hpp"

namespace whylocked {

// Where an origin calls from.
struct PlaceSeen {
  std::optional<Seen> seen;          // a place_* row; nullopt: the export has no address
  const Network* network = nullptr;  // nullptr: nothing is known of it
  std::string address;               // one of its addresses, as text
  double holds = 1;                  // chance that the table of networks was so at that time
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
};

struct Case {
  const Scene& scene;
  const Events& events;
  const Incident& incident;
  const Blame& blame;
  const Origin& origin;
  const Site& site;
  const Account& account;
  PlaceSeen place;
  std::vector<std::uint32_t> counted;  // of this origin, in time order
};

Case make_case(const Scene& scene, const Incident& incident, const Blame& blame,
               const Account& account);

struct Finding {
  std::string_view signal;
  std::string says;
  std::vector<Decibans10> db10;                          // by rival
  std::vector<std::pair<std::size_t, std::string>> own;  // words for single rivals
  std::vector<std::uint32_t> events;
  std::vector<std::uint32_t> activity;  // rows of calls an hour

  Finding(std::string_view signal_name, std::string words, std::vector<std::uint32_t> rows);
  // Adds a row of the table to every rival.
  Finding& add(Seen seen);
  // The words that rival `index` shows.
  const std::string& words(std::size_t index) const;
};

using Look = void (*)(const Case&, std::vector<Finding>&);

// Signals of one group see the same thing from several sides: their sum is capped together.
enum class SignalGroup : std::uint8_t { alone, place, timing };

struct Signal {
  std::string_view name;
  SignalGroup group = SignalGroup::alone;
  std::string_view looks_at;
  Look look;
};
std::span<const Signal> signals();

// link.cpp, place.cpp, timing.cpp, history.cpp, spread.cpp, activity.cpp
void look_at_account_link(const Case&, std::vector<Finding>&);
void look_at_account_kind(const Case&, std::vector<Finding>&);
void look_at_declared(const Case&, std::vector<Finding>&);
void look_at_published_address(const Case&, std::vector<Finding>&);
void look_at_operator(const Case&, std::vector<Finding>&);
void look_at_client(const Case&, std::vector<Finding>&);
void look_at_schedule(const Case&, std::vector<Finding>&);
void look_at_pace(const Case&, std::vector<Finding>&);
void look_at_persistence(const Case&, std::vector<Finding>&);
void look_at_onset(const Case&, std::vector<Finding>&);
void look_at_earlier_success(const Case&, std::vector<Finding>&);
void look_at_recovery(const Case&, std::vector<Finding>&);
void look_at_recurrence(const Case&, std::vector<Finding>&);
void look_at_fan_out(const Case&, std::vector<Finding>&);
void look_at_fan_in(const Case&, std::vector<Finding>&);
void look_at_api_activity(const Case&, std::vector<Finding>&);

// Many vendors that turn at once point to no single one of them; empty where it is not so.
std::string activity_caveat(const Scene& scene, const Incident& incident);

// "5 min", "90 s", "3 h": for people.
std::string in_words(double seconds);

}  // namespace whylocked
