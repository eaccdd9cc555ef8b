#include "event/json_reader.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

#include "base/edit_distance.hpp"
#include "base/text_location.hpp"

namespace whylocked {

namespace {

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

JsonReader::Read JsonReader::into(std::vector<std::string>& texts) {
  return [this, &texts](const JsonNode& node, const Text& path) {
    const auto add = [&](const JsonNode& one, const Text& at) {
      into(texts.emplace_back())(one, at);
    };
    node.type == JsonNode::Type::text ? add(node, path) : each_item(node, path, add);
  };
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
