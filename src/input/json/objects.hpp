// Splits JSON into the texts of its objects, in bounded memory.
//
// In:  a ReadBuffer over JSON Lines, an array of objects, one object after the other, or an object
//      that wraps an array of them.  Out: one object's text after the other, unparsed.
// In JSON Lines a line is an object and a broken one harms no other; elsewhere brackets are
// counted. A wrapper is an object that is not a record but contains them, {"value":[{...},{...}]}:
// an array of objects comes before any key of a required field.
// Lifetime: a piece is valid until the next next().  Threads: one a reading.
// Failure: JsonPiece::fault, and reading goes on if that is possible. Whether a piece is JSON is
// left to its parser.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "input/bytes/file.hpp"

namespace whylocked::input::json {

using Members = std::vector<std::pair<std::string, std::string>>;  // path and value

struct JsonPiece {
  enum class Fault : std::uint8_t {
    none,
    no_object,  // a number, a text, an array
    too_long,
    truncated,  // the file ends inside it
    unclosed,   // no piece: the file ends after the last one, inside an array
  };
  std::uint64_t number = 0;    // 1-based
  std::string_view text = {};  // of a faulty piece its beginning, perhaps nothing
  Fault fault = Fault::none;
  const Members* members = nullptr;  // in place of a text, if it was not JSON
};

class JsonObjects {
 public:
  virtual ~JsonObjects() = default;
  virtual bool next(JsonPiece& piece) = 0;
};

// Whether the text is JSON Lines: the first object is complete within its line.
bool is_json_lines(std::string_view beginning, const ReadOptions& options);

std::unique_ptr<JsonObjects> json_lines(ReadBuffer& buffer, const ReadOptions& options);
std::unique_ptr<JsonObjects> json_stream(ReadBuffer& buffer, const ReadOptions& options);

}  // namespace whylocked::input::json
