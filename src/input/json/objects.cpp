#include "input/json/objects.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "input/bytes/file.hpp"
#include "input/encoding.hpp"
#include "input/table/aliases.hpp"

namespace whylocked::input::json {

namespace {

constexpr std::size_t kMaxKey = 64;  // longer than any alias
constexpr int kMinPriority = 4;      // a wrapper may well have a "name"

// Follows JSON byte by byte, just well enough to find where an object ends.
class JsonWalk {
 public:
  enum class Step : std::uint8_t { inside, closed, wrapper };

  // `wrappers`: detect them; else an array of objects is a member like any other.
  JsonWalk(const ReadOptions& options, bool wrappers) : options_(options), wrappers_(wrappers) {}
  // Returns `wrapper` at the opening bracket of the first object in the array, or below a number.
  Step next(char c);
  std::size_t depth() const { return depth_; }
  bool in_map() const { return in_map_; }

 private:
  Step end_string();
  Step open(char c);

  const ReadOptions& options_;
  bool wrappers_;
  std::size_t depth_ = 0;
  bool in_string_ = false, escaped_ = false;
  bool is_key_ = false;        // the next string of depth 1
  bool in_map_ = false;        // the records are below numbers: {"1":{…},"2":{…}}
  bool array_begins_ = false;  // the last byte but blanks opened an array that may hold records
  std::string key_;            // the last string
};

JsonWalk::Step JsonWalk::next(char c) {
  if (in_string_) {
    if (escaped_)
      escaped_ = false;
    else if (c == '\\')
      escaped_ = true;
    else if (c == '"')
      return end_string();
    else if (wrappers_ && key_.size() <= kMaxKey)
      key_ += c;
    return Step::inside;
  }
  switch (c) {
    case '{':
    case '[':
      return open(c);
    case '}':
    case ']':
      array_begins_ = false;
      if (depth_ > 0) --depth_;
      return depth_ == 0 ? Step::closed : Step::inside;
    case '"':
      in_string_ = true;
      key_.clear();
      break;
    case ',':
      is_key_ = depth_ == 1;
      break;
    case ':':
      is_key_ = false;
      break;
    default:
      return Step::inside;
  }
  array_begins_ = false;
  return Step::inside;
}

JsonWalk::Step JsonWalk::end_string() {
  in_string_ = false;
  if (is_key_ && wrappers_)
    for (const Alias& alias : aliases_of(fold(key_)))
      if (alias.priority >= kMinPriority &&
          std::count(options_.required.begin(), options_.required.end(), alias.field) > 0)
        wrappers_ = false;  // this object is a record
  return depth_ == 0 ? Step::closed : Step::inside;
}

JsonWalk::Step JsonWalk::open(char c) {
  in_map_ =
      c == '{' && depth_ == 1 && !key_.empty() && key_.find_first_not_of("0123456789") == key_.npos;
  const bool wrapper = wrappers_ && c == '{' && (array_begins_ || in_map_);
  // Elasticsearch answers {"hits":{"hits":[{…}]}}.
  array_begins_ = wrappers_ && c == '[' && (depth_ == 1 || (depth_ == 2 && key_ == "hits"));
  is_key_ = ++depth_ == 1 && c == '{';
  return wrapper ? Step::wrapper : Step::inside;
}

class JsonLines : public JsonObjects {
 public:
  JsonLines(ReadBuffer& buffer, const ReadOptions& options)
      : lines_(buffer, options.max_record_bytes) {}

  bool next(JsonPiece& piece) override {
    while (lines_.next()) {
      piece.text = trim(lines_.text());
      piece.fault = lines_.is_too_long() ? JsonPiece::Fault::too_long : JsonPiece::Fault::none;
      if (piece.text.ends_with(',')) piece.text.remove_suffix(1);  // lines cut out of an array
      if (piece.text.empty() && !lines_.is_too_long()) continue;
      piece.number = ++number_;
      if (!lines_.is_too_long() && !piece.text.starts_with('{'))
        piece.fault = JsonPiece::Fault::no_object;
      return true;
    }
    return false;
  }

