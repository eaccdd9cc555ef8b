#include "event/json_reader.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "base/ascii.hpp"
#include "base/edit_distance.hpp"
#include "base/text_location.hpp"

namespace whylocked {

namespace {

using Json = nlohmann::json;

struct SyntaxCheck : nlohmann::detail::json_sax_acceptor<Json> {
  std::size_t read = 0;  // bytes, up to the one at fault
  std::string what;      // empty: no fault

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) {
    read = position;
    what = error.what();
    return false;
  }
};

class Tokens {
 public:
  explicit Tokens(std::string_view text)
      : text_(text), end_(text.starts_with("\xef\xbb\xbf") ? 3 : 0) {}

  // Offset of the next token, or of the end.
  std::size_t at() const {
    return std::min(text_.find_first_not_of(" \t\r\n", end_), text_.size());
  }
  char peek() const { return at() < text_.size() ? text_[at()] : '\0'; }
  std::string_view next() {
    const std::size_t from = at();
    const char first = peek();
    end_ = from + 1;
    if (first == '"') {
      while (end_ < text_.size() && text_[end_] != '"') end_ += text_[end_] == '\\' ? 2 : 1;
      ++end_;
    } else if (std::string_view("{}[]:,").find(first) == std::string_view::npos) {
      end_ = text_.find_first_of(" \t\r\n{}[]:,\"", end_);
    }
    end_ = std::min(end_, text_.size());
    return text_.substr(from, end_ - from);
  }
  std::size_t end() const { return end_; }  // of the last token

