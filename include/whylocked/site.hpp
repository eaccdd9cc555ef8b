// The administrator's declarations: site.json, and tables of users such as the
// Integration Center's API users.
//
// In:  JSON with the keys of the README (time_zone, lockout, office, installed, accounts, roster,
//      known_sources), all optional; or a table of API users or of all users.
// Out: a Site, checked against the catalog.
// An unknown key or id is an error that names the nearest known one, because a silently ignored
// typo would cost a wrong diagnosis.
// Lifetime: plain value.  Threads: pure.  Failure: nullopt or false, and an error diagnostic.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/address.hpp"
#include "whylocked/diagnostic.hpp"

namespace whylocked {

struct RosterEntry {
  std::string username;  // normalized
  std::string vendor;    // as written: "ITG - Documentation Management"; may be empty
  // "api" or "person"; "unknown" if a list of all users does not say; empty: from a
  // table of API users.
  std::string kind;
  std::string state = {};  // "inactive", "locked" or empty
};

struct KnownSource {
  Prefix prefix;
  std::string cause;  // catalog id or one of kCauseIds
};

struct Site {
  std::string time_zone;  // empty: not declared
  std::optional<std::uint32_t> threshold;
  std::optional<std::int64_t> window_minutes;
  std::vector<Prefix> office;
  std::vector<std::string> installed;                         // ids of integrations
  std::vector<std::pair<std::string, std::string>> accounts;  // normalized username, cause id
  std::vector<RosterEntry> roster;
  std::vector<KnownSource> known_sources;
};

std::optional<Site> parse_site(std::string_view json, const std::string& file,
                               Diagnostics& diagnostics);

// Tables of users. `api_users`: the Integration Center's API users, or any delimited table with a
// username and a vendor column. `resources`: the grid of all Resources/Users, whose columns give
// each user's type (type, licence, security level) or state (active, locked).
enum class RosterKind : std::uint8_t { api_users, resources };

// Appends the rows of a table to `site.roster`. A user may have several rows.
bool load_roster(const std::string& path, RosterKind kind, Site& site, Diagnostics& diagnostics);

// True if the site file declares the address as an office or a known source.
bool is_declared(const Site& site, const Address& address);

// The nearest cause id, for hints; empty if none is near.
std::string_view nearest_cause(std::string_view text);
// A hint for an unknown time zone; `otherwise` if none is near.
std::string time_zone_hint(std::string_view name, std::string_view otherwise);

}  // namespace whylocked
