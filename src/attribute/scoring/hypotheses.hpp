// The hypotheses: every cause that a case may have, in one fixed order.
//
// In:  the catalog.  Out: one Hypothesis a product, in catalog order, then the causes beside them.
// A hypothesis is a mixture of behaviours: a product that its vendor hosts behaves as `hosted`, one
// whose place is unknown as several. Signals give the probability of what they saw by behaviour, so
// a cause beside the catalog is a row here and no code elsewhere.
// Lifetime: static, built on first use.  Threads: safe.  Failure: none.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "whylocked/attribute.hpp"
#include "whylocked/catalog.hpp"

namespace whylocked::attribution {

enum class Behaviour : std::uint8_t {
  hosted,          // a program in its vendor's cloud
  server,          // a product on a server of one's own
  desktop,         // a product on a person's computer
  script,          // a script or add-on of one's own
  saved_password,  // a browser or password manager fills it in when a person opens the page
  device,          // a phone, mail app or mapped drive keeps it and tries by itself
  service,         // a service or scheduled task of the operating system
  automation,      // tests of a build, a monitor of the sign-in page
  typing,          // a person at the keyboard
  setup,           // an administrator who sets something up
  spray,
  brute_force,
  stuffing,
};
inline constexpr std::size_t kBehaviours = 13;

struct Given : std::array<double, kBehaviours> {  // a probability by behaviour
  using std::array<double, kBehaviours>::operator[];
  constexpr double& operator[](Behaviour one) { return (*this)[static_cast<std::size_t>(one)]; }
  constexpr double operator[](Behaviour one) const {
    return (*this)[static_cast<std::size_t>(one)];
  }
  void add(const Given& more, double times = 1) {
    for (std::size_t b = 0; b < kBehaviours; ++b) (*this)[b] += times * more[b];
  }
};

struct Hypothesis {
  std::string_view id, name;
  CauseCategory category = CauseCategory::cloud_integration;
  const Integration* product = nullptr;     // null: a cause beside the catalog
  Given mixture{};                          // sums to 1
  double prior = 0;                         // sums to 1 over each set of candidates
  bool autotask = true, elsewhere = false;  // logs whose causes it is among

  // A site may list it as installed: a product of the catalog, or one that it does not have.
  bool is_integration() const { return product != nullptr || category == CauseCategory::unlisted; }
  bool is_attack() const { return category == CauseCategory::attack; }
  // It signs in by itself with a stored password.
  bool stores_password() const {
    return !is_attack() && category != CauseCategory::person && category != CauseCategory::setup;
  }
};

std::span<const Hypothesis> hypotheses();
std::uint16_t hypothesis_of(std::string_view id);         // REQUIRES: a known id
std::uint16_t hypothesis_of(const Integration& product);  // the catalog's own entry

// The hypotheses of one system's logs, with priors that sum to 1, and which of them behave alike.
struct Candidates {
  std::vector<std::uint16_t> members;  // indexes of hypotheses()
  std::vector<double> prior;           // by member
  std::vector<std::uint16_t> group;    // by member: those of one group have one mixture
  std::vector<Given> mixture;          // by group
};
// Products of the catalog and the causes beside them.
const Candidates& autotask_candidates();
// Directories, identity providers, servers, appliances; with a product that the log names.
const Candidates& other_candidates();

// Confidence in a fact as it counts: less by how often customers change such a thing.
double confidence_in(const Fact& fact, double seldom_changed);

}  // namespace whylocked::attribution
