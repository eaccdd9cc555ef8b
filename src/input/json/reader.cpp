#include "input/json/reader.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_set>
#include <vector>

#include "input/table/columns.hpp"
#include "input/table/ambiguous_columns.hpp"
#include "input/json/flatten.hpp"
#include "input/json/objects.hpp"
#include "input/table/refuse.hpp"
#include "input/values.hpp"

namespace whylocked::input {

namespace {

// The objects whose keys are the columns: enough for keys that only some kinds of event have.
constexpr std::size_t kObjectsLookedAt = 1000, kBytesLookedAt = std::size_t{1} << 20;
constexpr std::size_t kMaxKeys = 10'000;

class KeyCollector : public MemberSink {
 public:
  void member(std::string_view path, std::string_view, bool) override {
    if (keys.size() < kMaxKeys && seen_.emplace(path).second) keys.emplace_back(path);
  }
  std::vector<std::string> keys;

 private:
  std::unordered_set<std::string> seen_;
};

// The values of one object; the texts are kept from object to object for their memory.
class Values : public MemberSink {
 public:
  void want(Field field, const std::string& key) {
    wanted_[key].push_back(static_cast<std::size_t>(field));
  }
  // Counts where no key before it has text.
  void want_also(Field field, const std::string& key) {
    wanted_[key].push_back(others_.size() + kFieldCount);
    others_.push_back(static_cast<std::size_t>(field));
    values_.resize(kFieldCount + others_.size());
  }
  void clear() {
    for (std::string& value : values_) value.clear();
  }
  void member(std::string_view path, std::string_view value, bool in_array) override {
    const auto found = wanted_.find(path);
    if (found == wanted_.end()) return;
    for (const std::size_t field : found->second) {
      std::string& to = values_[field];
      if (in_array && !to.empty())
        to += ',';
      else
        to.clear();
      to += value;
    }
  }
  void fill(Row& row, Repairs& repairs) {
    for (std::size_t i = 0; i < others_.size(); ++i)
      if (std::string& first = values_[others_[i]]; trim(first).empty())
        first = values_[kFieldCount + i];
    for (std::size_t field = 0; field < kFieldCount; ++field)
      row.fields[field] =
          trim(repair(trim(values_[field]), Encoding::utf8, repaired_[field], repairs));
  }

 private:
  std::map<std::string, std::vector<std::size_t>, std::less<>> wanted_;
  std::vector<std::string> values_ = std::vector<std::string>(kFieldCount);
  std::vector<std::size_t> others_;  // the fields of the values behind the first
  std::array<std::string, kFieldCount> repaired_;
};

class JsonReader {
 public:
  JsonReader(JsonObjects& objects, Encoding encoding, InputContext& job)
      : objects_(objects), encoding_(encoding), job_(job) {}

  bool run() {
    JsonPiece piece;
    while (!job_.stopped() && objects_.next(piece)) {
      if (piece.fault != JsonPiece::Fault::none) {
        report_fault(piece);
      } else if (job_.begun()) {
        see(piece.number, piece.text);
      } else {
        keep(piece);
        if (first_.size() >= kObjectsLookedAt || kept_ >= kBytesLookedAt)
          if (!begin()) return false;
      }
    }
    return end();
  }

 private:
  struct Kept {
    std::uint64_t number;
    std::string text;
  };

  void keep(const JsonPiece& piece) {
    first_.push_back({piece.number, std::string(piece.text)});
    kept_ += piece.text.size();
  }

  // Decides on the columns and gives the objects kept so far.
  bool begin() {
    KeyCollector collector;
    std::string room;
    Repairs repairs;
    for (const Kept& one : first_) flatten(repair(one.text, encoding_, room, repairs), collector);
    job_.see_names(collector.keys);
    const ColumnMapping meaning = resolve(collector.keys, job_.options);
    if (!meaning.is_usable()) return refuse(meaning, collector.keys);
    for (std::size_t i = 0; i < kFieldCount; ++i)
      if (const std::uint32_t number = meaning.columns.number[i]; number != 0)
        values_.want(static_cast<Field>(i), collector.keys[number - 1]);
    for (const auto& [field, column] : meaning.others)
      values_.want_also(field, collector.keys[column]);
    note_doubts(meaning, collector.keys, 0, job_);
    job_.begin(meaning.columns, meaning.profile);
    for (const Kept& one : first_) see(one.number, one.text);
    first_.clear();
    return true;
  }

