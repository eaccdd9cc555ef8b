// The keys of a site file: one row and one function each.
#include "whylocked/site.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "base/edit_distance.hpp"
#include "base/split.hpp"
#include "event/json_reader.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kMaxSiteBytes = 1u << 20;  // a site with 10,000 accounts takes half of this
constexpr std::int64_t kMaxThreshold = 1000;
constexpr std::int64_t kMaxWindowMinutes = 366 * 24 * 60;

class SiteReader {
 public:
  SiteReader(std::string_view text, const std::string& file, Diagnostics& diagnostics)
      : in_(text, file, "site", diagnostics) {}

  std::optional<Site> read() {
    const auto by = [this](auto member) { return std::bind_front(member, this); };
    const auto each_by = [&](auto member) {
      return [this, read = by(member)](const JsonNode& node, const Text& path) {
        in_.each_item(node, path, read);
      };
    };
    const bool ok = in_.read([&](const JsonNode& root, const Text& path) {
      in_.each_key(root, path,
                   {{"time_zone", by(&SiteReader::read_time_zone)},
                    {"lockout", by(&SiteReader::read_lockout)},
                    {"office", each_by(&SiteReader::read_office)},
                    {"installed", each_by(&SiteReader::read_installed)},
                    {"accounts", by(&SiteReader::read_accounts)},
                    {"roster", each_by(&SiteReader::read_roster_entry)},
                    {"known_sources", each_by(&SiteReader::read_known_source)}});
    });
    return ok ? std::optional(std::move(site_)) : std::nullopt;
  }

 private:
  void read_time_zone(const JsonNode& node, const Text& path) {
    if (!in_.is_text(node, path)) return;
    if (!known_time_zone(node.text))
      return in_.error(
          node.at, path, "not a time zone",
          time_zone_hint(node.text, R"(use an IANA name such as "Europe/Berlin", or "+10:00")"));
    site_.time_zone = node.text;
  }

  void read_lockout(const JsonNode& node, const Text& path) {
    in_.each_key(node, path,
                 {{"threshold",
                   [&](const JsonNode& value, const Text& at) {
                     if (const auto number = in_.whole(value, at, kMaxThreshold))
                       site_.threshold = static_cast<std::uint32_t>(*number);
                   }},
                  {"window_minutes", [&](const JsonNode& value, const Text& at) {
                     // null: the counter never times out
                     if (value.type != JsonNode::Type::null)
                       site_.window_minutes = in_.whole(value, at, kMaxWindowMinutes);
                   }}});
  }

  void read_office(const JsonNode& node, const Text& path) {
    if (const auto office = prefix(node, path)) site_.office.push_back(*office);
  }

  void read_installed(const JsonNode& node, const Text& path) {
    if (!in_.is_text(node, path)) return;
    const std::string_view id = find_cause(node.text);
    if (find_integration(id) == nullptr && id != "unlisted-integration")
      return in_.error(node.at, path, "not an id of the catalog",
                       id.empty() ? cause_hint(node.text) : "only integrations can be installed");
    if (std::ranges::find(site_.installed, id) == site_.installed.end())
      site_.installed.emplace_back(id);
  }

  void read_accounts(const JsonNode& node, const Text& path) {
    in_.each_member(node, path, NameKind::user,
                    [&](const JsonNode::Key& key, const JsonNode& value, const Text& place) {
                      const auto user = username(key.name, key.at, place);
                      const auto id = cause(value, place);
                      if (!user || !id) return;
                      if (accounts_.insert(*user).second)
                        site_.accounts.emplace_back(*user, *id);
                      else
                        in_.error(key.at, place, "the account is named twice",
                                  "keep one of the spellings");
                    });
  }

  void read_roster_entry(const JsonNode& node, const Text& path) {
    RosterEntry entry;
    in_.each_key(node, path,
                 {{"username",
                   [&](const JsonNode& value, const Text& at) {
                     if (!in_.is_text(value, at)) return;
                     if (auto user = username(value.text, value.at, at)) entry.username = *user;
                   }},
                  {"vendor", in_.into(entry.vendor)},
                  {"kind", [&](const JsonNode& value, const Text& at) {
                     in_.into(entry.kind)(value, at);
                     if (!entry.kind.empty() && entry.kind != "api" && entry.kind != "person")
                       in_.error(value.at, at, "not a kind of account", R"(use "api" or "person")");
                   }}});
    in_.require(node, path, "username");
    if (!entry.username.empty()) site_.roster.push_back(std::move(entry));
  }

  void read_known_source(const JsonNode& node, const Text& path) {
    std::optional<Prefix> range;
    std::optional<std::string> id;
    in_.each_key(
        node, path,
        {{"cidr", [&](const JsonNode& value, const Text& at) { range = prefix(value, at); }},
         {"cause", [&](const JsonNode& value, const Text& at) { id = cause(value, at); }}});
    in_.require(node, path, "cidr");
    in_.require(node, path, "cause");
    if (range && id) site_.known_sources.push_back({*range, *id});
  }

