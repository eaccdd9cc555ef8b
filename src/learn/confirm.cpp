// Writes a confirmed cause into the site file.
//
// An account that no person signs in with is added to "accounts", as the cause's own. A person's
// account is not, because the product would then be blamed for the person's typos; instead each
// address of the caller goes into "known_sources". For a person, who has no fixed address, only the
// fact that the account is a person's is recorded.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/edit_distance.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/learn.hpp"
#include "whylocked/site.hpp"

namespace whylocked {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxSources = 64;  // a cloud caller that rotates has no stable address

bool is_attack(std::string_view cause) {
  return cause == "password-spray" || cause == "brute-force" || cause == "credential-stuffing";
}

Json& member(Json& site, const char* key, Json::value_t type) {
  Json& value = site[key];
  if (value.type() != type) value = Json(type);
  return value;
}

void add_owner(const PastCase& past, std::string_view cause, Json& site, Confirmation& out) {
  Json& accounts = member(site, "accounts", Json::value_t::object);
  for (const std::string& user : past.users) {
    accounts[user] = std::string(cause);
    out.learned.push_back("the account " + user + " belongs to " + std::string(cause));
  }
}

void add_sources(const PastCase& past, std::string_view cause, Json& site, Confirmation& out) {
  Json& sources = member(site, "known_sources", Json::value_t::array);
  for (const Address& address : past.addresses) {
    const std::string text = to_text(address);
    std::erase_if(sources.get_ref<Json::array_t&>(), [&](const Json& one) {
      return one.is_object() && one.value("cidr", Json()) == text;
    });
    sources.push_back({{"cidr", text}, {"cause", std::string(cause)}});
    out.learned.push_back(text + " is a source of " + std::string(cause));
  }
}

void add_person(const PastCase& past, Json& site, Confirmation& out) {
  Json& roster = member(site, "roster", Json::value_t::array);
  for (const std::string& user : past.users) {
    const bool known = std::ranges::any_of(roster, [&](const Json& one) {
      return one.is_object() && one.value("username", Json()) == user;
    });
    if (known) continue;
    roster.push_back({{"username", user}, {"kind", "person"}});
    out.learned.push_back("the account " + user + " is a person's");
  }
}

void add_cause(const PastCase& past, std::string_view cause, Json& site, Confirmation& out) {
  if (cause == "person") return add_person(past, site, out);
  if (!is_attack(cause) && past.account_kind != "person") return add_owner(past, cause, site, out);
  if (!past.addresses.empty() && past.addresses.size() <= kMaxSources)
    add_sources(past, cause, site, out);
}

// A cause of the report that begins with `cause`, else the nearest of all causes.
std::string_view nearest_of(const PastCase& past, std::string_view cause) {
  for (const PastCase::PastCause& one : past.causes)
    if (!cause.empty() && one.id.starts_with(cause)) return one.id;
  return nearest_cause(cause);
}

std::nullopt_t fail(Text message, std::string hint, Diagnostics& diagnostics) {
  diagnostics.add(
      "confirm",
      {.severity = Severity::error, .message = std::move(message), .hint = std::move(hint)});
  return std::nullopt;
}

}  // namespace

std::optional<Confirmation> confirm(const PastCase& past, std::string_view cause,
                                    std::string_view site_json, const std::string& site_file,
                                    Diagnostics& diagnostics) {
  const std::string_view id = find_cause(cause);  // the current id
  if (id.empty())
    return fail(Text::quoted(NameKind::other, cause) + " is not a cause id",
                did_you_mean(nearest_of(past, cause), "`whylocked catalog` lists the ids"),
                diagnostics);
  const std::string_view before = site_json.empty() ? std::string_view("{}") : site_json;
  if (!parse_site(before, site_file, diagnostics)) return std::nullopt;
  Json site = Json::parse(before, nullptr, false, true);
  Confirmation out;
  add_cause(past, id, site, out);
  out.site_json = site.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
  if (!parse_site(out.site_json, site_file, diagnostics)) return std::nullopt;
  if (!Json::accept(before) && !out.learned.empty())
    diagnostics.add("confirm", {.severity = Severity::warning,
                                .file = site_file,
                                .message = "the new site file has no comments; those of the old "
                                           "one are lost"});
  return out;
}

}  // namespace whylocked
