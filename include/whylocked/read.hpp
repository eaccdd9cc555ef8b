// Stage 1: bytes to rows.
//
// In:  a file, a folder or standard input: delimited text (comma, semicolon, tab, pipe; quotes,
//      CRLF, byte order mark, UTF-8, UTF-16, Windows-1252), JSON Lines, a JSON array of objects, an
//      xlsx workbook, e-mail, lines of a text log; any of these compressed or in a zip archive.
// Out: each data row once, in file order, as named fields; and a description of the file.
// The header is not necessarily the first line, because real exports have titles above it. It is
// the row with the most recognized column names (by a profile of the system that wrote the file,
// otherwise by a table of aliases). Column order never matters.
// Lifetime: texts of a RowBatch are valid only during RowSink::consume.  Threads: large files are
// read by several threads if the sink has lookups; separate calls are independent.
// Memory: one record, at most ReadOptions::max_record_bytes; for a workbook also its distinct
// texts, for a zip archive from a pipe also its bytes, both limited.
// Failure: returns false with an error diagnostic if a file cannot be opened or
// understood, or exceeds a limit. A row that cannot be read is reported, counted in
// InputInfo::skipped, and reading goes on.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/diagnostic.hpp"
#include "whylocked/event.hpp"
#include "whylocked/profile.hpp"

namespace whylocked {

// Which column of a file holds which field.
struct Columns {
  ByField<std::uint32_t> number{};  // 1-based column; 0: absent
  ByField<std::string> header;      // as written in the file, trimmed
  ByField<bool> mapped{};           // set by ReadOptions::map
  std::string time_zone;            // of all times, if the format defines it
  bool month_first = false;         // in dates, if the format defines it
  bool dates_since_1904 = false;    // a bare number of days counts from 1904; else from 1900
  // Rows are calls per hour and integration vendor, not events: time, vendor, count; no user.
  bool is_activity = false;
  std::vector<std::uint32_t> hours;  // columns of such a table that are one hour each
  std::vector<std::pair<Field, std::uint32_t>> others;  // further columns of a field

  bool has(Field field) const { return number[field] != 0; }
};

// One row as named fields: trimmed, unquoted UTF-8 without NUL; empty if absent.
struct Row {
  std::uint64_t number = 0;  // 1-based, as a spreadsheet counts rows (JSON: object number)
  ByField<std::string_view> fields;

  std::string_view operator[](Field field) const { return fields[field]; }
  std::string_view& operator[](Field field) { return fields[field]; }
};

// Decodes a cell of delimited text, which may have quotes and blanks around it.
class CellReader {
 public:
  virtual std::string_view read(std::string_view cell) = 0;  // result is valid as long as the cell

 protected:
  ~CellReader() = default;
};

// Consecutive rows with equal numbers of cells, separated by one byte; a line end separates rows.
struct CellGrid {
  std::size_t rows = 0, columns = 1;
  const char* bytes = nullptr;          // base of the offsets
  std::uint32_t from = 0;               // offset of the first row
  const std::uint32_t* ends = nullptr;  // end offsets of all cells

  std::string_view cell(std::size_t row, std::size_t column) const {
    return cells(row, column, column);
  }
  // Adjacent columns, including the bytes between them.
  std::string_view cells(std::size_t row, std::size_t first, std::size_t last) const {
    const std::uint32_t* const end = ends + row * columns;
    const std::size_t begin = first > 0 ? end[first - 1] + std::size_t{1} : begin_of(row);
    return {bytes + begin, end[last] - begin};
  }
  std::string_view text(std::size_t first, std::size_t end) const {  // rows [first, end)
    const std::size_t begin = begin_of(first);
    return {bytes + begin, ends[end * columns - 1] - begin};
  }
  std::size_t begin_of(std::size_t row) const {
    if (row == 0) return from;
    const std::size_t end = ends[row * columns - 1];  // CR, LF or CRLF
    return end + (bytes[end] == '\r' && bytes[end + 1] == '\n' ? 2 : 1);
  }
};

class RowLookup;

// Rows in file order. Equal cells of a column have equal texts, so what a cell means can be cached,
// but only while `column` and `reader` stay the same: they may differ between batches of one input.
// The usual rows of a table come as they are in the file, and its other rows as RowTexts.
struct RowBatch {
  std::span<const std::uint64_t> numbers;  // as in Row, one per row; empty in a lookup
  CellGrid cells;
  ByField<std::optional<std::uint32_t>> column{};  // column in `cells`; nullopt: absent
  CellReader* reader = nullptr;                    // null: cells are plain texts, as in Row
  RowLookup* lookup = nullptr;                     // the lookup that has read these rows, or null

  std::size_t size() const { return cells.rows; }
  std::string_view cell(Field field, std::size_t i) const {
    return column[field] ? cells.cell(i, *column[field]) : std::string_view();
  }
  std::string_view text_of(std::string_view cell) const {
    return reader == nullptr || cell.empty() ? cell : reader->read(cell);
  }
  std::string_view text(Field field, std::size_t i) const { return text_of(cell(field, i)); }
  Row row(std::size_t i) const;
};

// Owns copies of rows and presents them as a batch.
class RowTexts {
 public:
  RowTexts() = default;
  explicit RowTexts(const Row& row) { add(row); }
  void add(const Row& row);
  RowBatch batch() const;  // refers to this object
  std::size_t rows() const { return numbers_.size(); }
  std::size_t bytes() const { return bytes_.size(); }
  void clear();

