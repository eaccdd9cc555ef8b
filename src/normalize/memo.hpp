// A bounded memory of answers: text to value.
//
// In:  texts as they come, most of them repeated.  Out: the value remembered, or nullptr.
// A log has few distinct users, addresses and phrases; each is worked out once. When full, it forgets
// everything and starts again: that bounds memory for hostile input and is never wrong. Texts over
// kLongestKey are not remembered.
// Lifetime: a pointer is valid until the next put.  Threads: one.  Failure: none.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace whylocked {

template <typename Value>
class Memo {
 public:
  static constexpr std::size_t kMostEntries = 1u << 16;  // a few MiB
  static constexpr std::size_t kLongestKey = 512;

  const Value* find(std::string_view text) const {
    const auto found = values_.find(text);
    return found == values_.end() ? nullptr : &found->second;
  }

  void put(std::string_view text, Value value) {
    if (text.size() > kLongestKey) return;
    if (values_.size() >= kMostEntries) values_.clear();
    values_.emplace(text, std::move(value));
  }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, Value, Hash, std::equal_to<>> values_;
};

}  // namespace whylocked
