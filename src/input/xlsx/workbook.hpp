// A workbook to rows.
//
// In:  a zip archive that is an office document.  Out: the rows of one sheet, to the context's
// sink. The sheet is the one named in the options, else the visible one whose beginning has the
// best header, the first of equals. Others with a header are noted. Memory: the distinct texts of
// the workbook and one row. Failure: false if there is no such sheet or no header, or the workbook
// is damaged; rows before the damage are emitted, and a diagnostic says why.
#pragma once

#include "input/archive/archive.hpp"
#include "input/context.hpp"

namespace whylocked::input::xlsx {

// Whether an archive is an office document of any kind.
bool is_office_document(const Zip& zip);

bool read(Zip& zip, std::size_t buffer_bytes, InputContext& context);

}  // namespace whylocked::input::xlsx