 private:
  std::string_view text_;
  std::size_t end_;
};

// Offset of the token at fault. The library notices a wrong word up to one byte after its end.
std::size_t fault_at(std::string_view text, std::size_t read) {
  Tokens tokens(text);
  for (std::size_t at; (at = tokens.at()) < text.size();) {
    const bool word = ascii::is_letter(tokens.next().front());
    if (read <= tokens.end() + (word ? 1 : 0)) return at;
  }
  return text.size();
}

struct HintRow {
  std::string_view found;   // at the error
  std::string_view before;  // the last byte before it that is not blank; empty: any
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

// Blanks out comments (// to the end of the line), which keeps every offset.
std::string without_comments(std::string_view text) {
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

constexpr std::size_t kMaxDepth = 16;  // a site file needs 3

JsonNode read_value(Tokens& tokens, std::size_t depth) {
  const std::size_t at = tokens.at();
  const std::string_view token = tokens.next();
  using Type = JsonNode::Type;
  if (token != "{" && token != "[") {
    const Json value = Json::parse(token);
    if (value.is_string()) return {.type = Type::text, .at = at, .text = value.get<std::string>()};
    if (value.is_number()) return {.type = Type::number, .at = at, .number = value.get<double>()};
    if (value.is_null()) return {.type = Type::null, .at = at};
    return {.type = Type::boolean, .at = at, .number = value.get<bool>() ? 1.0 : 0.0};
  }
  if (depth == kMaxDepth)
    throw JsonError{at, "nested too deeply", "a site file has three levels at most"};
  JsonNode node{.type = token == "{" ? Type::object : Type::array, .at = at};
  std::set<std::string> seen;
  while (tokens.peek() != '}' && tokens.peek() != ']') {
    if (node.type == Type::object) {
      const std::size_t key_at = tokens.at();
      const auto name = Json::parse(tokens.next()).get<std::string>();
      if (!seen.insert(name).second)
        throw JsonError{key_at, "duplicate key " + Text::quoted(NameKind::other, name),
                        "keep one of them"};
      node.keys.push_back({name, key_at});
      tokens.next();  // the colon
    }
    node.items.push_back(read_value(tokens, depth + 1));
    if (tokens.peek() == ',') tokens.next();
  }
  tokens.next();
  return node;
}

constexpr const char* kTypes[] = {"null",           "true or false", "a number",
                                  "text in quotes", "a list [ ]",    "an object { }"};

std::string key_hint(std::string_view name, const std::vector<JsonReader::Key>& keys) {
  std::vector<std::string_view> known;
  std::string list;
  for (const JsonReader::Key& one : keys) {
    known.push_back(one.name);
    list += (list.empty() ? "" : ", ") + std::string(one.name);
  }
  return did_you_mean(nearest_name(name, known), "the keys are " + list);
}

}  // namespace

// The library checks the syntax; values and their offsets are then read token by token.
std::variant<JsonNode, JsonError> parse_json_tree(std::string_view text) {
  const std::string plain = without_comments(text);
  SyntaxCheck check;
  if (!Json::sax_parse(plain, &check)) {
    const std::size_t at = fault_at(plain, check.read);
    return JsonError{at, "not valid JSON: " + plain_parse_error(check.what), hint_for(plain, at)};
  }
  Tokens tokens(plain);
  try {
    return read_value(tokens, 0);
  } catch (const JsonError& error) {
    return error;
  }
}

bool JsonReader::read(const Read& root) {
  if (text_.find('\0') != text_.npos || text_.starts_with("\xff\xfe")) {
    diagnostics_.add(kind_, {.severity = Severity::error,
                             .file = file_,
                             .message = "not UTF-8 text",
                             .hint = "save it as UTF-8"});
    return false;
  }
  const auto parsed = parse_json_tree(text_);
  if (const auto* fault = std::get_if<JsonError>(&parsed))
    error(fault->at, {}, fault->message, fault->hint);
  else
    root(std::get<JsonNode>(parsed), {});
  return errors_ == 0;
}

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

void JsonReader::each_key(const JsonNode& node, const Text& path, const std::vector<Key>& keys) {
  if (!is(node, path, JsonNode::Type::object)) return;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const JsonNode::Key& key = node.keys[i];
    const auto known =
        std::ranges::find_if(keys, [&](const Key& one) { return one.name == key.name; });
    if (known != keys.end())
      known->read(node.items[i], path.empty() ? Text(key.name) : path + '.' + key.name);
    else
      error(key.at, path, "unknown key " + Text::quoted(NameKind::other, key.name),
            is_full() ? std::string() : key_hint(key.name, keys));
  }
}

void JsonReader::each_member(
    const JsonNode& node, const Text& path, NameKind kind,
    const std::function<void(const JsonNode::Key&, const JsonNode&, const Text&)>& read) {
  if (!is(node, path, JsonNode::Type::object)) return;
  for (std::size_t i = 0; i < node.items.size(); ++i)
    read(node.keys[i], node.items[i], path + '.' + Text::name(kind, node.keys[i].name));
}

void JsonReader::each_item(const JsonNode& node, const Text& path, const Read& read) {
  if (!is(node, path, JsonNode::Type::array)) return;
  for (std::size_t i = 0; i < node.items.size(); ++i)
    read(node.items[i], path + '[' + std::to_string(i) + ']');
}

void JsonReader::require(const JsonNode& object, const Text& path, std::string_view key) {
  const bool has =
      std::ranges::any_of(object.keys, [&](const JsonNode::Key& one) { return one.name == key; });
  if (!has && object.type == JsonNode::Type::object)
    error(object.at, path, '"' + std::string(key) + "\" is missing", {});
}

bool JsonReader::is(const JsonNode& node, const Text& path, JsonNode::Type type) {
  if (node.type != type)
    error(node.at, path, std::string("expected ") + kTypes[static_cast<std::size_t>(type)], {});
  return node.type == type;
}

std::optional<std::int64_t> JsonReader::whole(const JsonNode& node, const Text& path,
                                              std::int64_t max) {
  if (node.type == JsonNode::Type::number && node.number >= 1 &&
      node.number <= static_cast<double>(max) && node.number == std::floor(node.number))
    return static_cast<std::int64_t>(node.number);
  error(node.at, path, "expected a whole number from 1 to " + std::to_string(max), {});
  return std::nullopt;
}

JsonReader::Read JsonReader::into(std::string& text) {
  return [this, &text](const JsonNode& node, const Text& path) {
    if (is_text(node, path)) text = node.text;
  };
}

JsonReader::Read JsonReader::each_text(Read read) {
  return [this, read = std::move(read)](const JsonNode& node, const Text& path) {
    if (node.type == JsonNode::Type::text) return read(node, path);
    each_item(node, path, [&](const JsonNode& one, const Text& at) {
      if (is_text(one, at)) read(one, at);
    });
  };
}

JsonReader::Read JsonReader::into(std::vector<std::string>& texts) {
  return each_text([&](const JsonNode& one, const Text&) { texts.push_back(one.text); });
}

JsonReader::Read JsonReader::into(bool& flag) {
  return [this, &flag](const JsonNode& node, const Text& path) {
    if (is(node, path, JsonNode::Type::boolean)) flag = node.number != 0;
  };
}

void JsonReader::error(std::size_t at, const Text& path, const Text& message, Text hint) {
  Diagnostic diagnostic{.severity = Severity::error,
                        .file = file_,
                        .message = path.empty() ? message : path + ": " + message,
                        .hint = std::move(hint)};
  if (!is_full()) set_location(text_, at, diagnostic);
  diagnostics_.add(kind_, std::move(diagnostic));
  ++errors_;
}

}  // namespace whylocked
