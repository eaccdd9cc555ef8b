#include "read/records.hpp"

#include <algorithm>
#include <bit>

namespace whylocked::reading {

namespace {

constexpr std::size_t kFaultBytes = 128;  // more than an excerpt shows

// The first LF or CR from `from` on. Two searches for a byte are far faster than one for two.
std::size_t find_line_end(std::string_view text, std::size_t from) {
  const std::size_t lf = text.find('\n', from);
  return std::min(lf, text.substr(0, lf).find('\r', from));
}

}  // namespace

RecordSplitter::RecordSplitter(Window& window, char delimiter, std::size_t most_bytes,
                               ScanBlock scan)
    : window_(window), delimiter_(delimiter), most_bytes_(most_bytes), scan_(scan), ends_(64) {}

inline void RecordSplitter::put_end(std::size_t at) {
  if (fields_ < kept_) {
    if (fields_ == ends_.size()) ends_.resize(2 * ends_.size());
    ends_[fields_] = static_cast<std::uint32_t>(at - start_);
  }
  ++fields_;
}

inline void RecordSplitter::give(std::size_t end, Record& record) {
  if (end - start_ > most_bytes_) return give_up(Record::Fault::too_long, record);
  record.number = ++number_;
  record.text = window_.text(start_, end);
  record.fields = fields_ + 1;
  record.fault = Record::Fault::none;
  record.odd = odd_;
  record.ends = ends_.data();
  behind_cr_ = end < window_.size() && window_.data()[end] == '\r';
  start_ = end + 1;
}

bool RecordSplitter::next(Record& record) {
  if (behind_cr_) skip_lf();
  fields_ = 0;
  odd_ = odd_block_;
  for (;;) {
    while (pending_ != 0) {
      const int bit = std::countr_zero(pending_);
      pending_ &= pending_ - 1;
      const std::size_t at = block_ + static_cast<std::size_t>(bit);
      if ((records_ >> bit & 1) == 0) {
        put_end(at);
        continue;
      }
      give(at, record);
      return true;
    }
    if (is_too_long()) {
      give_up(Record::Fault::too_long, record);
      return true;
    }
    if (!scan_more()) return give_last(record);
  }
}

// The LF of a CRLF belongs to the line that its CR has ended.
void RecordSplitter::skip_lf() {
  behind_cr_ = false;
  while (start_ == window_.size() && window_.fill(start_)) start_ = scanned_ = 0;
  if (start_ == window_.size() || window_.data()[start_] != '\n') return;
  if (scanned_ == start_++) {
    scanned_ = start_;
    state_.after_cr = false;
  }
}

// One block, or as much as there is at the end of the file.
bool RecordSplitter::scan_more() {
  while (window_.size() - scanned_ < kBlock && window_.fill(start_)) {
    scanned_ -= start_;
    start_ = 0;
  }
  const std::size_t count = std::min(window_.size() - scanned_, kBlock);
  if (count == 0) return false;
  const char* const bytes = window_.data() + scanned_;
  const Marks marks = count == kBlock ? scan_(bytes, delimiter_, state_)
                                      : scan_slowly(bytes, count, delimiter_, state_);
  block_ = scanned_;
  scanned_ += count;
  records_ = marks.records;
  pending_ = marks.fields | marks.records;
  odd_block_ = marks.odd != 0;
  odd_ |= odd_block_;
  return true;
}

// Judged only by the length, so that the size of the buffer does not matter.
bool RecordSplitter::is_too_long() const { return scanned_ - start_ > most_bytes_; }

bool RecordSplitter::give_last(Record& record) {
  if (state_.at == ScanState::At::quoted) {
    give_up(Record::Fault::open_quote, record);
    return true;
  }
  const std::string_view rest = window_.text(start_, window_.size());
  if (rest.empty()) return false;
  give(window_.size(), record);
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
    const Marks marks = scan_slowly(window_.data() + start_ + i, 1, delimiter_, state);
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

// A line begins at the start of a record again; `line_end` is the place of its CR or LF.
void RecordSplitter::restart_behind(std::size_t line_end) {
  behind_cr_ = window_.data()[line_end] == '\r';
  state_ = {ScanState::At::field_start, behind_cr_};
  start_ = scanned_ = line_end + 1;
  pending_ = 0;
  odd_block_ = false;
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
  start_ = scanned_ = window_.size();
  pending_ = 0;
}

}  // namespace whylocked::reading
