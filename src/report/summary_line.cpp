// The one line that a log of many runs needs.
#include <algorithm>
#include <set>

#include "whylocked/report.hpp"

namespace whylocked {

namespace {

std::string counted(std::uint64_t number, std::string_view noun) {
  return std::to_string(number) + ' ' + std::string(noun) + (number == 1 ? "" : "s");
}

void add_part(std::uint64_t number, std::string_view words, std::string& out) {
  if (number == 0) return;
  out += out.ends_with(':') ? " " : ", ";
  out += std::to_string(number) + ' ' + std::string(words);
}

}  // namespace

void write_summary_line(const Report& report, std::string& out) {
  const Summary& summary = report.summary;
  std::set<TextId> accounts;
  for (const Diagnosis& one : report.lockouts)
    accounts.insert(report.correlation.incidents[one.incident].user);
  out += "whylocked: ";
  if (report.lockouts.empty()) {
    out += "no lockout in " + counted(summary.events, "event");
  } else {
    out +=
        counted(summary.lockouts, "lockout") + " of " + counted(accounts.size(), "account") + ':';
    add_part(summary.diagnosed, "diagnosed", out);
    add_part(summary.tied, "tied", out);
    add_part(summary.insufficient_evidence, "without enough evidence", out);
  }
  if (report.known)
    out +=
        "; new: " + std::to_string(std::count(report.known->begin(), report.known->end(), false));
  out += '\n';
}

}  // namespace whylocked
