// The signal of calls an hour and vendor: who fell silent or began to fail at the change, who never
// called. The table sums all accounts, so it speaks of products, not of callers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "attribute/signals/scene.hpp"

namespace whylocked::attribution {

namespace {

// Whether the table counts refused calls is not known: the cause turns in one table of two. Of
// vendors that are not the cause one in fifty stops in just these hours for a reason of its own,
// and one in a hundred begins to fail (judgements).
constexpr double kTells = .5, kStopsAnyway = .02, kFailsAnyway = .01;
// Two in three of those who lock an account had a working credential in the weeks before.
constexpr double kCalledBefore = .67, kSeldomSilent = .98;

// "14 calls an hour", "9 to 14 calls an hour".
std::string calls_an_hour(const VendorTurn& vendor) {
  if (vendor.least != vendor.most)
    return fmt::format("{} to {} calls an hour", vendor.least, vendor.most);
  return fmt::format("{} call{} an hour", vendor.most, vendor.most == 1 ? "" : "s");
}

Text turn_in_words(const CaseView& view, const Turn& turn, const VendorTurn& vendor) {
  const Text name = Text::quoted(NameKind::program, view.text(vendor.vendor));
  if (vendor.fails)
    return name +
           fmt::format(
               ": {} of {} calls failed in the {} hours since {}, none in the {} hours before",
               vendor.failures, vendor.calls, turn.hours_after, to_rfc3339(vendor.at),
               turn.hours_before);
  return name + fmt::format(": {} until {}, {} in the {} hours since", calls_an_hour(vendor),
                            to_rfc3339(vendor.at),
                            vendor.calls == 0 ? "none" : fmt::format("only {}", vendor.calls),
                            turn.hours_after);
}

// It signs in to the API, and the catalog knows the name under which the table would show it.
bool would_show(const Hypothesis& one) {
  return one.product != nullptr && one.category != CauseCategory::custom &&
         one.product->own_login.value != "yes" && one.product->api_user.value == "yes" &&
         one.product->tracking_fact.confidence >= .8;
}

}  // namespace

void observe_api_activity(const CaseView& view, Observations& out) {
  if (view.first == nullptr || view.lead == nullptr || !view.autotask) return;
  const Turn& turn = view.scene.activity.turn_of(view.one.incidents.front());
  if (!turn.observed) return;
  std::map<std::uint16_t, Refinement> facts;
  Observation made = seen_apart(view, "api-activity");
  if (!turn.is_crowd()) {
    for (const VendorTurn& vendor : turn.vendors) {
      // The table speaks of one cause; the caller is to blame for a part of the lockouts.
      const double sure = view.one.shares.front() / (1 + std::pow(10, -vendor.surely));
      for (const std::uint16_t h : meant_by(view.text(vendor.vendor)))
        facts.try_emplace(h, Refinement{h, kTells, vendor.fails ? kFailsAnyway : kStopsAnyway, sure,
                                        "; it turned when the failures began"});
      if (view.words)
        made.words += (made.words.empty() ? "" : "; ") + turn_in_words(view, turn, vendor);
      made.activity.insert(made.activity.end(), vendor.rows.begin(), vendor.rows.end());
    }
  }
  const auto all = hypotheses();
  std::vector<bool> called(all.size(), false);
  for (const TextId vendor : view.scene.activity.callers())
    for (const std::uint16_t h : meant_by(view.text(vendor))) called[h] = true;
  for (std::uint16_t h = 0; h < all.size(); ++h)
    if (!called[h] && would_show(all[h]))
      facts.try_emplace(h, Refinement{h, 1 - kCalledBefore, kSeldomSilent, 1,
                                      "; it made no call in the whole table"});
  if (facts.empty()) return;
  if (view.words && made.words.empty()) made.words = "calls an hour and vendor";
  made.activity.resize(std::min(made.activity.size(), kRowsShown));
  for (const auto& [h, fact] : facts) made.facts.push_back(fact);
  out.push_back(std::move(made));
}

}  // namespace whylocked::attribution
