// Facts about the integrations that can lock an account, and about who operates an address.
//
// In:  the files of src/catalog/data, compiled into constant tables; nothing is
//      read, parsed or allocated at startup.
// Out: lookups by id, by name, by address. Every fact carries its basis, a confidence from 0 to 1
//      and its source; an unknown fact is absent.
// A user's address database may be opened at run time. It names access networks missing from the
// tables and never overrides them.
// Lifetime: static, so views never dangle; a NetworkBook owns what it adds.
// Threads: const access is safe.  Failure: nullptr, nullopt or an empty result; an
// unusable database adds an error diagnostic.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/address.hpp"
#include "whylocked/diagnostic.hpp"

namespace whylocked {

enum class Basis : std::uint8_t { none, documented, seen, inferred };

// A statement about an integration. `known()` is false if nothing was found.
struct Fact {
  std::string_view value;
  Basis basis = Basis::none;
  double confidence = 0;
  std::string_view source;  // URL, or owner/name of a repository; may be empty
  std::string_view note;

  bool known() const { return basis != Basis::none; }
};

enum class Place : std::uint8_t { unknown, vendor_cloud, premises, desktop, either };

enum class ScheduleKind : std::uint8_t {
  unknown,
  interval,  // fixed minutes; `minutes` may be empty if they are unknown
  daily,
  monthly,
  event,        // triggered by tickets, mails, alerts
  interactive,  // when a person uses it
  manual,
  custom,    // a period set by its owner
  variable,  // regular, with a period that depends on load
};

struct Schedule {
  ScheduleKind kind = ScheduleKind::unknown;
  std::span<const std::uint32_t> minutes;  // documented periods, main one first
  Fact fact;                               // in words
};

struct CloudPlace {
  std::string_view operator_id;  // "aws", "azure"
  std::string_view region;       // empty: any
};

struct Integration {
  std::string_view id, name, vendor, category, status;
  std::span<const std::string_view> former_ids;  // of entries merged into this one
  bool listed = false;                           // named in the vendor's lockout article
  std::span<const std::string_view> aliases;
  Place place = Place::unknown;
  Fact place_fact;
  std::span<const CloudPlace> clouds;  // clouds that host it
  Fact cloud_fact;
  std::span<const Prefix> published;  // egress addresses published by the vendor
  Fact published_fact;
  std::span<const std::string_view> operators;  // the vendor's own networks, as operator ids
  Fact operators_fact;
  std::span<const std::string_view> tracking;  // API tracking identifiers, "Vendor - Product"
  Fact tracking_fact;
  Schedule schedule;
  Fact human_account;                         // "always" or "possible" (now or in old setups)
  Fact api_user;                              // "yes" or "no": works with an API-only user
  std::span<const std::string_view> clients;  // ids of client signatures it sends
  Fact client_fact;
  Fact credential;  // where the stored password is changed
  Fact retry;       // what it does after a refused login
  std::span<const std::string_view> sources;
  std::string_view note;
  Fact login;      // what it logs in with: "API user key+secret"
  Fact own_login;  // "yes": signs in with its own password, not Autotask's
  Fact hosts;      // its host names, separated by commas
  Fact feed;       // where its addresses are published in machine-readable form
};

enum class OperatorKind : std::uint8_t {
  none,       // not in the table: an ordinary access network (office, home, mobile)
  cloud,      // servers of customers: aws, azure, ...
  hoster,     // virtual machines for anyone: digitalocean, hetzner, ...
  vendor,     // a vendor of integrations, calling from its own network
  gateway,    // a web gateway, which hides the location: zscaler
  published,  // published egress addresses of one integration
};

struct Network {
  std::string_view operator_id;  // "aws", "acronis", "integration:logicmonitor"
  std::string_view name;         // "Amazon Web Services"
  OperatorKind kind = OperatorKind::none;
  std::string_view region;       // cloud region or AS number
  std::string_view integration;  // the integration's id, if kind is `published`
  std::string_view date;  // month of the oldest source behind its operator's networks, "2026-06"
};

// All integrations, in the order of the data file.
std::span<const Integration> integrations();
const Integration* find_integration(std::string_view id);  // accepts former ids; nullptr: unknown

// Ids of causes other than integrations of the catalog. Their meaning never changes.
inline constexpr std::string_view kCauseIds[] = {
    "unlisted-integration", "person",          "password-manager",
    "password-spray",       "brute-force",     "credential-stuffing",
    "saved-on-device",      "test-automation", "setup",
    "several-causes",       "own-service",     "mapped-drive",
    "vpn-client",           "own-script",      "sync-agent"};
// The current id of an integration (also by a former id) or of kCauseIds; empty if unknown.
std::string_view find_cause(std::string_view id);

// What a text (a vendor column, an application name, a username) names, strongest first.
enum class NameStrength : std::uint8_t { tracking, product, vendor };
struct NameMatch {
  const Integration* integration = nullptr;
  NameStrength strength = NameStrength::product;
  std::string_view matched;  // the alias, identifier or vendor name found
};
// Matches the whole text against tracking identifiers, names, aliases and ids of products, and
// names of vendors (which match all their products). Ignores case, blanks and punctuation.
std::vector<NameMatch> match_name(std::string_view text);
// Finds products and vendors named inside a longer text such as a username: a whole
// word between separators or digits, or, from 6 letters on, the start or end of a
// word. The longest of overlapping names wins; a name shared by several products
// matches them all. Never returns `tracking`.
std::vector<NameMatch> names_inside(std::string_view text);
// True if a username (lower case) names a program outside the catalog: a well-known one ("hubspot",
// "svc.zendesk"), or a word composed of two or more parts typical of program names ("ticketflow").
// Data: data/software.json.
bool names_other_software(std::string_view text);

// The network of an address, as an index into networks(); 0: unknown. Published
// ranges win, then the longest prefix.
std::uint32_t network_of(const Address& address);
const Network& network(std::uint32_t index);

// Sources of the tables as a whole.
struct CatalogInfo {
  std::string_view date;           // month in which the facts about integrations were collected
  std::string_view networks_date;  // month of the newest source of the network table, "2026-08"
  std::string_view attribution;    // the license of the routing data requires it with the table
  std::string_view article;        // URL of the vendor's article on lockouts
};
extern const CatalogInfo kCatalogInfo;

// An autonomous system, as named by an address database.
struct AsnNetwork {
  std::uint32_t number = 0;  // 64496
  std::string name;          // "Example Broadband"; untrusted text, but valid UTF-8
};

// A database of autonomous systems supplied by the user (--asn-db): a MaxMind DB file with the
// columns of GeoLite2 ASN, DB-IP or IPinfo. The file is memory-mapped.
class AsnDatabase {
 public:
  static std::unique_ptr<AsnDatabase> open(const std::string& path, Diagnostics& diagnostics);
  ~AsnDatabase();
  // nullopt: no readable row, or a private address.
  std::optional<AsnNetwork> find(const Address& address) const;
  std::string built() const;  // date, "2026-06-17"; empty if the file has none

