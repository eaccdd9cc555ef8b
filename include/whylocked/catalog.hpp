// Facts about the integrations that can lock an account, and about who operates an address.
//
// In:  the files of src/catalog/data, turned into constant tables at build time: nothing is read,
//      parsed or allocated at start-up.
// Out: look-ups by id, by name, by address. Every fact carries its basis, a confidence from 0 to 1
//      and its source; what was not found is absent, never guessed.
// One thing comes from outside: a user's address database, which names the access networks that the
// tables leave open. It never outranks them.
// Lifetime: static, views never dangle; a NetworkBook owns what it adds.  Threads: const, safe.
// Failure: nullptr or an empty result; of a database that cannot be used an error diagnostic.
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

// One statement about an integration. `known()` is false where nothing was found.
struct Fact {
  std::string_view value;
  Basis basis = Basis::none;
  double confidence = 0;
  std::string_view source;  // address of the page, or owner/name of a repository; may be empty
  std::string_view note;

  bool known() const { return basis != Basis::none; }
};

enum class Place : std::uint8_t { unknown, vendor_cloud, premises, desktop, either };

enum class ScheduleKind : std::uint8_t {
  unknown,
  interval,  // fixed minutes, if `minutes` has any
  daily,
  monthly,
  event,        // follows tickets, mails, alerts
  interactive,  // when a person uses it
  manual,
  custom,    // a period that the owner sets
  variable,  // regular, but the load decides
};

struct Schedule {
  ScheduleKind kind = ScheduleKind::unknown;
  std::span<const std::uint32_t> minutes;  // documented periods, the main one first
  Fact fact;                               // value: in words
};

struct CloudPlace {
  std::string_view operator_id;  // "aws", "azure"
  std::string_view region;       // empty: any
};

struct Integration {
  std::string_view id, name, vendor, category, status;
  std::span<const std::string_view> former_ids;  // of entries that were merged into this one
  bool listed = false;                           // named in the vendor's lockout article
  std::span<const std::string_view> aliases;
  Place place = Place::unknown;
  Fact place_fact;
  std::span<const CloudPlace> clouds;  // where it is said to be hosted
  Fact cloud_fact;
  std::span<const Prefix> published;  // outgoing addresses the vendor publishes
  Fact published_fact;
  std::span<const std::string_view> operators;  // vendor networks (operator ids, not clouds)
  Fact operators_fact;
  std::span<const std::string_view> tracking;  // API tracking identifiers, "Vendor - Product"
  Fact tracking_fact;
  Schedule schedule;
  Fact human_account;  // value "always", "possible" (now or in old set-ups); unknown: not found
  Fact api_user;       // value "yes" or "no": works with an API-only user
  std::span<const std::string_view> clients;  // ids of client signatures it is known to send
  Fact client_fact;
  Fact credential;  // value: where the stored password is changed
  Fact retry;       // value: what it does after a refused login
  std::span<const std::string_view> sources;
  std::string_view note;
  Fact login;      // value: what it logs in with: "API user key+secret"
  Fact own_login;  // value "yes": signs in with a password of its own, not with Autotask's
  Fact hosts;      // value: its host names, with commas
  Fact feed;       // value: where its addresses are published for programs
};

enum class OperatorKind : std::uint8_t {
  none,       // no row: an ordinary access network (office, home, mobile)
  cloud,      // customers' servers: aws, azure, ...
  hoster,     // virtual machines for anyone: digitalocean, hetzner, ...
  vendor,     // a vendor of integrations calls from its own network
  gateway,    // a web gateway that hides the place: zscaler
  published,  // an integration's own published outgoing addresses
};

struct Network {
  std::string_view operator_id;  // "aws", "acronis", "integration:logicmonitor"
  std::string_view name;         // "Amazon Web Services"
  OperatorKind kind = OperatorKind::none;
  std::string_view region;       // cloud region or AS number
  std::string_view integration;  // of kind published: the integration's id
};

// All integrations, in the order of the catalog file.
std::span<const Integration> integrations();
const Integration* find_integration(std::string_view id);  // also by a former id; nullptr: none

// Ids that mean a cause but no single integration of the catalog. They never change meaning.
inline constexpr std::string_view kCauseIds[] = {
    "unlisted-integration", "person",          "password-manager",
    "password-spray",       "brute-force",     "credential-stuffing",
    "saved-on-device",      "test-automation", "setup",
    "several-causes",       "own-service",     "mapped-drive",
    "vpn-client",           "own-script",      "sync-agent"};
