// integrations.json to values. One function a group of keys; the order is that of the file.
#include <algorithm>
#include <iterator>

#include "catalog/generate/object.hpp"
#include "catalog/name_key.hpp"

namespace whylocked::embed {

namespace {

constexpr const char* kFile = "integrations.json";

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// A fact whose value is a list; its text is the list in words.
Fact list_fact(Object& entry, const char* key, Texts& list) {
  return entry.fact(key, [&](Object& object, Fact& fact) {
    list = object.texts("value");
    if (!object.has("value")) object.wrong("no \"value\"");
    fact.value = list.empty() ? "none" : joined(list);
  });
}

Fact word_fact(Object& entry, const char* key, std::initializer_list<std::string_view> words) {
  return entry.fact(key, [&](Object& object, Fact& fact) {
    fact.value = object.text("value", Need::required);
    if (!one_of(fact.value, words)) object.wrong("unknown value \"" + fact.value + '"');
  });
}

void read_names(Object& entry, Integration& one) {
  one.id = entry.text("id", Need::required);
  one.name = entry.text("name", Need::required);
  one.vendor = entry.text("vendor", Need::required);
  one.vendor_names = entry.has("vendor_names") ? entry.texts("vendor_names") : Texts{one.vendor};
  one.category = entry.text("category", Need::required);
  one.status = entry.text("status");
  one.listed = entry.flag("listed");
  one.aliases = entry.texts("aliases");
  one.shared_names = entry.texts("shared_names");
  one.note = entry.text("note");
}

void read_regions(Object& cloud, Integration& one) {
  const Json* regions = cloud.get("regions");
  if (regions == nullptr) return;
  for (const auto& [operator_id, list] : regions->items()) {
    if (list.empty()) one.clouds.emplace_back(operator_id, "");
    for (const Json& region : list)
      if (region.is_string())
        one.clouds.emplace_back(operator_id, region);
      else
        cloud.wrong("a region of \"" + operator_id + "\" is not a text");
  }
}

Fact published_fact(Object& entry, Integration& one) {
  return entry.fact("published", [&](Object& object, Fact& fact) {
    const Texts list = object.texts("value");
    fact.value = joined(list);
    for (const std::string& text : list)
      if (const auto prefix = parse_prefix(text); prefix && to_text(*prefix) == text)
        one.published_list.push_back(*prefix);
      else
        object.wrong("bad prefix \"" + text + '"');
  });
}

void read_place(Object& entry, Integration& one) {
  one.place = word_fact(entry, "place", {"vendor_cloud", "premises", "desktop", "either"});
  one.cloud = entry.fact("cloud", [&](Object& object, Fact& fact) {
    fact.value = object.text("value", Need::required);
    read_regions(object, one);
  });
  one.published = published_fact(entry, one);
  one.operators = list_fact(entry, "operators", one.operators_list);
  one.hosts = entry.fact(
      "hosts", [](Object& object, Fact& fact) { fact.value = joined(object.texts("value")); });
  one.feed = entry.fact("feed");
}

void read_account(Object& entry, Integration& one) {
  one.tracking = list_fact(entry, "tracking", one.tracking_list);
  one.login = entry.fact("login");
  one.own_login = word_fact(entry, "own_login", {"yes"});
  one.human_account = word_fact(entry, "human_account", {"always", "possible"});
  one.api_user = word_fact(entry, "api_user", {"yes", "no"});
  one.clients = list_fact(entry, "clients", one.clients_list);
  one.credential = entry.fact("credential");
  one.retry = entry.fact("retry");
}

void read_schedule(Object& entry, Integration& one) {
  one.schedule = entry.fact("schedule", [&](Object& object, Fact& fact) {
    fact.value = object.text("value", Need::required);
    one.schedule_kind = object.text("kind", Need::required);
    one.minutes = object.numbers("minutes");
    if (!one_of(one.schedule_kind, {"interval", "daily", "monthly", "event", "interactive",
                                    "manual", "custom", "variable"}))
      object.wrong("unknown kind \"" + one.schedule_kind + '"');
  });
}

// Every page once, in the order of the facts.
Texts all_sources(const Integration& one, const Texts& further, const std::string& article) {
  Texts all;
  const auto add = [&](const std::string& page) {
    if (!page.empty() && std::find(all.begin(), all.end(), page) == all.end()) all.push_back(page);
  };
  for (const Fact* fact : {&one.place, &one.cloud, &one.published, &one.operators, &one.hosts,
                           &one.feed, &one.tracking, &one.login, &one.own_login, &one.human_account,
                           &one.api_user, &one.schedule, &one.clients, &one.credential, &one.retry})
    add(fact->source);
  for (const std::string& page : further) add(page);
  if (one.listed) add(article);
  return all;
}

Texts keys(const Texts& words) {
  Texts all;
  std::transform(words.begin(), words.end(), std::back_inserter(all),
                 [](const std::string& word) { return name_key(word); });
  return all;
}

}  // namespace

void read_integrations(std::string_view text, Data& data, Errors& errors) {
  const Json json = parse(text, kFile, errors);
  Object file(json, kFile, errors);
  file.text("about");
  data.date = file.text("date", Need::required);
  data.article = file.text("article", Need::required);
  data.not_in_usernames = keys(file.texts("not_in_usernames"));
  data.whole_word_in_usernames = keys(file.texts("whole_word_in_usernames"));
  file.get("integrations");
  file.finish();
  for (Object& entry : entries(json, "integrations", kFile, errors)) {
    Integration one;
    read_names(entry, one);
    read_place(entry, one);
    read_account(entry, one);
    read_schedule(entry, one);
    one.sources = all_sources(one, entry.texts("sources"), data.article);
    entry.finish();
    data.integrations.push_back(std::move(one));
  }
}

}  // namespace whylocked::embed