 private:
  struct File;
  explicit AsnDatabase(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

// The networks of one report by number: those of the table, followed by autonomous systems from a
// database. Such a system has kind `none`, like any access network, but also a name: operator
// "AS64496", name "Example Broadband". Copies share their data.
class NetworkBook {
 public:
  // The table's network. Failing that, the system that `database` (may be null) names: the table's
  // entry for its number if there is one, otherwise one added at its first address. Otherwise 0.
  std::uint32_t number_of(const Address& address, const AsnDatabase* database);
  const Network& at(std::uint32_t number) const;

 private:
  struct System;
  std::vector<std::shared_ptr<const System>> systems_;
  std::map<std::uint32_t, std::uint32_t> numbers_;  // by AS number
};

// The kinds of client that user agents distinguish.
enum class ClientKind : std::uint8_t {
  unknown,
  browser,
  python,            // a Python HTTP or SOAP library
  script,            // an HTTP library of another language
  admin_script,      // PowerShell
  autotask_library,  // a public library for the Autotask API
  automation,        // an automation service in the cloud
};
struct ClientSignature {
  std::string_view id;    // "python-requests"
  std::string_view name;  // "Python requests library"
  ClientKind kind = ClientKind::unknown;
};
// First match in the signature table, whose order matters because scripts pretend to be browsers;
// nullptr: none. `user_agent`: as logged, without blanks around it.
const ClientSignature* match_client(std::string_view user_agent);

// Part of the answer to `whylocked who`: integrations that may call from an address for one reason.
// Groups are listed best first; equal ranks are ties.
struct WhoGroup {
  std::uint32_t rank = 1;
  std::string_view because;  // "publishes this range", "vendor's own network", ...
  std::vector<const Integration*> integrations;
};
std::vector<WhoGroup> who_calls_from(const Address& address);

// "documented", "seen in the wild", "inferred".
std::string_view to_text(Basis basis);
std::string_view to_text(ScheduleKind kind);  // "interval", ...
std::string_view to_text(OperatorKind kind);  // "cloud", ...

}  // namespace whylocked
