// The keys of a site file, one row and one function each. All faults of a file are reported in one
// go, each with its path ("office[1]") and its place in the text.
#include "whylocked/site.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "base/edit_distance.hpp"
#include "base/json_tree.hpp"
#include "base/text_location.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kMaxSiteBytes = 1u << 20;  // a site of 10,000 accounts is half of this
constexpr std::int64_t kMaxThreshold = 1000;
constexpr std::int64_t kMaxWindowMinutes = 366 * 24 * 60;

class SiteReader {
 public:
  SiteReader(std::string_view text, const std::string& file, Diagnostics& diagnostics)
      : text_(text), file_(file), diagnostics_(diagnostics) {}

  std::optional<Site> read() {
    if (text_.size() > kMaxSiteBytes) {
      fail("larger than 1 MiB", "is it a site file?");
    } else if (text_.find('\0') != text_.npos || text_.starts_with("\xff\xfe")) {
      fail("not UTF-8 text", "save it as UTF-8");
    } else {
      auto parsed = parse_json_tree(text_);
      if (const auto* fault = std::get_if<JsonError>(&parsed))
        error(fault->at, fault->message, fault->hint);
      else
        read_root(std::get<JsonNode>(parsed));
    }
    return errors_ == 0 ? std::optional(std::move(site_)) : std::nullopt;
  }

 private:
  // The reader of a key's value; the second argument is its path.
  using ReadValue = std::function<void(const JsonNode&, const Text&)>;
  struct Key {
    std::string_view name;
    ReadValue read;
  };

  void read_root(const JsonNode& root) {
    const auto value = [this](auto member) -> ReadValue {
      return
          [this, member](const JsonNode& node, const Text& path) { (this->*member)(node, path); };
    };
    const auto list_of = [this, value](auto member) -> ReadValue {
      return [this, read = value(member)](const JsonNode& node, const Text& path) {
        each_item(node, path, read);
      };
    };
    each_key(root, "",
             {{"time_zone", value(&SiteReader::read_time_zone)},
              {"lockout", value(&SiteReader::read_lockout)},
              {"office", list_of(&SiteReader::read_office)},
              {"installed", list_of(&SiteReader::read_installed)},
              {"accounts", value(&SiteReader::read_accounts)},
              {"roster", list_of(&SiteReader::read_roster_entry)},
              {"known_sources", list_of(&SiteReader::read_known_source)}});
  }

  void read_time_zone(const JsonNode& node, const Text& path) {
    if (!is_text(node, path)) return;
    if (!known_time_zone(node.text))
      return error(
          node.at, path + ": not a time zone",
          time_zone_hint(node.text, R"(use an IANA name such as "Europe/Berlin", or "+10:00")"));
    site_.time_zone = node.text;
  }

  void read_office(const JsonNode& node, const Text& path) {
    if (const auto office = prefix(node, path)) site_.office.push_back(*office);
  }

  void read_installed(const JsonNode& node, const Text& path) {
    if (!is_text(node, path)) return;
    if (find_integration(node.text) == nullptr && node.text != "unlisted-integration")
      return error(
          node.at, path + ": not an id of the catalog",
          is_cause_id(node.text) ? "only integrations can be installed" : cause_hint(node.text));
    const auto same = std::find(site_.installed.begin(), site_.installed.end(), node.text);
    if (same == site_.installed.end()) site_.installed.push_back(node.text);
  }

  void read_accounts(const JsonNode& node, const Text& path) {
    if (!is(node, JsonNode::Type::object, path, "an object { }")) return;
    for (std::size_t i = 0; i < node.items.size(); ++i)
      read_account(node.items[i], node.keys[i],
                   path + '.' + Text::name(NameKind::user, node.keys[i].name));
  }

  void read_lockout(const JsonNode& node, const Text& path) {
    each_key(node, path,
             {{"threshold",
               [&](const JsonNode& value, const Text& at) {
                 if (const auto number = whole(value, at, kMaxThreshold))
                   site_.threshold = static_cast<std::uint32_t>(*number);
               }},
              {"window_minutes", [&](const JsonNode& value, const Text& at) {
                 if (value.type == JsonNode::Type::null) return;  // the counter never times out
                 if (const auto number = whole(value, at, kMaxWindowMinutes))
                   site_.window_minutes = *number;
               }}});
  }

  void read_account(const JsonNode& node, const JsonNode::Key& key, const Text& path) {
    const auto user = username(key.name, key.at, path);
    const auto id = cause(node, path);
    if (!user || !id) return;
    if (!accounts_.insert(*user).second)
      return error(key.at, path + ": the account is named twice", "keep one of the spellings");
    site_.accounts.emplace_back(*user, *id);
  }

