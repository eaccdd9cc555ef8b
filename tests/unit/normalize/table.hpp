// Normalizes a file given as a table in a test.
//
//   const Normalized got = normalized(
//       "time,user,event,outcome", {{"2026-05-19T08:00:00Z", "ann", "Login", "Failure"}});
// The first argument names the fields (as --map does), each followed by a colon and its header if
// that matters: "time:Date (UTC),user". Rows are numbered from 2, as below a header.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "whylocked/normalize.hpp"

namespace whylocked::table {

struct Normalized {
  bool ok = false;
  Events events;
  InputInfo info;
  std::vector<Diagnostic> diagnostics;

  // "row:column: message" of each diagnostic, without the hint.
  std::vector<std::string> messages() const {
    std::vector<std::string> lines;
    for (const Diagnostic& one : diagnostics)
      lines.push_back(std::to_string(one.row) + ':' + std::to_string(one.column) + ": " +
                      std::string(to_text(one.severity)) + ": " + one.message.str());
    return lines;
  }
  const Program& program(std::size_t i) const {
    return events.programs.at(events.rows.at(i).program);
  }
  std::string user(std::size_t i) const {
    return std::string(events.users.text(events.rows.at(i).user));
  }
  std::string time(std::size_t i) const { return to_rfc3339(events.rows.at(i).time); }
};

inline std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts(1);
  for (const char c : text)
    if (c == mark)
      parts.emplace_back();
    else
      parts.back() += c;
  return parts;
}

using Rows = std::vector<std::vector<std::string>>;

inline Columns columns_of(const std::string& header, std::vector<Field>& fields) {
  Columns columns;
  for (const std::string& part : split(header, ',')) {
    const std::size_t colon = part.find(':');
    const std::string name = part.substr(0, colon);
    for (std::size_t i = 0; i < kFieldCount; ++i)
      if (to_text(static_cast<Field>(i)) == name) fields.push_back(static_cast<Field>(i));
    const auto at = static_cast<std::size_t>(fields.back());
    columns.number[at] = static_cast<std::uint32_t>(fields.size());
    columns.header[at] = colon == std::string::npos ? name : part.substr(colon + 1);
  }
  return columns;
}

inline bool feed(const std::string& header, const Rows& rows, const NormalizeOptions& options,
                 std::uint16_t file, Events& events, InputInfo& info, Diagnostics& diagnostics,
                 bool since_1904 = false) {
  Normalizer normalizer(options, file, info, events, diagnostics);
  std::vector<Field> fields;
  Columns columns = columns_of(header, fields);
  columns.dates_since_1904 = since_1904;
  normalizer.begin(columns);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Row row;
    row.number = i + 2;
    for (std::size_t j = 0; j < rows[i].size(); ++j)
      row.fields[static_cast<std::size_t>(fields.at(j))] = rows[i][j];
    normalizer.consume(RowTexts(row).batch());
    ++info.rows;
  }
  return normalizer.finish();
}

inline Normalized normalized(const std::string& header, const Rows& rows,
                             const NormalizeOptions& options = {}) {
  Normalized got;
  Diagnostics diagnostics;
  got.info.file = "export.csv";
  got.ok = feed(header, rows, options, 0, got.events, got.info, diagnostics);
  got.diagnostics = diagnostics.list();
  return got;
}

inline NormalizeOptions in_zone(const std::string& zone) {
  NormalizeOptions options;
  options.time_zone = zone;
  options.time_zone_source = "option";
  return options;
}

inline NormalizeOptions in_order(DateOrder order) {
  NormalizeOptions options;
  options.date_order = order;
  return options;
}

}  // namespace whylocked::table
