#include <fmt/format.h>

#include "attribute/fix.hpp"

namespace whylocked::old {

namespace {

Fix fix_integration(const Hypothesis& rival) {
  const Integration& product = *rival.product;
  Fix fix;
  fix.where = product.credential.known() ? std::string(product.credential.value)
                                         : fmt::format(
                                               "{}: the page that holds the Autotask "
                                               "credentials (not documented publicly)",
                                               product.name);
  fix.source = product.credential.source.empty() ? std::string(article_source())
                                                 : std::string(product.credential.source);
  fix.steps = {fmt::format("Enter the current Autotask credentials in {}.", product.name),
               "Only then unlock the account (Admin > Resources (Users) > Security, or the API "
               "user's form), and send one test login, not several.",
               "Give the integration an API-only user of its own, so that a lockout names its "
               "cause and locks nobody else out."};
  if (product.api_user.value == "no") fix.steps.pop_back();
  if (!product.credential.note.empty()) fix.steps.emplace_back(product.credential.note);
  return fix;
}

Fix fix_custom(const Hypothesis& rival) {
  Fix fix = fix_integration(rival);
  fix.steps.insert(fix.steps.begin(),
                   "On the machine behind the address, look through scheduled tasks, services and "
                   "scripts for calls to webservices*.autotask.net.");
  fix.steps.insert(fix.steps.begin() + 2,
                   "Check how the secret is written: $ and # in scripts and environment files are "
                   "a known way to mangle it.");
  return fix;
}

Fix fix_attack(const Hypothesis& rival) {
  Fix fix;
  fix.where = "your sign-in security, not an integration";
  fix.source = std::string(article_source());
  fix.steps = {
      "Look for a success from the same addresses; if there is one, reset that account's "
      "password and end its sessions first.",
      "Turn on two-factor sign-in or single sign-on for people, and API-only users for "
      "integrations."};
  fix.steps.emplace_back(
      rival.of == RivalClass::brute_force
          ? "Change the username to one that cannot be guessed: guessing then stops locking it."
          : "Check the other accounts the same callers tried, and change passwords that are reused "
            "elsewhere.");
  return fix;
}

Fix make_fix(const Hypothesis& rival) {
  const std::string article(article_source());
  switch (rival.of) {
    case RivalClass::person:
      return {"the person",
              {"Ask the person; reset the password if it is forgotten, then unlock the account.",
               "If it happens again without anybody typing, look for saved passwords in browsers "
               "and on phones."},
              article};
    case RivalClass::password_manager:
      if (rival.product == nullptr)
        return {"the saved Autotask entry in the person's browser or password manager",
                {"Edit the saved entry, and delete duplicates for other zones (ww1 to ww19) and "
                 "copies in the browser.",
                 "Then unlock the account."},
                article};
      return fix_integration(rival);
    case RivalClass::unlisted:
      return {"an integration that the catalog does not know",
              {"List every product and script that holds this account's credentials, and update "
               "each.",
               "Unlock the account afterwards, not before."},
              article};
    case RivalClass::spray:
    case RivalClass::brute_force:
    case RivalClass::stuffing:
      return fix_attack(rival);
    case RivalClass::custom:
      return fix_custom(rival);
    default:
      return fix_integration(rival);
  }
}

std::vector<Fix> make_fixes() {
  std::vector<Fix> fixes;
  for (const Hypothesis& rival : rivals()) fixes.push_back(make_fix(rival));
  return fixes;
}

}  // namespace

const Fix& fix_of(std::size_t rival) {
  static const std::vector<Fix> fixes = make_fixes();
  return fixes[rival];
}

}  // namespace whylocked::old
