#include "input/readers.hpp"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "input/table/aliases.hpp"
#include "input/table/columns.hpp"
#include "input/table/forwarded.hpp"

namespace whylocked::input::json {

namespace {

using Fault = JsonPiece::Fault;

// Number of objects that define the columns: enough for keys that only some kinds of event have.
constexpr std::size_t kFirstObjects = 1000, kFirstBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxKeys = 10'000;
constexpr std::string_view kJsonColumn = "auditdata";

struct FaultText {
  Severity severity;
  std::string_view kind, message, hint = {};
};
constexpr std::string_view kIsComplete = "is the file complete?";
constexpr FaultText kFaults[] = {
    // by JsonPiece::Fault
    {Severity::note, {}, {}},
    {Severity::warning, "json", {}},
    {Severity::warning, "json-no-object", "not a JSON object"},
    {Severity::error, "record-too-long", {}},
    {Severity::warning, "json-cut", "the JSON ends inside this value", kIsComplete},
    {Severity::warning, "event-cut", "the event is truncated or malformed", kIsComplete},
    {Severity::warning, "json-cut", "the JSON ends after this value, inside its list", kIsComplete},
};

// The values of one object; their storage is reused.
class Values {
 public:
  // If a field has several keys, the first non-empty one counts.
  void want(Field field, const std::string& key) { values_.push_back({field, key, {}, {}}); }
  void want_forwarded(const std::string& key) {
    forwarded_.push_back({Field::address, key, {}, {}});
  }
  void set(const Members& members) {
    for (std::vector<Value>* const values : {&values_, &forwarded_}) {
      for (Value& value : *values) value.text.clear();
      for (const Member& member : members)
        for (Value& value : *values)
          if (value.key == member.path) add(member, value.text);
    }
  }
  void fill(Row& row, Encoding encoding, Repairs& repairs) {
    for (Value& value : values_) {
      const std::string_view text = trim(value.text);
      if (!text.empty() && gives_way(row[value.field]))
        row[value.field] = trim(repair(text, encoding, value.repaired, repairs));
    }
    for (const Value& value : forwarded_) {
      const std::string_view caller = caller_of(value.text, row[Field::address]);
      if (caller.empty()) continue;
      row[Field::address] = caller;
      break;
    }
  }

 private:
  struct Value {
    Field field;
    std::string key, text, repaired;
  };
  static void add(const Member& member, std::string& to) {
    if (member.in_array && !to.empty())
      to += ',';
    else
      to.clear();
    to += member.value;
  }

  std::vector<Value> values_;
  std::vector<Value> forwarded_;  // see ColumnMapping::forwarded
};

class JsonReader {
 public:
  // `encoding`: of the members.
  JsonReader(JsonObjects& objects, Encoding encoding, InputContext& context)
      : objects_(objects), encoding_(encoding), context_(context) {}

  bool run() {
    JsonPiece piece;
    std::size_t bytes = 0;  // kept
    while (!context_.stopped()) {
      piece.begin(number_ + 1);
      if (!objects_.next(piece)) break;
      number_ = piece.number;
      if (context_.begun()) {
        add(piece);
      } else if (piece.fault != Fault::none && piece.fault != Fault::not_json) {
        report(piece);
      } else {
        for (const Member& one : piece.members) bytes += one.path.size() + one.value.size();
        first_.push_back(std::exchange(piece, {}));
        if ((first_.size() >= kFirstObjects || bytes >= kFirstBytes) && !begin()) return false;
      }
    }
    return end();
  }

 private:
  // In order of first use.
  std::vector<std::string> first_keys() {
    std::vector<std::string> keys;
    std::unordered_set<std::string_view> seen;
    for (const JsonPiece& one : first_)
      for (const Member& member : one.members)
        if (keys.size() < kMaxKeys && seen.insert(member.path).second) keys.push_back(member.path);
    return keys;
  }

  // Chooses the columns and emits the objects kept so far.
  bool begin() {
    const std::vector<std::string> keys = first_keys();
    context_.set_names(keys);
    const ColumnMapping mapping = resolve_columns(keys, context_.options);
    if (!mapping.is_usable()) return fail(mapping, keys);
    for (std::size_t i = 0; i < kFieldCount; ++i)
      if (const std::uint32_t number = mapping.columns.number[i]; number != 0)
        values_.want(static_cast<Field>(i), keys[number - 1]);
    for (const auto& [field, column] : mapping.fallbacks) values_.want(field, keys[column]);
    for (const std::size_t column : mapping.forwarded) values_.want_forwarded(keys[column]);
    note_ambiguous_columns(mapping, keys, 0, context_);
    context_.begin(mapping.columns, mapping.profile);
    for (JsonPiece& one : first_) add(one);
    first_.clear();
    return true;
  }

