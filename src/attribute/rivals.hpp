// The rivals: every cause a lockout may have, in one fixed order.
//
// In:  the catalog.  Out: one Hypothesis an integration, in catalog order, then the six other causes.
// Lifetime: static, built on first use.  Threads: safe after first use.  Failure: none.
#pragma once

#include <span>
#include <string_view>

#include "attribute/weights.hpp"
#include "whylocked/attribute_old.hpp"
#include "whylocked/catalog.hpp"

namespace whylocked::old {

struct Hypothesis {
  std::string_view id, name;
  RivalClass of = RivalClass::elsewhere;
  const Integration* product = nullptr;  // nullptr: one of the six
  Decibans10 prior = 0;

  // A product that signs in by itself with a stored password, as opposed to people and attacks.
  bool stores_password() const {
    return of <= RivalClass::unlisted || of == RivalClass::password_manager;
  }
};

std::span<const Hypothesis> rivals();
std::size_t rival_index(std::string_view id);         // REQUIRES: is_cause_id(id)
std::size_t rival_index(const Integration& product);  // of the catalog's own entry

CauseKind cause_kind(const Hypothesis& rival);
// `seen_in_cloud`: a product of either place counts as cloud-hosted where it called from a cloud.
CauseCategory kind_of_cause(const Hypothesis& rival, bool seen_in_cloud);

}  // namespace whylocked::old
