// Reads a JSON file written by hand, key by key, and reports all its faults at once, each with its
// path ("office[1]") and location.
//
// In:  text, the file's name, and the kind of its diagnostics ("site").  Out:
//      calls of readers, one for each value.
// Comments (// to the end of the line) are allowed. Duplicate keys and more than 16 levels are
// errors. Values know their offsets, unlike those of the library's own tree, so a wrong id in a
// site file is shown with its line and a caret.
// Lifetime: refers to its arguments.  Threads: one per JsonReader.
// Failure: error diagnostics, with the nearest known key as a hint.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "whylocked/diagnostic.hpp"
#include "whylocked/text.hpp"

namespace whylocked {

struct JsonNode {
  enum class Type : std::uint8_t { null, boolean, number, text, array, object };
  struct Key {
    std::string name;
    std::size_t at = 0;
  };

  Type type = Type::null;
  std::size_t at = 0;  // offset of its first byte
  double number = 0;   // value of a number; 1 for true, else 0
  std::string text = {};
  std::vector<Key> keys = {};        // of an object; keys[i] belongs to items[i]
  std::vector<JsonNode> items = {};  // of an array or object
};

struct JsonError {
  std::size_t at = 0;
  Text message;
  std::string hint;
};
std::variant<JsonNode, JsonError> parse_json_tree(std::string_view text);

class JsonReader {
 public:
  using Read = std::function<void(const JsonNode& value, const Text& path)>;
  struct Key {
    std::string_view name;
    Read read;
  };

  JsonReader(std::string_view text, const std::string& file, std::string_view kind,
             Diagnostics& diagnostics)
      : text_(text), file_(file), kind_(kind), diagnostics_(diagnostics) {}

  // False: at least one error was reported.
  bool read(const Read& root);

  // Reads the members of an object: by known keys, or all with one reader if the
  // keys are names of this kind.
  void each_key(const JsonNode& node, const Text& path, const std::vector<Key>& keys);
  void each_member(
      const JsonNode& node, const Text& path, NameKind kind,
      const std::function<void(const JsonNode::Key&, const JsonNode&, const Text&)>& read);
  void each_item(const JsonNode& node, const Text& path, const Read& read);
  void require(const JsonNode& object, const Text& path, std::string_view key);

  bool is(const JsonNode& node, const Text& path, JsonNode::Type type);
  bool is_text(const JsonNode& node, const Text& path) {
    return is(node, path, JsonNode::Type::text);
  }
  std::optional<std::int64_t> whole(const JsonNode& node, const Text& path, std::int64_t max);
  Read each_text(Read read);  // one text, or a list of them
  Read into(std::string& text);
  Read into(std::vector<std::string>& texts);
  Read into(bool& flag);

  // `at`: offset of the fault. An empty path means the file as a whole.
  void error(std::size_t at, const Text& path, const Text& message, Text hint);
  bool has_errors() const { return errors_ > 0; }
  // Further errors are only counted; locating each and looking for its hint would be quadratic.
  bool is_full() const { return errors_ >= Diagnostics::kKeptOfAKind; }

 private:
  std::string_view text_;
  const std::string& file_;
  std::string_view kind_;
  Diagnostics& diagnostics_;
  std::uint64_t errors_ = 0;
};

// The library's parse error without its positions: "[json…] parse error at line 1,
// column 5: syntax error while parsing value - invalid literal; last read: 'tru}';
// expected X" becomes "invalid literal; expected X".
std::string plain_parse_error(std::string_view what);

}  // namespace whylocked
