#include "input/csv/pivot.hpp"

#include <set>

namespace whylocked::input::csv {

namespace {

constexpr std::size_t kMinTime = 8;  // of a day alone

// Whether texts of the same length come in one order; of times like 2026-05-19 08:07:19 that is
// their own.
class TimeOrder {
 public:
  void add(const std::string& time) {
    if (!last_.empty() && time != last_) {
      rises_ &= time > last_;
      falls_ &= time < last_;
    }
    comparable_ &= last_.empty() || time.size() == last_.size();
    last_ = time;
  }
  bool is_ordered() const { return comparable_ && (rises_ || falls_); }

 private:
  std::string last_;
  bool rises_ = true, falls_ = true, comparable_ = true;
};

class PivotTest {
 public:
  // False: the table is of another kind.
  bool add(const std::string& user, const std::string& time) {
    if (!user.empty()) {
      if (!users_.insert(user).second || !in_group_.is_ordered()) return false;
      in_group_ = {};
      if (time.empty()) ++titles_;
    }
    if (time.empty()) return true;
    if (time.size() < kMinTime || time[0] < '0' || time[0] > '9') return false;
    if (users_.empty()) return false;
    (user.empty() ? unnamed_ : named_) += 1;
    in_group_.add(time);
    overall_.add(time);
    return true;
  }
  // A row with a user alone is the title of a group, if all names come in such rows.
  bool holds() const {
    if (users_.size() < 2 || unnamed_ < users_.size() || !in_group_.is_ordered()) return false;
    return named_ == 0 ? titles_ == users_.size() : !overall_.is_ordered();
  }

 private:
  std::set<std::string> users_;
  std::size_t named_ = 0, unnamed_ = 0, titles_ = 0;
  TimeOrder in_group_, overall_;
};

}  // namespace

bool is_pivoted(std::string_view beginning, const HeaderChoice& header, Encoding encoding,
                const ReadOptions& options) {
  const std::uint32_t user = header.mapping.columns.number[static_cast<std::size_t>(Field::user)];
  const std::uint32_t time = header.mapping.columns.number[static_cast<std::size_t>(Field::time)];
  if (user == 0 || time == 0) return false;
  MemorySource source(beginning);
  ReadBuffer buffer(source, kBufferBytes);
  RecordSplitter records(buffer, header.delimiter, options.max_record_bytes);
  Record record;
  PivotTest test;
  while (records.next(record)) {
    if (record.number <= header.record || record.text.empty()) continue;
    if (record.fault != Record::Fault::none || record.unterminated) continue;
    const auto cell = [&](std::uint32_t number) {
      return number <= record.fields ? to_value(record.field(number - 1), encoding) : std::string();
    };
    if (!test.add(cell(user), cell(time))) return false;
  }
  return test.holds();
}

}  // namespace whylocked::input::csv
