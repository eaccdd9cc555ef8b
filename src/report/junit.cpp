// JUnit XML as Ant writes it: a case for each lockout, which fails; without any, one that passes.
//
// A lockout of the baseline is skipped, an input that cannot be read is an error. The form asks for
// the time of the run, which would make every report differ: it is that of the last event.
#include <algorithm>

#include "report/wording.hpp"
#include "report/escape.hpp"

namespace whylocked {

namespace {

// XML 1.0 has no way to write most control characters, so they are shown as the terminal shows
// them; nor may it hold the two last places of the plane, which print as nothing.
std::string xml(std::string_view text) {
  std::string out;
  append_markup(escape_terminal(text), out);
  for (const auto& [from, to] :
       {std::pair<std::string_view, std::string_view>("\xef\xbf\xbe", "\\u{FFFE}"),
        {"\xef\xbf\xbf", "\\u{FFFF}"}})
    for (std::size_t at = 0; (at = out.find(from, at)) != out.npos;)
      out.replace(at, from.size(), to);
  return out;
}

void attribute(std::string_view name, std::string_view value, std::string& out) {
  (((out += ' ') += name) += "=\"") += xml(value);
  out += '"';
}

void open_case(std::string_view name, std::string_view of, std::string& out) {
  out += "    <testcase";
  attribute("name", name, out);
  attribute("classname", of, out);
  attribute("time", "0", out);
}

std::string lines_of(const Diagnosis& diagnosis) {
  std::string text;
  if (diagnosis.causes.empty()) return text;
  const Cause cause = diagnosis.causes.front();
  text += "\nWhy " + xml(cause.name) + ":\n";
  for (const EvidenceLine& line : cause.evidence)
    text += "  " + decibel_words(line.db10) + "  " + xml(line.says) + '\n';
  const Fix fix = fix_of_finding(diagnosis);
  if (!fix.steps.empty()) text += "What to do: " + xml(fix.where) + '\n';
  for (const std::string& step : fix.steps) text += "  - " + xml(step) + '\n';
  return text;
}

void add_lockout_case(const ReportView& view, const Diagnosis& diagnosis, std::string& out) {
  const Incident& incident = view.incident(diagnosis);
  open_case(incident.id + " locked at " + to_rfc3339(incident.locked_at),
            view.user(incident.user).empty() ? "unknown" : view.user(incident.user), out);
  if (was_known(view.report(), diagnosis)) {
    out += "><skipped/></testcase>\n";
    return;
  }
  const std::string verdict = finding_verdict(diagnosis);
  out += ">\n      <failure";
  attribute("message", verdict, out);
  attribute("type", to_text(diagnosis.status), out);
  out += '>' + xml(finding_title(view, diagnosis) + ".") + '\n' + xml(verdict) + '.' +
         lines_of(diagnosis);
  if (const Event* row = finding_row(view, incident))
    out += xml(view.file(row->file)) + ':' + std::to_string(row->row) + '\n';
  out += "</failure>\n    </testcase>\n";
}

void add_error_case(const Diagnostic& diagnostic, std::string& out) {
  std::string place = diagnostic.file.empty() ? std::string("input") : diagnostic.file;
  if (diagnostic.row > 0) place += ':' + std::to_string(diagnostic.row);
  open_case(place, "input", out);
  out += ">\n      <error";
  attribute("message", diagnostic.message, out);
  attribute("type", "input", out);
  out += '>' + xml(diagnostic.hint) + "</error>\n    </testcase>\n";
}

std::string last_time(const Report& report) {
  Micros last = 0;
  for (const InputInfo& input : report.inputs) last = std::max(last, input.last);
  return to_rfc3339(last - last % kSecond).substr(0, 19);  // the form forbids a zone
}

void open_suite(const Report& report, std::size_t errors, std::string& out) {
  const auto known = static_cast<std::size_t>(
      std::count_if(report.lockouts.begin(), report.lockouts.end(),
                    [&](const Diagnosis& one) { return was_known(report, one); }));
  const std::size_t cases = report.lockouts.size() + errors;
  out += "  <testsuite";
  attribute("package", "whylocked", out);
  attribute("id", "0", out);
  attribute("name", "lockouts", out);
  attribute("timestamp", last_time(report), out);
  attribute("hostname", "localhost", out);
  attribute("tests", std::to_string(std::max<std::size_t>(cases, 1)), out);
  attribute("failures", std::to_string(report.lockouts.size() - known), out);
  attribute("errors", std::to_string(errors), out);
  attribute("skipped", std::to_string(known), out);
  attribute("time", "0", out);
  out += ">\n    <properties/>\n";
}

}  // namespace

void write_junit(const Report& report, std::string& out) {
  const ReportView view(report);
  const auto is_error = [](const Diagnostic& one) { return one.severity == Severity::error; };
  const auto& told = report.diagnostics;
  const auto errors = static_cast<std::size_t>(std::count_if(told.begin(), told.end(), is_error));
  out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  open_suite(report, errors, out);
  for (const Diagnosis& diagnosis : report.lockouts) add_lockout_case(view, diagnosis, out);
  for (const Diagnostic& one : told)
    if (is_error(one)) add_error_case(one, out);
  if (report.lockouts.empty() && errors == 0) {
    open_case("no lockout", "whylocked", out);
    out += "/>\n";
  }
  out += "    <system-out/>\n    <system-err/>\n  </testsuite>\n</testsuites>\n";
}

}  // namespace whylocked
