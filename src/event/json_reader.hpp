// A JSON file that people write, key by key. All faults of a file are reported in one go, each with
// its path ("office[1]") and its place in the text.
//
// In:  text, the file's name, and what its errors count as ("site").  Out: calls of readers, one
// for each value.
// Lifetime: refers to what it was given.  Threads: one a JsonReader.
// Failure: error diagnostics, with the nearest known key as a hint.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_tree.hpp"
#include "whylocked/diagnostic.hpp"
#include "whylocked/text.hpp"

namespace whylocked {

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

  // Members of an object: the readers of its keys, or one for whatever keys it has, which are such
  // names.
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
  Read into(std::string& text);
  Read into(std::vector<std::string>& texts);  // one text, or a list of them
  Read into(bool& flag);

  // `at`: offset of what is wrong. An empty path is the file as a whole.
  void error(std::size_t at, const Text& path, const Text& message, Text hint);
  bool has_errors() const { return errors_ > 0; }
  // Further errors are counted, not shown; looking for their place or a hint would be quadratic.
  bool is_full() const { return errors_ >= Diagnostics::kKeptOfAKind; }

 private:
  std::string_view text_;
  const std::string& file_;
  std::string_view kind_;
  Diagnostics& diagnostics_;
  std::uint64_t errors_ = 0;
};

}  // namespace whylocked
