#include "input/csv/parallel.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "base/parallel.hpp"
#include "input/csv/rows.hpp"

namespace whylocked::input::csv {

namespace {

// A thread costs about as much as reading a tenth of this.
constexpr std::uint64_t kSmallestPart = 2u << 20;

// Lines tried as the beginning of a part, and records after it that must look right.
constexpr std::size_t kLines = 64, kRecords = 3;

class Part {
 public:
  Part(const Table& table, const ByteSource& source, const InputContext& whole)
      : table_(table), source_(source), whole_(whole) {}

  // False: the sink cannot be split.
  bool begin() {
    diagnostics_ = {};
    info_ = whole_.info;
    info_.rows = info_.skipped = 0;
    sink_ = whole_.sink.split(info_, diagnostics_);
    if (sink_ != nullptr) context_.emplace(whole_, *sink_, diagnostics_, info_);
    return sink_ != nullptr;
  }

  // Reads the records that begin in [from, to).
  void read(std::uint64_t from, std::uint64_t to) {
    const auto bytes = source_.from(from);
    ReadBuffer buffer(*bytes, kBufferBytes);
    RecordSplitter records(buffer, table_.delimiter, whole_.options.max_record_bytes);
    records.keep_fields(table_.columns + 1);
    RowReader rows(table_, *context_, true);
    Record record;
    records_ = 0;
    for (;;) {
      if (!records.is_ready()) context_->flush();
      if (from + records.offset() >= to || context_->stopped() || !records.next(record)) break;
      records_ = record.number;
      record.fault == Record::Fault::none ? rows.add(record) : rows.report_fault(record);
    }
    context_->flush();
    from_ = from;
    end_ = from + records.offset();
    failed_ = context_->stopped() || bytes->failure() || rows.is_undecided();
  }

  void merge_into(InputContext& context, std::uint64_t before) { context.merge(*context_, before); }

  std::uint64_t from() const { return from_; }
  std::uint64_t end() const { return end_; }  // where the next record begins
  std::uint64_t records() const { return records_; }
  bool failed() const { return failed_; }
  RowSink& sink() { return *sink_; }

 private:
  const Table& table_;
  const ByteSource& source_;
  const InputContext& whole_;
  InputInfo info_;
  Diagnostics diagnostics_;
  std::unique_ptr<RowSink> sink_;
  std::optional<InputContext> context_;
  std::uint64_t from_ = 0, end_ = 0, records_ = 0;
  bool failed_ = false;
};

// Whether `text` begins with records that have the fields of the header.
bool looks_like_records(const Table& table, std::string_view text, std::size_t max_bytes) {
  MemorySource bytes(text);
  ReadBuffer buffer(bytes, std::max<std::size_t>(text.size(), kBlock));
  RecordSplitter records(buffer, table.delimiter, max_bytes);
  Record record;
  for (std::size_t i = 0; i < kRecords; ++i)
    if (!records.next(record) || record.fault != Record::Fault::none ||
        record.fields != table.columns)
      return false;
  return true;
}

// The first line after `near` at which records seem to begin, else the first line.
std::uint64_t find_record(const Table& table, const ByteSource& source, std::uint64_t near,
                          std::size_t max_bytes) {
  std::string text(kHeadBytes, '\0');
  const auto bytes = source.from(near - 1);  // a line may begin right here
  text.resize(bytes->read(text.data(), text.size()));
  std::size_t first = text.npos, at = 0;
  for (std::size_t i = 0; i < kLines; ++i) {
    at = text.find('\n', at);
    if (at == text.npos) break;
    ++at;
    first = std::min(first, at);
    if (looks_like_records(table, std::string_view(text).substr(at), max_bytes)) {
      first = at;
      break;
    }
  }
  return near - 1 + (first == text.npos ? 1 : first);
}

std::size_t count_parts(const InputContext& context, std::uint64_t bytes) {
  return static_cast<std::size_t>(
      std::min<std::uint64_t>(thread_count(context.options.threads), bytes / kSmallestPart));
}

void read_all(std::vector<std::unique_ptr<Part>>& parts, const std::vector<std::uint64_t>& cuts) {
  parallel_for(parts.size(), static_cast<unsigned>(parts.size()), 1,
               [&](std::size_t from, std::size_t to, unsigned) {
                 for (std::size_t i = from; i < to; ++i) parts[i]->read(cuts[i], cuts[i + 1]);
               });
}

// Reads the parts again that did not begin where the one before ended.
bool verify(std::vector<std::unique_ptr<Part>>& parts, const std::vector<std::uint64_t>& cuts) {
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::uint64_t begin = parts[i - 1]->end();
    if (parts[i]->from() == begin) continue;
    if (!parts[i]->begin()) return false;
    parts[i]->read(begin, std::max(begin, cuts[i + 1]));
  }
  return std::none_of(parts.begin(), parts.end(), [](const auto& part) { return part->failed(); });
}

bool merge(std::vector<std::unique_ptr<Part>>& parts, std::uint64_t before, InputContext& context) {
  std::vector<std::uint64_t> records_before;
  std::vector<RowSink::Part> sinks;
  for (const auto& part : parts) {
    records_before.push_back(before);
    sinks.push_back({part->sink(), before});
    before += part->records();
  }
  if (!context.sink.merge(sinks)) return false;
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i]->merge_into(context, records_before[i]);
  return true;
}

}  // namespace

bool read_parallel(const Table& table, const ByteSource& source, std::uint64_t from,
                   std::uint64_t records_before, InputContext& context) {
  const std::uint64_t size = source.size();
  if (size <= from) return false;
  const std::size_t count = count_parts(context, size - from);
  if (count < 2) return false;
  std::vector<std::uint64_t> cuts = {from};
  std::vector<std::unique_ptr<Part>> parts;
  for (std::size_t i = 0; i < count; ++i) {
    parts.push_back(std::make_unique<Part>(table, source, context));
    if (!parts.back()->begin()) return false;
    if (i > 0)
      cuts.push_back(find_record(table, source, from + (size - from) / count * i,
                                 context.options.max_record_bytes));
  }
  cuts.push_back(UINT64_MAX);  // a file may grow
  read_all(parts, cuts);
  return verify(parts, cuts) && merge(parts, records_before, context);
}

}  // namespace whylocked::input::csv
