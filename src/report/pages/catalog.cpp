// `catalog`: a list with one line each, or one integration with all its facts.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/escape.hpp"
#include "report/json/json.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

using namespace report;

namespace {

std::string_view basis_name(Basis basis) {
  constexpr std::string_view names[] = {"none", "documented", "seen", "inferred"};
  return names[static_cast<std::size_t>(basis)];
}

// A fact, with further members first; null where nothing was found.
Json fact_json(const Fact& fact, Json json = Json::object()) {
  if (!fact.known()) return nullptr;
  json.update({{"value", or_null(fact.value)},
               {"basis", basis_name(fact.basis)},
               {"confidence", rounded(fact.confidence, 2)},
               {"source", or_null(fact.source)},
               {"note", or_null(fact.note)}});
  return json;
}

Json list_json(std::string_view name, std::span<const std::string_view> ids) {
  return {{name, std::vector<std::string_view>(ids.begin(), ids.end())}};
}

Json clouds_json(const Integration& one) {
  return {{"clouds", json_list(one.clouds, [](const CloudPlace& cloud) -> Json {
             return {{"operator", cloud.operator_id}, {"region", or_null(cloud.region)}};
           })}};
}

Json prefixes_json(const Integration& one) {
  return {
      {"prefixes", json_list(one.published, [](const Prefix& prefix) { return to_text(prefix); })}};
}

Json integration_json(const Integration& one) {
  const Schedule& schedule = one.schedule;
  return {{"id", one.id},
          {"name", one.name},
          {"vendor", or_null(one.vendor)},
          {"category", or_null(one.category)},
          {"status", or_null(one.status)},
          {"listed", one.listed},
          {"aliases", one.aliases},
          {"note", or_null(one.note)},
          {"place", fact_json(one.place_fact)},
          {"cloud", fact_json(one.cloud_fact, clouds_json(one))},
          {"published", fact_json(one.published_fact, prefixes_json(one))},
          {"feed", fact_json(one.feed)},
          {"networks", fact_json(one.operators_fact, list_json("ids", one.operators))},
          {"tracking", fact_json(one.tracking_fact, list_json("ids", one.tracking))},
          {"schedule", fact_json(schedule.fact, {{"kind", to_text(schedule.kind)},
                                                 {"minutes", schedule.minutes}})},
          {"login", fact_json(one.login)},
          {"own_login", fact_json(one.own_login)},
          {"api_user", fact_json(one.api_user)},
          {"human_account", fact_json(one.human_account)},
          {"client", fact_json(one.client_fact, list_json("ids", one.clients))},
          {"hosts", fact_json(one.hosts)},
          {"retry", fact_json(one.retry)},
          {"credential", fact_json(one.credential)},
          {"sources", one.sources}};
}

constexpr std::size_t kCatalogLabel = 15;  // "human account" and two blanks

std::string_view place_words(Place place) {
  constexpr std::string_view words[] = {"unknown", "vendor's cloud", "office server",
                                        "person's computer", "cloud or office"};
  return words[static_cast<std::size_t>(place)];
}

template <class Text>
std::size_t widest(Text text) {
  std::size_t most = 0;
  for (const Integration& one : integrations()) most = std::max(most, text(one).size());
  return most;
}

std::string padded(std::string_view text, std::size_t columns) {
  std::string out = escape_clipped(text, columns - 2);
  return out.append(columns - std::min(columns, columns_of(std::string_view(out))), ' ');
}

// Columns of the list, with the two blanks after them; 0: left out.
struct ListColumns {
  std::size_t id = 0, name = 0, category = 0, place = 0;
};

// The id is what the other commands want; then a name that can be read, the place, the category.
ListColumns fit_columns(std::size_t width) {
  constexpr std::size_t kReadable = 24;
  ListColumns columns;
  columns.id = widest([](const Integration& one) { return one.id; }) + 2;
  std::size_t rest = width - std::min(width, columns.id + 2);
  const auto take = [&](std::size_t wanted) {
    if (rest < kReadable + wanted) return std::size_t{0};
    rest -= wanted;
    return wanted;
  };
  columns.place = take(place_words(Place::desktop).size() + 2);
  columns.category = take(widest([](const Integration& one) { return one.category; }) + 2);
  columns.name = std::min(rest, widest([](const Integration& one) { return one.name; }) + 2);
  return columns;
}

void show_list(std::uint32_t width, std::string& out) {
  const ListColumns columns = fit_columns(std::max<std::size_t>(width, TextLayout::kMinWidth) + 2);
  for (const Integration& one : integrations()) {
    std::string line = (one.listed ? "* " : "  ") + padded(one.id, columns.id);
    if (columns.name > 2) line += padded(one.name, columns.name);
    if (columns.category > 0) line += padded(one.category, columns.category);
    if (columns.place > 0) line += place_words(one.place);
    out.append(line, 0, line.find_last_not_of(' ') + 1) += '\n';
  }
  TextLayout page(width, false, out);
  page.blank();
  page.text(0, std::to_string(integrations().size()) +
                   " integrations; * is named in the vendor's "
                   "article about lockouts. Collected " +
                   std::string(catalog_date()) + '.');
}

// Facts share their sources, so these are numbered and listed once at the end.
class Facts {
 public:
  explicit Facts(TextLayout& page) : page_(page) {}

