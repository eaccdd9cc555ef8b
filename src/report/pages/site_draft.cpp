// `init`: a draft site file for the administrator to correct. All guesses are comments, and the
// file is valid as is.
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
constexpr std::size_t kUsersOfOffice = 3;

constexpr std::string_view kDraft =
    R"(// Drafted by whylocked from what an export shows. Correct it, then:
//   whylocked --site site.json FILE
{{
  // Zone of times that carry none.{}
  "time_zone": {},

  // Failed logins that lock an account ({}); minutes after which the counter restarts, or null.
  "lockout": {{ "threshold": {}, "window_minutes": {} }},

  // Addresses of your offices: those from which several accounts sign in{}.
  "office": [{}],

  // Products in use, by id (`whylocked catalog` lists them); "unlisted-integration"
  // for one that the catalog does not have. A complete list helps most.
  "installed": [{}],

  // Which product owns an account that no person uses: "account": "product id".
  "accounts": {{
{}  }}
}}
)";

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

// One entry per line, each with a comment.
using Entries = std::vector<std::pair<std::string, std::string>>;
std::string list_of(const Entries& entries) {
  std::string out;
  for (std::size_t i = 0; i < entries.size(); ++i)
    out += fmt::format("\n    {}{}  // {}", quoted(entries[i].first),
                       i + 1 < entries.size() ? "," : "", entries[i].second);
  return out.empty() ? out : out + "\n  ";
}

// Addresses outside clouds from which several accounts sign in, most accounts first.
Entries offices(const ReportView& view) {
  const Report& report = view.report();
  std::map<TextId, std::set<TextId>> users;
  for (const Event& event : report.events.rows)
    if (event.kind == EventKind::login_succeeded && event.address != kNone)
      users[event.address].insert(event.user);
  std::vector<std::pair<std::size_t, Address>> found;
  for (const auto& [id, names] : users) {
    const Network* const from = view.network(id);
    const bool access = from == nullptr || from->kind == OperatorKind::none;
    if (access && names.size() >= kUsersOfOffice)
      found.emplace_back(names.size(), report.events.addresses.at(id));
  }
  std::ranges::sort(found, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  Entries entries;
  for (std::size_t i = 0; i < found.size() && i < kOffices; ++i)
    entries.emplace_back(to_text(found[i].second), fmt::format("{} accounts", found[i].first));
  return entries;
}

// Products named in the vendor column or by a verdict.
Entries products_seen(const Report& report) {
  std::set<std::string_view> ids;
  std::set<TextId> vendors;
  for (const Event& event : report.events.rows)
    vendors.insert(report.events.programs.at(event.program).vendor);
  for (const TextId id : vendors)
    for (const NameMatch& match : match_name(report.events.texts.text(id)))
      if (match.strength != NameStrength::vendor) ids.insert(match.integration->id);
  for (const Diagnosis& one : report.cases)
    if (find_integration(one.verdict()) != nullptr) ids.insert(one.verdict());
  Entries entries;
  for (const std::string_view id : ids) entries.emplace_back(id, find_integration(id)->name);
  return entries;
}

// Only the administrator knows owners; locked accounts are listed.
std::string locked_accounts(const ReportView& view) {
  std::map<TextId, std::string_view> verdicts;  // of the account's last lockout
  for (const std::uint32_t index : view.lockouts())
    verdicts[view.incident(index).user] = view.diagnosis_of(view.incident(index))->verdict();
  std::string out;
  std::size_t listed = 0;
  for (const auto& [user, verdict] : verdicts)
    if (listed++ < kAccounts)
      out += fmt::format("    // {}: {},\n", shown_text(quoted(view.user(user))),
                         quoted(verdict.empty() ? "product-id" : verdict));
  return out;
}

}  // namespace

void write_site_draft(const Report& report, std::string& out) {
  const ReportView view(report);
  const bool zone_assumed =
      std::ranges::count(report.inputs, "assumed", &InputInfo::time_zone_source) > 0;
  const Policy& policy = report.correlation.policy;
  const bool threshold_known = policy.threshold_source < ThresholdSource::fallback ||
                               (policy.threshold_source == ThresholdSource::fallback &&
                                policy.threshold == Policy{}.threshold);
  const std::int64_t minutes = policy.observation_window_s / 60;
  const Entries office = offices(view);
  out += fmt::format(
      kDraft, zone_assumed ? " UTC was assumed: correct it." : "", quoted(view.clock().zone()),
      to_text(policy.threshold_source), threshold_known ? std::to_string(policy.threshold) : "null",
      minutes > 0 ? std::to_string(minutes) : "null", office.empty() ? " (none seen)" : "",
      list_of(office), list_of(products_seen(report)), locked_accounts(view));
}

}  // namespace whylocked
