#include "input/json/json_walk.hpp"

#include <algorithm>

#include "input/table/aliases.hpp"

namespace whylocked::input {

namespace {

constexpr std::size_t kMaxKey = 64;  // no alias is longer
constexpr int kSure = 4;                 // a wrapper may well have a "name"

}  // namespace

JsonWalk::Step JsonWalk::next(char c) {
  if (in_string_) {
    if (escaped_)
      escaped_ = false;
    else if (c == '\\')
      escaped_ = true;
    else if (c == '"')
      end_string();
    else if (is_key_ && wrappers_ && key_.size() <= kMaxKey)
      key_ += c;
    return Step::inside;
  }
  switch (c) {
    case '{':
    case '[':
      return open(c);
    case '}':
    case ']':
      array_begins_ = false;
      if (depth_ > 0) --depth_;
      return depth_ == 0 ? Step::closed : Step::inside;
    case '"':
      in_string_ = true;
      key_.clear();
      break;
    case ',':
      is_key_ = depth_ == 1;
      break;
    case ':':
      is_key_ = false;
      break;
    default:
      return Step::inside;
  }
  array_begins_ = false;
  return Step::inside;
}

void JsonWalk::end_string() {
  in_string_ = false;
  if (!is_key_ || !wrappers_) return;
  const auto& required = options_.required;
  for (const Alias& alias : aliases_of(fold(key_)))
    if (alias.strength >= kSure &&
        std::find(required.begin(), required.end(), alias.field) != required.end())
      wrappers_ = false;  // this object is a record
}

JsonWalk::Step JsonWalk::open(char c) {
  const bool wrapper = wrappers_ && c == '{' && array_begins_;
  array_begins_ = wrappers_ && c == '[' && depth_ == 1;
  is_key_ = ++depth_ == 1 && c == '{';
  return wrapper ? Step::wrapper : Step::inside;
}

}  // namespace whylocked::input
