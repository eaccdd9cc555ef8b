// JUnit XML as written by Ant: a failing test case for each case, or a single passing one.
//
// A case of the baseline is skipped, and an unreadable input is an error. The format requires the
// time of the run, which would make every report differ, so it is the time of the last event.
#include <fmt/format.h>

#include <algorithm>

#include "base/number.hpp"
#include "report/escape.hpp"
#include "report/outline.hpp"
#include "report/wording.hpp"

namespace whylocked::report {

namespace {

// XML 1.0 cannot represent most control characters and the last two code points of the plane, so
// they are escaped as on a terminal.
std::string xml(std::string_view text) {
  std::string out;
  append_markup(escape_terminal(text), out);
  return out;
}

std::string open_case(std::string_view name, std::string_view of) {
  return fmt::format("    <testcase name=\"{}\" classname=\"{}\" time=\"0\"", xml(name), xml(of));
}

std::string case_text(const ReportView& view, const Diagnosis& diagnosis) {
  constexpr std::size_t kReasons = 5;
  std::string text;
  TextLayout page(TextLayout::kMaxWidth, false, text);
  for (const Part& part : outline(view, diagnosis, view.leading_cause(diagnosis), false, kReasons))
    add_part(part, page);
  std::string out =
      xml(finding_title(view, diagnosis)) + ".\n" + xml(finding_verdict(diagnosis)) + ".\n";
  append_markup(text, out);
  return out;
}

std::string test_case(const ReportView& view, const Diagnosis& diagnosis) {
  const Case& one = view.case_of(diagnosis);
  const std::string_view user = one.users.empty() ? "" : view.user(one.users.front());
  const std::string open =
      open_case(fmt::format("{} {}, from {}", one.id, counted(one.incidents.size(), "lockout"),
                            to_rfc3339(one.first)),
                one.users.size() > 1 ? fmt::format("{} accounts", one.users.size())
                                     : std::string(user.empty() ? "unknown" : user));
  if (view.is_known(diagnosis)) return open + "><skipped/></testcase>\n";
  const Event* const row = finding_row(view, diagnosis);
  return fmt::format(
      "{}>\n      <failure message=\"{}\" type=\"{}\">{}{}</failure>\n    </testcase>\n", open,
      xml(finding_verdict(diagnosis)), to_text(diagnosis.status), case_text(view, diagnosis),
      row == nullptr ? "" : fmt::format("{}:{}\n", xml(view.file(row->file)), row->row));
}

std::string error_case(const Diagnostic& diagnostic) {
  std::string place = diagnostic.file.empty() ? std::string("input") : diagnostic.file;
  if (diagnostic.row > 0) place += ':' + std::to_string(diagnostic.row);
  return fmt::format(
      "{}>\n      <error message=\"{}\" type=\"input\">{}</error>\n    </testcase>\n",
      open_case(place, "input"), xml(diagnostic.message), xml(diagnostic.hint));
}

}  // namespace

void write_junit(const ReportView& view, const ReportOptions&, std::string& out) {
  const Report& report = view.report();
  Micros last = 0;
  for (const InputInfo& input : report.inputs) last = std::max(last, input.last);
  const auto known =
      std::ranges::count_if(report.cases, [&](const auto& one) { return view.is_known(one); });
  const auto errors =
      std::ranges::count(report.diagnostics, Severity::error, &Diagnostic::severity);
  const auto cases = std::ssize(report.cases);
  out += fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "  <testsuite package=\"whylocked\" id=\"0\" name=\"lockouts\" timestamp=\"{}\" "
      "hostname=\"localhost\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" "
      "time=\"0\">\n"
      "    <properties/>\n",
      to_rfc3339(last - last % kSecond).substr(0, 19),  // the format forbids a zone
      std::max<std::ptrdiff_t>(cases + errors, 1), cases - known, errors, known);
  for (const Diagnosis& diagnosis : report.cases) out += test_case(view, diagnosis);
  for (const Diagnostic& one : report.diagnostics)
    if (one.severity == Severity::error) out += error_case(one);
  if (cases + errors == 0) out += open_case("no lockout", "whylocked") + "/>\n";
  out += "    <system-out/>\n    <system-err/>\n  </testsuite>\n</testsuites>\n";
}

}  // namespace whylocked::report
