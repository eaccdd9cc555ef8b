// The lockouts as CSV: a row for each lockout and cause of its case; a case that locked nobody has
// rows without a lockout. Columns only ever join at the end.
#include <fmt/format.h>

#include "report/tables.hpp"
#include "report/view.hpp"

namespace whylocked::report {

namespace {

constexpr std::string_view kHeader =
    "lockout,user,account_kind,locked_at,recorded,unlocked_at,counted_failures,trigger,trigger_at,"
    "callers,main_address,main_share,status,verdict,rank,cause,name,kind,probability,score_db,"
    "known,case,basis\n";

std::string time_or_nothing(bool known, Micros time) {
  return known ? to_rfc3339(time) : std::string();
}

void add_text(std::string_view text, std::string& out) {
  append_csv(text, out);
  out += ',';
}

std::string main_address(const ReportView& view, const Caller& caller) {
  return caller.addresses.empty() ? std::string() : view.address(caller.addresses.front());
}

// The columns up to "verdict", which the rows of one lockout share.
std::string lockout_fields(const ReportView& view, const Incident& incident,
                           const Diagnosis& diagnosis) {
  std::string out;
  add_text(incident.id, out);
  add_text(view.user(incident.user), out);
  add_text(diagnosis.account_kind, out);
  add_text(to_rfc3339(incident.locked_at), out);
  add_text(incident.basis == LockBasis::recorded ? "true" : "false", out);
  add_text(time_or_nothing(incident.unlocked_at.has_value(), incident.unlocked_at.value_or(0)),
           out);
  add_text(std::to_string(view.attempts(incident.counted)), out);
  add_text(to_text(incident.trigger.kind), out);
  add_text(time_or_nothing(happened(incident.trigger), incident.trigger.at), out);
  add_text(std::to_string(incident.contributions.size()), out);
  if (incident.contributions.empty()) {
    out += ",,";
  } else {
    const Contribution& main = incident.contributions.front();
    add_text(main_address(view, view.caller(main.caller)), out);
    out += fmt::format("{:.6f},", main.share);
  }
  add_text(to_text(diagnosis.status), out);
  add_text(diagnosis.verdict(), out);
  return out;
}

// The same for a case without lockouts.
std::string case_fields(const ReportView& view, const Diagnosis& diagnosis) {
  const Case& one = view.case_of(diagnosis);
  std::string users, out;
  for (const TextId user : one.users) (users += users.empty() ? "" : " ") += view.user(user);
  out += ',';
  add_text(users, out);
  add_text(diagnosis.account_kind, out);
  out += ",,,";
  add_text(std::to_string(one.failures), out);
  out += ",,";
  add_text(std::to_string(one.callers.size()), out);
  add_text(
      one.callers.empty() ? std::string() : main_address(view, view.caller(one.callers.front())),
      out);
  out += one.shares.empty() ? "," : fmt::format("{:.6f},", one.shares.front());
  add_text(to_text(diagnosis.status), out);
  add_text(diagnosis.verdict(), out);
  return out;
}

void add_cause(const RankedCause& cause, std::string& out) {
  add_text(std::to_string(cause.rank), out);
  add_text(id_of(cause), out);
  add_text(name_of(cause), out);
  add_text(to_text(cause.category), out);
  out += fmt::format("{:.6f},{:.1f},", cause.probability, cause.score_db10 / 10.0);
}

void add_rows(const std::string& before, const Diagnosis& diagnosis, const std::string& after,
              std::string& out) {
  for (const RankedCause& cause : diagnosis.causes) {
    out += before;
    add_cause(cause, out);
    out += after;
  }
  if (diagnosis.causes.empty()) (out += before) += ",,,,,," + after;
}

}  // namespace

}  // namespace whylocked::report

namespace whylocked {

using namespace report;

void write_csv(const Report& report, std::string& out, const FlushCallback& flush) {
  const ReportView view(report);
  const auto known_word = [&](bool known) {
    return std::string(!report.known ? "" : known ? "true" : "false");
  };
  out += kHeader;
  for (const std::uint32_t index : view.lockouts()) {
    const Incident& incident = view.incident(index);
    const Diagnosis& diagnosis = *view.diagnosis_of(incident);
    const std::string after = known_word(view.is_known(index)) + ',' + view.case_of(diagnosis).id +
                              ',' + std::string(to_text(incident.basis)) + '\n';
    add_rows(lockout_fields(view, incident, diagnosis), diagnosis, after, out);
    flush_if_large(flush, out);
  }
  for (const Diagnosis& diagnosis : report.cases) {
    if (!view.case_of(diagnosis).incidents.empty()) continue;
    const std::string after =
        known_word(view.is_known(diagnosis)) + ',' + view.case_of(diagnosis).id + ",\n";
    add_rows(case_fields(view, diagnosis), diagnosis, after, out);
  }
}

}  // namespace whylocked