 private:
  std::vector<std::uint64_t> numbers_;
  std::string bytes_;
  std::vector<std::uint32_t> ends_;
};

// A cache of what cells mean, so each is interpreted once. Used by one thread at a time.
class RowLookup {
 public:
  virtual ~RowLookup() = default;
  virtual void read(const RowBatch& rows) = 0;
};

// One input as understood. Normalize fills the fields below `skipped`.
struct InputInfo {
  std::string file;         // path as given; "-" for standard input
  std::string format;       // "csv", "jsonl", "json", "xlsx", "mail", "log"
  std::string compression;  // "gzip", "zstd", "xz", "bzip2", "zip"; empty: none
  std::string profile;      // name of the matching profile; empty: unknown
  std::string profile_title;
  LogSystem system = LogSystem::autotask;
  std::string sheet;               // of a workbook
  std::string encoding;            // "utf-8", "utf-16le", "utf-16be", "windows-1252"
  char delimiter = 0;              // of delimited text, else 0
  std::uint64_t rows = 0;          // data rows, including skipped ones
  std::uint64_t skipped = 0;       // unusable rows
  std::vector<std::string> names;  // of all columns or keys, used or not
  Columns columns;
  std::uint64_t events = 0;
  std::uint64_t repeated = 0;             // duplicates of another row, counted once
  std::vector<std::string> other_events;  // first unrecognized event names, up to three
  std::uint64_t twins = 0;       // rows of attempts that another system reported too, counted once
  Micros first = 0, last = 0;    // times; 0 without events
  std::string time_zone;         // "UTC", "America/New_York", "+10:00"
  std::string time_zone_source;  // "value", "profile", "option", "site", "assumed"
  bool unsized = false;          // from a pipe or compressed: size not known beforehand
  std::uint64_t bytes = 0;       // approximate size of a table in a plain file; else 0
};

// Consumes the rows of one input.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void begin(const Columns& columns) = 0;  // once, before the first row
  virtual bool consume(const RowBatch& rows) = 0;  // false: stop reading

  // For a large file, called once per reading thread after begin(). Each thread uses
  // its lookup to read rows ahead of consume(), which still sees them in file order.
  // Null: rows are not read ahead. A sink that passes batches on unchanged returns the
  // lookup of the next sink, or null.
  virtual std::unique_ptr<RowLookup> lookup() { return nullptr; }
};

// Consumes the inputs of one path: members of an archive, files of a folder, or a single file.
class InputSink {
 public:
  struct Target {
    RowSink& rows;
    InputInfo& info;
  };
  virtual ~InputSink() = default;
  // Opens the next input, named as in messages: "may.csv", "exports.zip/may.csv". Valid until
  // close(). nullopt: stop reading; the sink has reported why.
  virtual std::optional<Target> open(const std::string& name) = 0;
  virtual void close(bool read) = 0;  // false: it could not be read to its end
};

// Progress of a read, for another thread to poll. In bytes of files, compressed or not.
struct ReadProgress {
  std::atomic<std::uint64_t> read = 0;
  std::atomic<std::uint64_t> size = 0;  // of the files opened so far, without pipes
};

struct ReadOptions {
  // --map; overrides the aliases. A column by its name, else its number: "3".
  std::vector<std::pair<Field, std::string>> map;
  // 1-based column numbers for `map`, since several columns may have one name; may be empty.
  std::vector<std::uint32_t> map_numbers;
  std::uint64_t max_rows = UINT64_MAX;  // reading stops after about this many
  std::size_t max_record_bytes = 16u << 20;
  // A header row must name all of these; an error lists those it lacks. A roster has no time.
  std::vector<Field> required = {Field::time, Field::user};
  std::string sheet;  // name of a workbook's sheet; empty: the one whose header fits best
  std::vector<Profile> profiles;  // the user's; tried before the built-in ones
  int year = 0;                   // year of the first log line, if timestamps omit it; 0: not given
  bool unlimited = false;         // lift the limits on inputs whose size is not known beforehand
  unsigned threads = 0;           // maximum; 0: one per processor, at most 8
  ReadProgress* progress = nullptr;
};

// Reads all inputs of `path` ("-" is standard input) to their end, each between open() and close().
// Returns false if any could not be read; an error diagnostic says why.
bool read_path(const std::string& path, const ReadOptions& options, InputSink& sink,
               Diagnostics& diagnostics);

// The same for a path that must hold exactly one input. Fills `info` as far as it gets.
bool read_input(const std::string& path, const ReadOptions& options, RowSink& sink,
                Diagnostics& diagnostics, InputInfo& info);

// The same from memory, with `name` as its path in messages. For tests, rosters and fuzzing.
bool read_text(std::string_view bytes, const std::string& name, const ReadOptions& options,
               RowSink& sink, Diagnostics& diagnostics, InputInfo& info);

}  // namespace whylocked
