// What the columns of one header mean.
//
// In:  header cells and the --map options.  Out: Columns, and what is missing.
// --map comes first. Then the profile of the system that wrote the file, if its columns are known.
// Then, by the table of aliases, the surest pair of column and field, then the next: each column
// serves one field, each field one column, so "User" beside "Username" is the display name.
// Lifetime: values.  Threads: pure.  Failure: ColumnMapping::missing and unknown.
#pragma once

#include <string>
#include <vector>

#include "whylocked/read.hpp"

namespace whylocked::input {

struct ColumnMapping {
  Columns columns;
  const Profile* profile = nullptr;  // of the system, if it is known
  // Further columns for a field, by the profile: of each row the first with text counts.
  std::vector<std::pair<Field, std::size_t>> others;  // column from 0
  // Columns that could be a field that another column is, and no profile decides it.
  std::vector<std::pair<Field, std::size_t>> rivals;
  // Of a table with a column an hour: column from 0, and the clock it begins at, "08:00".
  std::vector<std::pair<std::size_t, std::string>> hours;
  std::size_t named = 0;             // fields known by an alias or by the name in --map
  bool is_data = false;              // a --map by number points at digits: no header at all
  std::vector<Field> missing;        // required, not found; none of a table of calls an hour
  std::vector<std::string> unknown;  // columns of --map that are not there

  bool is_usable() const { return missing.empty() && unknown.empty(); }
  // In how far these cells are a header; larger is better.
  std::size_t score(std::size_t required) const;
};

ColumnMapping resolve(const std::vector<std::string>& header, const ReadOptions& options);

// "time", "time and user"
std::string join_fields(const std::vector<Field>& fields);

// `the columns are: Wann, Wer, "a, b"`, cut to a length one can read; empty names are left out.
std::string list_columns(const std::vector<std::string>& header);

}  // namespace whylocked::input
