// Finds the header of delimited text, and with it the delimiter.
//
// In:  the beginning of the text.  Out: which record names the columns, and what they mean.
// The header is the record with the most known names, under whichever delimiter that is: exports
// have titles above it ("Login report;;;", "sep=;"), and a comma inside a title means nothing. The
// first record of equals wins, and of its delimiters the first.
// Failure: HeaderChoice::found is false; `cells` are then the best candidate, for the message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/csv/splitter.hpp"
#include "input/encoding.hpp"
#include "input/table/columns.hpp"

namespace whylocked::input::csv {

struct HeaderChoice {
  bool found = false;
  char delimiter = ',';
  std::uint64_t record = 0;  // its number; 0: there was none
  std::vector<std::string> cells = {};
  ColumnMapping mapping = {};
  bool client_is_customer = false;
  bool failed_is_count = false;
};

// `whole`: `beginning` is the whole text.
HeaderChoice find_header(std::string_view beginning, bool whole, Encoding encoding,
                         const ReadOptions& options);

// Whether the column "Failed" has a number of failures in each row, rather than a yes or no.
bool counts_failures(std::string_view beginning, const HeaderChoice& header, Encoding encoding,
                     const ReadOptions& options);

std::vector<std::string> header_cells(const Record& record, Encoding encoding);

// The column "Client", "Site" or "Account", from 0, that may name customers; nullopt: it has
// another meaning.
std::optional<std::size_t> client_column(const std::vector<std::string>& header,
                                         const Columns& columns);

// Whether it names customers, as in exports of RMM systems and MSPs: two of them have an account of
// a common name such as "administrator"; no address or computer has two customers, and no value is
// a program or a computer. A site is one only where a value has the name of a company, "Contoso
// Ltd".
bool names_customers(std::string_view beginning, const HeaderChoice& header, Encoding encoding,
                     const ReadOptions& options);

// The field that has a value once a group, in its first row or in a row before it: the user of a
// pivoted table, or the day beside a column of clocks. Certain of a user: each name comes once,
// most rows have none, and the times start again with the groups, as they do in no log that only
// lacks the names of unknown users. Of a day: each comes once, in order, and most rows have none.
std::optional<Field> grouping_field(std::string_view beginning, const HeaderChoice& header,
                                    Encoding encoding, const ReadOptions& options);

}  // namespace whylocked::input::csv
