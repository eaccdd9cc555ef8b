// A World in the making, and the steps that fill it.
//
// In:  a row of the table and a Random.  Out: a World; false where a draw cannot tell the story (no
//      product fits, too few days), then the caller draws again.
// Every text that is only decoration is neutral: no product's name stands in it.
// Lifetime: refers to the row and the Random.  Threads: one a draft.  Failure: false.
#pragma once

#include <optional>

#include "simulator/random.hpp"
#include "simulator/world.hpp"

namespace whylocked::sim {

struct Draft {
  Random& random;
  const Scenario& row;
  World world = {};
  std::string domain = {};
  std::vector<Address> office = {};      // as the export shows it: perhaps a gateway's
  std::vector<std::size_t> people = {};  // actors
  // In use too, where what is in use is declared: others, and some that nothing tells apart.
  std::vector<const Integration*> decoys = {}, twins = {};
  Naming naming = Naming::any;  // the row's, decided
  bool of_a_person = false;     // the locked account
};

// The whole world; nullopt: draw again.
std::optional<World> cast(const Scenario& row, Random& random);

// names.cpp. A name that is not taken yet.
std::string person_name(Draft& draft);
std::string api_user_name(Draft& draft);
std::string unknown_name(Draft& draft);  // that an attacker tries
// With the product's name inside, and no other's; empty if there is none.
std::string username_with(Draft& draft, const Integration& product);
std::string draw_domain(Random& random);
std::string display_name(Random& random);

// agents.cpp
std::string browser_agent(Random& random);
std::string attacker_agent(Random& random);
std::string script_agent(Random& random);  // PowerShell
// Its documented agent, else none or a library's; `plain`: none that the catalog has in a row.
std::string machine_agent(Random& random, const Integration* product, bool plain);

// machines.cpp
Beat draw_beat(Random& random, const Integration* product);
// Where it may stand as documented; false if `host` forbids it or the family has no address.
bool draw_place(Draft& draft, const Integration* product, Host host, Actor& actor);
void draw_healthy(Draft& draft);    // integrations that work, on accounts of their own
Micros mean_gap(const Beat& beat);  // over whole days

// callers.cpp: the callers that keep the old password, still without accounts
bool cast_callers(Draft& draft);
// naming.cpp: what names them
Naming decide_naming(Draft& draft);
bool can_be_named(const Draft& draft, const Integration& one);
bool choose_decoys(Draft& draft);
bool give_accounts(Draft& draft);
void name_callers(Draft& draft);

// people.cpp
void cast_people(Draft& draft);
bool cast_mistyped(Draft& draft);
bool cast_manager(Draft& draft);

// attacks.cpp
bool cast_spray(Draft& draft, std::size_t also);  // `also`: an account that is sprayed too
bool cast_brute_force(Draft& draft);
bool cast_stuffing(Draft& draft);

}  // namespace whylocked::sim
