// What the columns of one header mean.
//
// In:  header cells and the --map options.  Out: Columns, and what is missing.
// --map comes first. Then the surest pair of column and field, then the next: each column serves
// one field, each field one column, so "User" beside "Username" is the display name.
// Lifetime: values.  Threads: pure.  Failure: Resolution::missing and unknown.
#pragma once

#include <string>
#include <vector>

#include "whylocked/read.hpp"

namespace whylocked::reading {

struct Resolution {
  Columns columns;
  std::size_t named = 0;             // fields known by an alias or by the name in --map
  bool is_data = false;              // a --map by number points at digits: no header at all
  std::vector<Field> missing;        // required, not found
  std::vector<std::string> unknown;  // columns of --map that are not there

  bool is_usable() const { return missing.empty() && unknown.empty(); }
  // In how far these cells are a header; larger is better.
  std::size_t score(std::size_t required) const;
};

Resolution resolve(const std::vector<std::string>& header, const ReadOptions& options);

// "time", "time and user"
std::string join_fields(const std::vector<Field>& fields);

// `the columns are: Wann, Wer, "a, b"`, cut to a length one can read; empty names are left out.
std::string list_columns(const std::vector<std::string>& header);

}  // namespace whylocked::reading
