// Finds the header of delimited text, and with it the delimiter.
//
// In:  the beginning of the text.  Out: the record that names the columns, and their meaning.
// The header is the record with the most recognized names, for any delimiter: exports have titles
// above it ("Login report;;;", "sep=;"), and a comma inside a title means nothing. Ties go to the
// first record, then to its first delimiter.
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
  std::uint64_t record = 0;  // its number; 0: none
  std::vector<std::string> cells = {};
  ColumnMapping mapping = {};
  bool client_is_customer = false;
  bool failed_is_count = false;
};

// `whole`: `beginning` is the whole text.
HeaderChoice find_header(std::string_view beginning, bool whole, Encoding encoding,
                         const ReadOptions& options);

// Whether the column "Failed" holds numbers of failures rather than codes, or yes or no. False if
// another column says what happened.
bool counts_failures(std::string_view beginning, const HeaderChoice& header, Encoding encoding,
                     const ReadOptions& options);

std::vector<std::string> header_cells(const Record& record, Encoding encoding);

// The column "Client", "Site" or "Account", from 0, if it may name customers; nullopt if it has
// another meaning.
std::optional<std::size_t> client_column(const std::vector<std::string>& header,
                                         const Columns& columns);

// Whether that column names customers, as in exports of RMM systems and MSPs: two customers have an
// account with a common name such as "administrator", no address or computer belongs to two
// customers, and no value is a program or a computer. A site is a customer only if some value is
// the name of a company, "Contoso Ltd".
bool names_customers(std::string_view beginning, const HeaderChoice& header, Encoding encoding,
                     const ReadOptions& options);

// The field whose value is given once per group, in its first row or in a row before it: the user
// of a pivoted table, or the day next to a column of clocks. It is the user if each name comes
// once, most rows have none, and the times start again with each group, which they never do in a
// log that only lacks the names of unknown users. It is the day if each comes once, in order, and
// most rows have none.
std::optional<Field> grouping_field(std::string_view beginning, const HeaderChoice& header,
                                    Encoding encoding, const ReadOptions& options);

}  // namespace whylocked::input::csv