  std::optional<Prefix> prefix(const JsonNode& node, const Text& path) {
    if (!in_.is_text(node, path)) return std::nullopt;
    const auto parsed = parse_prefix(node.text);
    if (!parsed)
      in_.error(node.at, path, "not an address or prefix",
                R"(write "198.51.100.7", "198.51.100.0/24" or "2001:db8::/32")");
    return parsed;
  }

  std::optional<std::string> cause(const JsonNode& node, const Text& path) {
    if (!in_.is_text(node, path)) return std::nullopt;
    if (const std::string_view id = find_cause(node.text); !id.empty()) return std::string(id);
    in_.error(node.at, path, "not a cause id", cause_hint(node.text));
    return std::nullopt;
  }

  std::optional<std::string> username(std::string_view text, std::size_t at, const Text& path) {
    std::string user = normalize_user(text);
    if (!user.empty()) return user;
    in_.error(at, path, "the username is empty", {});
    return std::nullopt;
  }

  std::string cause_hint(std::string_view text) const {
    if (in_.is_full()) return {};
    return did_you_mean(nearest_cause(text), "`whylocked catalog` lists the ids");
  }

  JsonReader in_;
  Site site_;
  std::set<std::string> accounts_;  // usernames in `accounts`
};

// Zones where most users are, for hints; all others are accepted too.
constexpr std::string_view kCommonZones =
    "UTC America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles "
    "America/Anchorage America/Toronto America/Vancouver America/Halifax America/Sao_Paulo "
    "Europe/London Europe/Dublin Europe/Berlin Europe/Vienna Europe/Zurich Europe/Paris "
    "Europe/Madrid Europe/Rome Europe/Amsterdam Europe/Brussels Europe/Copenhagen "
    "Europe/Stockholm Europe/Oslo Europe/Helsinki Europe/Warsaw Africa/Johannesburg Asia/Dubai "
    "Asia/Kolkata Asia/Manila Asia/Singapore Asia/Tokyo Australia/Perth Australia/Brisbane "
    "Australia/Adelaide Australia/Sydney Australia/Melbourne Pacific/Auckland Pacific/Honolulu";

std::string_view nearest_time_zone(std::string_view name) {
  std::vector<std::string_view> zones, places;
  for (std::string_view rest = kCommonZones; !rest.empty();) {
    zones.push_back(take_until(rest, ' '));
    places.push_back(zones.back().substr(zones.back().find('/') + 1));
  }
  if (const auto zone = nearest_name(name, zones); !zone.empty()) return zone;
  // "New York", "berlin": the place without its continent.
  const auto place = std::ranges::find(places, nearest_name(name, places));
  return place == places.end() ? std::string_view()
                               : zones[static_cast<std::size_t>(place - places.begin())];
}

// The zone shown in the settings of Windows and Autotask as "(UTC-05:00) Eastern Time (US &
// Canada)" or "(UTC+01:00) Amsterdam, Berlin, Bern"; empty if unknown.
std::string zone_of_display_name(std::string_view name) {
  if (name.starts_with('(')) take_until(name, ')');
  if (name.starts_with(' ')) name.remove_prefix(1);
  std::string standard(name.substr(0, name.find(" (")));
  if (const std::size_t at = standard.rfind(" Time"); at != standard.npos)
    standard.insert(at, " Standard");
  return known_time_zone(standard) ? standard
                                   : std::string(nearest_time_zone(take_until(name, ',')));
}

}  // namespace

std::optional<Site> parse_site(std::string_view json, const std::string& file,
                               Diagnostics& diagnostics) {
  if (json.size() <= kMaxSiteBytes) return SiteReader(json, file, diagnostics).read();
  diagnostics.add("site", {.severity = Severity::error,
                           .file = file,
                           .message = "larger than 1 MiB",
                           .hint = "is it a site file?"});
  return std::nullopt;
}

bool is_declared(const Site& site, const Address& address) {
  return std::ranges::any_of(site.office,
                             [&](const Prefix& prefix) { return prefix.contains(address); }) ||
         std::ranges::any_of(site.known_sources, [&](const KnownSource& known) {
           return known.prefix.contains(address);
         });
}

std::string_view nearest_cause(std::string_view text) {
  if (const auto matches = match_name(text); matches.size() == 1)
    return matches.front().integration->id;
  std::vector<std::string_view> ids(std::begin(kCauseIds), std::end(kCauseIds));
  for (const Integration& integration : integrations()) ids.push_back(integration.id);
  return nearest_name(text, ids);
}

std::string time_zone_hint(std::string_view name, std::string_view otherwise) {
  if (!known_time_zone("America/New_York"))  // UTC needs no database
    return "no database of zones was found; TZDIR names its folder, and +10:00 needs none";
  const std::string_view near = nearest_time_zone(name);
  return did_you_mean(near.empty() ? zone_of_display_name(name) : near, std::string(otherwise));
}

}  // namespace whylocked
