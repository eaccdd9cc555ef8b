// The signal of calls an hour and vendor: who fell silent or began to fail at the change, who never
// called. The table sums all accounts, so it speaks of products, not of callers: for a caller that
// is to blame for a part of the lockout, the evidence holds with the chance of that part.
#include <fmt/format.h>

#include <algorithm>

#include "attribute/signals.hpp"

namespace whylocked::old {

namespace {

std::string range_in_words(std::uint32_t least, std::uint32_t most) {
  if (least != most) return fmt::format("{} to {} calls an hour", least, most);
  return most == 1 ? "1 call an hour" : fmt::format("{} calls an hour", most);
}

std::string hours_in_words(std::uint32_t hours) {
  return hours == 1 ? "the hour" : fmt::format("the {} hours", hours);
}

std::string turn_in_words(const Turn& turn, const VendorTurn& vendor, std::string_view name) {
  if (vendor.fails)
    return fmt::format("{}: {} of {} calls failed in {} since {}, none in the {} hours before",
                       name, vendor.failures, vendor.calls, hours_in_words(turn.hours_after),
                       to_rfc3339(vendor.at), turn.hours_before);
  return fmt::format("{}: {} until {}, {} in {} since", name,
                     range_in_words(vendor.least, vendor.most), to_rfc3339(vendor.at),
                     vendor.calls == 0 ? "none" : fmt::format("only {}", vendor.calls),
                     hours_in_words(turn.hours_after));
}

// The rivals that a row of the table may mean. "Custom (Internal Integration)" is every own caller.
const std::vector<std::size_t>& meant_by(const Situation& one, TextId vendor) {
  const auto [place, fresh] = one.scene.memory->meant.try_emplace(vendor);
  std::vector<std::size_t>& meant = place->second;
  if (!fresh) return meant;
  const std::string_view name = one.events.texts.text(vendor);
  bool custom = false;
  for (const NameMatch& match : match_name(name)) {
    meant.push_back(rival_index(*match.integration));
    custom |= rivals()[meant.back()].of == RivalClass::custom;
  }
  if (meant.empty()) meant.push_back(rival_index("unlisted-integration"));
  for (std::size_t i = 0; custom && i < rivals().size(); ++i)
    if (rivals()[i].of == RivalClass::custom) meant.push_back(i);
  return meant;
}

RowsShown rows_of(const Situation& one) {
  const TriggerKind kind = one.incident.trigger.kind;
  if (kind != TriggerKind::none_seen && kind != TriggerKind::unknown)
    return {one.incident.trigger.event};
  return one.counted;
}

// What speaks for vendors that turned; of two names of one product the surer counts.
void add_turned(const Situation& one, const Turn& turn, std::vector<bool>& told,
                std::vector<Finding>& out) {
  for (const VendorTurn& vendor : turn.vendors) {
    const Decibans10 db10 =
        partly(vendor.fails ? failing_weight(vendor.surely) : silent_weight(vendor.surely),
               one.blame.share);
    if (db10 <= 0) continue;
    const std::string_view name = one.events.texts.text(vendor.vendor);
    EvidenceWeights worth;
    for (const std::size_t rival : meant_by(one, vendor.vendor)) {
      if (!told[rival]) worth.db10[rival] = db10;
      told[rival] = true;
    }
    Finding& finding = out.emplace_back("api-activity", turn_in_words(turn, vendor, name),
                                        rows_of(one), one.judgements().same_as(std::move(worth)));
    finding.activity = std::span<const std::uint32_t>(vendor.rows);
  }
}

// It signs in to the API, and the catalog knows the name under which the table would show it.
bool would_show(const Hypothesis& rival) {
  return rival.product != nullptr && rival.of != RivalClass::custom &&
         rival.product->own_login.value != "yes" && rival.product->api_user.value == "yes" &&
         !rival.product->tracking.empty() && trust(rival.product->tracking_fact) == Trust::strong;
}

void add_absent(const Situation& one, std::vector<bool>& told, std::vector<Finding>& out) {
  for (const TextId vendor : one.scene.activity.callers())
    for (const std::size_t rival : meant_by(one, vendor)) told[rival] = true;
  EvidenceWeights worth;
  for (std::size_t i = 0; i < told.size(); ++i)
    if (!told[i] && would_show(rivals()[i])) worth.db10[i] = kNotInActivity;
  if (worth.any())
    out.emplace_back("api-activity", "made no call in the whole table of calls an hour",
                     rows_of(one), one.judgements().same_as(std::move(worth)));
}

}  // namespace

void look_at_api_activity(const Situation& one, std::vector<Finding>& out) {
  const Turn& turn = one.scene.activity.turn_of(one.incident);
  if (!turn.observed) return;
  std::vector<bool> told(rivals().size(), false);
  if (!turn.is_crowd()) add_turned(one, turn, told, out);
  add_absent(one, told, out);
}

std::string activity_caveat(const Scene& scene, const Incident& incident) {
  const Turn& turn = scene.activity.turn_of(incident);
  if (!turn.is_crowd()) return {};
  const auto fail = std::count_if(turn.vendors.begin(), turn.vendors.end(),
                                  [](const VendorTurn& vendor) { return vendor.fails; });
  return fmt::format(
      "{} integration vendors {} at once ({} and others): that is no matter of one credential, but "
      "of the API quota (10,000 calls an hour for all together) or of an outage, so none of them "
      "is blamed for it",
      turn.vendors.size(),
      fail == 0                                                  ? "fell silent"
      : fail == static_cast<std::ptrdiff_t>(turn.vendors.size()) ? "began to fail"
                                                                 : "fell silent or began to fail",
      scene.events.texts.text(turn.vendors.front().vendor));
}

}  // namespace whylocked::old
