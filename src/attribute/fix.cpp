// The remedy for a cause: where the credential is kept, the steps, and the source.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "attribute/scoring/hypotheses.hpp"

namespace whylocked {

using namespace attribution;

namespace {

constexpr const char* kUnlockAfter =
    "Unlock the account afterwards, not before, and send one test login, not several.";
constexpr const char* kSecretMangled =
    "Check how the secret is written: $ and # in scripts and environment files are a known way to "
    "mangle it.";
constexpr const char* kServices =
    "https://learn.microsoft.com/windows-server/administration/windows-commands/schtasks-query";
constexpr const char* kCredentials =
    "https://learn.microsoft.com/windows-server/administration/windows-commands/cmdkey";
constexpr const char* kMobile =
    "https://learn.microsoft.com/powershell/module/exchange/get-mobiledevice";
constexpr const char* kRadius =
    "https://learn.microsoft.com/windows-server/networking/technologies/nps/nps-top";
constexpr const char* kSync =
    "https://learn.microsoft.com/entra/identity/hybrid/connect/whatis-azure-ad-connect";

// Causes beside the catalog. Without a source: the vendor's lockout article.
struct Remedy {
  std::string_view id, where;
  std::array<const char*, 4> steps;  // null: no more
  const char* source = nullptr;
};

constexpr const char* kSecurity = "your sign-in security; no integration is at fault";
constexpr const char* kFindSuccess =
    "Look for a success from the same addresses; if there is one, reset that account's password "
    "and end its sessions first.";
constexpr const char* kAskTesters =
    "If the address is your own, ask who runs a security test; if nobody does, isolate the "
    "machine.";
constexpr const char* kTwoFactors =
    "Turn on two-factor sign-in or single sign-on for people, and API-only users for integrations.";
constexpr const char* kCheckOthers =
    "Check the other accounts the same callers tried, and change passwords that are reused "
    "elsewhere.";

constexpr Remedy kRemedies[] = {
    {"unlisted-integration",
     "an integration that the catalog does not know",
     {"List every product and script that holds this account's credentials, and update each.",
      kUnlockAfter}},
    {"person",
     "the person who uses the account",
     {"Ask the person; reset the password if it is forgotten, then unlock the account.",
      "If it happens again without anybody typing, look for saved passwords in browsers and on "
      "phones."}},
    {"password-manager",
     "the saved entry in the person's browser or password manager",
     {"Edit the saved entry, and delete duplicates and copies in other browsers.", kUnlockAfter}},
    {"password-spray", kSecurity, {kFindSuccess, kAskTesters, kTwoFactors, kCheckOthers}},
    {"credential-stuffing", kSecurity, {kFindSuccess, kAskTesters, kTwoFactors, kCheckOthers}},
    {"brute-force",
     kSecurity,
     {kFindSuccess, kAskTesters, kTwoFactors,
      "Change the username to one that cannot be guessed: guessing then stops locking it."}},
    {"saved-on-device",
     "the accounts and saved passwords on the person's phones, tablets and mail programs",
     {"On each phone and in each mail program, enter the new password or remove the account.",
      "List the devices that synchronize: Get-MobileDevice -Mailbox NAME (Exchange), or the "
      "identity provider's page of devices; remove those that nobody has any more.",
      kUnlockAfter},
     kMobile},
    {"test-automation",
     "the secrets of the build or monitor that runs the sign-in",
     {"Find the pipeline or monitor that uses the account, and update its stored secret.",
      "Give tests an account of their own, so that they lock nobody else out.", kUnlockAfter}},
    {"setup",
     "the product that was being set up at that time",
     {"Ask who set up or changed an integration then, and finish it with the right credentials.",
      kUnlockAfter}},
    {"several-causes",
     "each of the callers listed: they fail independently",
     {"Update the credential in every one of them.",
      "Give each its own account, so that the next lockout names its cause.", kUnlockAfter}},
    {"own-service",
     "a service or scheduled task on the caller's computer that runs as this account",
     {"On that computer list services: Get-CimInstance Win32_Service | Where-Object StartName "
      "-like '*NAME*'",
      "List tasks: schtasks /query /v /fo csv, column \"Run As User\".",
      "Enter the new password there, or use a group managed service account.", kUnlockAfter},
     kServices},
    {"mapped-drive",
     "the Credential Manager and mapped drives of the caller's computer",
     {"Sign in there as the person: cmdkey /list shows saved credentials, net use shows drives.",
      "Delete what is old (cmdkey /delete:TARGET, net use X: /delete) and connect again.",
      "Sign out sessions that were left disconnected (quser, logoff).", kUnlockAfter},
     kCredentials},
    {"vpn-client",
     "the VPN, Wi-Fi or RADIUS profile of the person's computer or phone",
     {"Look the failures up on the gateway or RADIUS server (event 6273 on Windows): it names the "
      "device.",
      "Enter the new password in that profile, or remove it.", kUnlockAfter},
     kRadius},
    {"own-script",
     "the script, cron job or container that holds the password",
     {"On the machine behind the address, look through cron, timers, tasks and containers for the "
      "account's name.",
      kSecretMangled, kUnlockAfter},
     kServices},
    {"sync-agent",
     "the connector account of the synchronization agent",
     {"Open the agent's configuration and enter the account's present password.", kUnlockAfter},
     kSync},
};

Fix fix_product(const Integration& product) {
  Fix fix;
  fix.where = product.credential.known()
                  ? std::string(product.credential.value)
                  : fmt::format(
                        "{}: the page that holds the Autotask credentials (not documented "
                        "publicly)",
                        product.name);
  fix.source = product.credential.source.empty() ? std::string(article_source())
                                                 : std::string(product.credential.source);
  fix.steps = {fmt::format("Enter the current Autotask credentials in {}.", product.name),
               "Only then unlock the account (Admin > Resources (Users) > Security, or the API "
               "user's form), and send one test login, not several."};
  if (product.api_user.value != "no")
    fix.steps.emplace_back(
        "Give the integration an API-only user of its own, so that a lockout names its cause and "
        "locks nobody else out.");
  if (!product.credential.note.empty()) fix.steps.emplace_back(product.credential.note);
  return fix;
}

Fix fix_custom(const Integration& product) {
  Fix fix = fix_product(product);
  fix.steps.insert(fix.steps.begin(),
                   "On the machine behind the address, look through scheduled tasks, services and "
                   "scripts for calls to webservices*.autotask.net.");
  fix.steps.insert(fix.steps.begin() + 2, kSecretMangled);
  return fix;
}

}  // namespace

Fix fix_of(const RankedCause& cause) {
  const Hypothesis& one = hypotheses()[cause.hypothesis];
  if (one.product != nullptr)
    return one.category == CauseCategory::custom ? fix_custom(*one.product)
                                                 : fix_product(*one.product);
  const Remedy& remedy = *std::find_if(std::begin(kRemedies), std::end(kRemedies),
                                       [&](const Remedy& row) { return row.id == one.id; });
  Fix fix{std::string(remedy.where),
          {},
          remedy.source != nullptr ? std::string(remedy.source) : std::string(article_source())};
  for (const char* step : remedy.steps)
    if (step != nullptr) fix.steps.emplace_back(step);
  return fix;
}

}  // namespace whylocked
