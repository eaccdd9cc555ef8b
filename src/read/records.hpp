// Splits delimited text into records.
//
// In:  a Window over bytes that are a superset of ASCII.  Out: one record after the other, with the
//      places of its fields, raw: quotes and blanks are still there.
// A quote that is never closed would swallow the rest of the file. So when one is still open at the
// end of the file, or behind the allowed length, its line is given up and reading goes on behind
// it. No text is read a third time: what an open quote swallows holds only quotes in pairs, so the
// next one that is never closed lies behind it.
// Lifetime: a Record is valid until the next next().  Threads: one a reading.
// Failure: Record::fault, and reading goes on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "read/bytes.hpp"
#include "read/scanner.hpp"

namespace whylocked::reading {

// Fields of a record beyond these are counted, not kept. Spreadsheets end at 16,384 columns.
inline constexpr std::size_t kMostColumns = std::size_t{1} << 20;

struct Record {
  enum class Fault : std::uint8_t { none, open_quote, open_quote_too_long, too_long };

  std::uint64_t number = 0;  // 1-based, blank lines count
  std::string_view text;     // without its line end; of a faulty record the place of the fault
  std::size_t fields = 1;    // as many as there are, kept or not
  Fault fault = Fault::none;
  bool odd = false;                     // may hold NUL or bytes beyond ASCII
  const std::uint32_t* ends = nullptr;  // of the fields but the last, kept ones, in `text`

  // Field `i` of those kept; i < fields.
  std::string_view field(std::size_t i) const {
    const std::size_t from = i == 0 ? 0 : ends[i - 1] + std::size_t{1};
    return text.substr(from, (i + 1 == fields ? text.size() : ends[i]) - from);
  }
};

class RecordSplitter {
 public:
  RecordSplitter(Window& window, char delimiter, std::size_t most_bytes,
                 ScanBlock scan = best_scan());

  // Only the first `most` fields are needed from now on; at least one.
  void keep_fields(std::size_t most) { kept_ = most; }
  bool next(Record& record);

 private:
  void skip_lf();
  bool scan_more();
  bool is_too_long() const;
  void put_end(std::size_t at);
  void give(std::size_t end, Record& record);
  void give_up(Record::Fault fault, Record& record);
  bool give_last(Record& record);
  std::size_t find_open_quote(std::size_t most, Record& record);
  void restart_behind(std::size_t line_end);
  void skip_line(std::size_t from);

  Window& window_;
  const char delimiter_;
  const std::size_t most_bytes_;
  const ScanBlock scan_;
  std::vector<std::uint32_t> ends_;
  std::string fault_text_;
  std::size_t kept_ = kMostColumns;
  std::size_t fields_ = 0;   // ends seen in this record
  std::size_t start_ = 0;    // of this record, in the window
  std::size_t block_ = 0;    // the block that pending_ and records_ are about
  std::size_t scanned_ = 0;  // the first byte not scanned yet
  std::uint64_t pending_ = 0, records_ = 0;
  ScanState state_;
  std::uint64_t number_ = 0;
  bool odd_ = false, odd_block_ = false;
  bool behind_cr_ = false;  // the line before ended with CR; an LF may follow
};

}  // namespace whylocked::reading