  void read_roster_entry(const JsonNode& node, const Text& path) {
    RosterEntry entry;
    each_key(node, path,
             {{"username",
               [&](const JsonNode& value, const Text& at) {
                 if (!is_text(value, at)) return;
                 if (auto user = username(value.text, value.at, at)) entry.username = *user;
               }},
              {"vendor",
               [&](const JsonNode& value, const Text& at) {
                 if (is_text(value, at)) entry.vendor = value.text;
               }},
              {"kind", [&](const JsonNode& value, const Text& at) {
                 if (!is_text(value, at)) return;
                 if (value.text == "api" || value.text == "person")
                   entry.kind = value.text;
                 else
                   error(value.at, at + ": not a kind of account", R"(use "api" or "person")");
               }}});
    require(node, path, "username");
    if (!entry.username.empty()) site_.roster.push_back(std::move(entry));
  }

  void read_known_source(const JsonNode& node, const Text& path) {
    std::optional<Prefix> range;
    std::optional<std::string> id;
    each_key(node, path,
             {{"cidr", [&](const JsonNode& value, const Text& at) { range = prefix(value, at); }},
              {"cause", [&](const JsonNode& value, const Text& at) { id = cause(value, at); }}});
    require(node, path, "cidr");
    require(node, path, "cause");
    if (range && id) site_.known_sources.push_back({*range, *id});
  }

  void each_key(const JsonNode& node, const Text& path, const std::vector<Key>& keys) {
    const Text place = path.empty() ? path : path + ": ";
    if (node.type != JsonNode::Type::object)
      return error(node.at, place + "expected an object { }", {});
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const std::string& name = node.keys[i].name;
      const auto key =
          std::find_if(keys.begin(), keys.end(), [&](const Key& one) { return one.name == name; });
      if (key != keys.end())
        key->read(node.items[i], path.empty() ? Text(name) : path + '.' + name);
      else
        error(node.keys[i].at, place + "unknown key " + Text::quoted(NameKind::other, name),
              key_hint(name, keys));
    }
  }

  std::string cause_hint(std::string_view text) const {
    if (only_counted()) return {};
    return did_you_mean(nearest_cause(text), "`whylocked catalog` lists the ids");
  }

  std::string key_hint(std::string_view name, const std::vector<Key>& keys) const {
    if (only_counted()) return {};
    std::vector<std::string_view> known;
    std::string list;
    for (const Key& one : keys) {
      known.push_back(one.name);
      list += (list.empty() ? "" : ", ") + std::string(one.name);
    }
    return did_you_mean(nearest_name(name, known), "the keys are " + list);
  }

  void each_item(const JsonNode& node, const Text& path, const ReadValue& read) {
    if (!is(node, JsonNode::Type::array, path, "a list [ ]")) return;
    for (std::size_t i = 0; i < node.items.size(); ++i)
      read(node.items[i], path + '[' + std::to_string(i) + ']');
  }

  void require(const JsonNode& node, const Text& path, std::string_view key) {
    if (node.type != JsonNode::Type::object) return;
    for (const JsonNode::Key& one : node.keys)
      if (one.name == key) return;
    error(node.at, path + ": \"" + std::string(key) + "\" is missing", {});
  }

  std::optional<std::int64_t> whole(const JsonNode& node, const Text& path, std::int64_t most) {
    const bool fits = node.type == JsonNode::Type::number && node.number >= 1 &&
                      node.number <= static_cast<double>(most) &&
                      node.number == std::floor(node.number);
    if (fits) return static_cast<std::int64_t>(node.number);
    error(node.at, path + ": expected a whole number from 1 to " + std::to_string(most), {});
    return std::nullopt;
  }

  std::optional<Prefix> prefix(const JsonNode& node, const Text& path) {
    if (!is_text(node, path)) return std::nullopt;
    const auto parsed = parse_prefix(node.text);
    if (!parsed)
      error(node.at, path + ": not an address or prefix",
            R"(write "198.51.100.7", "198.51.100.0/24" or "2001:db8::/32")");
    return parsed;
  }

  std::optional<std::string> cause(const JsonNode& node, const Text& path) {
    if (!is_text(node, path)) return std::nullopt;
    if (is_cause_id(node.text)) return node.text;
    error(node.at, path + ": not a cause id", cause_hint(node.text));
    return std::nullopt;
  }

  std::optional<std::string> username(std::string_view text, std::size_t at, const Text& path) {
    std::string user = normalize_user(text);
    if (!user.empty()) return user;
    error(at, path + ": the username is empty", {});
    return std::nullopt;
  }

  bool is(const JsonNode& node, JsonNode::Type type, const Text& path, const char* words) {
    if (node.type != type) error(node.at, path + ": expected " + words, {});
    return node.type == type;
  }
  bool is_text(const JsonNode& node, const Text& path) {
    return is(node, JsonNode::Type::text, path, "text in quotes");
  }
  void error(std::size_t at, Text message, std::string hint) {
    Diagnostic diagnostic{.severity = Severity::error,
                          .file = file_,
                          .message = std::move(message),
                          .hint = std::move(hint)};
    if (!only_counted()) set_location(text_, at, diagnostic);
    diagnostics_.add("site", std::move(diagnostic));
    ++errors_;
  }
  void fail(std::string message, std::string hint) {
    diagnostics_.add("site", {.severity = Severity::error,
                              .file = file_,
                              .message = std::move(message),
                              .hint = std::move(hint)});
    ++errors_;
  }
  // Further errors are counted, not shown; looking for their place or a hint would be quadratic.
  bool only_counted() const { return errors_ >= Diagnostics::kKeptOfAKind; }

  std::string_view text_;
  const std::string& file_;
  Diagnostics& diagnostics_;
  Site site_;
  std::set<std::string> accounts_;  // usernames that `accounts` has named
  std::uint64_t errors_ = 0;
};

