// Splits delimited text into records.
//
// In:  a ReadBuffer over bytes that are a superset of ASCII.  Out: one record after the other, with
//      the offsets of its fields, raw, including quotes and blanks.
// The whole buffer is scanned at once. An unclosed quote would swallow the rest of the file. So if
// one is still open at the end of the file, or beyond the allowed length, its line is dropped and
// reading resumes after it. No text is read a third time: an open quote swallows only pairs of
// quotes, so the next unclosed one comes after it.
// Lifetime: a Record is valid until the buffer is filled; its `ends` until the next next().
// Failure: Record::fault, and reading continues.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "input/bytes/file.hpp"
#include "input/csv/scanner.hpp"

namespace whylocked::input::csv {

struct Record {
  enum class Fault : std::uint8_t { none, open_quote, open_quote_too_long, too_long };

  std::uint64_t number = 0;  // 1-based, blank lines count
  std::string_view text;     // without its line end; a faulty record's from the fault on
  std::size_t fields = 1;
  Fault fault = Fault::none;
  bool unterminated = false;            // the file ends in it, without a line end
  std::uint32_t from = 0;               // offset of `text`, counted as `ends`
  const std::uint32_t* ends = nullptr;  // of the fields

  std::string_view field(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends[i - 1] - from + std::size_t{1};
    const std::size_t end = i + 1 == fields ? text.size() : ends[i] - from;
    return {text.data() + begin, end - begin};
  }
  // Everything after field `i`, which is not the last.
  std::string_view after(std::size_t i) const { return text.substr(ends[i] - from + 1u); }
};

// Consecutive records with the same number of fields.
struct RecordRun : CellGrid {
  bool non_ascii = false;  // at least one may hold NUL or bytes beyond ASCII
};

class RecordSplitter {
 public:
  RecordSplitter(ReadBuffer& buffer, char delimiter, std::size_t max_bytes,
                 ScanBlocks scan = best_scan());

  bool next(Record& record);
  // The next records with `fields` fields that begin before `end`, at most `max` and as far as they
  // are in the buffer; empty if the next one is of another kind. skip() drops the first `count`.
  RecordRun run(std::size_t fields, std::size_t max, std::uint64_t end);
  void skip(const RecordRun& run, std::size_t count);
  std::uint64_t count() const { return number_; }  // of records so far
  // Offset of the next record in the source.
  std::uint64_t offset();
  // Makes the next record begin at `at` in the buffer, whatever was there before.
  void restart(std::size_t at) { forget(at, false); }
  void set_count(std::uint64_t records) { number_ = records; }

 private:
  void skip_lf();
  bool scan_next();
  bool scan_more();
  void drop_emitted();
  void make_room(std::size_t ends);
  bool fill();
  bool is_too_long() const;
  void emit(Record& record);
  void abandon(Record::Fault fault, Record& record);
  bool emit_last(Record& record);
  std::size_t find_open_quote(std::size_t length, Record& record);
  void forget(std::size_t at, bool after_cr);
  void skip_line(std::size_t from);

  ReadBuffer& buffer_;
  const char delimiter_;
  const std::size_t max_bytes_;
  const ScanBlocks scan_;

  // All offsets count from the front of the buffer.
  std::size_t start_ = 0;                   // of this record
  std::size_t scanned_ = 0;                 // the first byte not scanned yet
  std::size_t room_ = 0;                    // of both arrays; unused memory is never touched
  std::unique_ptr<std::uint32_t[]> ends_;   // of fields, line ends among them; [0, end_count_)
  std::unique_ptr<std::uint32_t[]> lines_;  // which of ends_ are line ends; [0, line_count_)
  std::size_t end_count_ = 0, line_count_ = 0;
  std::size_t end_ = 0;   // in ends_, the first of this record
  std::size_t line_ = 0;  // in lines_, that of this record

  bool non_ascii_ = false;  // at least one of these records may be

  ScanState state_;
  std::string fault_text_;
  std::uint64_t number_ = 0;
  bool after_cr_ = false;  // the line before ended with CR; an LF may follow
};

}  // namespace whylocked::input::csv
