// `catalog`: all integrations, one per line, or one with all its facts. `who`: the operator of an
// address, and the integrations that may call from it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/json/json.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

using namespace report;

namespace {

constexpr std::size_t kCatalogLabel = 15;  // "human account" and two blanks

std::string_view place_words(Place place) {
  constexpr std::string_view words[] = {"unknown", "vendor's cloud", "office server",
                                        "person's computer", "cloud or office"};
  return words[static_cast<std::size_t>(place)];
}

template <class List>
std::string or_none(const List& list) {
  return list.empty() ? "none" : fmt::format("{}", fmt::join(list, ", "));
}

std::string cloud_words(const Integration& one) {
  const std::string text(one.cloud_fact.value);
  std::vector<std::string> places;
  for (const CloudPlace& cloud : one.clouds)
    places.push_back(std::string(cloud.operator_id) + (cloud.region.empty() ? "" : " ") +
                     std::string(cloud.region));
  if (places.empty()) return text;
  return text.empty() ? or_none(places) : text + " (" + or_none(places) + ')';
}

std::vector<std::string> prefixes(const Integration& one) {
  std::vector<std::string> list;
  for (const Prefix& prefix : one.published) list.push_back(to_text(prefix));
  return list;
}

// Facts about an integration, in the order of the JSON. A fact is shown by its ids or function if
// it has one, otherwise by its value.
using I = Integration;
struct FactRow {
  std::string_view key, label;
  Fact I::*fact;  // null: the schedule's
  std::span<const std::string_view> I::*ids = nullptr;
  std::string (*words)(const I& one) = nullptr;
  Json (*members)(const I& one) = nullptr;  // before the sources of facts

