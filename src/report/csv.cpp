// The lockouts as CSV: a row for each lockout and cause. Columns only ever join at the end.
#include <fmt/format.h>

#include "report/view.hpp"
#include "report/wording.hpp"
#include "report/tables.hpp"

namespace whylocked {

namespace {

constexpr std::string_view kHeader =
    "lockout,user,account_kind,locked_at,recorded,unlocked_at,counted_failures,trigger,trigger_at,"
    "callers,main_address,main_share,status,verdict,rank,cause,name,kind,probability,score_db,"
    "known\n";

std::string time_or_nothing(bool known, Micros time) {
  return known ? to_rfc3339(time) : std::string();
}

void add_text(std::string_view text, std::string& out) {
  append_csv(text, out);
  out += ',';
}

// What the rows of one lockout have in common.
std::string lockout_fields(const ReportView& view, const Diagnosis& diagnosis) {
  const Incident& incident = view.incident(diagnosis);
  const TriggerKind trigger = incident.trigger.kind;
  const bool happened = trigger != TriggerKind::none_seen && trigger != TriggerKind::unknown;
  std::string out;
  add_text(incident.id, out);
  add_text(view.user(incident.user), out);
  add_text(diagnosis.account_kind, out);
  add_text(to_rfc3339(incident.locked_at), out);
  add_text((incident.basis == LockBasis::recorded) ? "true" : "false", out);
  add_text(time_or_nothing(incident.unlocked_at.has_value(), incident.unlocked_at.value_or(0)),
           out);
  add_text(std::to_string(view.attempts(incident.counted)), out);
  add_text(to_text(trigger), out);
  add_text(time_or_nothing(happened, incident.trigger.at), out);
  add_text(std::to_string(incident.contributions.size()), out);
  if (incident.contributions.empty()) {
    out += ",,";
  } else {
    const Contribution& main = incident.contributions.front();
    const SmallList& addresses = view.origin(main).addresses;
    add_text(addresses.empty() ? std::string() : view.address(addresses.front()), out);
    out += fmt::format("{:.6f},", main.share);
  }
  add_text(to_text(diagnosis.status), out);
  add_text(diagnosis.verdict, out);
  return out;
}

// Nothing where there is no baseline to be in.
std::string_view known_word(const Report& report, const Diagnosis& diagnosis) {
  if (!report.known) return {};
  return was_known(report, diagnosis) ? "true" : "false";
}

void add_cause(const CauseInBrief& cause, std::string& out) {
  add_text(std::to_string(cause.rank), out);
  add_text(cause.id, out);
  add_text(cause.name, out);
  add_text(to_text(cause.group), out);
  out += fmt::format("{:.6f},{:.1f},", cause.probability, cause.score_db10 / 10.0);
}

}  // namespace

void write_csv(const Report& report, std::string& out, const FlushCallback& flush) {
  const ReportView view(report);
  out += kHeader;
  for (const Diagnosis& diagnosis : report.lockouts) {
    const std::string fields = lockout_fields(view, diagnosis);
    const std::string_view known = known_word(report, diagnosis);
    for (std::size_t i = 0; i < diagnosis.causes.size(); ++i) {
      out += fields;
      add_cause(diagnosis.causes.brief(i), out);
      (out += known) += '\n';
    }
    if (diagnosis.causes.empty()) ((out += fields) += ",,,,,,").append(known) += '\n';
    flush_if_large(flush, out);
  }
}

}  // namespace whylocked
