// The catalog's data files as plain values, between the readers and the writer of the generator.
//
// In:  integrations.json, operators.json, clients.json, networks.csv.  Out: one Data, checked.
// Lifetime: owns its text.  Threads: one.
// Failure: every fault is added to Errors as "file: entry: what is wrong"; the caller stops if any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/address.hpp"

namespace whylocked::embed {

using Texts = std::vector<std::string>;
using Errors = std::vector<std::string>;

struct Fact {
  std::string value, basis, source, note;  // empty basis: not known
  double confidence = 0;

  bool known() const { return !basis.empty(); }
};

struct Integration {
  std::string id, name, vendor, category, status, note;
  bool listed = false;
  Texts aliases, shared_names, vendor_names;
  Fact place, cloud, published, operators, tracking, login, own_login, human_account, api_user;
  Fact schedule, clients, credential, retry, hosts, feed;
  std::vector<std::pair<std::string, std::string>> clouds;  // operator, region or empty
  std::vector<Prefix> published_list;
  Texts operators_list, tracking_list, clients_list;
  std::string schedule_kind = "unknown";
  std::vector<std::uint32_t> minutes;
  Texts sources;  // all pages: of the facts, further ones, the article if listed
};

struct Operator {
  std::string id, name, kind, date, source, note;
};

struct Client {
  std::string id, name, kind;
  Texts starts, contains, equals;  // lower case
  Fact fact;
};

struct Row {
  Prefix prefix;
  std::string operator_id, region;
};

struct Data {
  std::string date, article, attribution;
  Texts not_in_usernames, whole_word_in_usernames;  // keys
  std::vector<Integration> integrations;
  std::vector<Operator> operators;
  std::vector<Client> clients;
  std::vector<Row> rows;
};

// Each reads the text of one file into its part of `data`.
void read_integrations(std::string_view json, Data& data, Errors& errors);
void read_operators(std::string_view json, Data& data, Errors& errors);
void read_clients(std::string_view json, Data& data, Errors& errors);
void read_networks(std::string_view csv, Data& data, Errors& errors);

// What only shows when all files are read: ids that are used but not defined, and the reverse.
void check_references(const Data& data, Errors& errors);

}  // namespace whylocked::embed
