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

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input/bytes/file.hpp"
#include "input/csv/scanner.hpp"

namespace whylocked::input {

// Fields of a record beyond these are counted, not kept. Spreadsheets end at 16,384 columns.
inline constexpr std::size_t kMaxColumns = std::size_t{1} << 20;

struct Record {
  enum class Fault : std::uint8_t { none, open_quote, open_quote_too_long, too_long };

  std::uint64_t number = 0;  // 1-based, blank lines count
  std::string_view text;     // without its line end; of a faulty record the place of the fault
  std::size_t fields = 1;    // as many as there are, kept or not
  Fault fault = Fault::none;
  bool odd = false;                     // may hold NUL or bytes beyond ASCII
  std::uint32_t from = 0;               // where `text` begins, counted as `ends`
  const std::uint32_t* ends = nullptr;  // of the fields that are kept

  // Field `i` of those kept; i < fields.
  std::string_view field(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends[i - 1] - from + std::size_t{1};
    const std::size_t end = i + 1 == fields ? text.size() : ends[i] - from;
    return {text.data() + begin, end - begin};
  }
  // All behind field `i`, which is not the last.
  std::string_view behind(std::size_t i) const { return text.substr(ends[i] - from + 1u); }
};

class RecordSplitter {
 public:
  RecordSplitter(Window& window, char delimiter, std::size_t most_bytes,
                 ScanBlocks scan = best_scan());

  // Only the first `most` fields are needed from now on; at least one.
  void keep_fields(std::size_t most) { kept_ = most; }
  bool next(Record& record) {
    if (behind_cr_) skip_lf();
    if (line_ == line_count_) return next_scanned(record);
    give(record);
    return true;
  }
  // The records in front that wait, are plain and begin before byte `until` of the window's source:
  // with exactly `fields` fields, ASCII and not too long. Valid until the next next() or skip().
  struct Plain {
    std::size_t count = 0;
    std::array<std::uint32_t, RowBatch::kMaxRows> begins;       // counted as `ends`
    std::array<const std::uint32_t*, RowBatch::kMaxRows> ends;  // of its fields, of each
    std::uint64_t first = 0;                                // number of the first
    const char* bytes = nullptr;
  };
  void peek(std::size_t fields, std::uint64_t until, Plain& plain);
  // Leaves out some of those that peek() has given.
  void skip(std::size_t count);
  // Where the next record begins: bytes of the window's source in front of it.
  std::uint64_t offset();

 private:
  static constexpr std::size_t kBatch = 128;  // blocks; their marks stay in the first-level cache

  void skip_lf();
  bool next_scanned(Record& record);
  bool scan_more();
  void drop_given();
  bool fill();
  bool is_too_long() const;
  bool is_odd(std::size_t from, std::size_t to) const;
  void give(Record& record);
  void give_up(Record::Fault fault, Record& record);
  bool give_last(Record& record);
  std::size_t find_open_quote(std::size_t most, Record& record);
  void restart(std::size_t at);
  void restart_behind(std::size_t line_end);
  void skip_line(std::size_t from);

  Window& window_;
  const char delimiter_;
  const std::size_t most_bytes_;
  const ScanBlocks scan_;
  std::size_t kept_ = kMaxColumns;

  // All places are counted from the front of the window.
  std::size_t start_ = 0;            // of this record
  std::size_t scanned_ = 0;          // the first byte not scanned yet
  std::vector<std::uint32_t> ends_;  // of fields, line ends among them; [0, end_count_)
  std::size_t end_count_ = 0;
  std::size_t end_ = 0;               // in ends_, the first of this record
  std::size_t dropped_ = 0;           // ends of this record beyond those kept
  std::vector<std::uint32_t> lines_;  // which of ends_ are line ends; [0, line_count_)
  std::size_t line_count_ = 0;
  std::size_t line_ = 0;  // in lines_, that of this record

  std::array<std::uint64_t, kBatch> odd_;  // of each block
  std::size_t batch_ = 0;                  // where the first of them begins
  std::size_t blocks_ = 0;
  bool odd_batch_ = false;
  bool odd_before_ = false;  // this record, in front of the batch

  ScanState state_;
  std::string fault_text_;
  std::uint64_t number_ = 0;
  bool behind_cr_ = false;  // the line before ended with CR; an LF may follow
};

}  // namespace whylocked::input
