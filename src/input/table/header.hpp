// Finds the header of delimited text, and with it the delimiter.
//
// In:  the beginning of the text.  Out: which record names the columns, and what they mean.
// The header is the record whose cells are known best, under whichever delimiter makes them so:
// exports have titles above it ("Login report;;;", "sep=;"), and a comma inside a title says
// nothing. The first of equals wins.
// Lifetime: values.  Threads: pure.  Failure: HeaderChoice::found is false; `cells` are then those
// that came nearest, for the message.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input/table/columns.hpp"
#include "input/encoding.hpp"
#include "input/csv/splitter.hpp"

namespace whylocked::input {

struct HeaderChoice {
  bool found = false;
  char delimiter = ',';
  std::uint64_t record = 0;  // its number; 0: nothing was looked at
  std::vector<std::string> cells;
  ColumnMapping meaning;
};

// `whole`: there is nothing behind `beginning`.
HeaderChoice find_header(std::string_view beginning, bool whole, Encoding encoding,
                         const ReadOptions& options);

std::vector<std::string> header_cells(const Record& record, Encoding encoding);

}  // namespace whylocked::input
