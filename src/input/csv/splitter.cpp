#include "input/csv/splitter.hpp"

#include <algorithm>
#include <bit>

namespace whylocked::input {

namespace {

constexpr std::size_t kFaultBytes = 128;  // more than an excerpt shows

// The first LF or CR from `from` on. Two searches for a byte are far faster than one for two.
std::size_t find_line_end(std::string_view text, std::size_t from) {
  const std::size_t lf = text.find('\n', from);
  return std::min(lf, text.substr(0, lf).find('\r', from));
}

}  // namespace

RecordSplitter::RecordSplitter(Window& window, char delimiter, std::size_t most_bytes,
                               ScanBlocks scan)
    : window_(window),
      delimiter_(delimiter),
      most_bytes_(most_bytes),
      scan_(scan),
      lines_(kBatch * kBlock) {}

// Whether the bytes from `from` to `to` lie in a block with bytes beyond ASCII; the part in front
// of the batch is remembered.
bool RecordSplitter::is_odd(std::size_t from, std::size_t to) const {
  if (from < batch_ && odd_before_) return true;
  if (!odd_batch_) return false;
  const std::size_t first = (std::max(from, batch_) - batch_) / kBlock;
  const std::size_t last = std::min((to - batch_) / kBlock + 1, blocks_);
  std::uint64_t odd = 0;
  for (std::size_t i = first; i < last; ++i) odd |= odd_[i];
  return odd != 0;
}

void RecordSplitter::give(Record& record) {
  const std::size_t last = lines_[line_++];
  const std::size_t end = ends_[last];
  if (end - start_ > most_bytes_) return give_up(Record::Fault::too_long, record);
  record.number = ++number_;
  record.text = window_.text(start_, end);
  record.fields = last - end_ + 1 + dropped_;
  record.fault = Record::Fault::none;
  record.odd = (odd_batch_ || odd_before_) && is_odd(start_, end);
  record.from = static_cast<std::uint32_t>(start_);
  record.ends = ends_.data() + end_;
  behind_cr_ = end < window_.size() && window_.data()[end] == '\r';
  start_ = end + 1;
  end_ = last + 1;
  dropped_ = 0;
}

bool RecordSplitter::next_scanned(Record& record) {
  while (line_ == line_count_) {
    if (is_too_long()) {
      give_up(Record::Fault::too_long, record);
      return true;
    }
    if (!scan_more()) return give_last(record);
  }
  give(record);
  return true;
}

void RecordSplitter::peek(std::size_t fields, std::uint64_t until, Plain& plain) {
  plain.count = 0;
  if (behind_cr_) skip_lf();
  while (line_ == line_count_)
    if (is_too_long() || !scan_more()) return;
  if (dropped_ > 0) return;
  plain.first = number_ + 1;
  plain.bytes = window_.data();
  const std::size_t most = std::min(line_count_ - line_, RowBatch::kMaxRows);
  const bool odd = odd_batch_ || odd_before_;
  for (std::size_t begin = start_, first = end_; plain.count < most; ++plain.count) {
    const std::size_t last = lines_[line_ + plain.count], end = ends_[last];
    if (last + 1 - first != fields || end - begin > most_bytes_ || end == begin ||
        window_.offset() + begin >= until || (odd && is_odd(begin, end)))
      return;
    plain.begins[plain.count] = static_cast<std::uint32_t>(begin);
    plain.ends[plain.count] = ends_.data() + first;
    begin = end + 1;
    first = last + 1;
    if (plain.bytes[end] == '\r' && begin < window_.size()) begin += plain.bytes[begin] == '\n';
  }
}

void RecordSplitter::skip(std::size_t count) {
  if (count == 0) return;
  line_ += count;
  number_ += count;
  const std::size_t last = lines_[line_ - 1], end = ends_[last];
  behind_cr_ = window_.data()[end] == '\r';
  start_ = end + 1;
  end_ = last + 1;
}

std::uint64_t RecordSplitter::offset() {
  if (behind_cr_) skip_lf();
  return window_.offset() + start_;
}

// The LF of a CRLF belongs to the line that its CR has ended.
void RecordSplitter::skip_lf() {
  behind_cr_ = false;
  while (start_ == window_.size() && fill()) continue;
  if (start_ == window_.size() || window_.data()[start_] != '\n') return;
  if (scanned_ == start_++) {
    scanned_ = start_;
    state_.after_cr = false;
  }
}

// Only the ends of the record that is not whole yet are still needed, as many as are kept.
void RecordSplitter::drop_given() {
  odd_before_ = is_odd(start_, scanned_);
  odd_batch_ = false;
  batch_ = scanned_;
  line_count_ = line_ = 0;
  const std::size_t open = end_count_ - end_, kept = std::min(open, kept_);
  std::copy_n(ends_.begin() + static_cast<std::ptrdiff_t>(end_), kept, ends_.begin());
  dropped_ += open - kept;
  end_ = 0;
  end_count_ = kept;
}

// REQUIRES: no whole record is waiting.
bool RecordSplitter::fill() {
  drop_given();
  if (!window_.fill(start_)) return false;
  for (std::size_t i = 0; i < end_count_; ++i) ends_[i] -= static_cast<std::uint32_t>(start_);
  scanned_ -= start_;
  batch_ = scanned_;
  start_ = 0;
  return true;
}

// A batch of blocks, or as much as there is at the end of the file.
bool RecordSplitter::scan_more() {
  while (window_.size() - scanned_ < kBlock && fill()) continue;
  drop_given();
  const std::size_t count = window_.size() - scanned_;
  if (count == 0) return false;
  const std::size_t whole = std::min(count / kBlock, kBatch);
  const std::size_t length = whole > 0 ? whole * kBlock : count;
  blocks_ = std::max<std::size_t>(whole, 1);
  if (ends_.size() < end_count_ + kBatch * kBlock) ends_.resize(end_count_ + kBatch * kBlock);
  Places places{ends_.data(), lines_.data(), odd_.data(), end_count_, 0};
  const auto at = static_cast<std::uint32_t>(scanned_);
  if (whole > 0)
    scan_(window_.data() + scanned_, whole, at, delimiter_, state_, places);
  else
    scan_rest(window_.data() + scanned_, length, at, delimiter_, state_, places);
  end_count_ = places.end_count;
  line_count_ = places.line_count;
  odd_batch_ = std::any_of(odd_.begin(), odd_.begin() + static_cast<std::ptrdiff_t>(blocks_),
                           [](std::uint64_t odd) { return odd != 0; });
  scanned_ += length;
  return true;
}

// Judged only by the length, so that the size of the buffer does not matter.
bool RecordSplitter::is_too_long() const { return scanned_ - start_ > most_bytes_; }

bool RecordSplitter::give_last(Record& record) {
  if (state_.at == ScanState::At::quoted) {
    give_up(Record::Fault::open_quote, record);
    return true;
  }
  if (start_ == window_.size()) return false;
  if (ends_.size() == end_count_) ends_.push_back(0);
  lines_[line_count_++] = static_cast<std::uint32_t>(end_count_);
  ends_[end_count_++] = static_cast<std::uint32_t>(window_.size());
  give(record);
  start_ = scanned_ = window_.size();
  return true;
}

// Gives the place of an open quote, or the beginning of a record that is too long, and goes on
// behind that line.
void RecordSplitter::give_up(Record::Fault fault, Record& record) {
  const std::size_t most = std::min(window_.size() - start_, most_bytes_);
  record.number = ++number_;
  record.fields = 1;
  record.fault = fault;
  const std::string_view text = window_.text(start_, start_ + most);
  const std::size_t at = find_open_quote(most, record);
  fault_text_ = text.substr(at, kFaultBytes);
  record.text = fault_text_;
  const bool quote = record.fault != Record::Fault::too_long;
  const std::size_t line_end = quote ? text.find_first_of("\r\n", at) : text.npos;
  line_end == text.npos ? skip_line(start_ + most) : restart_behind(start_ + line_end);
}

// Whether a quote is open behind the first `most` bytes of the record; and the place where and the
// field in which it opened.
std::size_t RecordSplitter::find_open_quote(std::size_t most, Record& record) {
  ScanState state;
  std::size_t field = 1, quote_at = 0, quote_field = 1;
  for (std::size_t i = 0; i < most; ++i) {
    const ScanState before = state;
    const BlockMasks marks = scan_scalar(window_.data() + start_ + i, 1, delimiter_, state);
    if (marks.fields != 0) ++field;
    if (before.at == ScanState::At::field_start && state.at == ScanState::At::quoted) {
      quote_at = i;
      quote_field = field;
    }
  }
  if (state.at != ScanState::At::quoted) return 0;
  if (record.fault == Record::Fault::too_long) record.fault = Record::Fault::open_quote_too_long;
  record.fields = quote_field;
  return quote_at;
}

void RecordSplitter::restart(std::size_t at) {
  start_ = scanned_ = at;
  end_ = end_count_;
  line_count_ = line_;
  dropped_ = 0;
  odd_batch_ = odd_before_ = false;
  drop_given();
}

// A line begins at the start of a record again; `line_end` is the place of its CR or LF.
void RecordSplitter::restart_behind(std::size_t line_end) {
  behind_cr_ = window_.data()[line_end] == '\r';
  state_ = {ScanState::At::field_start, behind_cr_};
  restart(line_end + 1);
}

void RecordSplitter::skip_line(std::size_t from) {
  for (;;) {
    const std::size_t found = find_line_end(window_.text(0, window_.size()), from);
    if (found != std::string_view::npos) return restart_behind(found);
    from = window_.size();
    if (!window_.fill(from)) break;
    from = 0;
  }
  state_ = {};
  behind_cr_ = false;
  restart(window_.size());
}

}  // namespace whylocked::input
