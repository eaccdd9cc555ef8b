// What the administrator declares: site.json, and the Integration Center's API-user table.
//
// In:  JSON text with the keys of the README (time_zone, lockout, office, installed, accounts,
//      roster, known_sources), all optional; or a table of API users or of all users.
// Out: a Site, checked against the catalog.
// An unknown key or id is an error that names the nearest known one: a typo that is silently
// ignored would cost a wrong diagnosis.
// Lifetime: plain value.  Threads: pure.  Failure: nullopt or false, and an error diagnostic.
#pragma once

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
  // "api", "person"; "unknown" where a list of all users does not say it; empty: the table is one
  // of API users.
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
  std::vector<std::string> installed;                         // catalog ids
  std::vector<std::pair<std::string, std::string>> accounts;  // normalized username, cause id
  std::vector<RosterEntry> roster;
  std::vector<KnownSource> known_sources;
};

std::optional<Site> parse_site(std::string_view json, const std::string& file,
                               Diagnostics& diagnostics);
std::optional<Site> load_site(const std::string& path, Diagnostics& diagnostics);

// Appends the rows of the Integration Center's API-user table (or any delimited table with a
// username and a vendor column) to `site.roster`. One API user may occupy several rows.
bool load_api_users(const std::string& path, Site& site, Diagnostics& diagnostics);
// The same from memory; `name` stands for the path in messages.
bool parse_api_users(std::string_view bytes, const std::string& name, Site& site,
                     Diagnostics& diagnostics);

// The same for the grid of all Resources/Users: a username, and columns that say what each user is
// (type, licence, security level) or in which state (active, locked).
bool load_resources(const std::string& path, Site& site, Diagnostics& diagnostics);
bool parse_resources(std::string_view bytes, const std::string& name, Site& site,
                     Diagnostics& diagnostics);
// The site file speaks of this address itself: as an office or a known source.
bool is_declared(const Site& site, const Address& address);

// The cause id, or time zone, that was probably meant; empty if none is near.
std::string_view nearest_cause(std::string_view text);
std::string_view nearest_time_zone(std::string_view name);
// What to say of a time zone that is not known; `otherwise` where none is near.
std::string time_zone_hint(std::string_view name, std::string_view otherwise);

}  // namespace whylocked
