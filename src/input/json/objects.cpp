#include "input/json/objects.hpp"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "event/json_reader.hpp"
#include "input/detect.hpp"
#include "input/table/aliases.hpp"

namespace whylocked::input::json {

namespace {

using Json = nlohmann::json;
using Fault = JsonPiece::Fault;

constexpr std::size_t kMaxLevels = 32;  // sign-in logs nest to five
constexpr std::size_t kMaxPath = 256;   // a longer one names no column

bool names_required(std::string_view key, const ReadOptions& options) {
  constexpr int kMinPriority = 4;  // a wrapper may well have a "name"
  return std::ranges::any_of(aliases_of(fold(key)), [&](const Alias& alias) {
    return alias.priority >= kMinPriority &&
           std::ranges::find(options.required, alias.field) != options.required.end();
  });
}

bool ends_with(std::string_view path, std::initializer_list<std::string_view> keys) {
  path.remove_prefix(path.rfind('.') + 1);  // npos + 1 is 0
  return std::ranges::any_of(
      keys, [&](std::string_view key) { return ascii::equal_ignoring_case(path, key); });
}

// Whether a member names a table's column: below "columns" as in Log Analytics, Kusto and
// Elasticsearch's SQL, or in a list of plain texts as in pandas.
bool names_column(const Member& member) {
  const std::string_view path = member.path;
  if (member.in_array && ends_with(path, {"columns"})) return true;
  const std::size_t below = path.rfind('.');
  return below != path.npos && ends_with(path, {"name", "columnname"}) &&
         ends_with(path.substr(0, below), {"columns"});
}

// Containers that the stream has entered. The values in an `array`, the objects in a `map` and the
// arrays in a `table` are pieces.
enum class Inside : std::uint8_t { array, map, table, wrapper };

class Flattener : public nlohmann::json_sax<Json> {
 public:
  // A wrapper is an object that is not a record but contains records: a table anywhere in it,
  // {"columns":[{"name":…},…],"rows":[[…],…]}; or, unless `wrappers` is null, an array of objects
  // or an object below a number, before any key of a field that `wrappers` requires.
  explicit Flattener(Members& members, const ReadOptions* wrappers = nullptr)
      : members_(members), wrappers_(wrappers) {}
  // Reads an array as a row of a table with these columns.
  Flattener(Members& members, const std::vector<std::string>& columns)
      : members_(members), columns_(&columns) {}

  // Members before an error are kept.
  std::optional<JsonError> run(std::string_view object) {
    Json::sax_parse(object.begin(), object.end(), this);
    return std::move(error_);
  }
  // Parses to the end of the object. False if it fails or stops at the first record of a wrapper.
  template <class Iterator>
  bool run(Iterator first, Iterator last) {
    return Json::sax_parse(first, last, this, nlohmann::detail::input_format_t::json, false);
  }
  // The number of containers open before the first record of a wrapper; 0 if the object is not one.
  std::size_t wrapper_depth() const { return wrapper_depth_; }
  Inside records() const { return records_; }  // of the wrapper

