// The library's event parser reads through an iterator that records how far it has read. An event
// comes when its token has just been read, so a token begins where the one before ended, after
// blanks, commas and colons. Only a number is noticed one byte late; its end is found by its
// characters.
#include "base/json_tree.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace whylocked {

namespace {

using Json = nlohmann::json;

// A char iterator that publishes its position.
struct Cursor {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at;
  const char** published;

  reference operator*() const { return *at; }
  Cursor& operator++() {
    *published = ++at;
    return *this;
  }
  Cursor operator++(int) {
    const Cursor before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Cursor& a, const Cursor& b) { return a.at == b.at; }
};

struct HintRow {
  std::string_view found;   // at the error
  std::string_view before;  // the last byte before it but blanks; empty: any
  std::string_view hint;
};
constexpr HintRow kHints[] = {
    {"}", ",", "JSON allows no comma before a closing bracket"},
    {"]", ",", "JSON allows no comma before a closing bracket"},
    {"/", "", "begin a comment with //"},
    {"#", "", "begin a comment with //"},
    {"'", "", "JSON puts text in double quotes"},
    {"\"", "", "a comma, a colon or a quote is missing before it"},
    {"", "", "a closing bracket or quote is missing"},
};

std::string hint_for(std::string_view text, std::size_t at) {
  const std::string_view found = text.substr(at, 1);
  const auto last = text.substr(0, at).find_last_not_of(" \t\r\n");
  const std::string_view before = last == text.npos ? std::string_view{} : text.substr(last, 1);
  for (const HintRow& row : kHints)
    if (row.found == found && (row.before.empty() || row.before == before))
      return std::string(row.hint);
  return {};
}

class TreeBuilder : public nlohmann::json_sax<Json> {
 public:
  explicit TreeBuilder(std::string_view text) : text_(text), read_(text.data()) {
    if (text.starts_with("\xef\xbb\xbf")) end_of_last_ = 3;
  }

  Cursor begin() { return {text_.data(), &read_}; }
  Cursor end() { return {text_.data() + text_.size(), &read_}; }
  JsonNode take_root() { return std::move(root_); }
  JsonError take_error() { return std::move(error_); }

  bool null() override { return put({.type = JsonNode::Type::null, .at = start()}); }
  bool boolean(bool value) override {
    return put({.type = JsonNode::Type::boolean, .at = start(), .number = value ? 1.0 : 0.0});
  }
  bool number_integer(std::int64_t value) override {
    return put_number(static_cast<double>(value));
  }
  bool number_unsigned(std::uint64_t value) override {
    return put_number(static_cast<double>(value));
  }
  bool number_float(double value, const std::string&) override { return put_number(value); }
  bool string(std::string& value) override {
    return put({.type = JsonNode::Type::text, .at = start(), .text = std::move(value)});
  }
  bool binary(Json::binary_t&) override { return false; }  // JSON text has none
  bool start_object(std::size_t) override { return open(JsonNode::Type::object); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(JsonNode::Type::array); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    const std::size_t at = start();
    Open& object = open_.back();
    if (!object.seen.insert(name).second)
      return fail(at, "duplicate key \"" + name + "\"", "keep one of them");
    object.node.keys.push_back({std::move(name), at});
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    const std::size_t last_read = std::min(position > 0 ? position - 1 : 0, text_.size());
    const bool at_end = read_ == text_.data() + text_.size() && position > text_.size();
    const std::size_t at = at_end ? text_.size() : std::min(skip_blanks(), last_read);
    return fail(at, "not valid JSON: " + plain_parse_error(error.what()), hint_for(text_, at));
  }

 private:
  struct Open {
    JsonNode node;
    std::set<std::string> seen;  // keys
  };

  std::size_t skip_blanks() const {
    const auto found = text_.find_first_not_of(" \t\r\n,:", end_of_last_);
    return found == text_.npos ? text_.size() : found;
  }
  // First byte of the token just read.
  std::size_t start() {
    const std::size_t at = skip_blanks();
    end_of_last_ = static_cast<std::size_t>(read_ - text_.data());
    return at;
  }
  bool put_number(double value) {
    const std::size_t at = start();
    end_of_last_ = std::min(text_.find_first_not_of("+-.0123456789eE", at), text_.size());
    return put({.type = JsonNode::Type::number, .at = at, .number = value});
  }
  bool put(JsonNode node) {
    (open_.empty() ? root_ : open_.back().node.items.emplace_back()) = std::move(node);
    return true;
  }
  bool open(JsonNode::Type type) {
    const std::size_t at = start();
    if (open_.size() == kMaxDepth)
      return fail(at, "nested too deeply", "a site file has three levels at most");
    open_.push_back({.node = {.type = type, .at = at}, .seen = {}});
    return true;
  }
  bool close() {
    start();
    JsonNode node = std::move(open_.back().node);
    open_.pop_back();
    return put(std::move(node));
  }
  bool fail(std::size_t at, std::string message, std::string hint) {
    error_ = {at, std::move(message), std::move(hint)};
    return false;
  }

  std::string_view text_;
  const char* read_;  // how far the parser has read
  std::size_t end_of_last_ = 0;
  std::vector<Open> open_;
  JsonNode root_;
  JsonError error_;
};

}  // namespace

std::string plain_parse_error(std::string_view what) {
  if (const auto bracket = what.find("] "); bracket != what.npos) what.remove_prefix(bracket + 2);
  if (const auto dash = what.find(" - "); dash != what.npos) what.remove_prefix(dash + 3);
  const auto read = what.find("; last read: ");
  if (read == what.npos) return std::string(what);
  const auto expected = what.rfind("; expected ");
  const bool has_expected = expected != what.npos && expected > read;
  return std::string(what.substr(0, read)) +
         (has_expected ? std::string(what.substr(expected)) : std::string());
}

// A file that people edit may have comments, // to the end of the line: they become blanks, so that
// every offset stays.
static std::string without_comments(std::string_view text) {
  std::string out(text);
  bool inside = false;  // a string
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (inside && out[i] == '\\')
      ++i;
    else if (out[i] == '"')
      inside = !inside;
    else if (!inside && out.compare(i, 2, "//") == 0)
      for (; i < out.size() && out[i] != '\n'; ++i) out[i] = ' ';
  }
  return out;
}

std::variant<JsonNode, JsonError> parse_json_tree(std::string_view text) {
  const std::string plain = without_comments(text);
  TreeBuilder builder(plain);
  if (Json::sax_parse(builder.begin(), builder.end(), &builder)) return builder.take_root();
  return builder.take_error();
}

}  // namespace whylocked
