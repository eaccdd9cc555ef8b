#include "input/json/reader.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_set>
#include <vector>

#include "base/json_tree.hpp"
#include "input/json/objects.hpp"
#include "input/table/aliases.hpp"
#include "input/table/columns.hpp"

namespace whylocked::input::json {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxLevels = 32;  // sign-in logs nest to five
constexpr std::size_t kMaxPath = 256;   // a longer one names no column

struct FlattenError {
  std::size_t at = 0;  // byte of the object
  std::string message;
};

using MemberSink =
    std::function<void(std::string_view path, std::string_view value, bool in_array)>;

// One JSON object to flat members: each scalar with the path of its keys, joined by dots;
// {"actor":{"alternateId":"ann"}} becomes actor.alternateId.
// Arrays are not part of a path; their scalars come one after the other. An object in an array that
// is a name and a value is a member of that name too:
// "Properties":[{"Name":"UserAgent","Value":"x"}] becomes Properties.UserAgent beside
// Properties.Name and Properties.Value. null is empty text. Numbers that do not fit 64 bits are as
// written.
class Flattener : public nlohmann::json_sax<Json> {
 public:
  explicit Flattener(const MemberSink& sink) : sink_(sink) {}

  // The place and message of text that is not JSON, or nested too deeply, after the members before
  // it.
  std::optional<FlattenError> run(std::string_view object) {
    Json::sax_parse(object.begin(), object.end(), this);
    return std::move(error_);
  }

  bool null() override { return emit({}); }
  bool boolean(bool value) override { return emit(value ? "true" : "false"); }
  bool number_integer(std::int64_t value) override { return emit(std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) override { return emit(std::to_string(value)); }
  bool number_float(double, const std::string& text) override { return emit(text); }
  bool string(std::string& value) override {
    return holds_json(value) ? expand(value) : emit(value);
  }
  bool binary(Json::binary_t&) override { return false; }  // JSON text has none

  bool start_object(std::size_t) override { return open(false); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_array() override { return close(); }
  bool key(std::string& name) override {
    path_.resize(levels_.back().path);
    if (path_.size() > kMaxPath) return true;
    if (name == "$date" || name == "$numberLong" || name == "$oid") return true;  // MongoDB's types
    if (!path_.empty()) path_ += '.';
    path_.append(name, 0, kMaxPath + 1);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    error_ = {position > 0 ? position - 1 : 0,
              "not valid JSON: " + plain_parse_error(error.what())};
    return false;
  }

 private:
  struct Level {
    std::size_t path;  // length of the path of the container
    bool array;
    std::string name;  // of a pair of name and value, once read
  };

  bool emit(std::string_view value) {
    if (levels_.empty() || path_.size() > kMaxPath) return true;
    sink_(path_, value, arrays_ > 0);
    if (arrays_ > 0 && !levels_.back().array) add_pair(levels_.back(), value);
    return true;
  }
  void add_pair(Level& level, std::string_view value) {
    std::string_view key = path_;
    key.remove_prefix(std::min(level.path + (level.path > 0 ? 1 : 0), key.size()));
    if (key == "Name" || key == "name" || key == "@Name") {
      level.name = value;
    } else if (!level.name.empty() && level.path + level.name.size() < kMaxPath &&
               (key == "Value" || key == "value" || key == "#text")) {
      sink_(path_.substr(0, level.path) + (level.path > 0 ? "." : "") + level.name, value, false);
    }
  }
  // Microsoft 365 has a record as text in a record.
  bool holds_json(std::string_view value) const {
    constexpr std::string_view kName = "AuditData";
    return value.starts_with('{') && path_.ends_with(kName) && Json::accept(value);
  }
  bool expand(std::string_view object) {
    const std::string prefix = path_ + '.';
    const bool in_array = arrays_ > 0;
    const auto add = [&](std::string_view path, std::string_view value, bool array) {
      if (prefix.size() + path.size() <= kMaxPath)
        sink_(prefix + std::string(path), value, array || in_array);
    };
    error_ = Flattener(add).run(object);
    return !error_;
  }
  bool open(bool array) {
    if (levels_.size() == kMaxLevels) {
      error_ = {0, "nested too deeply"};
      return false;
    }
    levels_.push_back({path_.size(), array, {}});
    arrays_ += array;
    return true;
  }
  bool close() {
    path_.resize(levels_.back().path);
    arrays_ -= levels_.back().array;
    levels_.pop_back();
    return true;
  }

  const MemberSink& sink_;
  std::string path_;
  std::vector<Level> levels_;
  std::size_t arrays_ = 0;  // open ones
  std::optional<FlattenError> error_;
};

// The objects whose keys are the columns: enough for keys that only some kinds of event have.
constexpr std::size_t kFirstObjects = 1000, kFirstBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxKeys = 10'000;
constexpr std::string_view kJsonColumn = "auditdata";

// The values of one object; their storage is reused.
class Values {
 public:
  // Of several keys of a field the first with text counts.
  void want(Field field, const std::string& key) {
    wanted_[key].push_back(values_.size());
    values_.push_back({field, {}, {}});
  }
  void clear() {
    for (Value& value : values_) value.text.clear();
  }
  void add(std::string_view path, std::string_view text, bool in_array) {
    const auto found = wanted_.find(path);
    if (found == wanted_.end()) return;
    for (const std::size_t i : found->second) {
      std::string& to = values_[i].text;
      if (in_array && !to.empty())
        to += ',';
      else
        to.clear();
      to += text;
    }
  }
  void fill(Row& row, Encoding encoding, Repairs& repairs) {
    for (Value& value : values_) {
      const std::string_view text = trim(value.text);
      if (!text.empty() && gives_way(row[value.field]))
        row[value.field] = trim(repair(text, encoding, value.repaired, repairs));
    }
  }

 private:
  struct Value {
    Field field;
    std::string text, repaired;
  };
  std::map<std::string, std::vector<std::size_t>, std::less<>> wanted_;
  std::vector<Value> values_;
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
        add(piece);
      } else {
        first_.push_back(Kept(piece));
        kept_ += piece.text.size();
        if ((first_.size() >= kFirstObjects || kept_ >= kFirstBytes) && !begin()) return false;
      }
    }
    return end();
  }

