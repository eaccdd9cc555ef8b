// Follows JSON byte by byte, just well enough to know where an object ends.
//
// In:  the bytes of one value, from its opening bracket on.  Out: at each byte, what it means.
// A wrapper is an object that is no record itself but holds them: {"value":[{...},{...}]}. Its
// mark is an array of objects that comes before any key of a required field.
// Lifetime: refers to the options.  Threads: one a reading.
// Failure: none; whether the text is JSON is left to whoever parses it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "whylocked/read.hpp"

namespace whylocked::input {

class JsonWalk {
 public:
  enum class Step : std::uint8_t { inside, closed, wrapper };

  // `wrappers`: tell them; else an array of objects is a member like any other.
  JsonWalk(const ReadOptions& options, bool wrappers) : options_(options), wrappers_(wrappers) {}
  // `wrapper` comes at the opening bracket of the first object in the array.
  Step next(char c);

 private:
  void end_string();
  Step open(char c);

  const ReadOptions& options_;
  bool wrappers_;
  std::size_t depth_ = 0;
  bool in_string_ = false, escaped_ = false;
  bool is_key_ = false;        // the next string of depth 1
  bool array_begins_ = false;  // the last byte that is no blank opened an array of depth 1
  std::string key_;
};

}  // namespace whylocked::input
