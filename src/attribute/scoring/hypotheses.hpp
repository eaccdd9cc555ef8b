// The hypotheses: every possible cause of a case, in one fixed order.
//
// In:  the catalog.  Out: one Hypothesis per product, in catalog order, then the other causes.
// A hypothesis is a mixture of behaviours: a product hosted by its vendor behaves as `hosted`; one
// whose place is unknown has a share of several. Signals give probabilities by behaviour, so a new
// cause is one row here and no code elsewhere.
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
  hosted,          // a product in its vendor's cloud
  server,          // a product on your own server
  desktop,         // a product on a person's computer
  script,          // an in-house script or add-on
  saved_password,  // a browser or password manager fills it in when a person opens the page
  device,          // a phone, mail app or mapped drive stores it and retries unattended
  service,         // a service or scheduled task of the operating system
  automation,      // tests of a build, or a monitor of the sign-in page
  typing,          // a person at the keyboard
  setup,           // an administrator setting something up
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
  const Integration* product = nullptr;     // null: not in the catalog
  Given mixture{};                          // sums to 1
  double prior = 0;                         // sums to 1 over each set of candidates
  bool autotask = true, elsewhere = false;  // in whose logs it is a candidate

  // A site file may list it as installed: a product, or "unlisted-integration".
  bool is_integration() const { return product != nullptr || category == CauseCategory::unlisted; }
  bool is_attack() const { return category == CauseCategory::attack; }
  // Signs in unattended with a stored password.
  bool stores_password() const {
    return !is_attack() && category != CauseCategory::person && category != CauseCategory::setup;
  }
};

std::span<const Hypothesis> hypotheses();
std::uint16_t hypothesis_of(std::string_view id);         // REQUIRES: a known id
std::uint16_t hypothesis_of(const Integration& product);  // an element of integrations()

// The candidates for one system's logs, with priors that sum to 1, grouped by equal mixtures.
struct Candidates {
  std::vector<std::uint16_t> members;  // indexes of hypotheses()
  std::vector<double> prior;           // by member
  std::vector<std::uint16_t> group;    // by member; a group has one mixture
  std::vector<Given> mixture;          // by group
};
// For Autotask's log: the catalog's products and other causes.
const Candidates& autotask_candidates();
// For directories, identity providers, servers and appliances; products only if the log names them.
const Candidates& other_candidates();

// Confidence in a fact, reduced by the share of customers who change it.
double confidence_in(const Fact& fact, double seldom_changed);

}  // namespace whylocked::attribution
