#include "attribute/rivals.hpp"

#include <algorithm>
#include <vector>

namespace whylocked::old {

namespace {

struct Other {
  std::string_view id, name;
  RivalClass of;
};
constexpr Other kOthers[] = {
    {"unlisted-integration", "an integration the catalog does not list", RivalClass::unlisted},
    {"person", "a person who mistyped or forgot the password", RivalClass::person},
    {"password-manager", "a password saved in a browser or password manager",
     RivalClass::password_manager},
    {"password-spray", "a password spray (one caller, many accounts)", RivalClass::spray},
    {"brute-force", "password guessing against this account", RivalClass::brute_force},
    {"credential-stuffing", "credential stuffing (leaked passwords tried in bulk)",
     RivalClass::stuffing},
};

RivalClass class_of(const Integration& product) {
  if (product.category == "custom API") return RivalClass::custom;
  switch (product.place) {
    case Place::vendor_cloud:
      return RivalClass::cloud;
    case Place::premises:
      return RivalClass::premises;
    case Place::desktop:
      return product.category == "password manager" ? RivalClass::password_manager
                                                    : RivalClass::desktop;
    case Place::either:
      return RivalClass::either;
    case Place::unknown:
      break;
  }
  return RivalClass::elsewhere;
}

std::vector<Hypothesis> make_rivals() {
  std::vector<Hypothesis> all;
  for (const Integration& product : integrations()) {
    const RivalClass of = class_of(product);
    all.push_back({product.id, product.name, of, &product, prior(of, product)});
  }
  for (const Other& other : kOthers)
    all.push_back({other.id, other.name, other.of, nullptr, prior(other.of)});
  return all;
}

}  // namespace

std::span<const Hypothesis> rivals() {
  static const std::vector<Hypothesis> all = make_rivals();
  return all;
}

std::size_t rival_index(std::string_view id) {
  const auto all = rivals();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Hypothesis& r) { return r.id == id; });
  return static_cast<std::size_t>(found - all.begin());
}

std::size_t rival_index(const Integration& product) {
  return static_cast<std::size_t>(&product - integrations().data());
}

CauseKind cause_kind(const Hypothesis& rival) {
  switch (rival.of) {
    case RivalClass::unlisted:
      return CauseKind::unlisted;
    case RivalClass::person:
      return CauseKind::person;
    case RivalClass::spray:
    case RivalClass::brute_force:
    case RivalClass::stuffing:
      return CauseKind::attack;
    default:
      return CauseKind::integration;
  }
}

CauseCategory kind_of_cause(const Hypothesis& rival, bool seen_in_cloud) {
  switch (rival.of) {
    case RivalClass::cloud:
      return CauseCategory::cloud_integration;
    case RivalClass::premises:
      return CauseCategory::office_integration;
    case RivalClass::desktop:
      return CauseCategory::desktop_integration;
    case RivalClass::elsewhere:
      return CauseCategory::cloud_integration;  // 85 of 103 are
    case RivalClass::either:
      return seen_in_cloud ? CauseCategory::cloud_integration : CauseCategory::office_integration;
    case RivalClass::custom:
      return CauseCategory::custom;
    case RivalClass::unlisted:
      return CauseCategory::unlisted;
    case RivalClass::person:
      return CauseCategory::person;
    case RivalClass::password_manager:
      return CauseCategory::password_manager;
    default:
      return CauseCategory::attack;
  }
}

}  // namespace whylocked::old
