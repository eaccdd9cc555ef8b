#include "input/json/reader.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_set>

#include "input/json/flatten.hpp"
#include "input/json/objects.hpp"
#include "input/table/aliases.hpp"
#include "input/table/column_diagnostics.hpp"
#include "input/table/columns.hpp"

namespace whylocked::input::json {

namespace {

// The objects whose keys are the columns: enough for keys that only some kinds of event have.
constexpr std::size_t kFirstObjects = 1000, kFirstBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxKeys = 10'000;
constexpr std::string_view kJsonColumn = "auditdata";

// The values of one object; their storage is reused.
class Values {
 public:
  void want(Field field, const std::string& key) {
    wanted_[key].push_back(static_cast<std::size_t>(field));
  }
  // Used where the keys before it have no text.
  void want_fallback(Field field, const std::string& key) {
    wanted_[key].push_back(fallbacks_.size() + kFieldCount);
    fallbacks_.push_back(static_cast<std::size_t>(field));
    values_.resize(kFieldCount + fallbacks_.size());
  }
  void clear() {
    for (std::string& value : values_) value.clear();
  }
  void add(std::string_view path, std::string_view value, bool in_array) {
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
    for (std::size_t i = 0; i < fallbacks_.size(); ++i)
      if (std::string& first = values_[fallbacks_[i]];
          gives_way(trim(first)) && !values_[kFieldCount + i].empty())
        first = values_[kFieldCount + i];
    for (std::size_t field = 0; field < kFieldCount; ++field)
      row.fields[field] =
          trim(repair(trim(values_[field]), Encoding::utf8, repaired_[field], repairs));
  }

 private:
  std::map<std::string, std::vector<std::size_t>, std::less<>> wanted_;
  std::vector<std::string> values_ = std::vector<std::string>(kFieldCount);
  std::vector<std::size_t> fallbacks_;  // the fields of the values after the first kFieldCount
  std::array<std::string, kFieldCount> repaired_;
};

class JsonReader {
 public:
  JsonReader(JsonObjects& objects, Encoding encoding, InputContext& context)
      : objects_(objects), encoding_(encoding), context_(context) {}