  const Fact& of(const I& one) const { return fact == nullptr ? one.schedule.fact : one.*fact; }
};
const FactRow kFacts[] = {
    {"place", "runs in", &I::place_fact, nullptr,
     [](const I& one) { return std::string(place_words(one.place)); }},
    {"cloud", "hosted by", &I::cloud_fact, nullptr, cloud_words,
     [](const I& one) -> Json {
       return {{"clouds", json_list(one.clouds, [](const CloudPlace& cloud) -> Json {
                  return {{"operator", cloud.operator_id}, {"region", or_null(cloud.region)}};
                })}};
     }},
    {"published", "calls from", &I::published_fact, nullptr,
     [](const I& one) { return or_none(prefixes(one)); },
     [](const I& one) -> Json {
       return {{"prefixes", prefixes(one)}};
     }},
    {"feed", "listed at", &I::feed},
    {"networks", "own networks", &I::operators_fact, &I::operators},
    {"tracking", "tracking id", &I::tracking_fact, &I::tracking},
    {"schedule", "runs", nullptr, nullptr, nullptr,
     [](const I& one) -> Json {
       return {{"kind", to_text(one.schedule.kind)}, {"minutes", one.schedule.minutes}};
     }},
    {"login", "logs in with", &I::login},
    {"own_login", "own login", &I::own_login},
    {"api_user", "API-only user", &I::api_user},
    {"human_account", "human account", &I::human_account},
    {"client", "client", &I::client_fact, &I::clients},
    {"hosts", "hosts", &I::hosts},
    {"retry", "when refused", &I::retry},
    {"credential", "password in", &I::credential},
};

// null if nothing was found.
Json fact_json(const FactRow& row, const Integration& one) {
  constexpr std::string_view kBases[] = {"none", "documented", "seen", "inferred"};
  const Fact& fact = row.of(one);
  if (!fact.known()) return nullptr;
  Json json = row.members == nullptr ? Json::object() : row.members(one);
  if (row.ids != nullptr) json["ids"] = json_list(one.*row.ids, [](auto id) { return id; });
  json.update({{"value", or_null(fact.value)},
               {"basis", kBases[static_cast<std::size_t>(fact.basis)]},
               {"confidence", rounded(fact.confidence, 2)},
               {"source", or_null(fact.source)},
               {"note", or_null(fact.note)}});
  return json;
}

Json integration_json(const Integration& one) {
  Json json = {{"id", one.id},
               {"name", one.name},
               {"vendor", or_null(one.vendor)},
               {"category", or_null(one.category)},
               {"status", or_null(one.status)},
               {"listed", one.listed},
               {"aliases", one.aliases},
               {"note", or_null(one.note)}};
  for (const FactRow& row : kFacts) json[std::string(row.key)] = fact_json(row, one);
  json["sources"] = one.sources;
  return json;
}

void show_list(TextLayout& page) {
  std::size_t longest = 0;
  for (const Integration& one : integrations()) longest = std::max(longest, one.id.size());
  for (const Integration& one : integrations()) {
    std::string words(one.name);
    if (!one.category.empty()) words += ", " + std::string(one.category);
    if (one.place != Place::unknown) words += "; " + std::string(place_words(one.place));
    page.row(0, (one.listed ? "* " : "  ") + std::string(one.id), longest + 4, words);
  }
  page.blank();
  page.text(0, std::to_string(integrations().size()) +
                   " integrations; * is named in the vendor's article about lockouts. Collected " +
                   std::string(kCatalogInfo.date) + '.');
}

// Facts share sources, which are numbered and listed once at the end.
void show_facts(const Integration& one, TextLayout& page) {
  std::vector<std::string_view> sources;
  const auto mark = [](std::size_t number) { return '[' + std::to_string(number) + ']'; };
  const auto number_of = [&](std::string_view source) {
    const auto known = std::ranges::find(sources, source);
    const auto number = static_cast<std::size_t>(known - sources.begin()) + 1;
    if (known == sources.end()) sources.push_back(source);
    return number;
  };
  for (const FactRow& row : kFacts) {
    const Fact& fact = row.of(one);
    if (!fact.known()) continue;
    const std::string value = row.ids != nullptr     ? or_none(one.*row.ids)
                              : row.words != nullptr ? row.words(one)
                                                     : std::string(fact.value);
    std::string words = fmt::format("{} ({} {:.0f}{}%)", shown_text(value), to_text(fact.basis),
                                    std::floor(100 * fact.confidence + 0.5), kNoBreak);
    if (!fact.source.empty()) words += ' ' + mark(number_of(fact.source));
    page.row(row.label, words);
    if (!fact.note.empty()) page.row("", shown_text(fact.note));
  }
  for (const std::string_view source : one.sources) number_of(source);
  if (!sources.empty()) page.blank();
  for (std::size_t i = 0; i < sources.size(); ++i)
    page.row(2, mark(i + 1), mark(sources.size()).size() + 1, shown_text(sources[i]));
}

void show_one(const Integration& one, TextLayout& page) {
  page.text(0, std::string(one.name) + " (" + std::string(one.id) + ')');
  std::string what = std::string(one.category);
  if (!one.vendor.empty()) what += " by " + std::string(one.vendor);
  if (!one.status.empty()) what += ", " + std::string(one.status);
  if (one.listed) what += "; named in the vendor's article about lockouts";
  page.text(2, what);
  if (!one.aliases.empty()) page.text(2, "also: " + or_none(one.aliases), 2);
  if (!one.note.empty()) page.text(2, shown_text(one.note));
  page.blank();
  show_facts(one, page);
}

constexpr std::size_t kWidth = 80;
constexpr std::size_t kNamed = 8;  // of many; --json has all

std::string_view place_words(OperatorKind kind) {
  constexpr std::string_view words[] = {"",
                                        "a cloud",
                                        "a hoster of servers for anyone",
                                        "a vendor's own network",
                                        "a web gateway, which hides the place",
                                        "addresses that the vendor publishes"};
  return words[static_cast<std::size_t>(kind)];
}

std::string operator_words(const Address& address, const Network& from) {
  if (from.kind == OperatorKind::none && !from.name.empty()) {
    const bool named = from.name != from.operator_id;
    return shown_name(from.name) + (named ? " (" + shown_name(from.operator_id) + ')' : "") +
           ": no cloud, hoster or vendor known";
  }
  if (from.kind == OperatorKind::none)
    return address.is_private() ? "a private address: inside your own network"
                                : "no cloud, hoster or vendor known: an access network, or a "
                                  "data centre not in the table";
  std::string words(from.name);
  if (!from.region.empty()) (words += ' ') += from.region;
  (words += ": ") += place_words(from.kind);
  return from.date.empty() ? words : words + " (data of " + no_break(from.date) + ')';
}

void show_callers(const std::vector<WhoGroup>& groups, TextLayout& page) {
  std::uint32_t before = 0;
  for (const WhoGroup& group : groups) {
    const std::string_view likely = group.rank == before               ? ""
                                    : group.rank == 1                  ? "likeliest"
                                    : group.rank == groups.back().rank ? "least likely"
                                    : before == 1                      ? "less likely"
                                                                       : "still less";
    std::vector<std::string> names;
    for (const Integration* const one : group.integrations) names.emplace_back(one->name);
    std::string words(group.because);
    if (names.size() > 1) words += " (" + number_words(names.size()) + ')';
    page.row(2, likely, 14, words + ": " + list_words(names, kNamed));
    before = group.rank;
  }
}

void show_address(const Address& address, const AsnDatabase* asn, TextLayout& page) {
  NetworkBook networks;
  const Network& from = networks.at(networks.number_of(address, asn));
  page.text(0, to_text(address) + ": " + operator_words(address, from), 2);
  const std::vector<WhoGroup> groups = who_calls_from(address);
  if (groups.empty())
    return page.text(2, "No integration of the catalog is known to call from it.");
  page.text(2, "May call from here:");
  show_callers(groups, page);
}

Json address_json(const Address& address, const AsnDatabase* asn) {
  NetworkBook networks;
  const Network& from = networks.at(networks.number_of(address, asn));
  Json candidates = Json::array();
  for (const WhoGroup& group : who_calls_from(address))
    for (const Integration* const one : group.integrations)
      candidates.push_back(
          {{"rank", group.rank}, {"id", one->id}, {"name", one->name}, {"because", group.because}});
  return {{"address", to_text(address)},        {"operator", or_null(from.operator_id)},
          {"name", or_null(from.name)},         {"kind", to_text(from.kind)},
          {"region", or_null(from.region)},     {"private", address.is_private()},
          {"candidates", std::move(candidates)}};
}

}  // namespace

void write_catalog(std::string_view id, bool json, std::uint32_t width, std::string& out) {
  const Integration* const one = find_integration(id);
  if (json)
    return append_json_page(
        one != nullptr ? integration_json(*one) : json_list(integrations(), integration_json), out);
  TextLayout page(width, false, out, kCatalogLabel);
  if (one != nullptr)
    show_one(*one, page);
  else if (id.empty())
    show_list(page);
}

void write_who(const std::vector<Address>& addresses, const AsnDatabase* asn, bool json,
               std::string& out) {
  if (json)
    return append_json_page(
        json_list(addresses, [&](const auto& one) { return address_json(one, asn); }), out);
  TextLayout page(kWidth, false, out);
  for (const Address& address : addresses) {
    show_address(address, asn, page);
    page.blank();
  }
  page.text(0, "Table of networks: " + std::string(kCatalogInfo.networks_date) +
                   (asn == nullptr || asn->built().empty()
                        ? "."
                        : "; address database: " + asn->built() + '.'));
  page.text(0, kCatalogInfo.attribution);
}

}  // namespace whylocked
