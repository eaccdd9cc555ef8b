// `who`: the operator of an address, and the integrations that may call from it.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/json/json.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

using namespace report;

namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kNamed = 8;  // of a crowd; --json has them all

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
           ", an ordinary access network: no cloud, hoster or vendor known";
  }
  if (from.kind == OperatorKind::none)
    return address.is_private() ? "a private address: inside your own network"
                                : "no cloud, hoster or vendor known: an ordinary access network, "
                                  "such as an office or a home";
  std::string words(from.name);
  if (!from.region.empty()) (words += ' ') += from.region;
  (words += ": ") += place_words(from.kind);
  const std::string_view date = network_date(from.operator_id);
  return date.empty() ? words : words + " (data of " + no_break(date) + ')';
}

// Those of one rank and reason, as one line.
struct Candidates {
  std::uint32_t rank = 1;
  std::string_view because;
  std::vector<std::string> names;
};

std::vector<Candidates> groups_of(const std::vector<WhoEntry>& entries) {
  std::vector<Candidates> crowds;
  for (const WhoEntry& entry : entries) {
    const auto same = std::find_if(crowds.begin(), crowds.end(), [&](const Candidates& crowd) {
      return crowd.rank == entry.rank && crowd.because == entry.because;
    });
    Candidates& crowd = same != crowds.end() ? *same : crowds.emplace_back();
    crowd.rank = entry.rank;
    crowd.because = entry.because;
    crowd.names.emplace_back(entry.integration->name);
  }
  return crowds;
}

void show_callers(const std::vector<WhoEntry>& entries, TextLayout& page) {
  const std::size_t rank_columns = std::to_string(entries.back().rank).size() + 2;  // "54. "
  std::uint32_t before = 0;
  for (const Candidates& crowd : groups_of(entries)) {
    const std::string rank = crowd.rank == before ? "" : std::to_string(crowd.rank) + '.';
    std::string words(crowd.because);
    if (crowd.names.size() > 1) words += " (" + number_words(crowd.names.size()) + ')';
    page.row(2, rank, rank_columns, words + ": " + list_words(crowd.names, kNamed));
    before = crowd.rank;
  }
}

void show_address(const std::string& text, const AsnDatabase* asn, TextLayout& page) {
  NetworkBook networks;
  const auto address = parse_address(text);
  if (!address) return page.text(0, shown_name(text) + ": not an address");
  page.text(0,
            to_text(*address) + ": " +
                operator_words(*address, networks.at(networks.number_of(*address, asn))),
            2);
  const std::vector<WhoEntry> entries = who_calls_from(*address);
  if (entries.empty())
    return page.text(2, "No integration of the catalog is known to call from it.");
  page.text(2, "May call from here:");
  show_callers(entries, page);
}

Json address_json(const std::string& text, const AsnDatabase* asn) {
  NetworkBook networks;
  const auto address = parse_address(text);
  const Network& from = networks.at(address ? networks.number_of(*address, asn) : 0);
  const auto entries = address ? who_calls_from(*address) : std::vector<WhoEntry>{};
  const auto entry_json = [](const WhoEntry& entry) -> Json {
    return {{"rank", entry.rank},
            {"id", entry.integration->id},
            {"name", entry.integration->name},
            {"because", entry.because}};
  };
  return {{"address", address ? to_text(*address) : text},
          {"operator", or_null(from.operator_id)},
          {"name", or_null(from.name)},
          {"kind", to_text(from.kind)},
          {"region", or_null(from.region)},
          {"private", address && address->is_private()},
          {"candidates", json_list(entries, entry_json)}};
}

}  // namespace

void write_who(const std::vector<std::string>& addresses, const AsnDatabase* asn, bool json,
               std::string& out) {
  if (json) {
    append_json(json_list(addresses, [&](const auto& one) { return address_json(one, asn); }), out);
    out += '\n';
    return;
  }
  TextLayout page(kWidth, false, out);
  for (const std::string& address : addresses) {
    show_address(address, asn, page);
    page.blank();
  }
  page.text(0, "Table of networks: " + std::string(network_table_date()) +
                   (asn == nullptr || asn->built().empty()
                        ? "."
                        : "; address database: " + asn->built() + '.'));
  page.text(0, network_attribution());
}

}  // namespace whylocked