  bool run() {
    JsonPiece piece;
    while (!context_.stopped() && objects_.next(piece)) {
      if (piece.fault != JsonPiece::Fault::none) {
        report_fault(piece);
      } else if (context_.begun()) {
        add(piece.number, piece.text);
      } else {
        keep(piece);
        if (first_.size() >= kFirstObjects || kept_ >= kFirstBytes)
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

  // In the order of their first use.
  std::vector<std::string> first_keys() const {
    std::vector<std::string> keys;
    std::unordered_set<std::string> seen;
    std::string room;
    Repairs repairs;
    for (const Kept& one : first_)
      flatten(repair(one.text, encoding_, room, repairs),
              [&](std::string_view path, std::string_view, bool) {
                if (keys.size() < kMaxKeys && seen.emplace(path).second) keys.emplace_back(path);
              });
    return keys;
  }

  // Decides on the columns and emits the objects kept so far.
  bool begin() {
    const std::vector<std::string> keys = first_keys();
    context_.set_names(keys);
    const ColumnMapping mapping = resolve_columns(keys, context_.options);
    if (!mapping.is_usable()) return fail(mapping, keys);
    for (std::size_t i = 0; i < kFieldCount; ++i)
      if (const std::uint32_t number = mapping.columns.number[i]; number != 0)
        values_.want(static_cast<Field>(i), keys[number - 1]);
    for (const auto& [field, column] : mapping.fallbacks)
      values_.want_fallback(field, keys[column]);
    note_ambiguous_columns(mapping, keys, 0, context_);
    context_.begin(mapping.columns, mapping.profile);
    for (const Kept& one : first_) add(one.number, one.text);
    first_.clear();
    return true;
  }

  // Events of Windows, from elsewhere.
  bool is_event_log() const {
    return context_.info.format == "evtx" || context_.info.format == "xml";
  }
  static constexpr const char* kSecurityLog =
      "export the Security log: wevtutil epl Security security.evtx";

  // An object that cannot be read at all matters more than its missing keys.
  bool fail(const ColumnMapping& mapping, const std::vector<std::string>& keys) {
    if (is_event_log() && !mapping.columns.has(Field::user))
      return context_.fail("events", {"no event names a user", kSecurityLog});
    if (!keys.empty()) return fail_columns(mapping, keys, 0, context_);
    for (const Kept& one : first_) add(one.number, one.text);
    return fail_all();
  }
  bool fail_all() {
    if (is_event_log()) return context_.fail("events", {"no event could be read", kSecurityLog});
    return context_.fail(
        "json", {"no JSON object could be read", "give JSON Lines, or an array of objects"});
  }

  void add(std::uint64_t number, std::string_view text) {
    Repairs repairs;
    text = repair(text, encoding_, room_, repairs);
    values_.clear();
    if (const auto error = flatten(text, to_values_)) {
      context_.skip_row();
      context_.add_diagnostic(Severity::warning, "json", error->message,
                              {.row = number, .excerpt = text, .caret = error->at});
      return;
    }
    Row row;
    row.number = number;
    values_.fill(row, repairs);
    note_repairs(number, repairs);
    if (!context_.begun()) return;
    context_.emit(row);
  }

  void note_repairs(std::uint64_t number, const Repairs& repairs) {
    if (repairs.nul)
      context_.add_diagnostic(Severity::warning, "nul", "NUL bytes, left out", {.row = number});
    if (repairs.guessed)
      context_.add_diagnostic(Severity::note, "encoding", "not valid UTF-8, taken as Windows-1252",
                              {.row = number});
  }

  void report_fault(const JsonPiece& piece) {
    context_.skip_row();
    if (piece.fault == JsonPiece::Fault::no_object)
      context_.add_diagnostic(Severity::warning, "json-no-object", "not a JSON object",
                              {.row = piece.number});
    if (piece.fault == JsonPiece::Fault::truncated)
      context_.add_diagnostic(Severity::warning, "json-cut", "the JSON ends inside this value",
                              {.row = piece.number, .hint = "is the file complete?"});
    if (piece.fault == JsonPiece::Fault::too_long)
      context_.add_diagnostic(
          Severity::error, "record-too-long",
          "longer than " + in_bytes(context_.options.max_record_bytes) + ", left out",
          {.row = piece.number});
  }

  bool end() {
    if (!context_.begun() && first_.empty() && context_.info.rows > 0) return fail_all();
    if (!context_.begun() && first_.empty()) return end_empty();
    if (!context_.begun() && !begin()) return false;
    return !context_.failed();
  }
  // "[]" means that nothing happened.
  bool end_empty() {
    context_.begin({});
    context_.add_diagnostic(
        Severity::warning, "no-rows",
        is_event_log() ? "no data rows: the log is empty" : "no data rows: the list is empty",
        {.hint = "check the period and the filters of the export"});
    return true;
  }

  JsonObjects& objects_;
  const Encoding encoding_;
  InputContext& context_;
  Values values_;
  const MemberSink to_values_ = [this](std::string_view path, std::string_view value,
                                       bool in_array) { values_.add(path, value, in_array); };
  std::string room_;  // for the repaired text
  std::vector<Kept> first_;
  std::size_t kept_ = 0;  // bytes
};

// The objects in one column of a table.
class ColumnObjects : public JsonObjects {
 public:
  ColumnObjects(ReadBuffer& buffer, const csv::HeaderChoice& header, std::size_t column,
                const InputContext& context)
      : header_(header.record),
        column_(column),
        records_(buffer, header.delimiter, context.options.max_record_bytes) {
    records_.keep_fields(column_ + 1);
  }

  bool next(JsonPiece& piece) override {
    csv::Record record;
    while (records_.next(record)) {
      const bool whole = record.fault == csv::Record::Fault::none;
      if (record.number <= header_ || (whole && record.text.empty())) continue;
      piece = {record.number, {}, JsonPiece::Fault::none};
      if (!whole)
        piece.fault = record.fault == csv::Record::Fault::open_quote ? JsonPiece::Fault::truncated
                                                                     : JsonPiece::Fault::too_long;
      else if (column_ >= record.fields)
        piece.fault = JsonPiece::Fault::no_object;
      else
        piece.text = text_of(trim(record.field(column_)));
      return true;
    }
    return false;
  }

 private:
  std::string_view text_of(std::string_view field) {
    return field.starts_with('"') ? unquote(field, unquoted_) : field;
  }

  const std::uint64_t header_;
  const std::size_t column_;
  csv::RecordSplitter records_;
  std::string unquoted_;
};

}  // namespace

std::optional<std::size_t> json_column(const std::vector<std::string>& cells) {
  const auto found = std::find_if(cells.begin(), cells.end(), [](const std::string& cell) {
    return fold(cell) == kJsonColumn;
  });
  if (found == cells.end()) return std::nullopt;
  return static_cast<std::size_t>(found - cells.begin());
}

bool read_column(ReadBuffer& buffer, const csv::HeaderChoice& header, std::size_t column,
                 Encoding encoding, InputContext& context) {
  ColumnObjects objects(buffer, header, column, context);
  return JsonReader(objects, encoding, context).run();
}

bool read_objects(JsonObjects& objects, Encoding encoding, InputContext& context) {
  return JsonReader(objects, encoding, context).run();
}

bool read(ReadBuffer& buffer, Encoding encoding, InputContext& context) {
  buffer.fill_up_to(kHeadBytes);
  const bool lines = is_json_lines(buffer.text(0, buffer.size()), context.options);
  context.info.format = lines ? "jsonl" : "json";
  const auto objects =
      lines ? json_lines(buffer, context.options) : json_stream(buffer, context.options);
  return JsonReader(*objects, encoding, context).run();
}

}  // namespace whylocked::input::json
