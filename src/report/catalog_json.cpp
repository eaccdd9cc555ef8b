#include "report/catalog_json.hpp"

#include "report/json_writer.hpp"

namespace whylocked {

namespace {

std::string_view basis_name(Basis basis) {
  constexpr std::string_view names[] = {"none", "documented", "seen", "inferred"};
  return names[static_cast<std::size_t>(basis)];
}

// A fact with what belongs to it as members in front; null where nothing was found.
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

}  // namespace whylocked
