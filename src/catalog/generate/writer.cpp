#include "catalog/generate/writer.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace whylocked::embed {

namespace {

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + '"';
}

std::string number(double value) {
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

std::string hex(std::uint64_t value) {
  char buffer[24];
  return "0x" + std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, value, 16).ptr);
}

std::string written(const Address& address) {
  return '{' + hex(address.high) + ", " + hex(address.low) + '}';
}

std::string written(const Fact& fact) {
  if (!fact.known()) return "{}";
  return '{' + quote(fact.value) + ", Basis::" + fact.basis + ", " + number(fact.confidence) +
         ", " + quote(fact.source) + ", " + quote(fact.note) + '}';
}

// An array of its own for each list, because spans need something to point at.
class Lists {
 public:
  explicit Lists(std::string& out) : out_(out) {}

  // The name of the new array, or "{}" for an empty list.
  template <class Items, class Write>
  std::string add(const std::string& type, const Items& items, Write write) {
    if (items.empty()) return "{}";
    const std::string name = "list" + std::to_string(++count_);
    out_ += "constexpr " + type + ' ' + name + "[] = {";
    const char* separator = "";
    for (const auto& item : items) {
      out_ += separator + write(item);
      separator = ", ";
    }
    out_ += "};\n";
    return name;
  }
  std::string texts(const Texts& items) { return add("std::string_view", items, quote); }

 private:
  std::string& out_;
  int count_ = 0;
};

std::string place_of(const Fact& place) {
  return "Place::" + (place.known() ? place.value : std::string("unknown"));
}

std::string published(const Prefix& prefix) {
  return '{' + written(prefix.base) + ", " + std::to_string(prefix.bits) + '}';
}

std::string integration(const Integration& one, Lists& lists) {
  const std::string clouds = lists.add("CloudPlace", one.clouds, [](const auto& cloud) {
    return '{' + quote(cloud.first) + ", " + quote(cloud.second) + '}';
  });
  const std::string ranges = lists.add("Prefix", one.published_list, published);
  const std::string minutes =
      lists.add("std::uint32_t", one.minutes, [](std::uint32_t m) { return std::to_string(m); });
  std::string out = "  {";
  const auto put = [&](const char* member, const std::string& value) {
    out += std::string(out.size() > 3 ? ",\n   " : "") + '.' + member + " = " + value;
  };
  put("id", quote(one.id));
  put("name", quote(one.name));
  put("vendor", quote(one.vendor));
  put("category", quote(one.category));
  put("status", quote(one.status));
  put("listed", one.listed ? "true" : "false");
  put("aliases", lists.texts(one.aliases));
  put("place", place_of(one.place));
  put("place_fact", written(one.place));
  put("clouds", clouds);
  put("cloud_fact", written(one.cloud));
  put("published", ranges);
  put("published_fact", written(one.published));
  put("operators", lists.texts(one.operators_list));
  put("operators_fact", written(one.operators));
  put("tracking", lists.texts(one.tracking_list));
  put("tracking_fact", written(one.tracking));
  put("schedule",
      "{ScheduleKind::" + one.schedule_kind + ", " + minutes + ", " + written(one.schedule) + '}');
  put("human_account", written(one.human_account));
  put("api_user", written(one.api_user));
  put("clients", lists.texts(one.clients_list));
  put("client_fact", written(one.clients));
  put("credential", written(one.credential));
  put("retry", written(one.retry));
  put("sources", lists.texts(one.sources));
  put("note", quote(one.note));
  put("login", written(one.login));
  put("own_login", written(one.own_login));
  put("hosts", written(one.hosts));
  put("feed", written(one.feed));
  return out + "},\n";
}

template <class Rows, class Write>
void write_array(std::string& out, const std::string& type, const std::string& name,
                 const Rows& rows, Write write) {
  out += "constexpr " + type + " k_" + name + "[] = {\n";
  for (const auto& row : rows) out += write(row);
  out += "};\n";
}

void write_integrations(const Data& data, std::string& out) {
  Lists lists(out);
  std::string rows;
  for (const Integration& one : data.integrations) rows += integration(one, lists);
  out += "constexpr Integration k_integrations[] = {\n" + rows + "};\n";
  std::vector<std::size_t> order(data.integrations.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return data.integrations[a].id < data.integrations[b].id;
  });
  write_array(out, "std::uint16_t", "by_id", order,
              [](std::size_t i) { return std::to_string(i) + ",\n"; });
}

