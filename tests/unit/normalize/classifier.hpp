// Classifies a row given by the texts of its columns.
//
// In:  a Case.  Out: its event as words.  Lifetime: values.  Threads: pure.
// Failure: as `normalized`.
#pragma once

#include "unit/normalize/table.hpp"

namespace whylocked::table {

struct Case {
  const char* event;
  const char* outcome;
  const char* reason;
  const char* code;
  const char* locked;
  const char* meaning;  // "login_failed bad_password"; without "unknown"
};

inline std::string meaning_of(const Event& event) {
  std::string text(to_text(event.kind));
  if (event.reason == Reason::unknown) return text;
  text += ' ';
  text += to_text(event.reason);
  return text;
}

// A column that is empty in the row is missing from the file.
inline Normalized normalized_from(const Case& one, const NormalizeOptions& options = {},
                                  const std::string& time_header = "time") {
  std::string header = time_header + ",user";
  std::vector<std::string> row = {"2026-05-19T08:00:00Z", "ann"};
  for (const auto& [name, text] :
       {std::pair("event", one.event), std::pair("outcome", one.outcome),
        std::pair("reason", one.reason), std::pair("reason_code", one.code),
        std::pair("locked", one.locked)}) {
    if (*text == 0) continue;
    header += std::string(",") + name;
    row.emplace_back(text);
  }
  return normalized(header, {row}, options);
}

}  // namespace whylocked::table
