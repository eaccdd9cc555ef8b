// The meaning of the columns of one header.
//
// In:  header cells and the --map options.  Out: Columns, and the required fields that are missing.
// --map comes first, then the profile of the system that wrote the file, if its columns are known,
// then the table of aliases by priority. Each column is one field and each field one column, so
// "User" beside "Username" is the display name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "input/context.hpp"
#include "whylocked/read.hpp"

namespace whylocked::input {

struct ColumnMapping {
  Columns columns;
  const Profile* profile = nullptr;  // of the system, if it is known
  // Further columns for a field, by the profile: in each row the first with text counts.
  std::vector<std::pair<Field, std::size_t>> fallbacks;  // column from 0
  // Columns that could be a field for which another column was chosen without a profile.
  std::vector<std::pair<Field, std::size_t>> ambiguous;
  // In a table with a column an hour: column from 0, and the clock it begins at, "08:00".
  std::vector<std::pair<std::size_t, std::string>> hours;
  std::size_t named = 0;             // fields known by an alias or by the name in --map
  bool is_data = false;              // a --map by number names a cell of digits: there is no header
  std::vector<Field> missing;        // required, not found; empty for a table of calls per hour
  std::vector<std::string> unknown;  // columns in --map that do not exist

  bool is_usable() const { return missing.empty() && unknown.empty(); }
  // How well these cells fit a header; larger is better.
  std::size_t score(std::size_t required) const;
};

// Whether a further column of a field counts instead: logs write a dash, and Windows 0x0 where a
// status has no detail.
inline bool gives_way(std::string_view text) {
  return text.empty() || text == "-" || text == "0x0" || text == "0x00000000";
}

ColumnMapping resolve_columns(const std::vector<std::string>& header, const ReadOptions& options);

// "time", "time and user"
std::string join_fields(const std::vector<Field>& fields);

// `the columns are: Wann, Wer, "a, b"`, shortened; empty names are left out.
Text list_columns(const std::vector<std::string>& header);

// An error about required fields that no column names, and unknown columns in --map. Always false.
// `row` has the names; 0: they are keys of JSON objects.
bool fail_columns(const ColumnMapping& mapping, const std::vector<std::string>& names,
                  std::uint64_t row, InputContext& context);

// Notes about two columns of one name, of which a name can only mean the first, and about two
// columns that could be the same field, such as "User" beside "Username".
void note_ambiguous_columns(const ColumnMapping& mapping, const std::vector<std::string>& names,
                            std::uint64_t row, InputContext& context);

}  // namespace whylocked::input
