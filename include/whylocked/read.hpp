// Stage 1: bytes to rows.
//
// In:  a file or standard input: delimited text (comma, semicolon, tab, pipe; quotes, CRLF, byte
//      order mark, UTF-8, UTF-16, Windows-1252), JSON Lines, or a JSON array of objects.
// Out: each data row once, in file order, as named fields; and what was understood of the file.
// The header is the row in which most columns are known by name (a table of aliases), not the
// first line: real exports carry titles above it. Column order never matters.
// Lifetime: a Row's views are valid only during RowSink::row.  Threads: one read a sink; separate
// reads are independent.  Memory: one record, at most ReadOptions::max_record_bytes.
// Failure: an error diagnostic and `false` when a file cannot be opened or understood; a row that
// cannot be read is reported, counted in InputInfo::skipped, and reading goes on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/diagnostic.hpp"
#include "whylocked/event.hpp"

namespace whylocked {

// What a column means. The names (to_text) are those of `--map FIELD=COLUMN`.
enum class Field : std::uint8_t {
  time,
  clock,  // the time of day, where date and clock are two columns
  user,
  display_name,
  address,
  outcome,
  reason,
  reason_code,
  event,
  application,
  vendor,
  tracking_id,
  user_agent,
  count,
  id,
  locked,
  time_zone,
};
inline constexpr std::size_t kFieldCount = 17;

std::string_view to_text(Field field);
std::optional<Field> parse_field(std::string_view name);

// Where each field stands in one file.
struct Columns {
  std::array<std::uint32_t, kFieldCount> number{};  // 1-based column; 0: the file has no such field
  std::array<std::string, kFieldCount> header;      // as written in the file, trimmed

  bool has(Field field) const { return number[static_cast<std::size_t>(field)] != 0; }
};

struct Row {
  std::uint64_t number = 0;  // 1-based record, as a spreadsheet counts rows (JSON: object number)
  std::array<std::string_view, kFieldCount> fields;  // trimmed, unquoted UTF-8; empty if absent

  std::string_view operator[](Field field) const { return fields[static_cast<std::size_t>(field)]; }
};

// What was understood of one input; normalize fills the part below `skipped`.
struct InputInfo {
  std::string file;           // as given, "-" for standard input
  std::string format;         // "csv", "jsonl", "json"
  std::string encoding;       // "utf-8", "utf-16le", "utf-16be", "windows-1252"
  char delimiter = 0;         // of delimited text, else 0
  std::uint64_t rows = 0;     // data rows seen, skipped ones included
  std::uint64_t skipped = 0;  // rows that could not be used
  Columns columns;
  std::uint64_t events = 0;
  Micros first = 0, last = 0;    // both 0 when there is no event
  std::string time_zone;         // "UTC", "America/New_York", "+10:00"
  std::string time_zone_source;  // "value", "option", "site", "assumed"
};

class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void begin(const Columns& columns) = 0;  // once, before the first row
  virtual void row(const Row& row) = 0;
};

struct ReadOptions {
  std::vector<std::pair<Field, std::string>> map;  // --map: outranks the aliases
  std::size_t max_record_bytes = 16u << 20;
  // A header row names all of these, and an error names those it lacks. A roster has no time.
  std::vector<Field> required = {Field::time, Field::user};
};

// Reads `path` ("-" is standard input) to its end. Fills `info` as far as it came.
bool read_input(const std::string& path, const ReadOptions& options, RowSink& sink,
                Diagnostics& diagnostics, InputInfo& info);

// The same from memory; `name` stands for the path in messages. For tests, rosters and fuzzing.
bool read_text(std::string_view bytes, const std::string& name, const ReadOptions& options,
               RowSink& sink, Diagnostics& diagnostics, InputInfo& info);

}  // namespace whylocked