  // An object that cannot be read at all tells more than its missing keys.
  bool refuse(const ColumnMapping& meaning, const std::vector<std::string>& keys) {
    if (!keys.empty()) return refuse_columns(meaning, keys, 0, job_);
    for (const Kept& one : first_) see(one.number, one.text);
    return refuse_all();
  }
  bool refuse_all() {
    return job_.refuse("json", "no JSON object could be read",
                       "what is read is JSON Lines, or an array of objects");
  }

  void see(std::uint64_t number, std::string_view text) {
    Repairs repairs;
    text = repair(text, encoding_, room_, repairs);
    values_.clear();
    if (const auto fault = flatten(text, values_)) {
      job_.skip_row();
      job_.tell(Severity::warning, "json", fault->words, {number, 0, text, fault->at, {}});
      return;
    }
    Row row;
    row.number = number;
    values_.fill(row, repairs);
    note_repairs(number, repairs);
    if (!job_.begun()) return;
    job_.give(row);
  }

  void note_repairs(std::uint64_t number, const Repairs& repairs) {
    if (repairs.nul)
      job_.tell(Severity::warning, "nul", "NUL bytes, left out", {number, 0, {}, 0, {}});
    if (repairs.guessed)
      job_.tell(Severity::note, "encoding", "not valid UTF-8, taken as Windows-1252",
                {number, 0, {}, 0, {}});
  }

  void report_fault(const JsonPiece& piece) {
    job_.skip_row();
    const Fault where{piece.number, 0, {}, 0, {}};
    switch (piece.fault) {
      case JsonPiece::Fault::none:
        break;
      case JsonPiece::Fault::no_object:
        return job_.tell(Severity::warning, "json-no-object", "not a JSON object", where);
      case JsonPiece::Fault::cut:
        return job_.tell(Severity::warning, "json-cut", "the JSON ends inside this value",
                         {piece.number, 0, {}, 0, "is the file complete?"});
      case JsonPiece::Fault::too_long:
        return job_.tell(Severity::error, "record-too-long",
                         "longer than " + in_bytes(job_.options.max_record_bytes) + ", left out",
                         where);
    }
  }

  bool end() {
    if (!job_.begun() && first_.empty() && job_.info.rows > 0) return refuse_all();
    if (!job_.begun() && first_.empty()) return end_empty();
    if (!job_.begun() && !begin()) return false;
    return !job_.failed();
  }
  // "[]" is an answer: nothing happened.
  bool end_empty() {
    job_.begin({});
    job_.tell(Severity::warning, "no-rows", "no data rows: the list is empty",
              {0, 0, {}, 0, "check the period and the filters of the export"});
    return true;
  }

  JsonObjects& objects_;
  const Encoding encoding_;
  InputContext& job_;
  Values values_;
  std::string room_;  // for the repaired text
  std::vector<Kept> first_;
  std::size_t kept_ = 0;  // bytes
};

}  // namespace

bool read_json_objects(JsonObjects& objects, Encoding encoding, InputContext& job) {
  return JsonReader(objects, encoding, job).run();
}

bool read_json(Window& window, Encoding encoding, InputContext& job) {
  window.fill_up_to(kHeadBytes);
  const bool lines = is_json_lines(window.text(0, window.size()), job.options);
  job.info.format = lines ? "jsonl" : "json";
  const auto objects = lines ? json_lines(window, job.options) : json_stream(window, job.options);
  return JsonReader(*objects, encoding, job).run();
}

}  // namespace whylocked::input
