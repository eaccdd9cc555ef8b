// The lockouts as CSV: a row for each lockout and cause of its case; a case without lockouts has
// rows without one. New columns are only added at the end.
#include <fmt/format.h>

#include "report/escape.hpp"
#include "report/view.hpp"

namespace whylocked::report {

namespace {

constexpr std::string_view kHeader =
    "lockout,user,account_kind,locked_at,recorded,unlocked_at,counted_failures,trigger,trigger_at,"
    "callers,main_address,main_share,status,verdict,rank,cause,name,kind,probability,score_db,"
    "known,case,basis\n";

void add_text(std::string_view text, std::string& out) {
  append_csv(text, out);
  out += ',';
}

// The columns up to "verdict", common to the rows of a lockout; for a case without lockouts, its
// own.
std::string shared_fields(const ReportView& view, const Incident* incident,
                          const Diagnosis& diagnosis) {
  const Case& one = view.case_of(diagnosis);
  const auto time = [](bool known, Micros at) { return known ? to_rfc3339(at) : std::string(); };
  const Incident none;
  const Incident& of = incident == nullptr ? none : *incident;
  const bool locked = incident != nullptr;
  std::string users;
  for (const TextId user : locked ? std::vector<TextId>{of.user} : one.users)
    (users += users.empty() ? "" : " ") += view.user(user);
  const std::size_t callers = locked ? of.contributions.size() : one.callers.size();
  std::string address, share;
  if (callers > 0) {
    const Caller& main =
        view.caller(locked ? of.contributions.front().caller : one.callers.front());
    if (!main.addresses.empty()) address = view.address(main.addresses.front());
    share = fmt::format("{:.6f}", locked ? of.contributions.front().share : one.shares.front());
  }
  std::string out;
  for (const std::string& field :
       {of.id, users, diagnosis.account_kind, time(locked, of.locked_at),
        std::string(!locked                           ? ""
                    : of.basis == LockBasis::recorded ? "true"
                                                      : "false"),
        time(of.unlocked_at.has_value(), of.unlocked_at.value_or(0)),
        std::to_string(locked ? view.attempts(of.counted) : one.failures),
        std::string(locked ? to_text(of.trigger.kind) : ""),
        time(locked && happened(of.trigger), of.trigger.at), std::to_string(callers), address,
        share, std::string(to_text(diagnosis.status)), std::string(diagnosis.verdict())})
    add_text(field, out);
  return out;
}

// A row for each cause, or one row without causes. `incident`: null for a case without lockouts.
void add_rows(const ReportView& view, const Incident* incident, const Diagnosis& diagnosis,
              bool known, std::string& out) {
  const std::string before = shared_fields(view, incident, diagnosis);
  const std::string_view in_baseline = !view.report().known ? "" : known ? "true" : "false";
  const std::string after =
      fmt::format("{},{},{}\n", in_baseline, view.case_of(diagnosis).id,
                  incident == nullptr ? std::string_view() : to_text(incident->basis));
  for (const RankedCause& cause : diagnosis.causes) {
    out += before;
    out += fmt::format("{},{},", cause.rank, id_of(cause));
    add_text(name_of(cause), out);
    out += fmt::format("{},{:.6f},{:.1f},", to_text(cause.category), cause.probability,
                       cause.score_db10 / 10.0) +
           after;
  }
  if (diagnosis.causes.empty()) (out += before) += ",,,,,," + after;
}

}  // namespace

void write_csv(const ReportView& view, const ReportOptions& options, std::string& out) {
  out += kHeader;
  for (const std::uint32_t index : view.lockouts()) {
    const Incident& incident = view.incident(index);
    add_rows(view, &incident, *view.diagnosis_of(incident), view.is_known(index), out);
    flush_if_large(options.flush, out);
  }
  for (const Diagnosis& diagnosis : view.report().cases)
    if (view.case_of(diagnosis).incidents.empty())
      add_rows(view, nullptr, diagnosis, view.is_known(diagnosis), out);
}

}  // namespace whylocked::report
