// JSON text to a tree whose every value knows where it stands, so that a wrong id in a site file is
// shown with its line and a caret, not only with its path.
//
// In:  UTF-8 text (a byte order mark is allowed).  Out: the tree, or the first fault and its place.
// Refuses what a person did not mean: duplicate keys, more than kMaxDepth levels.
// Lifetime: the tree owns its text; offsets refer to the bytes parsed.  Threads: pure.
// Failure: a JsonFault with words of its own; nothing throws.
// Rejected: the parser's own tree, which forgets positions and lets the last of equal keys win.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace whylocked {

struct JsonNode {
  enum class Type : std::uint8_t { null, boolean, number, text, array, object };
  struct Key {
    std::string name;
    std::size_t at = 0;
  };

  Type type = Type::null;
  std::size_t at = 0;           // offset of its first byte
  double number = 0;            // of a number; 1 for true, else 0
  std::string text;             // of a text
  std::vector<Key> keys;        // of an object; keys[i] belongs to items[i]
  std::vector<JsonNode> items;  // of an array or an object
};

struct JsonFault {
  std::size_t at = 0;
  std::string message, hint;
};

inline constexpr std::size_t kMaxDepth = 16;  // a site file needs 3

std::variant<JsonNode, JsonFault> parse_json_tree(std::string_view text);

// What the parser of the library says, without its places:
// "[json…] parse error at line 1, column 5: syntax error while parsing value - invalid literal;
// last read: 'tru}'; expected X" becomes "invalid literal; expected X".
std::string plain_parse_error(std::string_view what);

}  // namespace whylocked
