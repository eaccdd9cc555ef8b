// Maps the columns of one header to fields.
//
// In:  header cells and the --map options.  Out: Columns, and the required fields that are missing.
// --map comes first, then the profile of the system that wrote the file, if its columns are
// recognized, then the aliases by priority. Each column is one field and each field one column, so
// "User" next to "Username" is the display name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "input/context.hpp"
#include "whylocked/read.hpp"

namespace whylocked::input {

struct ColumnMapping {
  Columns columns;
  const Profile* profile = nullptr;  // of the system, if recognized
  // Further columns for a field, by the profile; in each row the first non-empty one counts.
  std::vector<std::pair<Field, std::size_t>> fallbacks;  // column from 0
  // Columns, from 0, of the caller that a proxy names; see forwarded.hpp. Address is the proxy's.
  std::vector<std::size_t> forwarded;
  // Columns that could be a field for which aliases chose another column.
  std::vector<std::pair<Field, std::size_t>> ambiguous;
  // In a table with one column per hour: column from 0, and the time its hour begins, "08:00".
  std::vector<std::pair<std::size_t, std::string>> hours;
  std::size_t named = 0;       // fields found by name
  bool is_data = false;        // a --map by number names a cell of digits, so there is no header
  std::vector<Field> missing;  // required, not found; empty for a table of calls per hour
  std::vector<std::string> unknown;  // columns in --map that do not exist

  bool is_usable() const { return missing.empty() && unknown.empty(); }
  // How well these cells fit a header; higher is better.
  std::size_t score(std::size_t required) const;
};

// Whether a value counts as none, so that a fallback column is used: "-" in logs, 0x0 in Windows.
inline bool gives_way(std::string_view text) {
  return text.empty() || text == "-" || text == "0x0" || text == "0x00000000";
}

ColumnMapping resolve_columns(const std::vector<std::string>& header, const ReadOptions& options);

// "time", "time and user"
std::string join_fields(const std::vector<Field>& fields);

// `the columns are: Wann, Wer, "a, b"`, shortened; empty names are left out.
Text list_columns(const std::vector<std::string>& header);

// Reports required fields without a column, and unknown columns in --map. Always returns false.
// `row`: the header's; 0 if the names are keys of JSON objects.
bool fail_columns(const ColumnMapping& mapping, const std::vector<std::string>& names,
                  std::uint64_t row, InputContext& context);

// Notes columns with the same name, of which a name can only mean the first, and columns that could
// be the same field, such as "User" and "Username".
void note_ambiguous_columns(const ColumnMapping& mapping, const std::vector<std::string>& names,
                            std::uint64_t row, InputContext& context);

}  // namespace whylocked::input
