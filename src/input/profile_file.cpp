// The keys of a profile file, all faults told in one go with their place in the text.
#include <functional>

#include "input/table/aliases.hpp"
#include "input/pattern.hpp"
#include "base/json_tree.hpp"
#include "base/text_location.hpp"
#include "whylocked/read.hpp"

namespace whylocked {

namespace {

class ProfileReader {
 public:
  ProfileReader(std::string_view text, const std::string& file, Diagnostics& diagnostics)
      : text_(text), file_(file), diagnostics_(diagnostics) {}

  std::optional<Profile> read() {
    auto parsed = parse_json_tree(text_);
    if (const auto* fault = std::get_if<JsonFault>(&parsed))
      error(fault->at, fault->message, fault->hint);
    else
      read_root(std::get<JsonNode>(parsed));
    return ok_ ? std::optional(std::move(profile_)) : std::nullopt;
  }

 private:
  using Read = std::function<void(const JsonNode&)>;
  struct Key {
    std::string_view name;
    Read read;
  };

  void read_root(const JsonNode& root) {
    each_key(root, {{"name", into(profile_.name)},
                    {"title", into(profile_.title)},
                    {"source", into(profile_.source)},
                    {"system", [this](const JsonNode& node) { read_system(node); }},
                    {"time_zone", into(profile_.time_zone)},
                    {"example", into(profile_.example)},
                    {"recognize", [this](const JsonNode& node) { read_recognize(node); }},
                    {"columns", [this](const JsonNode& node) { read_columns(node); }},
                    {"words", [this](const JsonNode& node) { read_words(node); }},
                    {"lines", patterns_into(profile_.lines)},
                    {"mails", patterns_into(profile_.mails)}});
    if (root.type == JsonNode::Type::object && profile_.name.empty())
      error(root.at, "the key \"name\" is missing", R"(such as "name": "our-helpdesk")");
    if (ok_ && profile_.recognize.empty() && profile_.lines.empty() && profile_.mails.empty())
      error(root.at, "nothing says which files this is about",
            R"(add "recognize" with the names of columns, or "lines" or "mails" with patterns)");
  }

  void read_system(const JsonNode& node) {
    if (!is(node, JsonNode::Type::text, "text in quotes")) return;
    if (const auto system = parse_log_system(node.text)) {
      profile_.system = *system;
      return;
    }
    std::string list;
    for (std::size_t i = 0; i < kLogSystemCount; ++i)
      list += (i == 0 ? "" : ", ") + std::string(to_text(static_cast<LogSystem>(i)));
    error(node.at, "not a system", "the systems are " + list);
  }

  void read_recognize(const JsonNode& node) {
    each_text(node, [this](const JsonNode& one) {
      profile_.recognize.push_back(input::fold(one.text));
    });
  }

  void read_columns(const JsonNode& node) {
    each_field(node, [this](Field field, const JsonNode& value) {
      std::vector<std::string> names;
      if (value.type == JsonNode::Type::text)
        names.push_back(value.text);
      else if (value.type != JsonNode::Type::null)  // null: the system has no such column
        each_text(value, [&](const JsonNode& one) { names.push_back(one.text); });
      profile_.columns.emplace_back(field, std::move(names));
    });
  }

  void read_words(const JsonNode& node) {
    each_field(node, [this](Field field, const JsonNode& value) {
      if (!is(value, JsonNode::Type::object, "an object { \"word\": \"meaning\" }")) return;
      for (std::size_t i = 0; i < value.items.size(); ++i)
        if (is(value.items[i], JsonNode::Type::text, "text in quotes"))
          profile_.words.push_back({field, value.keys[i].name, value.items[i].text});
    });
  }

  Read patterns_into(std::vector<Pattern>& out) {
    return [this, &out](const JsonNode& node) {
      if (!is(node, JsonNode::Type::array, "a list [ ]")) return;
      for (const JsonNode& item : node.items) {
        Pattern pattern;
        each_key(item, {{"says", into(pattern.says)}, {"text", into(pattern.text)}});
        if (const auto fault = input::validate(pattern.text)) error(item.at, *fault, {});
        out.push_back(std::move(pattern));
      }
    };
  }

  Read into(std::string& out) {
    return [this, &out](const JsonNode& node) {
      if (is(node, JsonNode::Type::text, "text in quotes")) out = node.text;
    };
  }

  void each_key(const JsonNode& node, const std::vector<Key>& keys) {
    if (!is(node, JsonNode::Type::object, "an object { }")) return;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const Key* found = nullptr;
      std::string list;
      for (const Key& key : keys) {
        if (key.name == node.keys[i].name) found = &key;
        list += (list.empty() ? "" : ", ") + std::string(key.name);
      }
      if (found != nullptr)
        found->read(node.items[i]);
      else
        error(node.keys[i].at, "unknown key", "the keys are " + list);
    }
  }

  void each_field(const JsonNode& node,
                  const std::function<void(Field, const JsonNode&)>& read_value) {
    if (!is(node, JsonNode::Type::object, "an object { }")) return;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      if (const auto field = parse_field(node.keys[i].name)) {
        read_value(*field, node.items[i]);
        continue;
      }
      std::string list;
      for (std::size_t f = 0; f < kFieldCount; ++f)
        list += (f == 0 ? "" : ", ") + std::string(to_text(static_cast<Field>(f)));
      error(node.keys[i].at, "not a field", "the fields are " + list);
    }
  }

  void each_text(const JsonNode& node, const std::function<void(const JsonNode&)>& read_text) {
    if (!is(node, JsonNode::Type::array, "a list [ ]")) return;
    for (const JsonNode& item : node.items)
      if (is(item, JsonNode::Type::text, "text in quotes")) read_text(item);
  }

  bool is(const JsonNode& node, JsonNode::Type type, std::string_view words) {
    if (node.type != type) error(node.at, "expected " + std::string(words), {});
    return node.type == type;
  }

  void error(std::size_t at, std::string message, std::string hint) {
    Diagnostic diagnostic{Severity::error, file_, 0, 0, std::move(message), {}, 0, std::move(hint)};
    point_at(text_, at, diagnostic);
    diagnostics_.add("profile", std::move(diagnostic));
    ok_ = false;
  }

  std::string_view text_;
  const std::string& file_;
  Diagnostics& diagnostics_;
  Profile profile_;
  bool ok_ = true;
};

}  // namespace

std::optional<Profile> parse_profile(std::string_view json, const std::string& file,
                                     Diagnostics& diagnostics) {
  return ProfileReader(json, file, diagnostics).read();
}

}  // namespace whylocked
