// JSON text to a tree whose values know their offsets, so that a wrong id in a site file is shown
// with its line and a caret.
//
// In:  UTF-8 text, with or without a byte order mark.  Out: the tree, or the first error.
// Duplicate keys and more than kMaxDepth levels are errors.
// Lifetime: the tree owns its text; offsets refer to the bytes parsed.  Threads: pure.
// Failure: a JsonError; nothing throws.
// Not the parser's own tree, which has no offsets and keeps the last of equal keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

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
  double number = 0;   // of a number; 1 for true, else 0
  std::string text = {};
  std::vector<Key> keys = {};        // of an object; keys[i] belongs to items[i]
  std::vector<JsonNode> items = {};  // of an array or object
};

struct JsonError {
  std::size_t at = 0;
  Text message;
  std::string hint;
};

inline constexpr std::size_t kMaxDepth = 16;  // a site file needs 3

std::variant<JsonNode, JsonError> parse_json_tree(std::string_view text);

// The message of the library's parser without its positions:
// "[json…] parse error at line 1, column 5: syntax error while parsing value - invalid literal;
// last read: 'tru}'; expected X" becomes "invalid literal; expected X".
std::string plain_parse_error(std::string_view what);

}  // namespace whylocked
