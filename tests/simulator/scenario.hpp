// The knobs of a scenario. A scenario is one row of the table in scenarios.cpp.
//
// In:  nothing.  Out: the rows, in order.
// A knob says what the story fixes; everything else is drawn anew for each seed.
// Lifetime: static.  Threads: const.  Failure: none.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "simulator/simulate.hpp"

namespace whylocked::sim {

enum class Plot : std::uint8_t {
  quiet,        // nobody locks anything
  stale,        // a caller keeps an old password
  script,       // the same, and the caller is the administrator's own script
  mistyped,     // a person types a wrong password
  manager,      // a password manager fills in the old one
  spray,        // few passwords on many accounts
  brute_force,  // many passwords on one account
  stuffing,     // leaked pairs from many sources
};

// What in the export or the site file names the caller.
enum class Naming : std::uint8_t {
  any,  // one of the next six, whichever the export can show
  owner,
  api_users,
  vendor_column,
  username,
  published,
  installed,  // of the products in use only one fits what is seen
  period,     // of the products in use only one has this period
  itself,     // an automation's own agent, or the product's name as application
  known_source,
  vendor_network,  // the vendor's own network, of a vendor with one such product
  twins,           // products in use of which two have the same documented facts
  unlisted,        // the vendor column names a product that the catalog does not know
  nothing,
};

enum class Holder : std::uint8_t { api_user, person, shared };  // whose account is locked
enum class Host : std::uint8_t { as_documented, cloud, office };
enum class Trigger : std::uint8_t { changed, expired, unrecorded, none };
enum class Unlocks : std::uint8_t { by_day, within_hours, at_once };
// Refusals that count for nothing.
enum class Trouble : std::uint8_t { none, quota, bad_code, second_factor, outage, renamed };

// What an export leaves out.
enum Missing : unsigned {
  kClients = 1,
  kSuccesses = 2,
  kChanges = 4,
  kLocks = 8,
  kReasons = 16,
  kAddresses = 32,
};

struct Scenario {
  std::string_view name, story;
  Plot plot = Plot::stale;
  Naming naming = Naming::any;
  Answerable answer = Answerable::cause;  // of at least one lockout; of none in a quiet one
  Holder holder = Holder::api_user;
  Host host = Host::as_documented;
  Trigger trigger = Trigger::changed;
  Unlocks unlocks = Unlocks::by_day;
  Trouble trouble = Trouble::none;
  unsigned missing = 0;
  unsigned callers = 1;   // with the old password on the same account
  bool equal = false;     // the callers share one beat
  bool declared = false;  // the owner too, which decides between twins
  bool sprayed = false;   // a spray runs while the caller is stale
  bool late = false;      // the first call comes hours or days after the change
  bool burst = false;     // many parallel calls at once
  bool rotates = false;   // many addresses of one region
  bool behind_gateway = false;
  bool ipv6 = false;
  bool clock_off = false;  // the account rows come from a system whose clock is off
  bool to_the_minute = false;
  bool newest_first = false;
  bool off_the_book = false;  // place and rhythm are not those that the catalog documents
};

std::span<const Scenario> scenario_rows();

}  // namespace whylocked::sim
