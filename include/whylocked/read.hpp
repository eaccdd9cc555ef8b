// Stage 1: bytes to rows.
//
// In:  a file, a folder or standard input: delimited text (comma, semicolon, tab, pipe; quotes,
//      CRLF, byte order mark, UTF-8, UTF-16, Windows-1252), JSON Lines, a JSON array of objects, an
//      xlsx workbook, e-mail, lines of a text log; any of these compressed or in a zip archive.
// Out: each data row once, in file order, as named fields; and a description of the file.
// The header is the row in which most columns are known by name (a profile of the system that wrote
// it, else a table of aliases), not the first line: real exports carry titles above it. Column
// order never matters.
// Lifetime: the texts of a RowBatch are valid only during RowSink::consume.  Threads: a large file
// is read by several, if the sink has lookups; separate reads are independent.
// Memory: one record, at most ReadOptions::max_record_bytes; of a workbook its distinct texts, of a
// zip archive from a pipe its bytes, both limited.
// Failure: an error diagnostic and `false` when a file cannot be opened or understood, or goes over
// a limit; a row that cannot be read is reported, counted in InputInfo::skipped, and reading goes
// on.
#pragma once

#include <array>
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

// Which column of a file is which field.
struct Columns {
  ByField<std::uint32_t> number{};  // 1-based column; 0: the file has no such field
  ByField<std::string> header;      // as written in the file, trimmed
  ByField<bool> mapped{};           // by ReadOptions::map, whatever its name is
  std::string time_zone;            // of all times, where the format says so; else empty
  bool month_first = false;         // in its dates, where the format says so
  bool dates_since_1904 = false;    // what a bare number of days is counted from; else 1900
  // Not events but calls an hour and integration vendor: time, vendor, count; no user.
  bool is_activity = false;
  std::vector<std::uint32_t> hours;  // of such a table, the columns that are an hour each

  bool has(Field field) const { return number[field] != 0; }
};

// One row as named fields: trimmed, unquoted UTF-8 without NUL; empty if absent.
struct Row {
  std::uint64_t number = 0;  // 1-based record, as a spreadsheet counts rows (JSON: object number)
  ByField<std::string_view> fields;

  std::string_view operator[](Field field) const { return fields[field]; }
  std::string_view& operator[](Field field) { return fields[field]; }
};

// The text of a cell of delimited text, which may have quotes and blanks around it.
class CellReader {
 public:
  virtual std::string_view read(std::string_view cell) = 0;  // valid as long as the cell

 protected:
  ~CellReader() = default;
};

// Rows of equally many cells, one after the other: a byte between cells, a line end between rows.
struct CellGrid {
  std::size_t rows = 0, columns = 1;
  const char* bytes = nullptr;          // offsets are counted from here
  std::uint32_t from = 0;               // where the first row begins
  const std::uint32_t* ends = nullptr;  // of all cells

