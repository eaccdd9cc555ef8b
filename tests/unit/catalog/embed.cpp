// The generator's checks: what it says about wrong data files.
#include <string>

#include "catalog/generate/names.hpp"
#include "catalog/generate/networks.hpp"
#include "catch.hpp"

using namespace whylocked::embed;

namespace {

constexpr const char* kOperators = R"({ "attribution": "x", "operators": [
    { "id": "aws", "name": "A", "kind": "cloud", "date": "2026-08", "source": "s" } ] })";
constexpr const char* kClients = R"({ "clients": [ { "id": "node", "name": "N", "kind": "script",
    "equals": ["node"], "fact": { "value": "v", "basis": "seen", "confidence": 0.5 } } ] })";

std::string entry(const std::string& keys) {
  return R"({ "id": "one", "name": "One", "vendor": "V", "category": "c")" +
         (keys.empty() ? "" : ", " + keys) + " }";
}

std::string first_error(const std::string& entries, const std::string& csv = "",
                        const std::string& top = "", const char* operators = kOperators,
                        const char* clients = kClients) {
  Data data;
  Errors errors;
  read_integrations(
      R"({ "date": "2026-11", "article": "a", )" + top + "\"integrations\": [" + entries + "] }",
      data, errors);
  read_operators(operators, data, errors);
  read_clients(clients, data, errors);
  read_networks("cidr,operator,region\n" + csv, data, errors);
  check_references(data, errors);
  name_rows(data, errors);
  flatten(data, errors);
  return errors.empty() ? "" : errors.front();
}

std::string place(const std::string& rest) { return entry("\"place\": { " + rest + " }"); }

}  // namespace

TEST_CASE("embed: entries") {
  struct {
    std::string entries, error;
  } const rows[] = {
      {entry(""), ""},
      {R"({ "name": "One", "vendor": "V", "category": "c" })",
       "integrations.json: entry 1: no \"id\""},
      {entry(R"("colour": "red")"), "integrations.json: one: unknown key \"colour\""},
      {entry(R"("listed": "yes")"), "integrations.json: one: \"listed\" is not true or false"},
      {entry(R"("aliases": "x")"), "integrations.json: one: \"aliases\" is not a list of texts"},
      {entry(R"("status": "")"), "integrations.json: one: \"status\" is not a text"},
      {"7", "integrations.json: entry 1: not an object"},
      {entry("") + ", " + entry(""), "integrations.json: one: this id stands twice"},
      {entry("") + R"(, { "id": "two", "name": "Two", "vendor": "W", "category": "c",
                          "aliases": ["O-N-E"] })",
       "integrations.json: two: name \"O-N-E\" belongs to one "
       "(use shared_names for a name of several products)"},
      {entry(R"("aliases": ["--"])"),
       "integrations.json: one: name \"--\" has no letter and no digit"},
  };
  for (const auto& row : rows) CHECK(first_error(row.entries) == row.error);
}

TEST_CASE("embed: facts") {
  struct {
    std::string entries, error;
  } const rows[] = {
      {place(R"("value": "desktop", "basis": "seen", "confidence": 1)"), ""},
      {place(R"("value": "moon", "basis": "seen", "confidence": 1)"),
       "integrations.json: one: place: unknown value \"moon\""},
      {place(R"("value": "desktop", "basis": "heard", "confidence": 1)"),
       "integrations.json: one: place: basis \"heard\" is not documented, seen or inferred"},
      {place(R"("value": "desktop", "basis": "seen")"),
       "integrations.json: one: place: confidence is not above 0 and at most 1"},
      {place(R"("value": "desktop", "basis": "seen", "confidence": 1.1)"),
       "integrations.json: one: place: confidence is not above 0 and at most 1"},
      {place(R"("value": "desktop", "basis": "seen", "confidence": 1, "sourse": "x")"),
       "integrations.json: one: place: unknown key \"sourse\""},
      {place(R"("basis": "seen", "confidence": 1)"), "integrations.json: one: place: no \"value\""},
      {entry(R"("published": { "value": ["10.0.0.1/8"], "basis": "seen", "confidence": 1 })"),
       "integrations.json: one: published: bad prefix \"10.0.0.1/8\""},
      {entry(R"("operators": { "value": ["aws", "aol"], "basis": "seen", "confidence": 1 })"),
       "integrations.json: one: unknown operator \"aol\""},
      {entry(R"("clients": { "value": ["nod"], "basis": "seen", "confidence": 1 })"),
       "integrations.json: one: unknown client \"nod\""},
      {entry(R"("cloud": { "value": "x", "regions": { "aol": [] }, "basis": "seen",
                "confidence": 1 })"),
       "integrations.json: one: unknown operator \"aol\""},
      {entry(R"("schedule": { "value": "x", "kind": "hourly", "basis": "seen",
                "confidence": 1 })"),
       "integrations.json: one: schedule: unknown kind \"hourly\""},
      {entry(R"("schedule": { "value": "x", "kind": "interval", "minutes": [0], "basis": "seen",
                "confidence": 1 })"),
       "integrations.json: one: schedule: \"minutes\" has an item that is not a whole number "
       "above 0"},
  };
  for (const auto& row : rows) CHECK(first_error(row.entries) == row.error);
}