// The id in use: of an integration, also by a former id, or one of these; empty if unknown.
std::string_view find_cause(std::string_view id);

// How strongly a text (a vendor column, an application name, a username) names a product.
enum class NameStrength : std::uint8_t { tracking, product, vendor };
struct NameMatch {
  const Integration* integration = nullptr;
  NameStrength strength = NameStrength::product;
  std::string_view matched;  // the alias, identifier or vendor name that was found
};
// The whole text is a tracking identifier, a product's name, alias or id, or a vendor's name
// (then every product of the vendor). Case, blanks and punctuation do not matter.
std::vector<NameMatch> match_name(std::string_view text);
// A product or vendor is named inside a longer text such as a username: as a whole word between
// separators or digits, or, from 6 letters on, at the front or end of a word. The longest wins over
// what it overlaps; a name that several products share names them all. Never `tracking`.
std::vector<NameMatch> names_inside(std::string_view text);
// A username in lower case names a program that is no integration of the catalog: a well-known one
// ("hubspot", "svc.zendesk"), or a word made of two or more of those that such names are made of
// ("ticketflow"). Data: data/software.json.
bool names_other_software(std::string_view text);

// The network an address belongs to, as an index into networks(); 0: none known. Published ranges
// win, then the longest prefix.
std::uint32_t network_of(const Address& address);
const Network& network(std::uint32_t index);
// Date of the oldest source of the network table that answered for this operator, "2026-06".
std::string_view network_date(std::string_view operator_id);
// Month of the network table as a whole, that of its newest source: "2026-08".
std::string_view network_table_date();
// The notice that the licence of the routing data requires wherever the table is shipped.
std::string_view network_attribution();
// Month in which the facts about integrations were collected, "2026-11".
std::string_view catalog_date();

// An autonomous system as an address database names it.
struct AsnNetwork {
  std::uint32_t number = 0;  // 64496
  std::string name;          // "Example Broadband": text from outside, valid UTF-8
};

// A user's database of who announces which addresses (--asn-db): a MaxMind DB file with the columns
// of GeoLite2 ASN, DB-IP or IPinfo. The file is mapped, not read.
class AsnDatabase {
 public:
  static std::unique_ptr<AsnDatabase> open(const std::string& path, Diagnostics& diagnostics);
  ~AsnDatabase();
  // nullopt: no row, none that can be read, or a private address.
  std::optional<AsnNetwork> find(const Address& address) const;
  std::string built() const;  // the day, "2026-06-17"; empty if it does not say

 private:
  struct File;
  explicit AsnDatabase(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

// The networks of one report by number: those of the table, and after them each autonomous system
// of a database. Of kind `none` like any access network, but with a name: operator "AS64496", name
// "Example Broadband". Copies share what they hold.
class NetworkBook {
 public:
  // The table's network; else the system that `database` (may be null) names: the table's own, if
  // it lists that number, or one that is added at its first address; else 0.
  std::uint32_t number_of(const Address& address, const AsnDatabase* database);
  const Network& at(std::uint32_t number) const;

 private:
  struct System;
  std::vector<std::shared_ptr<const System>> systems_;
  std::map<std::uint32_t, std::uint32_t> numbers_;  // by AS number
};

// The kinds of client that a user agent can tell apart.
enum class ClientKind : std::uint8_t {
  unknown,
  browser,
  python,            // an HTTP or SOAP library of Python
  script,            // one of another language
  admin_script,      // PowerShell
  autotask_library,  // a public library for Autotask's own interface
  automation,        // an automation cloud
};
struct ClientSignature {
  std::string_view id;    // "python-requests"
  std::string_view name;  // "Python requests library"
  ClientKind kind = ClientKind::unknown;
};
// First match of the signature table (order matters: scripts pretend to be browsers); nullptr if
// none. Text is a user agent as logged.
const ClientSignature* match_client(std::string_view user_agent);

// Answer to `whylocked who`: integrations that may call from an address for one reason, best first;
// equal ranks are ties.
struct WhoGroup {
  std::uint32_t rank = 1;
  std::string_view because;  // "publishes this range", "vendor's own network", ...
  std::vector<const Integration*> integrations;
};
std::vector<WhoGroup> who_calls_from(const Address& address);

// General remedies of the vendor's lockout article, in the project's words.
std::string_view article_source();

// "0" to "1" confidence and basis in words for people: "documented", "seen in the wild",
// "inferred".
std::string_view to_text(Basis basis);
std::string_view to_text(ScheduleKind kind);  // "interval", ...
std::string_view to_text(OperatorKind kind);  // "cloud", ...

}  // namespace whylocked
