// Writes a confirmed cause into the site file, and leaves the rest of the file as it is.
//
// An account that no person signs in with is added to "accounts", as the cause's own. A person's
// account is not, because the product would then be blamed for the person's typos; instead each
// address of the caller goes into "known_sources". For a person, who has no fixed address, only the
// fact that the account is a person's is recorded.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <variant>

#include "base/edit_distance.hpp"
#include "event/json_reader.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/learn.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/site.hpp"

namespace whylocked {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxSources = 64;  // a cloud caller that rotates has no stable address

bool is_attack(std::string_view cause) {
  return cause == "password-spray" || cause == "brute-force" || cause == "credential-stuffing";
}

std::string json_string(std::string_view text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

const JsonNode* find_in(const JsonNode& object, std::string_view key) {
  const auto found = std::ranges::find(object.keys, key, &JsonNode::Key::name);
  return found == object.keys.end()
             ? nullptr
             : &object.items[static_cast<std::size_t>(found - object.keys.begin())];
}

// A site file, edited in place so that its comments and layout stay.
class SiteText {
 public:
  explicit SiteText(std::string_view text) : text_(text.empty() ? "{\n}\n" : text) { parse(); }
  const std::string& text() const { return text_; }

  // The list or object of a key, which may be missing.
  JsonNode entries(std::string_view key) const {
    const JsonNode* const found = find_in(root_, key);
    return found == nullptr ? JsonNode{} : *found;
  }
  // Adds an entry at the front. `empty`: a list or object to create if there is none.
  void add(std::string_view key, std::string_view empty, const std::string& entry) {
    if (find_in(root_, key) == nullptr)
      insert(root_, "\n  ", json_string(key) + ": " + std::string(empty));
    insert(*find_in(root_, key), "\n    ", entry);
  }
  void replace(const JsonNode& value, std::string_view text) {
    std::size_t end = value.at + 1;
    while (text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
    text_.replace(value.at, end + 1 - value.at, json_string(text));
    parse();
  }

 private:
  void insert(const JsonNode& into, std::string_view indent, const std::string& entry) {
    text_.insert(into.at + 1, std::string(indent) + entry + (into.items.empty() ? "" : ","));
    parse();
  }
  void parse() { root_ = std::get<JsonNode>(parse_json_tree(text_)); }

  std::string text_;
  JsonNode root_;
};

void add_owner(const PastCase& past, std::string_view cause, SiteText& site, Confirmation& out) {
  for (const std::string& user : past.users) {
    const JsonNode accounts = site.entries("accounts");
    const auto key = std::ranges::find_if(accounts.keys, [&](const JsonNode::Key& one) {
      return normalize_user(one.name) == normalize_user(user);
    });
    if (key == accounts.keys.end())
      site.add("accounts", "{\n  }", json_string(user) + ": " + json_string(cause));
    else
      site.replace(*find_in(accounts, key->name), cause);
    out.learned.push_back("the account " + user + " belongs to " + std::string(cause));
  }
}

// The entry of the list with this text below the key; nullptr if there is none.
const JsonNode* find_entry(const JsonNode& list, std::string_view key, std::string_view text) {
  const auto found = std::ranges::find_if(list.items, [&](const JsonNode& one) {
    const JsonNode* const value = find_in(one, key);
    return value != nullptr && value->text == text;
  });
  return found == list.items.end() ? nullptr : &*found;
}

void add_sources(const PastCase& past, std::string_view cause, SiteText& site, Confirmation& out) {
  for (const Address& address : past.addresses) {
    const std::string text = to_text(address);
    const JsonNode sources = site.entries("known_sources");
    if (const JsonNode* const known = find_entry(sources, "cidr", text))
      site.replace(*find_in(*known, "cause"), cause);
    else
      site.add("known_sources", "[\n  ]",
               "{ \"cidr\": " + json_string(text) + ", \"cause\": " + json_string(cause) + " }");
    out.learned.push_back(text + " is a source of " + std::string(cause));
  }
}

void add_person(const PastCase& past, SiteText& site, Confirmation& out) {
  for (const std::string& user : past.users) {
    if (find_entry(site.entries("roster"), "username", user) != nullptr) continue;
    site.add("roster", "[\n  ]",
             "{ \"username\": " + json_string(user) + ", \"kind\": \"person\" }");
    out.learned.push_back("the account " + user + " is a person's");
  }
}

void add_cause(const PastCase& past, std::string_view cause, SiteText& site, Confirmation& out) {
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
  if (!site_json.empty() && !parse_site(site_json, site_file, diagnostics)) return std::nullopt;
  SiteText site(site_json);
  Confirmation out;
  add_cause(past, id, site, out);
  out.site_json = site.text();
  if (!parse_site(out.site_json, site_file, diagnostics)) return std::nullopt;
  return out;
}

}  // namespace whylocked