 private:
  Lines lines_;
  std::uint64_t number_ = 0;
};

// One byte at a time with a stack of the containers that were entered: arrays, and wrappers with
// the arrays in them. Inside an object only brackets and quotes matter.
constexpr std::size_t kNothing = static_cast<std::size_t>(-1);
constexpr int kEnd = -1;

// A container that was entered; the values in `array`, and the objects in `map`, are pieces.
enum class Inside : std::uint8_t { array, map, wrapper, other_array };

bool is_between(int c) { return c == ',' || c == ':' || c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_bracket(int c) { return c == '{' || c == '}' || c == '[' || c == ']'; }

class JsonStream : public JsonObjects {
 public:
  JsonStream(ReadBuffer& buffer, const ReadOptions& options) : buffer_(buffer), options_(options) {}

  bool next(JsonPiece& piece) override {
    kept_ = kNothing;
    for (;;) {
      const int c = skip_blanks();
      if (c == kEnd) return emit_unclosed(piece);
      if ((c == ']' || c == '}') && !inside_.empty()) {
        ++at_;
        inside_.pop_back();
      } else if (c == '[' && enters_array()) {
        enter_array();
      } else if (is_in(Inside::wrapper) || is_in(Inside::other_array) ||
                 (is_in(Inside::map) && c != '{')) {
        skip_value();
      } else if (c != '{') {
        return emit_non_object(piece);
      } else if (read_object(piece)) {
        return true;
      }
    }
  }

 private:
  bool is_in(Inside what) const { return !inside_.empty() && inside_.back() == what; }
  bool enters_array() const { return inside_.empty() || is_in(Inside::wrapper); }

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

  // Only arrays of objects in a wrapper hold pieces.
  void enter_array() {
    ++at_;
    const bool wrapped = is_in(Inside::wrapper);
    inside_.push_back(wrapped && skip_blanks() != '{' ? Inside::other_array : Inside::array);
  }

  // False: the file ends inside the value.
  bool skip_value() {
    int c = peek();
    if (c != '"' && !is_bracket(c)) {
      for (; c != kEnd && c != '"' && !is_between(c) && !is_bracket(c); c = peek()) ++at_;
      return true;
    }
    for (JsonWalk walk(options_, false); c != kEnd; c = peek()) {
      ++at_;
      if (walk.next(static_cast<char>(c)) == JsonWalk::Step::closed) return true;
    }
    return false;
  }

  bool emit_non_object(JsonPiece& piece) {
    piece = {++number_, {}, JsonPiece::Fault::no_object};
    if (!skip_value()) cut(piece);
    return true;
  }

  void cut(JsonPiece& piece) {
    piece.fault = JsonPiece::Fault::truncated;
    inside_.clear();
  }

  // False: the end is where it should be.
  bool emit_unclosed(JsonPiece& piece) {
    if (inside_.empty()) return false;
    inside_.clear();
    piece = {number_, {}, JsonPiece::Fault::unclosed};
    return true;
  }

  // False: it was a wrapper, and its first record is next.
  bool read_object(JsonPiece& piece) {
    JsonWalk walk(options_, inside_.empty());
    JsonWalk::Step step = JsonWalk::Step::inside;
    piece = {number_ + 1, {}, JsonPiece::Fault::none};
    for (kept_ = at_; step != JsonWalk::Step::closed; ++at_) {
      const int c = peek();
      if (c == kEnd) {
        cut(piece);
        break;
      }
      step = walk.next(static_cast<char>(c));
      if (step == JsonWalk::Step::wrapper) {
        kept_ = kNothing;
        inside_.assign(walk.depth() - 2, Inside::wrapper);
        inside_.push_back(walk.in_map() ? Inside::map : Inside::array);
        return false;
      }
      if (kept_ == kNothing || at_ - kept_ < options_.max_record_bytes) continue;
      piece.fault = JsonPiece::Fault::too_long;
      kept_ = kNothing;
    }
    ++number_;
    if (kept_ != kNothing) piece.text = buffer_.text(kept_, at_);
    return true;
  }

  ReadBuffer& buffer_;
  const ReadOptions& options_;
  std::vector<Inside> inside_;
  std::size_t at_ = 0;
  std::size_t kept_ = kNothing;  // must stay in the buffer from here on
  std::uint64_t number_ = 0;
};

}  // namespace

bool is_json_lines(std::string_view beginning, const ReadOptions& options) {
  beginning = trim(beginning);
  if (!beginning.starts_with('{')) return false;
  JsonWalk walk(options, true);
  for (std::size_t i = 0; i < beginning.size() && beginning[i] != '\n'; ++i) {
    const JsonWalk::Step step = walk.next(beginning[i]);
    if (step == JsonWalk::Step::wrapper) return false;
    if (step != JsonWalk::Step::closed) continue;
    const std::size_t after = beginning.find_first_not_of(" \t\r,", i + 1);
    return after == beginning.npos || beginning[after] == '\n';
  }
  return false;
}

std::unique_ptr<JsonObjects> json_lines(ReadBuffer& buffer, const ReadOptions& options) {
  return std::make_unique<JsonLines>(buffer, options);
}

std::unique_ptr<JsonObjects> json_stream(ReadBuffer& buffer, const ReadOptions& options) {
  return std::make_unique<JsonStream>(buffer, options);
}

}  // namespace whylocked::input::json