void write_names(const std::vector<NameRow>& names, std::string& out) {
  write_array(out, "Name", "names", names, [](const NameRow& row) {
    return "  {" + quote(row.key) + ", " + quote(row.text) + ", " +
           std::to_string(row.integration) + ", NameStrength::" + std::string(row.strength) +
           ", WordRule::" + std::string(row.rule) + "},\n";
  });
}

void write_clients(const Data& data, std::string& out) {
  Lists lists(out);
  out += "namespace patterns {\n";
  std::string rows;
  for (const Client& one : data.clients)
    rows += "  {" + lists.texts(one.starts) + ", " + lists.texts(one.contains) + ", " +
            lists.texts(one.equals) + "},\n";
  out += "constexpr ClientPattern all[] = {\n" + rows + "};\n}\n";
  write_array(out, "ClientSignature", "clients", data.clients, [](const Client& one) {
    return "  {" + quote(one.id) + ", " + quote(one.name) + ", ClientKind::" + one.kind + ", " +
           written(one.fact) + "},\n";
  });
}

std::string month(const std::string& date) { return date.substr(0, 7); }

std::string newest(const std::vector<Operator>& operators) {
  std::string date;
  for (const Operator& one : operators) date = std::max(date, month(one.date));
  return date;
}

void write_operators(const Data& data, std::string& out) {
  std::vector<Operator> sorted = data.operators;
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  write_array(out, "Operator", "operators", sorted, [](const Operator& one) {
    return "  {" + quote(one.id) + ", " + quote(one.name) + ", OperatorKind::" + one.kind + ", " +
           quote(month(one.date)) + ", " + quote(one.source) + "},\n";
  });
}

void write_networks(const Networks& networks, std::string& out) {
  write_array(out, "Network", "networks", networks.networks, [](const NetworkRow& row) {
    return "  {" + quote(row.operator_id) + ", " + quote(row.name) +
           ", OperatorKind::" + (row.kind.empty() ? "none" : row.kind) + ", " + quote(row.region) +
           ", " + quote(row.integration) + "},\n";
  });
  const auto owner = [](const Range& range) { return std::to_string(range.network) + ",\n"; };
  write_array(out, "std::uint32_t", "v4_starts", networks.v4,
              [](const Range& range) { return hex(range.start.low & 0xffff'ffff) + ",\n"; });
  write_array(out, "std::uint16_t", "v4_owner", networks.v4, owner);
  write_array(out, "Address", "v6_starts", networks.v6,
              [](const Range& range) { return written(range.start) + ",\n"; });
  write_array(out, "std::uint16_t", "v6_owner", networks.v6, owner);
}

// The names that other files see.
void write_exports(const Data& data, std::string& out) {
  const auto span = [&](const char* type, const std::string& name, const std::string& from) {
    out +=
        "constinit const std::span<const " + std::string(type) + "> " + name + " = " + from + ";\n";
  };
  for (const auto& [type, name] : {std::pair("Integration", "integrations"),
                                   {"std::uint16_t", "by_id"},
                                   {"Name", "names"},
                                   {"ClientSignature", "clients"},
                                   {"Operator", "operators"},
                                   {"Network", "networks"},
                                   {"std::uint32_t", "v4_starts"},
                                   {"std::uint16_t", "v4_owner"},
                                   {"Address", "v6_starts"},
                                   {"std::uint16_t", "v6_owner"}})
    span(type, name, std::string("k_") + name);
  span("ClientPattern", "client_patterns", "patterns::all");
  for (const auto& [name, text] : {std::pair("date", data.date),
                                   {"networks_date", newest(data.operators)},
                                   {"article", data.article},
                                   {"attribution", data.attribution}})
    out += std::string("constinit const std::string_view ") + name + " = " + quote(text) + ";\n";
}

}  // namespace

std::string write_tables(const Data& data, const std::vector<NameRow>& names,
                         const Networks& networks) {
  std::string out =
      "// Written by embed_catalog from src/catalog; edit the files there.\n"
      "#include \"catalog/tables.hpp\"\n\n"
      "namespace whylocked::tables {\nnamespace {\n";
  write_integrations(data, out);
  write_names(names, out);
  write_clients(data, out);
  write_operators(data, out);
  write_networks(networks, out);
  out += "}\n\n";
  write_exports(data, out);
  return out + "}\n";
}

}  // namespace whylocked::embed
