// The readers, one a kind of input: bytes or text to rows. input.cpp chooses one.
//
// In:  a ReadBuffer or source at the first byte of the input, and the encoding of a text.
// Out: rows to the context's sink.
// Failure: false if the input cannot be used, and a diagnostic says why; the rows before damage
// count. What cannot be read of it is reported, counted and skipped.
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

// Delimited text, a large file by several threads: the same rows and diagnostics as from reading it
// record by record, to the last byte. Records above the header are skipped; see csv/rows.hpp for
// those below it.
bool read(ReadBuffer& buffer, Encoding encoding, InputContext& context);

}  // namespace csv

namespace json {

// JSON. The columns are the keys of the first objects, in the order of their first use; a key that
// first comes up later is ignored. A nested key is its path: actor.alternateId.
bool read(ReadBuffer& buffer, Encoding encoding, InputContext& context);

// Objects from elsewhere.
bool read_objects(JsonObjects& objects, Encoding encoding, InputContext& context);

// The column of a table that holds each record as JSON, beside columns that repeat parts of it (the
// Microsoft 365 audit log as CSV); from 0, nullopt if there is none.
std::optional<std::size_t> json_column(const std::vector<std::string>& cells);
// Reads such a column; the numbers of the objects are those of the rows.
bool read_column(ReadBuffer& buffer, const csv::HeaderChoice& header, std::size_t column,
                 Encoding encoding, InputContext& context);

}  // namespace json

namespace xlsx {

// Whether an archive is an office document of any kind.
bool is_office_document(const Zip& zip);

// A workbook: one sheet of it, the one named in the options, else the visible one whose beginning
// has the best header, the first of equals. Others with a header are noted.
// Memory: the distinct texts of the workbook and a few rows.
bool read(Zip& zip, InputContext& context);

}  // namespace xlsx

namespace evtx {

// A Windows event log, in its chunks of 64 KiB, each of which is complete in itself: memory stays
// flat, a pipe or an archive will do, and a damaged chunk costs its own records only.
bool read(ByteSource& source, InputContext& context);

// How to make a file of a log that can be read without libevtx.
inline constexpr std::string_view kExportHint =
    "on Windows: wevtutil qe FILE /lf /f:xml > events.xml; or open it in Event Viewer and save its "
    "events as XML or CSV";

}  // namespace evtx

// From the first bytes of a text, without its byte order mark and in UTF-8 or a superset of ASCII.
bool looks_like_mail(std::string_view head);

// Notices that an account was locked or changed, a row each: messages as they were sent (.eml),
// mailboxes (mbox), or text pasted from a mail program. If a mail holds notices as attachments or
// in quoted mails, those count. A message may have any length; its first MiB is read.
bool read_mail(ByteSource& source, InputContext& context);

struct NamedSource {
  std::string name;  // as messages call the file
  std::unique_ptr<ByteSource> bytes;
};
// Several files as one input: rows count through all of them.
bool read_mails(std::size_t count, const std::function<NamedSource(std::size_t)>& open,
                InputContext& context);

}  // namespace whylocked::input