  void show(std::string_view label, std::string_view value, const Fact& fact) {
    if (!fact.known()) return;
    std::string words = fmt::format("{} ({} {:.0f}{}%)", shown_text(value), to_text(fact.basis),
                                    std::floor(100 * fact.confidence + 0.5), kNoBreak);
    if (!fact.source.empty()) words += ' ' + mark(number_of(fact.source));
    page_.row(2, label, kCatalogLabel, words);
    if (!fact.note.empty()) page_.row(2, "", kCatalogLabel, shown_text(fact.note));
  }
  void show(std::string_view label, const Fact& fact) { show(label, fact.value, fact); }

  void show_sources(std::span<const std::string_view> more) {
    for (const std::string_view source : more) number_of(source);
    if (sources_.empty()) return;
    page_.blank();
    for (std::size_t i = 0; i < sources_.size(); ++i)
      page_.row(2, mark(i + 1), mark(sources_.size()).size() + 1, shown_text(sources_[i]));
  }

 private:
  static std::string mark(std::size_t number) { return '[' + std::to_string(number) + ']'; }
  std::size_t number_of(std::string_view source) {
    const auto known = std::find(sources_.begin(), sources_.end(), source);
    const auto number = static_cast<std::size_t>(known - sources_.begin()) + 1;
    if (known == sources_.end()) sources_.push_back(source);
    return number;
  }

  TextLayout& page_;
  std::vector<std::string_view> sources_;
};

template <class List>
std::string or_none(const List& list) {
  return list.empty() ? "none" : fmt::format("{}", fmt::join(list, ", "));
}

std::string prefixes(const Integration& one) {
  std::vector<std::string> list;
  for (const Prefix& prefix : one.published) list.push_back(to_text(prefix));
  return or_none(list);
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

void show_facts(const Integration& one, TextLayout& page) {
  Facts facts(page);
  facts.show("runs in", place_words(one.place), one.place_fact);
  facts.show("hosted by", cloud_words(one), one.cloud_fact);
  facts.show("calls from", prefixes(one), one.published_fact);
  facts.show("listed at", one.feed);
  facts.show("own networks", or_none(one.operators), one.operators_fact);
  facts.show("runs", one.schedule.fact);
  facts.show("logs in with", one.login);
  facts.show("own login", one.own_login);
  facts.show("API-only user", one.api_user);
  facts.show("human account", one.human_account);
  facts.show("tracking id", or_none(one.tracking), one.tracking_fact);
  facts.show("client", or_none(one.clients), one.client_fact);
  facts.show("hosts", one.hosts);
  facts.show("when refused", one.retry);
  facts.show("password in", one.credential);
  facts.show_sources(one.sources);
}

void show_one(const Integration& one, std::uint32_t width, std::string& out) {
  TextLayout page(width, false, out);
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

}  // namespace

void write_catalog(std::string_view id, bool json, std::uint32_t width, std::string& out) {
  const Integration* const one = find_integration(id);
  if (json) {
    append_json(
        one != nullptr ? integration_json(*one) : json_list(integrations(), integration_json), out);
    out += '\n';
    return;
  }
  if (one != nullptr) return show_one(*one, width, out);
  if (id.empty()) show_list(width, out);
}

}  // namespace whylocked
