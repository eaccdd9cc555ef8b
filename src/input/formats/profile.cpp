// The keys of a profile file; all faults are reported at once, each with its place in the text.
#include <algorithm>
#include <functional>

#include "base/json_tree.hpp"
#include "base/text_location.hpp"
#include "input/formats/pattern.hpp"
#include "input/formats/profile.hpp"
#include "input/table/aliases.hpp"
#include "whylocked/read.hpp"

namespace whylocked {

namespace {

using input::find_built_in_profile;

class ProfileReader {
 public:
  ProfileReader(std::string_view text, const std::string& file, Diagnostics& diagnostics)
      : text_(text), file_(file), diagnostics_(diagnostics) {}

  std::optional<Profile> read() {
    auto parsed = parse_json_tree(text_);
    if (const auto* fault = std::get_if<JsonError>(&parsed))
      error(fault->at, fault->message, fault->hint);
    else
      read_root(std::get<JsonNode>(parsed));
    if (!ok_) return std::nullopt;
    profile_.json = text_;
    return std::move(profile_);
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
                    {"system", [&](const JsonNode& node) { read_system(node); }},
                    {"time_zone", into(profile_.time_zone)},
                    {"limits", into(profile_.limits)},
                    {"like", [&](const JsonNode& node) { read_like(node); }},
                    {"recognize", [&](const JsonNode& node) { read_recognize(node); }},
                    {"columns", names_into(profile_.columns)},
                    {"labels", names_into(profile_.labels)},
                    {"words", [&](const JsonNode& node) { read_words(node); }},
                    {"moves", [&](const JsonNode& node) { read_moves(node); }},
                    {"pairs",
                     [&](const JsonNode& node) {
                       if (is(node, JsonNode::Type::boolean, "true"))
                         profile_.pairs = node.number != 0;
                     }},
                    {"lines", patterns_into(profile_.lines)},
                    {"mails", patterns_into(profile_.mails)},
                    {"example",
                     [&](const JsonNode& node) {
                       profile_.examples.push_back({.file = "example", .text = {}, .events = {}});
                       into(profile_.examples.back().text)(node);
                     }},
                    {"examples", [&](const JsonNode& node) { read_examples(node); }}});
    if (like_ != nullptr) take_from(*like_);
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
      has_system_ = true;
      return;
    }
    error(node.at, "not a system", list_of<LogSystem>("the systems are ", kLogSystemCount));
  }

  void read_recognize(const JsonNode& node) {
    if (!is(node, JsonNode::Type::array, "a list [ ]")) return;
    for (const std::string& name : texts_of(node)) profile_.recognize.push_back(input::fold(name));
  }

  // A format that is built in, whose keys count where this one has none.
  void read_like(const JsonNode& node) {
    if (!is(node, JsonNode::Type::text, "text in quotes")) return;
    like_ = find_built_in_profile(node.text);
    if (like_ == nullptr)
      error(node.at, "no built-in format has this name", "`whylocked formats` lists them");
  }

  void take_from(const Profile& like) {
    if (!has_system_) profile_.system = like.system;
    if (profile_.labels.empty()) profile_.labels = like.labels;
    if (profile_.moves.empty()) profile_.moves = like.moves;
    if (profile_.lines.empty()) profile_.lines = like.lines;
    if (profile_.mails.empty()) profile_.mails = like.mails;
    if (profile_.recognize.empty()) profile_.recognize = like.recognize;
    if (profile_.time_zone.empty()) profile_.time_zone = like.time_zone;
    for (const auto& one : like.columns)
      if (std::none_of(profile_.columns.begin(), profile_.columns.end(),
                       [&](const auto& own) { return own.first == one.first; }))
        profile_.columns.push_back(one);
    profile_.words.insert(profile_.words.end(), like.words.begin(), like.words.end());
  }

  using FieldNames = std::vector<std::pair<Field, std::vector<std::string>>>;
  // null: the system has no such column, though one looks like it.
  Read names_into(FieldNames& out) {
    return [this, &out](const JsonNode& node) {
      each_field(node, [&](Field field, const JsonNode& value) {
        const bool none = value.type == JsonNode::Type::null;
        out.emplace_back(field, none ? std::vector<std::string>() : texts_of(value));
      });
    };
  }

  void read_moves(const JsonNode& node) {
    each_item(node, [this](const JsonNode& item) {
      Profile::Move move;
      each_key(item, {{"event", into(move.event)},
                      {"from", [&](const JsonNode& one) { read_field(one, move.from); }},
                      {"to", [&](const JsonNode& one) { read_field(one, move.to); }}});
      profile_.moves.push_back(std::move(move));
    });
  }

  void read_field(const JsonNode& node, Field& out) {
    if (!is(node, JsonNode::Type::text, "text in quotes")) return;
    if (const auto field = parse_field(node.text))
      out = *field;
    else
      error(node.at, "not a field", fields_hint());
  }

  void read_examples(const JsonNode& node) {
    each_item(node, [this](const JsonNode& item) {
      Profile::Example example;
      each_key(item, {{"file", into(example.file)},
                      {"text",
                       [&](const JsonNode& one) {
                         const bool lines = one.type == JsonNode::Type::array;
                         for (const std::string& text : texts_of(one))
                           (example.text += text) += lines ? "\n" : "";
                       }},
                      {"events", [&](const JsonNode& one) { example.events = texts_of(one); }}});
      profile_.examples.push_back(std::move(example));
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
      each_item(node, [&](const JsonNode& item) {
        std::string says;
        std::vector<std::string> texts;
        each_key(item, {{"says", into(says)},
                        {"text", [&](const JsonNode& one) { texts = texts_of(one); }}});
        for (std::string& text : texts) {
          if (const auto fault = input::validate(text)) error(item.at, *fault, {});
          out.push_back({says, std::move(text)});
        }
      });
    };
  }

  // One text, or a list of them.
  std::vector<std::string> texts_of(const JsonNode& node) {
    if (node.type == JsonNode::Type::text) return {node.text};
    std::vector<std::string> texts;
    each_item(node, [&](const JsonNode& item) { into(texts.emplace_back())(item); });
    return texts;
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
      error(node.keys[i].at, "not a field", fields_hint());
    }
  }

  static std::string fields_hint() { return list_of<Field>("the fields are ", kFieldCount); }

  template <class Enum>
  static std::string list_of(std::string text, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      text += (i == 0 ? "" : ", ") + std::string(to_text(static_cast<Enum>(i)));
    return text;
  }

  void each_item(const JsonNode& node, const Read& read_item) {
    if (!is(node, JsonNode::Type::array, "a list [ ]")) return;
    for (const JsonNode& item : node.items) read_item(item);
  }

  bool is(const JsonNode& node, JsonNode::Type type, std::string_view words) {
    if (node.type != type) error(node.at, "expected " + std::string(words), {});
    return node.type == type;
  }

  void error(std::size_t at, Text message, std::string hint) {
    Diagnostic diagnostic;
    diagnostic.severity = Severity::error;
    diagnostic.file = file_;
    diagnostic.message = std::move(message);
    diagnostic.hint = std::move(hint);
    set_location(text_, at, diagnostic);
    diagnostics_.add("profile", std::move(diagnostic));
    ok_ = false;
  }

  std::string_view text_;
  const std::string& file_;
  Diagnostics& diagnostics_;
  Profile profile_;
  const Profile* like_ = nullptr;
  bool has_system_ = false;
  bool ok_ = true;
};

}  // namespace

std::optional<Profile> parse_profile(std::string_view json, const std::string& file,
                                     Diagnostics& diagnostics) {
  return ProfileReader(json, file, diagnostics).read();
}

}  // namespace whylocked
