// JUnit XML as Ant writes it: a test case for each case, which fails; without any, one that passes.
//
// A case of the baseline is skipped, an input that cannot be read is an error. The form requires
// the time of the run, which would make every report differ: it is that of the last event.
#include <algorithm>

#include "report/escape.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

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

std::string lines_of(const ReportView& view, const Diagnosis& diagnosis) {
  std::string text;
  if (diagnosis.causes.empty()) return text;
  const Cause cause = view.leading_cause(diagnosis);
  text += "\nWhy " + xml(cause.name) + ":\n";
  for (const EvidenceLine& line : cause.evidence)
    text += "  " + decibel_words(line.db10) + "  " + xml(line.says()) + '\n';
  const Fix fix = advice_of(view, diagnosis);
  if (!fix.steps.empty()) text += "Do this: " + xml(fix.where) + '\n';
  for (const std::string& step : fix.steps) text += "  - " + xml(step) + '\n';
  return text;
}

std::string class_of(const ReportView& view, const Case& one) {
  const std::string_view user =
      one.users.empty() ? std::string_view() : view.user(one.users.front());
  if (one.users.size() > 1) return std::to_string(one.users.size()) + " accounts";
  return std::string(user.empty() ? "unknown" : user);
}

void add_case(const ReportView& view, const Diagnosis& diagnosis, std::string& out) {
  const Case& one = view.case_of(diagnosis);
  open_case(one.id + ' ' + std::to_string(one.incidents.size()) + " lockouts, from " +
                to_rfc3339(one.first),
            class_of(view, one), out);
  if (view.is_known(diagnosis)) {
    out += "><skipped/></testcase>\n";
    return;
  }
  const std::string verdict = finding_verdict(diagnosis);
  out += ">\n      <failure";
  attribute("message", verdict, out);
  attribute("type", to_text(diagnosis.status), out);
  out += '>' + xml(finding_title(view, diagnosis) + ".") + '\n' + xml(verdict) + '.' +
         lines_of(view, diagnosis);
  if (const Event* row = finding_row(view, diagnosis))
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

void open_suite(const ReportView& view, std::size_t errors, std::string& out) {
  const Report& report = view.report();
  const auto known = static_cast<std::size_t>(
      std::count_if(report.cases.begin(), report.cases.end(),
                    [&](const Diagnosis& one) { return view.is_known(one); }));
  const std::size_t cases = report.cases.size() + errors;
  out += "  <testsuite";
  attribute("package", "whylocked", out);
  attribute("id", "0", out);
  attribute("name", "lockouts", out);
  attribute("timestamp", last_time(report), out);
  attribute("hostname", "localhost", out);
  attribute("tests", std::to_string(std::max<std::size_t>(cases, 1)), out);
  attribute("failures", std::to_string(report.cases.size() - known), out);
  attribute("errors", std::to_string(errors), out);
  attribute("skipped", std::to_string(known), out);
  attribute("time", "0", out);
  out += ">\n    <properties/>\n";
}

}  // namespace

void write_junit(const ReportView& view, const ReportOptions&, std::string& out) {
  const Report& report = view.report();
  const auto is_error = [](const Diagnostic& one) { return one.severity == Severity::error; };
  const auto& messages = report.diagnostics;
  const auto errors =
      static_cast<std::size_t>(std::count_if(messages.begin(), messages.end(), is_error));
  out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  open_suite(view, errors, out);
  for (const Diagnosis& diagnosis : report.cases) add_case(view, diagnosis, out);
  for (const Diagnostic& one : messages)
    if (is_error(one)) add_error_case(one, out);
  if (report.cases.empty() && errors == 0) {
    open_case("no lockout", "whylocked", out);
    out += "/>\n";
  }
  out += "    <system-out/>\n    <system-err/>\n  </testsuite>\n</testsuites>\n";
}

}  // namespace whylocked::report
