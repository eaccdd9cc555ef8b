#include "input/csv/parallel.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "input/csv/csv_known.hpp"
#include "base/parallel.hpp"

namespace whylocked::input {

namespace {

// A thread costs about as much as reading a tenth of this.
constexpr std::uint64_t kSmallestPart = 2u << 20;

// Lines looked at for the beginning of a part, and records that must look right behind it.
constexpr std::size_t kLines = 64, kRecords = 3;

class Part {
 public:
  Part(const CsvTable& table, const ByteSource& source, const InputContext& whole)
      : table_(table), source_(source), whole_(whole) {}

  // False: the sink does not take part.
  bool begin() {
    diagnostics_ = {};
    info_ = whole_.info;
    info_.rows = info_.skipped = 0;
    sink_ = whole_.sink.fork(info_, diagnostics_);
    if (sink_ != nullptr) job_.emplace(whole_, *sink_, diagnostics_, info_);
    return sink_ != nullptr;
  }

  // Reads the records that begin in [from, to).
  void read(std::uint64_t from, std::uint64_t to) {
    const auto bytes = source_.from(from);
    Window window(*bytes, kBufferBytes);
    RecordSplitter records(window, table_.delimiter, whole_.options.max_record_bytes);
    records.keep_fields(table_.columns + 1);
    CsvRows rows(table_, *job_);
    KnownRows known(table_, records, rows, *job_);
    Record record;
    records_ = 0;
    while (from + records.offset() < to && !job_->stopped() && records.next(record)) {
      records_ = record.number;
      record.fault == Record::Fault::none ? rows.see(record) : rows.report_fault(record);
      records_ += known.see(to - from);
    }
    from_ = from;
    behind_ = from + records.offset();
    failed_ = job_->stopped() || !bytes->failure().empty();
  }

  void join_to(InputContext& job, std::uint64_t before) { job.join(*job_, before); }

  std::uint64_t from() const { return from_; }
  std::uint64_t behind() const { return behind_; }  // where the record behind the last one begins
  std::uint64_t records() const { return records_; }
  bool failed() const { return failed_; }
  RowSink& sink() { return *sink_; }

 private:
  const CsvTable& table_;
  const ByteSource& source_;
  const InputContext& whole_;
  InputInfo info_;
  Diagnostics diagnostics_;
  std::unique_ptr<RowSink> sink_;
  std::optional<InputContext> job_;
  std::uint64_t from_ = 0, behind_ = 0, records_ = 0;
  bool failed_ = false;
};

// Whether records with the fields of the header follow.
bool looks_like_records(const CsvTable& table, std::string_view text, std::size_t most_bytes) {
  MemorySource bytes(text);
  Window window(bytes, std::max<std::size_t>(text.size(), kBlock));
  RecordSplitter records(window, table.delimiter, most_bytes);
  Record record;
  for (std::size_t i = 0; i < kRecords; ++i)
    if (!records.next(record) || record.fault != Record::Fault::none ||
        record.fields != table.columns)
      return false;
  return true;
}

// The first line behind `near` at which records seem to begin, else the first line.
std::uint64_t find_record(const CsvTable& table, const ByteSource& source, std::uint64_t near,
                          std::size_t most_bytes) {
  std::string text(kHeadBytes, '\0');
  const auto bytes = source.from(near - 1);  // a line may begin right here
  text.resize(bytes->read(text.data(), text.size()));
  std::size_t first = text.npos, at = 0;
  for (std::size_t i = 0; i < kLines; ++i) {
    at = text.find('\n', at);
    if (at == text.npos) break;
    ++at;
    first = std::min(first, at);
    if (looks_like_records(table, std::string_view(text).substr(at), most_bytes)) {
      first = at;
      break;
    }
  }
  return near - 1 + (first == text.npos ? 1 : first);
}

std::size_t count_parts(const InputContext& job, std::uint64_t bytes) {
  return static_cast<std::size_t>(
      std::min<std::uint64_t>(thread_count(job.options.threads), bytes / kSmallestPart));
}

void read_all(std::vector<std::unique_ptr<Part>>& parts, const std::vector<std::uint64_t>& cuts) {
  parallel_for(parts.size(), static_cast<unsigned>(parts.size()), 1,
               [&](std::size_t from, std::size_t to, unsigned) {
                 for (std::size_t i = from; i < to; ++i) parts[i]->read(cuts[i], cuts[i + 1]);
               });
}

// Reads the parts again that did not begin where the one in front ended.
bool prove(std::vector<std::unique_ptr<Part>>& parts, const std::vector<std::uint64_t>& cuts) {
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::uint64_t begin = parts[i - 1]->behind();
    if (parts[i]->from() == begin) continue;
    if (!parts[i]->begin()) return false;
    parts[i]->read(begin, std::max(begin, cuts[i + 1]));
  }
  return std::none_of(parts.begin(), parts.end(), [](const auto& part) { return part->failed(); });
}

bool join(std::vector<std::unique_ptr<Part>>& parts, std::uint64_t before, InputContext& job) {
  std::vector<std::uint64_t> records_before;
  std::vector<RowSink::Part> forks;
  for (const auto& part : parts) {
    records_before.push_back(before);
    forks.push_back({part->sink(), before});
    before += part->records();
  }
  if (!job.sink.join(forks)) return false;
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i]->join_to(job, records_before[i]);
  return true;
}

}  // namespace

bool read_in_parts(const CsvTable& table, const ByteSource& source, std::uint64_t from,
                   std::uint64_t records_before, InputContext& job) {
  const std::uint64_t size = source.size();
  if (size <= from) return false;
  const std::size_t count = count_parts(job, size - from);
  if (count < 2) return false;
  job.sink.expect(size - from);
  std::vector<std::uint64_t> cuts = {from};
  std::vector<std::unique_ptr<Part>> parts;
  for (std::size_t i = 0; i < count; ++i) {
    parts.push_back(std::make_unique<Part>(table, source, job));
    if (!parts.back()->begin()) return false;
    if (i > 0)
      cuts.push_back(find_record(table, source, from + (size - from) / count * i,
                                 job.options.max_record_bytes));
  }
  cuts.push_back(UINT64_MAX);  // a file may grow
  read_all(parts, cuts);
  return prove(parts, cuts) && join(parts, records_before, job);
}

}  // namespace whylocked::input
