// What the catalog documents of a product, held against how a caller was played.
//
// In:  products and actors.  Out: whether documented facts contradict what was played, which
//      products have the same facts, and which product an address or an agent gives away.
// In this play what is documented is true: a hosted product calls from its cloud, one with a
// documented period keeps it.
// Lifetime: static pointers.  Threads: pure.  Failure: nullptr or false.
#pragma once

#include <cstddef>

#include "simulator/world.hpp"

namespace whylocked::sim {

// A product that may be played: none that people use as password managers, nothing custom, and
// nothing that never logs in to an account of the tenant.
bool is_playable(const Integration& one);
bool is_own_script(const Integration& one);
// A password manager that fills in login pages on a person's computer.
bool fills_in_pages(const Integration& one);

// Minutes that a caller must keep, if its period is documented and not set by the owner.
std::span<const std::uint32_t> fixed_minutes(const Integration& one);

// Which facts a reader of the export can hold against a caller.
struct Coverage {
  bool addresses = true, clients = true;
  std::size_t runs = 1000;  // of the caller
};
// False if a documented fact of `one` excludes that it is this caller. What is silent excludes
// nothing: an address beside the published ones (a list may be old), an empty agent, a fact of low
// confidence.
bool fits(const Integration& one, const Actor& actor, const Coverage& sight);

// Nothing documented tells them apart.
bool same_facts(const Integration& a, const Integration& b);

// The product that publishes the address, or the only one of the vendor whose network it is.
const Integration* named_by_address(const Address& address);
// The automation whose own agent this is, or the kind of own script that its agent shows.
const Integration* named_by_agent(std::string_view agent);
// The only product that a text names; nullptr for none or several.
const Integration* named_by_text(std::string_view text);
// The only product that stands inside a username.
const Integration* named_in_username(std::string_view username);

}  // namespace whylocked::sim
