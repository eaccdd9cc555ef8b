#include "input/csv/splitter.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"

namespace whylocked::input::csv {

namespace {

constexpr std::size_t kFaultBytes = 128;  // more than an excerpt shows

// The first LF or CR from `from` on. Two searches for one byte are far faster than one for two.
std::size_t find_line_end(std::string_view text, std::size_t from) {
  const std::size_t lf = text.find('\n', from);
  return std::min(lf, text.substr(0, lf).find('\r', from));
}

}  // namespace

RecordSplitter::RecordSplitter(ReadBuffer& buffer, char delimiter, std::size_t max_bytes,
                               ScanBlocks scan)
    : buffer_(buffer), delimiter_(delimiter), max_bytes_(max_bytes), scan_(scan) {}

void RecordSplitter::emit(Record& record) {
  const std::size_t last = lines_[line_++];
  const std::size_t end = ends_[last];
  if (end - start_ > max_bytes_) return abandon(Record::Fault::too_long, record);
  record.number = ++number_;
  record.text = buffer_.text(start_, end);
  record.fields = last - end_ + 1;
  record.fault = Record::Fault::none;
  record.unterminated = false;
  record.from = static_cast<std::uint32_t>(start_);
  record.ends = &ends_[end_];
  after_cr_ = end < buffer_.size() && buffer_.data()[end] == '\r';
  start_ = end + 1;
  end_ = last + 1;
}

bool RecordSplitter::next(Record& record) {
  if (after_cr_) skip_lf();
  if (scan_next())
    emit(record);
  else if (is_too_long())
    abandon(Record::Fault::too_long, record);
  else
    return emit_last(record);
  return true;
}

RecordRun RecordSplitter::run(std::size_t fields, std::size_t max, std::uint64_t end) {
  if (after_cr_) skip_lf();
  if (!scan_next()) return {};
  RecordRun run;
  run.columns = fields;
  run.bytes = buffer_.data();
  run.from = static_cast<std::uint32_t>(start_);
  run.ends = &ends_[end_];
  run.non_ascii = non_ascii_;
  max = std::min(max, line_count_ - line_);
  for (std::size_t last = end_ + fields - 1; run.rows < max; last += fields, ++run.rows)
    if (lines_[line_ + run.rows] != last) break;
  while (run.rows > 0 && buffer_.offset() + run.begin_of(run.rows - 1) >= end) --run.rows;
  return run;
}

void RecordSplitter::skip(const RecordRun& run, std::size_t count) {
  if (count == 0) return;
  number_ += count;
  line_ += count;
  end_ += count * run.columns;
  const std::size_t end = ends_[end_ - 1];
  after_cr_ = buffer_.data()[end] == '\r';
  start_ = end + 1;
}

// False if the next record is too long or the text ends in it.
bool RecordSplitter::scan_next() {
  while (line_ == line_count_)
    if (is_too_long() || !scan_more()) return false;
  return true;
}

std::uint64_t RecordSplitter::offset() {
  if (after_cr_) skip_lf();
  return buffer_.offset() + start_;
}

// The LF of a CRLF belongs to the line that its CR ended.
void RecordSplitter::skip_lf() {
  after_cr_ = false;
  while (start_ == buffer_.size() && fill()) continue;
  if (start_ == buffer_.size() || buffer_.data()[start_] != '\n') return;
  if (scanned_ == start_++) {
    scanned_ = start_;
    state_.after_cr = false;
  }
}

// Keeps the ends of the incomplete record.
void RecordSplitter::drop_emitted() {
  constexpr std::size_t kMaxChecked = 16u << 10;
  const std::string_view begun = buffer_.text(start_, scanned_);
  non_ascii_ = non_ascii_ &&
               (begun.size() > kMaxChecked || !is_ascii(begun) || begun.find('\0') != begun.npos);
  line_count_ = line_ = 0;
  std::copy(ends_.get() + end_, ends_.get() + end_count_, ends_.get());
  end_count_ -= std::exchange(end_, 0);
}

void RecordSplitter::make_room(std::size_t ends) {
  if (room_ >= ends) return;
  room_ = ends;
  lines_ = std::make_unique_for_overwrite<std::uint32_t[]>(room_);
  auto larger = std::make_unique_for_overwrite<std::uint32_t[]>(room_);
  std::copy_n(ends_.get(), end_count_, larger.get());
  ends_ = std::move(larger);
}

// REQUIRES: no complete record is ready.
bool RecordSplitter::fill() {
  drop_emitted();
  if (!buffer_.fill(start_)) return false;
  for (std::size_t i = 0; i < end_count_; ++i) ends_[i] -= static_cast<std::uint32_t>(start_);
  scanned_ -= start_;
  start_ = 0;
  return true;
}

// Scans all whole blocks, or the rest at the end of the file.
bool RecordSplitter::scan_more() {
  while (buffer_.size() - scanned_ < kBlock && fill()) continue;
  drop_emitted();
  const std::size_t count = buffer_.size() - scanned_, blocks = count / kBlock;
  if (count == 0) return false;
  make_room(end_count_ + count + 1);  // the last record may have no line end
  Offsets offsets{
      .ends = ends_.get(), .lines = lines_.get(), .end_count = end_count_, .non_ascii = non_ascii_};
  const auto at = static_cast<std::uint32_t>(scanned_);
  if (blocks > 0)
    scan_(buffer_.data() + scanned_, blocks, at, delimiter_, state_, offsets);
  else
    scan_rest(buffer_.data() + scanned_, count, at, delimiter_, state_, offsets);
  end_count_ = offsets.end_count;
  line_count_ = offsets.line_count;
  non_ascii_ = offsets.non_ascii;
  scanned_ += blocks > 0 ? blocks * kBlock : count;
  return true;
}

// Only the length matters, not the size of the buffer.
bool RecordSplitter::is_too_long() const { return scanned_ - start_ > max_bytes_; }

bool RecordSplitter::emit_last(Record& record) {
  if (state_.quoted) {
    abandon(Record::Fault::open_quote, record);
    return true;
  }
  if (start_ == buffer_.size()) return false;
  lines_[line_count_++] = static_cast<std::uint32_t>(end_count_);
  ends_[end_count_++] = static_cast<std::uint32_t>(buffer_.size());
  emit(record);
  record.unterminated = true;
  start_ = scanned_ = buffer_.size();
  return true;
}

// Returns the text from an open quote on, or the beginning of a record that is too long, and
// resumes after that line.
void RecordSplitter::abandon(Record::Fault fault, Record& record) {
  const std::size_t length = std::min(buffer_.size() - start_, max_bytes_);
  record.number = ++number_;
  record.fields = 1;
  record.fault = fault;
  const std::string_view text = buffer_.text(start_, start_ + length);
  const std::size_t at = find_open_quote(length, record);
  fault_text_ = text.substr(at, kFaultBytes);
  record.text = fault_text_;
  const bool quote = record.fault != Record::Fault::too_long;
  const std::size_t line_end = quote ? text.find_first_of("\r\n", at) : text.npos;
  record.unterminated = fault == Record::Fault::open_quote && line_end == text.npos;
  skip_line(start_ + (line_end == text.npos ? length : line_end));
}

// If a quote is open after the first `length` bytes of the record, returns its offset and sets its
// field; else returns 0.
std::size_t RecordSplitter::find_open_quote(std::size_t length, Record& record) {
  ScanState state;
  std::size_t field = 1, quote_at = 0, quote_field = 1;
  bool at_field_start = true;
  for (std::size_t i = 0; i < length; ++i) {
    const BlockMasks masks = scan_scalar(buffer_.data() + start_ + i, 1, delimiter_, state);
    if (at_field_start && state.quoted) {
      quote_at = i;
      quote_field = field;
    }
    at_field_start = masks.fields != 0;
    field += at_field_start;
  }
  if (!state.quoted) return 0;
  if (record.fault == Record::Fault::too_long) record.fault = Record::Fault::open_quote_too_long;
  record.fields = quote_field;
  return quote_at;
}

// Begins a record at `at`, where nothing is scanned yet.
void RecordSplitter::forget(std::size_t at, bool after_cr) {
  state_ = {.after_cr = after_cr};
  after_cr_ = after_cr;
  start_ = scanned_ = at;
  end_count_ = end_ = line_count_ = line_ = 0;
  non_ascii_ = false;
}

// Begins a record after the next CR or LF.
void RecordSplitter::skip_line(std::size_t from) {
  for (;;) {
    const std::size_t found = find_line_end(buffer_.text(0, buffer_.size()), from);
    if (found != std::string_view::npos) return forget(found + 1, buffer_.data()[found] == '\r');
    from = buffer_.size();
    if (!buffer_.fill(from)) break;
    from = 0;
  }
  forget(buffer_.size(), false);
}

}  // namespace whylocked::input::csv