  // Windows events, which have their own readers.
  bool is_event_log() const {
    return context_.info.format == "evtx" || context_.info.format == "xml";
  }
  static constexpr const char* kSecurityLog =
      "export the Security log: wevtutil epl Security security.evtx";

  // An unreadable object matters more than missing keys.
  bool fail(const ColumnMapping& mapping, const std::vector<std::string>& keys) {
    if (is_event_log() && !mapping.columns.has(Field::user))
      return context_.fail("events", {"no event names a user", kSecurityLog});
    if (!keys.empty()) return fail_columns(mapping, keys, 0, context_);
    for (const JsonPiece& one : first_)
      if (one.fault != Fault::none) report(one);
    return fail_all();
  }
  bool fail_all() {
    if (is_event_log()) return context_.fail("events", {"no event could be read", kSecurityLog});
    return context_.fail(
        "json", {"no JSON object could be read", "give JSON Lines, or an array of objects"});
  }

  void add(JsonPiece& piece) {
    if (piece.fault != Fault::none) return report(piece);
    Row row{.number = piece.number, .fields = {}};
    values_.set(piece.members);
    values_.fill(row, encoding_, piece.repairs);
    context_.note_repairs(piece.number, piece.repairs);
    context_.emit(row);
  }

  void report(const JsonPiece& piece) {
    if (piece.fault != Fault::unclosed) context_.skip_row();
    const auto& [severity, kind, message, hint] = kFaults[static_cast<std::size_t>(piece.fault)];
    std::string text = piece.message.empty() ? std::string(message) : piece.message;
    if (piece.fault == Fault::too_long)
      text = "longer than " + in_bytes(context_.options.max_record_bytes) + "; dropped";
    context_.add_diagnostic(
        severity, kind, text,
        {.row = piece.number - (piece.fault == Fault::unclosed),  // it is after the last one
         .excerpt = piece.text,
         .caret = piece.at,
         .hint = hint});
  }

  bool end() {
    if (!context_.begun() && first_.empty())
      return context_.info.rows > 0 ? fail_all() : end_empty();
    if (!context_.begun() && !begin()) return false;
    context_.flush();
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
  std::vector<JsonPiece> first_;
  std::uint64_t number_ = 0;  // of the last piece
};

// The objects in one column of a table.
class ColumnObjects : public JsonObjects {
 public:
  ColumnObjects(ReadBuffer& buffer, const csv::HeaderChoice& header, std::size_t column,
                Encoding encoding, const ReadOptions& options)
      : header_(header.record),
        column_(column),
        encoding_(encoding),
        records_(buffer, header.delimiter, options.max_record_bytes) {}

  bool next(JsonPiece& piece) override {
    csv::Record record;
    do
      if (!records_.next(record)) return false;
    while (record.number <= header_ ||
           (record.fault == csv::Record::Fault::none && record.text.empty()));
    piece.number = record.number;
    piece.fault = record.fault == csv::Record::Fault::none         ? Fault::no_object
                  : record.fault == csv::Record::Fault::open_quote ? Fault::truncated
                                                                   : Fault::too_long;
    if (piece.fault != Fault::no_object || column_ >= record.fields) return true;
    std::string unquoted;
    const std::string_view field = trim(record.field(column_));
    read_object(field.starts_with('"') ? unquote(field, unquoted) : field, encoding_, piece);
    return true;
  }

 private:
  const std::uint64_t header_;
  const std::size_t column_;
  const Encoding encoding_;
  csv::RecordSplitter records_;
};

}  // namespace

std::optional<std::size_t> json_column(const std::vector<std::string>& cells) {
  const auto found = std::ranges::find(cells, kJsonColumn, fold);
  if (found == cells.end()) return std::nullopt;
  return static_cast<std::size_t>(found - cells.begin());
}

bool read_column(ReadBuffer& buffer, const csv::HeaderChoice& header, std::size_t column,
                 Encoding encoding, InputContext& context) {
  ColumnObjects objects(buffer, header, column, encoding, context.options);
  return read_objects(objects, Encoding::utf8, context);
}

bool read_objects(JsonObjects& objects, Encoding encoding, InputContext& context) {
  return JsonReader(objects, encoding, context).run();
}

bool read(ReadBuffer& buffer, Encoding encoding, InputContext& context) {
  buffer.fill_up_to(kHeadBytes);
  const bool lines = is_json_lines(buffer.text(0, buffer.size()), context.options);
  context.info.format = lines ? "jsonl" : "json";
  return read_objects(*json_objects(buffer, encoding, lines, context.options), Encoding::utf8,
                      context);
}

}  // namespace whylocked::input::json