  bool null() override { return emit({}); }
  bool boolean(bool value) override { return emit(value ? "true" : "false"); }
  bool number_integer(std::int64_t value) override { return emit(std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) override { return emit(std::to_string(value)); }
  bool number_float(double, const std::string& text) override { return emit(text); }
  // Microsoft 365 and CloudTrail's lookup nest a record as text in a record.
  bool string(std::string& value) override {
    const bool is_record = value.starts_with('{') &&
                           ends_with(path_, {"AuditData", "CloudTrailEvent"}) &&
                           Json::accept(value);
    if (!is_record) return emit(value);
    Flattener inner(members_);
    inner.path_ = path_;
    inner.arrays_ = arrays_;
    error_ = inner.run(value);
    return !error_;
  }
  bool binary(Json::binary_t&) override { return false; }  // JSON text has none

  bool start_object(std::size_t) override {
    rows_begin_ = false;
    const bool in_map = wrappers_ != nullptr && levels_.size() == 1 && !path_.empty() &&
                        path_.find_first_not_of("0123456789") == path_.npos;
    if (array_begins_ || in_map) return enter(in_map ? Inside::map : Inside::array);
    return open(false);
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override {
    if (rows_begin_) return enter(Inside::table);
    rows_begin_ = !levels_.empty() && columns_ == nullptr && begins_rows();
    array_begins_ = wrappers_ != nullptr && may_hold_records() && !ends_with(path_, {"columns"});
    return open(true);
  }
  bool end_array() override { return rows_begin_ ? enter(Inside::table) : close(); }
  bool key(std::string& name) override {
    if (wrappers_ != nullptr && levels_.size() == 1 && names_required(name, *wrappers_))
      wrappers_ = nullptr;  // this object is a record
    path_.resize(levels_.back().path);
    if (path_.size() > kMaxPath) return true;
    if (name == "$date" || name == "$numberLong" || name == "$oid") return true;  // MongoDB's types
    if (!path_.empty()) path_ += '.';
    path_.append(name, 0, kMaxPath + 1);
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    error_ = {
        position > 0 ? position - 1 : 0, "not valid JSON: " + plain_parse_error(error.what()), {}};
    return false;
  }

 private:
  // Elasticsearch returns {"hits":{"hits":[{…}]}}, Duo {"response":{"authlogs":[{…}]}}, GraphQL
  // {"auditLogs":{"nodes":[{…}]}}, perhaps below "data".
  bool may_hold_records() const {
    constexpr std::string_view kEnvelopes[] = {"hits",     "data",    "result", "results",
                                               "response", "payload", "body"};
    constexpr std::string_view kLists[] = {"items", "nodes", "edges", "records", "entries"};
    constexpr std::size_t kMaxEnvelopes = 3;
    const std::string_view path = path_;
    return levels_.size() == 1 ||
           (levels_.size() <= kMaxEnvelopes &&
            (std::ranges::count(kEnvelopes, path.substr(0, path.find('.'))) > 0 ||
             std::ranges::count(kLists, path.substr(path.rfind('.') + 1)) > 0));
  }

  struct Level {
    std::size_t path;  // length of the path of the container
    bool array;
    std::string name;  // of a pair of name and value, once read
  };

  // CloudWatch returns {"results":[[{"field":"@message","value":"…"}]]}, a spreadsheet
  // {"values":[["Time","User"],…]}.
  bool begins_rows() const {
    if (wrappers_ != nullptr && levels_.size() == 1 && (path_ == "results" || path_ == "values"))
      return true;
    return ends_with(path_, {"rows", "values", "data"}) &&
           std::ranges::any_of(members_, names_column);
  }
  bool enter(Inside records) {
    records_ = records;
    wrapper_depth_ = levels_.size();
    return false;
  }
  // Puts each value of a row below the name of its column.
  void next_cell() {
    if (columns_ == nullptr || columns_->empty() || levels_.size() != 1) return;
    path_ = cell_ < columns_->size() ? (*columns_)[cell_] : std::string();
    ++cell_;
  }
  bool emit(std::string_view value) {
    array_begins_ = rows_begin_ = false;
    next_cell();
    if (levels_.empty() || path_.size() > kMaxPath) return true;
    // PowerShell 5 writes a time as {"value":"\/Date(1779178039000)\/","DateTime":"local words"}.
    if (!date_.empty() && path_ == date_ + ".DateTime") return true;
    members_.add(path_, value, arrays_ > 0);
    if (value.starts_with("/Date(") && path_.ends_with(".value"))
      members_.add(date_ = path_.substr(0, path_.rfind('.')), value, arrays_ > 0);
    if (arrays_ > 0 && !levels_.back().array) add_pair(levels_.back(), value);
    return true;
  }
  void add_pair(Level& level, std::string_view value) {
    std::string_view key = path_;
    key.remove_prefix(std::min(level.path + (level.path > 0 ? 1 : 0), key.size()));
    if (key == "Name" || key == "name" || key == "@Name" || key == "field") {
      level.name = value;
    } else if (!level.name.empty() && level.path + level.name.size() < kMaxPath &&
               (key == "Value" || key == "value" || key == "#text")) {
      members_.add(path_.substr(0, level.path) + (level.path > 0 ? "." : "") + level.name, value,
                   false);
    }
  }
  bool open(bool array) {
    if (levels_.size() == kMaxLevels) error_ = {0, "nested too deeply", {}};
    next_cell();
    const bool is_row = columns_ != nullptr && !columns_->empty() && levels_.empty();
    levels_.push_back({path_.size(), array && !is_row, {}});
    arrays_ += array && !is_row;
    return !error_;
  }
  bool close() {
    array_begins_ = rows_begin_ = false;
    path_.resize(levels_.back().path);
    arrays_ -= levels_.back().array;
    levels_.pop_back();
    return true;
  }

  Members& members_;
  const ReadOptions* wrappers_ = nullptr;
  const std::vector<std::string>* columns_ = nullptr;
  std::size_t cell_ = 0;  // the next one of the row
  std::size_t wrapper_depth_ = 0;
  Inside records_ = Inside::array;  // map: below numbers, {"1":{…},"2":{…}}
  bool array_begins_ = false;       // one that may hold records
  bool rows_begin_ = false;         // an array that may hold the rows of a table
  std::string path_;
  std::string date_;  // the path of PowerShell's last time
  std::vector<Level> levels_;
  std::size_t arrays_ = 0;  // open ones
  std::optional<JsonError> error_;
};

void parse(Flattener flattener, std::string_view bytes, Encoding encoding, JsonPiece& piece) {
  std::string room;
  const std::string_view text = repair(bytes, encoding, room, piece.repairs);
  const auto error = flattener.run(text);
  piece.fault = error ? Fault::not_json : Fault::none;
  if (!error) return;
  piece.message = error->message.str();
  piece.text = text;
  piece.at = error->at;
}

// Follows JSON byte by byte, just enough to find where a value ends.
class Brackets {
 public:
  // True if the value ends with this byte.
  bool closes(char c) {
    if (escaped_)
      escaped_ = false;
    else if (in_string_ && c == '\\')
      escaped_ = true;
    else if (c == '"')
      in_string_ = !in_string_;
    else if (!in_string_ && (c == '{' || c == '['))
      ++depth_;
    else if (!in_string_ && (c == '}' || c == ']'))
      depth_ -= depth_ > 0;
    else
      return false;
    return depth_ == 0 && !in_string_;
  }

 private:
  std::size_t depth_ = 0;
  bool in_string_ = false, escaped_ = false;
};

// Removes what surrounds the value in a line: the name in server-sent events, as journalctl -o
// json-sse writes them; the comma of a line cut out of an array.
std::string_view value_of(std::string_view line) {
  line = trim(line);
  if (line.starts_with(kServerSent)) line.remove_prefix(kServerSent.size() - 1);
  if (line.ends_with(',')) line.remove_suffix(1);
  return line;
}

// In server-sent events: a comment, the name or number of an event, or the word that ends them.
bool is_without_data(std::string_view line) {
  constexpr std::string_view kFields[] = {":", "event:", "id:", "retry:", "data: [DONE]"};
  return std::ranges::any_of(kFields, [&](std::string_view one) { return line.starts_with(one); });
}

class JsonLines : public JsonObjects {
 public:
  JsonLines(ReadBuffer& buffer, Encoding encoding, const ReadOptions& options)
      : lines_(buffer, options.max_record_bytes), encoding_(encoding) {}

  bool next(JsonPiece& piece) override {
    while (lines_.next()) {
      is_server_sent_ |= trim(lines_.text()).starts_with(kServerSent);
      if (is_server_sent_ && is_without_data(trim(lines_.text()))) continue;
      const std::string_view text = value_of(lines_.text());
      if (text.empty() && !lines_.is_too_long()) continue;
      const bool is_object = text.starts_with('{');
      piece.fault = lines_.is_too_long() ? Fault::too_long : Fault::no_object;
      if (is_object) read_object(text, encoding_, piece);
      return true;
    }
    return false;
  }

 private:
  Lines lines_;
  const Encoding encoding_;
  bool is_server_sent_ = false;  // some line was
};

constexpr std::size_t kNothing = static_cast<std::size_t>(-1);
constexpr int kEnd = -1;

bool is_between(int c) { return c == ',' || c == ':' || c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_bracket(int c) { return c == '{' || c == '}' || c == '[' || c == ']'; }

// Reads one value after the other, with a stack of the containers entered: arrays, and wrappers
// with the arrays in them.
class JsonStream : public JsonObjects {
 public:
  JsonStream(ReadBuffer& buffer, Encoding encoding, const ReadOptions& options)
      : buffer_(buffer), encoding_(encoding), options_(options) {}

  bool next(JsonPiece& piece) override {
    for (;;) {
      kept_ = kNothing;
      const int c = skip_blanks();
      if (c == kEnd) return emit_unclosed(piece);
      if ((c == ']' || c == '}') && !inside_.empty()) {
        ++at_;
        inside_.pop_back();
      } else if (c == '[' && (is_in(Inside::table) || is_first_row(piece))) {
        inside_.back() = Inside::table;
        if (parse_row(piece)) return true;
      } else if (c == '[' && (inside_.empty() || is_in(Inside::wrapper))) {
        ++at_;
        inside_.push_back(Inside::array);
        has_objects_ = false;
      } else if (c == '{' && !is_in(Inside::wrapper)) {
        if (parse_object(piece)) return has_objects_ = true;
      } else if (is_in(Inside::wrapper) || is_in(Inside::map) || is_other_array()) {
        skip_value();
      } else {
        piece.fault = Fault::no_object;
        if (!skip_value()) cut(piece);
        return true;
      }
    }
  }

 private:
  // The bytes from an object on, up to the limit on its size.
  struct Bytes {
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    JsonStream* stream = nullptr;  // null: the end
    bool operator!=(const Bytes&) const { return !stream->is_too_long() && stream->peek() != kEnd; }
    char operator*() const { return stream->buffer_.data()[stream->at_]; }
    Bytes& operator++() {
      ++stream->at_;
      return *this;
    }
  };

  bool is_in(Inside what) const { return !inside_.empty() && inside_.back() == what; }
  bool is_other_array() const {  // an array other than the records
    return is_in(Inside::array) && inside_.size() > 1 && !has_objects_;
  }
  bool is_too_long() const { return kept_ != kNothing && at_ - kept_ >= options_.max_record_bytes; }

  int peek() {
    while (at_ == buffer_.size()) {
      const std::size_t from = std::min(kept_, at_);
      if (!buffer_.fill(from)) return kEnd;
      at_ -= from;
      if (kept_ != kNothing) kept_ = 0;
    }
    return static_cast<unsigned char>(buffer_.data()[at_]);
  }

  int skip_blanks() {
    int c = peek();
    for (; is_between(c); c = peek()) ++at_;
    return c;
  }

  // False if the file ends inside the value.
  bool skip_value() {
    int c = peek();
    if (c != '"' && !is_bracket(c)) {
      for (; c != kEnd && c != '"' && !is_between(c) && !is_bracket(c); c = peek()) ++at_;
      return true;
    }
    for (Brackets brackets; c != kEnd; c = peek()) {
      if (is_too_long()) kept_ = kNothing;
      ++at_;
      if (brackets.closes(static_cast<char>(c))) return true;
    }
    return false;
  }

  void cut(JsonPiece& piece) {
    piece.fault = Fault::truncated;
    inside_.clear();
  }

  // False if no container is open at the end.
  bool emit_unclosed(JsonPiece& piece) {
    piece.fault = Fault::unclosed;
    return !std::exchange(inside_, {}).empty();
  }

  // False for a wrapper, whose first record is next.
  bool parse_object(JsonPiece& piece) {
    kept_ = at_;
    piece.members.clear();
    Flattener flattener(piece.members, inside_.empty() ? &options_ : nullptr);
    const bool is_whole = flattener.run(Bytes{this}, Bytes{});
    if (flattener.wrapper_depth() > 0) {
      --at_;
      inside_.insert(inside_.end(), flattener.wrapper_depth() - 1, Inside::wrapper);
      inside_.push_back(flattener.records());
      columns_.clear();
      for (const Member& member : piece.members)
        if (names_column(member)) columns_.push_back(member.value);
      return false;
    }
    if (is_whole && encoding_ == Encoding::utf8) return true;
    at_ = kept_;
    if (const auto text = kept_value(piece)) read_object(*text, encoding_, piece);
    return true;
  }

  // [["Time","User"],["2026-05-19","ann"]]
  bool is_first_row(const JsonPiece& piece) const {
    return inside_.size() == 1 && is_in(Inside::array) && piece.number == 1;
  }

  // Returns false for the row of names.
  bool parse_row(JsonPiece& piece) {
    kept_ = at_;
    piece.members.clear();
    const auto value = kept_value(piece);
    if (!value) return true;
    parse(Flattener(piece.members, columns_), *value, encoding_, piece);
    const bool names =
        columns_.empty() &&
        std::ranges::all_of(piece.members, [](const Member& one) { return one.path.empty(); });
    if (!names) return true;
    for (const Member& member : piece.members) columns_.push_back(member.value);
    piece.number += !columns_.empty();
    return columns_.empty();
  }

  // Consumes the value whose bytes are kept. nullopt if it is too long or the file ends inside it.
  std::optional<std::string_view> kept_value(JsonPiece& piece) {
    const bool is_whole = skip_value();
    if (!is_whole) cut(piece);
    if (is_whole && kept_ != kNothing) return buffer_.text(kept_, at_);
    if (is_whole) piece.fault = Fault::too_long;
    return std::nullopt;
  }

  ReadBuffer& buffer_;
  const Encoding encoding_;
  const ReadOptions& options_;
  std::vector<Inside> inside_;
  bool has_objects_ = false;          // the array that was entered last
  std::vector<std::string> columns_;  // of the table that was entered
  std::size_t at_ = 0;
  std::size_t kept_ = kNothing;  // must stay in the buffer from here on
};

}  // namespace

bool is_json_lines(std::string_view beginning, const ReadOptions& options) {
  beginning = trim(beginning);
  const std::string_view line = value_of(beginning.substr(0, beginning.find('\n')));
  if (!line.starts_with('{')) return false;
  Members ignored;
  Flattener flattener(ignored, &options);
  flattener.run(line);
  Brackets brackets;
  const auto end = std::ranges::find_if(line, [&](char c) { return brackets.closes(c); });
  return flattener.wrapper_depth() == 0 && end != line.end() &&
         std::all_of(end + 1, line.end(), is_between);
}

void read_object(std::string_view text, Encoding encoding, JsonPiece& piece) {
  piece.members.clear();
  parse(Flattener(piece.members), text, encoding, piece);
}

std::unique_ptr<JsonObjects> json_objects(ReadBuffer& buffer, Encoding encoding, bool are_lines,
                                          const ReadOptions& options) {
  if (are_lines) return std::make_unique<JsonLines>(buffer, encoding, options);
  return std::make_unique<JsonStream>(buffer, encoding, options);
}

}  // namespace whylocked::input::json
