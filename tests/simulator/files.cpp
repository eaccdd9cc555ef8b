// The files beside the export: what is declared, the table of API users, the truth.
#include <nlohmann/json.hpp>

#include "simulator/export.hpp"

namespace whylocked {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kAnswerable[] = {"cause", "tie", "kind"};

Json to_json(const TrueLockout& lockout) {
  Json callers = Json::array();
  for (const TrueCaller& caller : lockout.callers)
    callers.push_back({{"cause", caller.cause}, {"share", caller.share}});
  return {{"user", lockout.user},
          {"at", to_rfc3339(lockout.at)},
          {"callers", std::move(callers)},
          {"answerable", kAnswerable[static_cast<std::size_t>(lockout.answerable)]},
          {"answers", lockout.answers},
          {"kind", lockout.kind}};
}

}  // namespace

std::string truth_json(std::string_view name, std::uint64_t seed, const Simulation& simulation) {
  Json lockouts = Json::array();
  for (const TrueLockout& lockout : simulation.truth) lockouts.push_back(to_json(lockout));
  const Json whole = {{"scenario", name}, {"seed", seed}, {"lockouts", std::move(lockouts)}};
  return whole.dump(2) + '\n';
}

namespace sim {

std::string write_site(const World& world) {
  const Declared& declared = world.declared;
  Json site = Json::object();
  if (declared.zone) site["time_zone"] = world.span.zone;
  if (declared.threshold) site["lockout"] = {{"threshold", world.threshold}};
  if (!declared.office.empty()) site["office"] = declared.office;
  if (!declared.installed.empty()) site["installed"] = declared.installed;
  for (const auto& [user, cause] : declared.accounts) site["accounts"][user] = cause;
  for (const auto& [cidr, cause] : declared.known_sources)
    site["known_sources"].push_back({{"cidr", cidr}, {"cause", cause}});
  return site.empty() ? "{}" : site.dump(2) + '\n';
}

std::string write_api_users(const World& world) {
  if (world.declared.api_users.empty()) return {};
  std::string text = "Name,Username,Security Level,Integration Vendor\n";
  for (const ApiUserRow& row : world.declared.api_users) {
    const bool quoted = row.vendor.find(',') != row.vendor.npos;
    text += row.name + ',' + row.username + ",API User (system),";
    text += quoted ? '"' + row.vendor + '"' : row.vendor;
    text += '\n';
  }
  return text;
}

}  // namespace sim

}  // namespace whylocked
