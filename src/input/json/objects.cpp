// One byte at a time with a stack of the containers that were entered: arrays, and wrappers with
// the arrays in them. Inside an object only brackets and quotes are looked at.
#include <algorithm>
#include <vector>

#include "input/json/objects.hpp"
#include "input/json/json_walk.hpp"

namespace whylocked::input {

namespace {

constexpr std::size_t kNothing = static_cast<std::size_t>(-1);
constexpr int kEnd = -1;

// What was entered, and whether its values are pieces.
enum class Inside : std::uint8_t { array, wrapper, other_array };

bool is_between(int c) { return c == ',' || c == ':' || c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_bracket(int c) { return c == '{' || c == '}' || c == '[' || c == ']'; }

class JsonStream : public JsonObjects {
 public:
  JsonStream(Window& window, const ReadOptions& options) : window_(window), options_(options) {}

  bool next(JsonPiece& piece) override {
    kept_ = kNothing;
    for (;;) {
      const int c = pass_blanks();
      if (c == kEnd) return false;
      if ((c == ']' || c == '}') && !inside_.empty()) {
        ++at_;
        inside_.pop_back();
      } else if (c == '[' && enters_array()) {
        enter_array();
      } else if (is_in(Inside::wrapper) || is_in(Inside::other_array)) {
        pass_value();
      } else if (c != '{') {
        return give_no_object(piece);
      } else if (read_object(piece)) {
        return true;
      }
    }
  }

 private:
  bool is_in(Inside what) const { return !inside_.empty() && inside_.back() == what; }
  bool enters_array() const { return inside_.empty() || is_in(Inside::wrapper); }

  int peek() {
    while (at_ == window_.size()) {
      const std::size_t from = std::min(kept_, at_);
      if (!window_.fill(from)) return kEnd;
      at_ -= from;
      if (kept_ != kNothing) kept_ = 0;
    }
    return static_cast<unsigned char>(window_.data()[at_]);
  }

  int pass_blanks() {
    int c = peek();
    for (; is_between(c); c = peek()) ++at_;
    return c;
  }

  // Of the arrays in a wrapper those of objects hold pieces.
  void enter_array() {
    ++at_;
    const bool wrapped = is_in(Inside::wrapper);
    inside_.push_back(wrapped && pass_blanks() != '{' ? Inside::other_array : Inside::array);
  }

  // False: the file ends inside the value.
  bool pass_value() {
    const int first = peek();
    ++at_;
    if (first == '"') return pass_string();
    if (first != '{' && first != '[') return pass_word();
    JsonWalk walk(options_, false);
    for (int c = first; walk.next(static_cast<char>(c)) != JsonWalk::Step::closed; ++at_)
      if (c = peek(); c == kEnd) return false;
    return true;
  }
  bool pass_string() {
    for (bool escaped = false;;) {
      const int c = peek();
      if (c == kEnd) return false;
      ++at_;
      if (c == '"' && !escaped) return true;
      escaped = c == '\\' && !escaped;
    }
  }
  bool pass_word() {
    for (int c = peek(); c != kEnd && c != '"' && !is_between(c) && !is_bracket(c); c = peek())
      ++at_;
    return true;
  }

  bool give_no_object(JsonPiece& piece) {
    piece = {++number_, {}, JsonPiece::Fault::no_object};
    if (!pass_value()) piece.fault = JsonPiece::Fault::cut;
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
        piece.fault = JsonPiece::Fault::cut;
        break;
      }
      step = walk.next(static_cast<char>(c));
      if (step == JsonWalk::Step::wrapper) {
        kept_ = kNothing;
        inside_ = {Inside::wrapper, Inside::array};
        return false;
      }
      if (kept_ == kNothing || at_ - kept_ < options_.max_record_bytes) continue;
      piece.fault = JsonPiece::Fault::too_long;
      kept_ = kNothing;
    }
    ++number_;
    if (kept_ != kNothing) piece.text = window_.text(kept_, at_);
    return true;
  }

  Window& window_;
  const ReadOptions& options_;
  std::vector<Inside> inside_;
  std::size_t at_ = 0;
  std::size_t kept_ = kNothing;  // what must stay in the window from here on
  std::uint64_t number_ = 0;
};

}  // namespace

std::unique_ptr<JsonObjects> json_stream(Window& window, const ReadOptions& options) {
  return std::make_unique<JsonStream>(window, options);
}

}  // namespace whylocked::input
