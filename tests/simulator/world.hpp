// A tenant before anything happens: who uses which account from where, what is planned, what the
// administrator declares, and what the export will show.
//
// In:  filled by cast().  Out: played by play(), read by answers() and the writer.
// Lifetime: plain values; Integration pointers are static.  Threads: none.  Failure: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "simulator/scenario.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/event.hpp"

namespace whylocked::sim {

inline constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

// Local time is UTC and a fixed offset: no export crosses a change of the clocks.
struct Span {
  Micros from = 0, to = 0;
  std::int32_t offset_minutes = 0;
  std::string_view zone;  // IANA name
};

struct Account {
  std::string name;
  bool human = false;
  bool known = true;  // false: nobody has this name
};

// Where a caller stands.
enum class Spot : std::uint8_t { cloud, published, vendor_network, office, access, gateway };

struct Beat {
  enum Kind : std::uint8_t { interval, nightly, office_hours, round_the_clock } kind = interval;
  Micros period = 0;  // of the Poisson kinds: the mean gap
  Micros phase = 0;   // first beat after the start; nightly: after local midnight
  unsigned jitter_permille = 0, missed_percent = 0;
};

enum class Role : std::uint8_t { machine, person, manager, attacker };
enum class Habit : std::uint8_t { goes_on, pauses, stops };  // after refusals

struct Actor {
  Role role = Role::machine;
  std::string cause;  // catalog id or one of the six
  std::string_view kind;
  const Integration* product = nullptr;
  std::size_t account = kNobody;
  Spot spot = Spot::office;
  std::vector<Address> addresses;
  std::string client, application, vendor;  // as the export shows them; may be empty

  Beat beat;           // machines
  unsigned calls = 1;  // of a run that is refused
  Habit habit = Habit::goes_on;
  bool stale = false;     // does not learn a new password
  Micros quiet = 0;       // no call for so long after the change
  bool bad_code = false;  // always refused for its tracking identifier

  std::size_t manager = kNobody;  // people: the actor that fills in the password
};

struct Strike {  // one try of an attacker
  Micros at = 0;
  std::size_t actor = 0, account = 0;
  std::size_t source = 0;  // of the actor's addresses
};

struct Planned {
  enum Kind : std::uint8_t { change, expire, rename, confusion } kind = change;
  Micros at = 0;
  std::size_t who = 0;  // an account; of `confusion` an actor
  std::size_t renamed_to = kNobody;
  unsigned tries = 0;   // of `confusion`
  bool hidden = false;  // the export has no row of it
};

struct ApiUserRow {
  std::string name, username, vendor;
};

struct Declared {
  bool zone = false, threshold = false;
  std::vector<std::string> office, installed;
  std::vector<std::pair<std::string, std::string>> accounts;       // username, cause
  std::vector<std::pair<std::string, std::string>> known_sources;  // cidr, cause
  std::vector<ApiUserRow> api_users;
};

// What the export shows and in which form.
struct View {
  bool addresses = true, clients = true, applications = false, vendors = false, reasons = true;
  bool successes = true, changes = true, locks = true, unlocks = true;
  bool newest_first = false, lock_address = false, capitals = false;
  Micros unit = kSecond;  // of the export's clock
  Micros clock_off = 0;   // of the rows about accounts
};

struct Remedy {
  Unlocks unlocks = Unlocks::by_day;
  unsigned patience = 0;      // unlocks before the cause is found; kNever: never
  bool new_password = false;  // is set when it is found
  static constexpr unsigned kNever = 1000;
};

struct World {
  Span span;
  unsigned threshold = 5;
  std::vector<Account> accounts;
  std::vector<Actor> actors;
  std::vector<std::size_t> leads;  // the actors of the story
  std::vector<Strike> strikes;
  std::vector<Planned> planned;
  Micros trouble_from = 0, trouble_to = 0;
  Trouble trouble = Trouble::none;
  Remedy remedy;
  Micros lock_lag = 0;  // from the last failure to the stamp of the lock row
  Declared declared;
  View view;
};

}  // namespace whylocked::sim
