// `init`: a site file from what an export shows, for the administrator to correct. Everything that
// is a guess is a comment; the file is valid as it is.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "report/json/json.hpp"
#include "report/view.hpp"
#include "report/words.hpp"

namespace whylocked {

using namespace report;

namespace {

constexpr std::size_t kOffices = 5, kAccounts = 20;
constexpr std::uint32_t kUsersOfOffice = 3;

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

// Addresses outside every cloud from which several accounts sign in, by falling number of them.
struct Office {
  std::size_t users = 0;
  Address address;
};
std::vector<Office> office_addresses(const Report& report) {
  std::map<TextId, std::set<TextId>> users;
  for (const Event& event : report.events.rows)
    if (event.kind == EventKind::login_succeeded && event.address != kNone)
      users[event.address].insert(event.user);
  std::vector<Office> offices;
  for (const auto& [id, names] : users) {
    const bool access =
        id >= report.network_of_address.size() ||
        report.networks.at(report.network_of_address[id]).kind == OperatorKind::none;
    if (access && names.size() >= kUsersOfOffice)
      offices.push_back({names.size(), report.events.addresses.at(id)});
  }
  std::ranges::sort(offices, [](const Office& a, const Office& b) {
    return a.users != b.users ? a.users > b.users : a.address < b.address;
  });
  if (offices.size() > kOffices) offices.resize(kOffices);
  return offices;
}

// Products that the export names in its vendor column or by a case's verdict.
std::set<std::string_view> products_seen(const Report& report) {
  std::set<std::string_view> ids;
  std::set<TextId> vendors;
  for (const Event& event : report.events.rows)
    vendors.insert(report.events.programs.at(event.program).vendor);
  for (const TextId id : vendors)
    for (const NameMatch& match : match_name(report.events.texts.text(id)))
      if (match.strength != NameStrength::vendor) ids.insert(match.integration->id);
  for (const Diagnosis& one : report.cases)
    if (find_integration(one.verdict()) != nullptr) ids.insert(one.verdict());
  return ids;
}

void add_zone(const ReportView& view, std::string& out) {
  bool assumed = false;
  for (const InputInfo& input : view.report().inputs)
    assumed |= input.time_zone_source == "assumed";
  out += "  // Zone of times that carry none." +
         std::string(assumed ? " UTC was assumed: correct it.\n" : "\n");
  out += "  \"time_zone\": " + quoted(view.clock().zone()) + ",\n\n";
}

void add_lockout(const Policy& policy, std::string& out) {
  out += "  // Failed logins that lock an account (" +
         std::string(to_text(policy.threshold_source)) +
         "); minutes after which the counter restarts, or null.\n";
  const bool known = policy.threshold_source < ThresholdSource::fallback ||
                     (policy.threshold_source == ThresholdSource::fallback &&
                      policy.threshold == Policy{}.threshold);
  const std::int64_t minutes = policy.observation_window_s / 60;
  out += fmt::format("  \"lockout\": {{ \"threshold\": {}, \"window_minutes\": {} }},\n\n",
                     known ? std::to_string(policy.threshold) : "null",
                     minutes > 0 ? std::to_string(minutes) : "null");
}

// An entry a line, with a comment each.
void add_list(const std::vector<std::pair<std::string, std::string>>& entries, std::string& out) {
  out += '[';
  for (std::size_t i = 0; i < entries.size(); ++i)
    out += fmt::format("\n    {}{}  // {}", quoted(entries[i].first),
                       i + 1 < entries.size() ? "," : "", entries[i].second);
  out += entries.empty() ? "],\n\n" : "\n  ],\n\n";
}

void add_office(const Report& report, std::string& out) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const Office& office : office_addresses(report))
    entries.emplace_back(to_text(office.address), fmt::format("{} accounts", office.users));
  out += "  // Addresses of your offices: those from which several accounts sign in" +
         std::string(entries.empty() ? " (none seen)" : "") + ".\n  \"office\": ";
  add_list(entries, out);
}

void add_installed(const Report& report, std::string& out) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const std::string_view id : products_seen(report))
    entries.emplace_back(id, find_integration(id)->name);
  out +=
      "  // Products in use, by id (`whylocked catalog` lists them); \"unlisted-integration\"\n"
      "  // for one that the catalog does not have. A complete list helps most.\n"
      "  \"installed\": ";
  add_list(entries, out);
}

// Owners are for the administrator to say; accounts that locked are listed.
void add_accounts(const ReportView& view, std::string& out) {
  out +=
      "  // Which product owns an account that no person uses: \"account\": \"product id\".\n"
      "  \"accounts\": {\n";
  std::map<TextId, std::string_view> verdicts;  // of the account's last lockout
  for (const std::uint32_t index : view.lockouts())
    verdicts[view.incident(index).user] = view.diagnosis_of(view.incident(index))->verdict();
  std::size_t listed = 0;
  for (const auto& [user, verdict] : verdicts)
    if (listed++ < kAccounts)
      out += fmt::format("    // {}: {},\n", shown_text(quoted(view.user(user))),
                         quoted(verdict.empty() ? "product-id" : verdict));
  out += "  }\n";
}

}  // namespace

void write_site_draft(const Report& report, std::string& out) {
  const ReportView view(report);
  out +=
      "// Drafted by whylocked from what an export shows. Correct it, then:\n"
      "//   whylocked --site site.json FILE\n{\n";
  add_zone(view, out);
  add_lockout(report.correlation.policy, out);
  add_office(report, out);
  add_installed(report, out);
  add_accounts(view, out);
  out += "}\n";
}

}  // namespace whylocked
