// Reads the objects in JSON and their members, in bounded memory.
//
// In:  a ReadBuffer over JSON Lines, an array of objects, one object after the other, an object
//      that wraps an array of them, {"value":[{...},{...}]}, or a table,
//      {"columns":[{"name":"a"}],"rows":[["x"],["y"]]}, also with "columns":["a"] or "data" for
//      "rows", or [["a"],["x"],["y"]], whose rows are {"a":"x"} and {"a":"y"}.
// Out: one object after the other; each scalar in it with the path of its keys, joined by dots:
//      {"actor":{"alternateId":"ann"}} becomes actor.alternateId.
// Arrays are not part of a path; their scalars come one after the other. An object in an array with
// a name and a value also becomes a member of that name:
// "Properties":[{"Name":"UserAgent","Value":"x"}] becomes Properties.UserAgent, in addition to
// Properties.Name and Properties.Value. null is empty text. Numbers that do not fit in 64 bits stay
// as written.
// In JSON Lines, a line is an object and a broken one does not affect others. Elsewhere an object
// is parsed in place, and brackets are counted only to find the end of a broken one.
// Failure: JsonPiece::fault, and reading continues if possible.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.hpp"
#include "input/bytes/file.hpp"
#include "input/encoding.hpp"

namespace whylocked::input::json {

struct Member {
  std::string path, value;
  bool in_array = false;
};

// The members of one object.
struct Members : std::vector<Member> {
  void add(std::string_view path, std::string_view value, bool in_array = false) {
    push_back({std::string(path), std::string(value), in_array});
  }
  // The first value of that name, in any case; empty if there is none.
  std::string_view operator[](std::string_view name) const {
    for (const Member& one : *this)
      if (ascii::equal_ignoring_case(one.path, name)) return one.value;
    return {};
  }
};

struct JsonPiece {
  enum class Fault : std::uint8_t {
    none,
    not_json,
    no_object,  // a number, a text, an array
    too_long,
    truncated,  // the file ends inside it
    damaged,    // a malformed event, not in JSON
    unclosed,   // no piece: the file ends after the last one, inside an array
  };
  std::uint64_t number = 0;  // 1-based; the reader counts, unless the objects have numbers
  Fault fault = Fault::none;
  Members members = {};
  Repairs repairs = {};
  std::string text = {}, message = {};  // of what is not JSON
  std::size_t at = 0;                   // offset in the text

  void begin(std::uint64_t new_number) {
    number = new_number;
    fault = Fault::none;
    repairs = {};
    members.clear();
    text = message = {};
    at = 0;
  }
};

class JsonObjects {
 public:
  virtual ~JsonObjects() = default;
  // Fills a piece after its begin(). False if there are no more.
  virtual bool next(JsonPiece& piece) = 0;
};

// Whether the text is JSON Lines: the first object is complete within its line.
bool is_json_lines(std::string_view beginning, const ReadOptions& options);

std::unique_ptr<JsonObjects> json_objects(ReadBuffer& buffer, Encoding encoding, bool are_lines,
                                          const ReadOptions& options);

// Parses one object.
void read_object(std::string_view text, Encoding encoding, JsonPiece& piece);

}  // namespace whylocked::input::json
