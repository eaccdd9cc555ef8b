// Ids across the files: each is defined once, and each that is used is defined.
#include <set>

#include "catalog/generate/data.hpp"

namespace whylocked::embed {

namespace {

using Ids = std::set<std::string, std::less<>>;

template <class Entries>
Ids ids_of(const Entries& entries, const std::string& file, Errors& errors) {
  Ids ids;
  for (const auto& entry : entries)
    if (!entry.id.empty() && !ids.insert(entry.id).second)
      errors.push_back(file + ": " + entry.id + ": this id stands twice");
  return ids;
}

void check_all(const Texts& used, const Ids& known, const std::string& where, const char* what,
               Errors& errors) {
  for (const std::string& id : used)
    if (!known.count(id)) errors.push_back(where + ": unknown " + what + " \"" + id + '"');
}

}  // namespace

void check_references(const Data& data, Errors& errors) {
  ids_of(data.integrations, "integrations.json", errors);
  const Ids operators = ids_of(data.operators, "operators.json", errors);
  const Ids clients = ids_of(data.clients, "clients.json", errors);
  for (const Integration& one : data.integrations) {
    const std::string where = "integrations.json: " + one.id;
    check_all(one.operators_list, operators, where, "operator", errors);
    check_all(one.clients_list, clients, where, "client", errors);
    for (const auto& [operator_id, region] : one.clouds)
      check_all({operator_id}, operators, where, "operator", errors);
  }
  for (const Row& row : data.rows)
    check_all({row.operator_id}, operators, "networks.csv: " + to_text(row.prefix), "operator",
              errors);
}

}  // namespace whylocked::embed