// Zones of the places where most users are; the program knows all others as well.
constexpr std::string_view kCommonZones[] = {"UTC",
                                             "America/New_York",
                                             "America/Chicago",
                                             "America/Denver",
                                             "America/Phoenix",
                                             "America/Los_Angeles",
                                             "America/Anchorage",
                                             "America/Toronto",
                                             "America/Vancouver",
                                             "America/Halifax",
                                             "America/Sao_Paulo",
                                             "Europe/London",
                                             "Europe/Dublin",
                                             "Europe/Berlin",
                                             "Europe/Vienna",
                                             "Europe/Zurich",
                                             "Europe/Paris",
                                             "Europe/Madrid",
                                             "Europe/Rome",
                                             "Europe/Amsterdam",
                                             "Europe/Brussels",
                                             "Europe/Copenhagen",
                                             "Europe/Stockholm",
                                             "Europe/Oslo",
                                             "Europe/Helsinki",
                                             "Europe/Warsaw",
                                             "Africa/Johannesburg",
                                             "Asia/Dubai",
                                             "Asia/Kolkata",
                                             "Asia/Manila",
                                             "Asia/Singapore",
                                             "Asia/Tokyo",
                                             "Australia/Perth",
                                             "Australia/Brisbane",
                                             "Australia/Adelaide",
                                             "Australia/Sydney",
                                             "Australia/Melbourne",
                                             "Pacific/Auckland",
                                             "Pacific/Honolulu"};

std::string_view nearest_time_zone(std::string_view name) {
  std::vector<std::string_view> zones(std::begin(kCommonZones), std::end(kCommonZones));
  if (const auto zone = nearest_name(name, zones); !zone.empty()) return zone;
  // "New York", "berlin": the place alone.
  std::vector<std::string_view> places;
  for (const std::string_view zone : zones) places.push_back(zone.substr(zone.find('/') + 1));
  const auto place = nearest_name(name, places);
  if (place.empty()) return {};
  return zones[static_cast<std::size_t>(std::find(places.begin(), places.end(), place) -
                                        places.begin())];
}

}  // namespace

std::optional<Site> parse_site(std::string_view json, const std::string& file,
                               Diagnostics& diagnostics) {
  return SiteReader(json, file, diagnostics).read();
}

bool is_declared(const Site& site, const Address& address) {
  return std::any_of(site.office.begin(), site.office.end(),
                     [&](const Prefix& prefix) { return prefix.contains(address); }) ||
         std::any_of(site.known_sources.begin(), site.known_sources.end(),
                     [&](const KnownSource& known) { return known.prefix.contains(address); });
}

std::string_view nearest_cause(std::string_view text) {
  if (const auto matches = match_name(text); matches.size() == 1)
    return matches.front().integration->id;
  std::vector<std::string_view> ids(std::begin(kCauseIds), std::end(kCauseIds));
  for (const Integration& integration : integrations()) ids.push_back(integration.id);
  return nearest_name(text, ids);
}

std::string time_zone_hint(std::string_view name, std::string_view otherwise) {
  if (!known_time_zone(kCommonZones[1]))  // UTC needs no database
    return "no database of zones was found; TZDIR names its folder, and +10:00 needs none";
  return did_you_mean(nearest_time_zone(name), std::string(otherwise));
}

}  // namespace whylocked
