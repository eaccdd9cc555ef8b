// `catalog`: a list with one line each, or one integration with all its facts.
#include <algorithm>
#include <string>

#include "report/escape.hpp"
#include "report/json/writer.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "whylocked/report.hpp"
#include "whylocked/catalog.hpp"

namespace whylocked {

// The catalog as JSON: an array of entries, or one.
//
// In:  an integration of the catalog, or nullptr for all.  Out: one JSON document.
// A fact is an object with its value, basis, confidence, source and note; null is "not found".
// Lifetime: none.  Threads: pure.  Failure: none.


namespace {

std::string_view basis_name(Basis basis) {
  constexpr std::string_view names[] = {"none", "documented", "seen", "inferred"};
  return names[static_cast<std::size_t>(basis)];
}

// A fact, with further members first; null where nothing was found.
template <class Members>
void add_fact(std::string_view name, const Fact& fact, JsonWriter& json, Members members) {
  json.key(name);
  if (!fact.known()) return json.null();
  json.open_object();
  members();
  json.member("value", or_null(fact.value));
  json.member("basis", basis_name(fact.basis));
  json.member("confidence", Decimal{fact.confidence, 2});
  json.member("source", or_null(fact.source));
  json.member("note", or_null(fact.note));
  json.close_object();
}

void add_fact(std::string_view name, const Fact& fact, JsonWriter& json) {
  add_fact(name, fact, json, [] {});
}

void add_clouds(const Integration& one, JsonWriter& json) {
  json.open_array("clouds");
  for (const CloudPlace& cloud : one.clouds) {
    json.open_object();
    json.member("operator", cloud.operator_id);
    json.member("region", or_null(cloud.region));
    json.close_object();
  }
  json.close_array();
}

void add_prefixes(const Integration& one, JsonWriter& json) {
  json.open_array("prefixes");
  for (const Prefix& prefix : one.published) json.value(to_text(prefix));
  json.close_array();
}

void add_schedule(const Schedule& schedule, JsonWriter& json) {
  json.member("kind", to_text(schedule.kind));
  json.open_array("minutes");
  for (const std::uint32_t minutes : schedule.minutes) json.value(minutes);
  json.close_array();
}

void add_facts(const Integration& one, JsonWriter& json) {
  add_fact("place", one.place_fact, json);
  add_fact("cloud", one.cloud_fact, json, [&] { add_clouds(one, json); });
  add_fact("published", one.published_fact, json, [&] { add_prefixes(one, json); });
  add_fact("feed", one.feed, json);
  add_fact("networks", one.operators_fact, json, [&] { json.strings("ids", one.operators); });
  add_fact("tracking", one.tracking_fact, json, [&] { json.strings("ids", one.tracking); });
  add_fact("schedule", one.schedule.fact, json, [&] { add_schedule(one.schedule, json); });
  add_fact("login", one.login, json);
  add_fact("own_login", one.own_login, json);
  add_fact("api_user", one.api_user, json);
  add_fact("human_account", one.human_account, json);
  add_fact("client", one.client_fact, json, [&] { json.strings("ids", one.clients); });
  add_fact("hosts", one.hosts, json);
  add_fact("retry", one.retry, json);
  add_fact("credential", one.credential, json);
}

void add_integration(const Integration& one, JsonWriter& json) {
  json.open_object();
  json.member("id", one.id);
  json.member("name", one.name);
  json.member("vendor", or_null(one.vendor));
  json.member("category", or_null(one.category));
  json.member("status", or_null(one.status));
  json.member("listed", one.listed);
  json.strings("aliases", one.aliases);
  json.member("note", or_null(one.note));
  add_facts(one, json);
  json.strings("sources", one.sources);
  json.close_object();
}

}  // namespace

void write_catalog_json(const Integration* one, std::string& out) {
  JsonWriter json(out, JsonWriter::Layout::indented);
  if (one != nullptr) {
    add_integration(*one, json);
  } else {
    json.open_array();
    for (const Integration& each : integrations()) add_integration(each, json);
    json.close_array();
  }
  out += '\n';
}

namespace {

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

std::string joined(std::span<const std::string_view> list) {
  std::string text;
  for (const std::string_view one : list) (text += text.empty() ? "" : ", ") += one;
  return text;
}

std::string percent(double confidence) {
  return std::to_string(static_cast<int>(100 * confidence + 0.5)) + kNoBreak + '%';
}

// Facts share their sources, so these are numbered and listed once at the end.
class Facts {
 public:
  explicit Facts(TextLayout& page) : page_(page) {}

  void show(std::string_view label, std::string_view value, const Fact& fact) {
    if (!fact.known()) return;
    std::string words = shown_text(value) + " (" + std::string(to_text(fact.basis)) + ' ' +
                        percent(fact.confidence) + ')';
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
    if (known == sources_.end()) {
      sources_.push_back(source);
      return sources_.size();
    }
    return static_cast<std::size_t>(known - sources_.begin()) + 1;
  }

  TextLayout& page_;
  std::vector<std::string_view> sources_;
};

std::string prefixes(const Integration& one) {
  std::string text;
  for (const Prefix& prefix : one.published) text += (text.empty() ? "" : ", ") + to_text(prefix);
  return text.empty() ? "none" : text;
}

std::string cloud_words(const Integration& one) {
  std::string text(one.cloud_fact.value);
  std::string places;
  for (const CloudPlace& cloud : one.clouds) {
    (places += places.empty() ? "" : ", ") += cloud.operator_id;
    if (!cloud.region.empty()) (places += ' ') += cloud.region;
  }
  if (places.empty()) return text;
  return text.empty() ? places : text + " (" + places + ')';
}

std::string or_none(std::span<const std::string_view> list) {
  return list.empty() ? "none" : joined(list);
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
  if (!one.aliases.empty()) page.text(2, "also: " + joined(one.aliases), 2);
  if (!one.note.empty()) page.text(2, shown_text(one.note));
  page.blank();
  show_facts(one, page);
}

}  // namespace

void write_catalog(std::string_view id, bool json, std::uint32_t width, std::string& out) {
  const Integration* const one = find_integration(id);
  if (json) return write_catalog_json(one, out);
  if (one != nullptr) return show_one(*one, width, out);
  if (id.empty()) show_list(width, out);
}

}  // namespace whylocked