 private:
  // A copy of a piece.
  struct Kept {
    explicit Kept(const JsonPiece& piece)
        : number(piece.number), text(piece.text), is_text(piece.members == nullptr) {
      if (!is_text) members = *piece.members;
    }
    JsonPiece piece() const {
      return {.number = number, .text = text, .members = is_text ? nullptr : &members};
    }
    std::uint64_t number;
    std::string text;
    Members members;
    bool is_text;
  };

  // An error in the repaired text, which room_ may hold.
  std::optional<FlattenError> each_member(JsonPiece& piece, Repairs& repairs,
                                          const MemberSink& sink) {
    if (piece.members == nullptr) {
      piece.text = repair(piece.text, encoding_, room_, repairs);
      return Flattener(sink).run(piece.text);
    }
    for (const auto& [path, value] : *piece.members) sink(path, value, false);
    return std::nullopt;
  }

  // In the order of their first use.
  std::vector<std::string> first_keys() {
    std::vector<std::string> keys;
    std::unordered_set<std::string> seen;
    Repairs repairs;
    for (const Kept& one : first_) {
      JsonPiece piece = one.piece();
      each_member(piece, repairs, [&](std::string_view path, std::string_view, bool) {
        if (keys.size() < kMaxKeys && seen.emplace(path).second) keys.emplace_back(path);
      });
    }
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
    for (const auto& [field, column] : mapping.fallbacks) values_.want(field, keys[column]);
    note_ambiguous_columns(mapping, keys, 0, context_);
    context_.begin(mapping.columns, mapping.profile);
    for (const Kept& one : first_) add(one.piece());
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
    for (const Kept& one : first_) add(one.piece());
    return fail_all();
  }
  bool fail_all() {
    if (is_event_log()) return context_.fail("events", {"no event could be read", kSecurityLog});
    return context_.fail(
        "json", {"no JSON object could be read", "give JSON Lines, or an array of objects"});
  }

  void add(JsonPiece piece) {
    Repairs repairs;
    values_.clear();
    if (const auto error = each_member(piece, repairs, to_values_)) {
      context_.skip_row();
      context_.add_diagnostic(Severity::warning, "json", error->message,
                              {.row = piece.number, .excerpt = piece.text, .caret = error->at});
      return;
    }
    Row row{.number = piece.number, .fields = {}};
    values_.fill(row, piece.members == nullptr ? Encoding::utf8 : encoding_, repairs);
    context_.note_repairs(piece.number, repairs);
    if (context_.begun()) context_.emit(row);
  }

  void report_fault(const JsonPiece& piece) {
    if (piece.fault == JsonPiece::Fault::unclosed)
      return context_.add_diagnostic(Severity::warning, "json-cut",
                                     "the JSON ends after this value, inside its list",
                                     {.row = piece.number, .hint = "is the file complete?"});
    context_.skip_row();
    if (piece.fault == JsonPiece::Fault::no_object)
      context_.add_diagnostic(Severity::warning, "json-no-object", "not a JSON object",
                              {.row = piece.number});
    if (piece.fault == JsonPiece::Fault::truncated)
      context_.add_diagnostic(Severity::warning, "json-cut",
                              piece.members != nullptr ? "the event is cut, or not well-formed"
                                                       : "the JSON ends inside this value",
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