TEST_CASE("embed: networks") {
  struct {
    std::string csv, error;
  } const rows[] = {
      {"10.0.0.0/8,aws,r\n10.1.0.0/16,aws,s\n", ""},
      {"10.0.0.0/8,aws\n", "networks.csv: line 2: not three columns"},
      {"10.0.0.1/8,aws,r\n", "networks.csv: line 2: bad prefix \"10.0.0.1/8\""},
      {"10.0.0.0/33,aws,r\n", "networks.csv: line 2: bad prefix \"10.0.0.0/33\""},
      {"10.0.0.0/8,aol,r\n", "networks.csv: 10.0.0.0/8: unknown operator \"aol\""},
      {"10.0.0.0/8,aws,r\n10.0.0.0/8,aws,s\n",
       "networks.csv: 10.0.0.0/8: stands twice, for aws and aws"},
  };
  for (const auto& row : rows) CHECK(first_error(entry(""), row.csv) == row.error);
}

TEST_CASE("embed: the other files") {
  const auto operators = [](const char* text) { return first_error(entry(""), "", "", text); };
  const auto clients = [](const char* text) {
    return first_error(entry(""), "", "", kOperators, text);
  };
  CHECK(operators(R"({ "attribution": "x" })") == "operators.json: no list \"operators\"");
  CHECK(operators(R"({ "attribution": "x", "operators": [ { "id": "a", "name": "A",
        "kind": "ship", "date": "2026-08", "source": "s" } ] })") ==
        "operators.json: a: unknown kind \"ship\"");
  CHECK(operators(R"({ "attribution": "x", "operators": [ { "id": "a", "name": "A",
        "kind": "cloud", "date": "August", "source": "s" } ] })") ==
        "operators.json: a: date \"August\" is not like 2026-06-17");
  CHECK(clients(R"({ "clients": [ { "id": "a", "name": "A", "kind": "script",
        "fact": { "value": "v", "basis": "seen", "confidence": 0.5 } } ] })") ==
        "clients.json: a: nothing to match: no starts, contains or equals");
  CHECK(clients(R"({ "clients": [ { "id": "a", "name": "A", "kind": "script",
        "equals": ["a"] } ] })") == "clients.json: a: no \"fact\"");
  CHECK(clients("{").substr(0, 14) == "clients.json: ");
  CHECK(first_error(entry(""), "", R"("not_in_usernames": ["won"], )") ==
        "integrations.json: not_in_usernames: \"won\" is no name of any entry");
}

TEST_CASE("embed: published ranges win, then the longest prefix; neighbours are joined") {
  Data data;
  Errors errors;
  read_integrations(R"({ "date": "d", "article": "a", "integrations": [)" +
                        entry(R"("published": { "value": ["10.1.0.0/16"], "basis": "seen",
                                 "confidence": 1 })") +
                        "] }",
                    data, errors);
  read_operators(kOperators, data, errors);
  read_networks(
      "cidr,operator,region\n"
      "10.0.0.0/9,aws,r\n10.1.2.0/24,aws,s\n10.2.0.0/16,aws,s\n10.3.0.0/16,aws,s\n"
      "255.255.255.0/24,aws,r\n::/1,aws,r\nffff::/16,aws,s\n",
      data, errors);
  const Networks out = flatten(data, errors);
  CHECK(errors.empty());
  std::string text;
  for (const auto* ranges : {&out.v4, &out.v6})
    for (const Range& range : *ranges) {
      const NetworkRow& owner = out.networks[range.network];
      text += to_text(range.start) + ' ' + owner.operator_id + owner.region + '\n';
    }
  CHECK(text ==
        "0.0.0.0 \n10.0.0.0 awsr\n10.1.0.0 integration:one\n10.2.0.0 awss\n10.4.0.0 awsr\n"
        "10.128.0.0 \n255.255.255.0 awsr\n"
        ":: awsr\n8000:: \nffff:: awss\n");
}