  std::string_view cell(std::size_t row, std::size_t column) const {
    const std::uint32_t* const end = ends + row * columns + column;
    const std::size_t begin = column > 0 ? end[-1] + std::size_t{1} : begin_of(row);
    return {bytes + begin, *end - begin};
  }
  std::string_view text(std::size_t first, std::size_t end) const {  // of the rows between
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

// Rows in file order. Equal cells have equal texts, so whoever remembers what a cell means need not
// read it again.
struct RowBatch {
  std::span<const std::uint64_t> numbers;          // of the rows, see Row; a lookup has none
  CellGrid cells;                                  // as many rows
  ByField<std::optional<std::uint32_t>> column{};  // in `cells`; nullopt: none
  CellReader* reader = nullptr;                    // null: cells are texts, as in Row
  RowLookup* lookup = nullptr;                     // that has read these rows; else null

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

// Copies of rows, as a batch.
class RowTexts {
 public:
  RowTexts() = default;
  explicit RowTexts(const Row& row) { add(row); }
  void add(const Row& row);
  RowBatch batch() const;  // refers to these
  std::size_t rows() const { return numbers_.size(); }
  std::size_t bytes() const { return bytes_.size(); }
  void clear();

 private:
  std::vector<std::uint64_t> numbers_;
  std::string bytes_;
  std::vector<std::uint32_t> ends_;
};

// Remembers the cells of one thread, so that each is read once. Used by one thread at a time.
class RowLookup {
 public:
  virtual ~RowLookup() = default;
  virtual void read(const RowBatch& rows) = 0;
};

// One input as understood; normalize fills the part below `skipped`.
struct InputInfo {
  std::string file;         // as given, "-" for standard input
  std::string format;       // "csv", "jsonl", "json", "xlsx", "mail", "log"
  std::string compression;  // "gzip", "zstd", "xz", "bzip2", "zip"; empty: none
  std::string profile;      // the format of the system that wrote it; empty: unknown
  std::string profile_title;
  LogSystem system = LogSystem::autotask;
  std::string sheet;               // of a workbook
  std::string encoding;            // "utf-8", "utf-16le", "utf-16be", "windows-1252"
  char delimiter = 0;              // of delimited text, else 0
  std::uint64_t rows = 0;          // data rows seen, skipped ones included
  std::uint64_t skipped = 0;       // rows that could not be used
  std::vector<std::string> names;  // of all columns or keys, known or not
  Columns columns;
  std::uint64_t events = 0;
  std::uint64_t repeated = 0;             // duplicates of another row, counted once
  std::vector<std::string> other_events;  // the first words that name no sign-in, three at most
  std::uint64_t twins = 0;     // rows of an attempt that another system reported too, counted once
  Micros first = 0, last = 0;  // both 0 when there is no event
  std::string time_zone;       // "UTC", "America/New_York", "+10:00"
  std::string time_zone_source;  // "value", "profile", "option", "site", "assumed"
  bool unsized = false;          // from a pipe or compressed: its size is not known beforehand
  std::uint64_t bytes = 0;       // of a table in a plain file, about; else 0
};

// Consumes the rows of one input.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void begin(const Columns& columns) = 0;  // once, before the first row
  virtual bool consume(const RowBatch& rows) = 0;  // false: no more rows are wanted

  // A large file is read by several threads: each has a lookup, which reads rows ahead of their
  // turn, and the rows are consumed in file order all the same. After begin(). Null: of no use.
  virtual std::unique_ptr<RowLookup> lookup() { return nullptr; }
};

// Consumes the inputs of one path: the members of an archive, the files of a folder, or the one.
class InputSink {
 public:
  struct Target {
    RowSink& rows;
    InputInfo& info;
  };
  virtual ~InputSink() = default;
  // The next input, as messages name it: "may.csv", "exports.zip/may.csv". Valid until close().
  // nullopt: no more inputs are taken, and the sink has said why.
  virtual std::optional<Target> open(const std::string& name) = 0;
  virtual void close(bool read) = 0;  // false: it could not be read, or not to its end
};

// How far a reading has come, for whoever looks from another thread. Bytes of files, packed or not.
struct ReadProgress {
  std::atomic<std::uint64_t> read = 0;
  std::atomic<std::uint64_t> size = 0;  // of the files opened so far; pipes add nothing
};

struct ReadOptions {
  std::vector<std::pair<Field, std::string>> map;  // --map: outranks the aliases
  // Numbers of the columns in `map`, from 1, since several may have one name; or empty.
  std::vector<std::uint32_t> map_numbers;
  std::size_t max_record_bytes = 16u << 20;
  // A header row names all of these, and an error names those it lacks. A roster has no time.
  std::vector<Field> required = {Field::time, Field::user};
  std::string sheet;              // of a workbook, by name; empty: the one whose header fits best
  std::vector<Profile> profiles;  // of the user; they come before the built-in ones
  int year = 0;                   // of the first log line, if timestamps omit it; 0: not given
  bool unlimited = false;         // lifts the limits on inputs whose size is not known beforehand
  unsigned threads = 0;           // at most; 0: as many as the machine has
  ReadProgress* progress = nullptr;
};

// Reads all inputs of `path` ("-" is standard input) to their end, each between open() and close().
// False: at least one could not be read; an error diagnostic says why.
bool read_path(const std::string& path, const ReadOptions& options, InputSink& sink,
               Diagnostics& diagnostics);

// The same for a path that must hold one input. Fills `info` as far as it came.
bool read_input(const std::string& path, const ReadOptions& options, RowSink& sink,
                Diagnostics& diagnostics, InputInfo& info);

// The same from memory; `name` is its path in messages. For tests, rosters and fuzzing.
bool read_text(std::string_view bytes, const std::string& name, const ReadOptions& options,
               RowSink& sink, Diagnostics& diagnostics, InputInfo& info);

}  // namespace whylocked
