// The readers of each kind of input, from bytes or text to rows. input.cpp chooses one.
//
// In:  a ReadBuffer or source at the first byte of the input, and the encoding of a text.
// Out: rows to the context's sink.
// Failure: false if the input cannot be used, with a diagnostic; rows before damage still count.
// Parts that cannot be read are reported, counted and skipped.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/context.hpp"
#include "input/csv/header.hpp"
#include "input/json/objects.hpp"

namespace whylocked::input {

class Zip;

namespace csv {

// Reads delimited text, a large file on several threads: the rows and diagnostics are the same, to
// the last byte, as if it were read record by record. Records above the header are skipped; see
// csv/rows.hpp for those below it.
bool read(ReadBuffer& buffer, Encoding encoding, InputContext& context);

}  // namespace csv

namespace json {

// Reads JSON. The columns are the keys of the first objects, in order of first use; a key that only
// appears later is ignored. A nested key is named by its path: actor.alternateId.
bool read(ReadBuffer& buffer, Encoding encoding, InputContext& context);

// Reads objects that come from elsewhere, such as Windows events.
bool read_objects(JsonObjects& objects, Encoding encoding, InputContext& context);

// The column of a table that holds each record as JSON, next to columns that repeat parts of it
// (the Microsoft 365 audit log as CSV); counted from 0, nullopt if there is none.
std::optional<std::size_t> json_column(const std::vector<std::string>& cells);
// Reads that column; objects have the numbers of their rows.
bool read_column(ReadBuffer& buffer, const csv::HeaderChoice& header, std::size_t column,
                 Encoding encoding, InputContext& context);

}  // namespace json

namespace xlsx {

// Whether an archive is an office document of any kind.
bool is_office_document(const Zip& zip);

// Reads one sheet of a workbook: the sheet named in the options, else the visible one with the best
// header at its beginning; ties go to the first. Other sheets with a header are noted.
// Memory: the distinct texts of the workbook and a few rows.
bool read(Zip& zip, InputContext& context);

}  // namespace xlsx

namespace evtx {

// Reads a Windows event log in its chunks of 64 KiB, each complete in itself: memory stays flat,
// pipes and archives work, and a damaged chunk costs only its own records.
bool read(ByteSource& source, InputContext& context);

// How to export a log as a file that can be read without libevtx.
inline constexpr std::string_view kExportHint =
    "on Windows: wevtutil qe FILE /lf /f:xml > events.xml; or open it in Event Viewer and save its "
    "events as XML or CSV";

}  // namespace evtx

// `head`: the first bytes of a text, without its byte order mark, in a superset of ASCII.
bool looks_like_mail(std::string_view head);

// Reads notices that an account was locked or changed, one row each, from messages as they were
// sent (.eml), mailboxes (mbox), or text pasted from a mail program. Notices attached to a mail or
// quoted in it count instead of the mail. Only the first MiB of a message is read.
bool read_mail(ByteSource& source, InputContext& context);

struct NamedSource {
  std::string name;  // of the file, in diagnostics
  std::unique_ptr<ByteSource> bytes;
};
// Reads several files as one input; row numbers continue through all of them.
bool read_mails(std::size_t count, const std::function<NamedSource(std::size_t)>& open,
                InputContext& context);

}  // namespace whylocked::input
