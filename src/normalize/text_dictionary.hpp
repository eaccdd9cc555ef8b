// The meaning of each distinct cell of a column: a log repeats few, so each is worked out once.
//
// In:  the cells of a batch; a function that works out the meaning of a new one.  Out: meanings.
// TextNumbers numbers texts from 1 on. Nearly all names, addresses and words have at most 16 bytes;
// the first and the last eight are in the slot of the hash table, so that a look-up takes one line
// of memory. A TextDictionary has a value for each number. The empty text has number 0 and Value{}.
// Lifetime: values.  Threads: one.
// Memory: the owner of TextNumbers clears them when they are full; limit() does that for a
// dictionary, between two batches. Texts over kMaxText are worked out each time.
// Failure: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"

namespace whylocked::normalize {

class TextNumbers {
 public:
  static constexpr std::size_t kMaxText = 1024;

  // 0: unknown. REQUIRES: a text.
  std::uint32_t find(std::string_view text) const {
    const Key key = key_of(text);
    for (std::size_t i = key.hash & mask_;; i = (i + 1) & mask_) {
      const Slot& slot = slots_[i];
      if (slot.head == key.head && slot.tail == key.tail && slot.size == text.size() &&
          (text.size() <= 16 || is_same_between(text, ends_[slot.number - 1])))
        return slot.number;
      if (slot.number == 0) return 0;  // its size is 0
    }
  }
  // REQUIRES: find() returned 0, and the text is no longer than kMaxText.
  std::uint32_t add(std::string_view text);
  std::size_t size() const { return ends_.size() - 1; }
  std::size_t bytes() const { return kept_.size(); }

 private:
  struct Slot {
    std::uint64_t head = 0, tail = 0;
    std::uint32_t size = 0, number = 0;  // number 0: free
  };

  // Unequal texts of at most 16 bytes differ in size, head or tail.
  struct Key {
    std::uint64_t head = 0, tail = 0, hash = 0;
  };
  static Key key_of(std::string_view text) {
    Key key;
    const char* const at = text.data();
    const std::size_t size = text.size();
    if (size >= 8) {
      key.head = load<std::uint64_t>(at);
      key.tail = load<std::uint64_t>(at + size - 8);
    } else if (size >= 4) {
      key.head = std::uint64_t{load<std::uint32_t>(at)} << 32 | load<std::uint32_t>(at + size - 4);
    } else {
      key.head = std::uint64_t{load<std::uint8_t>(at)} << 16 |
                 load<std::uint8_t>(at + size / 2) << 8 | load<std::uint8_t>(at + size - 1);
    }
    key.hash = hash_pair(key.head ^ size, key.tail);
    if (size > 16)  // with these all of up to 32 bytes
      key.hash =
          hash_pair(key.hash ^ load<std::uint64_t>(at + 8), load<std::uint64_t>(at + size - 16));
    if (size > 32) key.hash = hash_pair(key.hash, hash_bytes(text.substr(16, size - 32)));
    return key;
  }
  template <typename Word>
  static Word load(const char* at) {
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
  }
  // Whether all between the first and the last eight bytes is as at `kept`. REQUIRES: over 16
  // bytes.
  bool is_same_between(std::string_view text, std::size_t kept) const {
    const char *const a = text.data(), *const b = &kept_[kept];
    const std::size_t last = text.size() - 16;
    return load<std::uint64_t>(a + 8) == load<std::uint64_t>(b + 8) &&
           load<std::uint64_t>(a + last) == load<std::uint64_t>(b + last) &&
           (text.size() <= 32 || std::memcmp(a + 16, b + 16, text.size() - 32) == 0);
  }
  std::string_view text_of(std::uint32_t number) const {
    return std::string_view(kept_).substr(ends_[number - 1], ends_[number] - ends_[number - 1]);
  }
  void put(std::uint32_t number);

  std::vector<Slot> slots_ = std::vector<Slot>(64);  // at most half full
  std::size_t mask_ = 63;
  std::string kept_;                       // the texts
  std::vector<std::uint32_t> ends_ = {0};  // of each in kept_, by number
};

inline void TextNumbers::put(std::uint32_t number) {
  const std::string_view text = text_of(number);
  const Key key = key_of(text);
  std::size_t i = key.hash & mask_;
  while (slots_[i].number != 0) i = (i + 1) & mask_;
  slots_[i] = {.head = key.head,
               .tail = key.tail,
               .size = static_cast<std::uint32_t>(text.size()),
               .number = number};
}

inline std::uint32_t TextNumbers::add(std::string_view text) {
  kept_ += text;
  ends_.push_back(static_cast<std::uint32_t>(kept_.size()));
  const auto number = static_cast<std::uint32_t>(size());
  if (2 * size() > slots_.size()) {
    slots_.assign(2 * slots_.size(), {});
    mask_ = slots_.size() - 1;
    for (std::uint32_t known = 1; known < number; ++known) put(known);
  }
  put(number);
  return number;
}

template <typename Value>
class TextDictionary {
 public:
  template <typename Work>
  Value find(std::string_view text, Work work) {
    Value value;
    find({&text, 1}, &value, work);
    return value;
  }
  // One value for each text, to `out`.
  template <typename Work>
  void find(std::span<const std::string_view> texts, Value* out, Work work) {
    for (const std::string_view text : texts) {
      const std::uint32_t known = text.empty() ? 0 : numbers_.find(text);
      *out++ = known != 0 || text.empty() ? values_[known] : add(text, work(text));
    }
  }
  void limit() {
    constexpr std::size_t kMaxTexts = std::size_t{1} << 17, kMaxBytes = std::size_t{4} << 20;
    if (numbers_.size() > kMaxTexts || numbers_.bytes() > kMaxBytes) *this = {};
  }

 private:
  Value add(std::string_view text, Value value) {
    if (text.size() > TextNumbers::kMaxText) return value;
    numbers_.add(text);
    values_.push_back(value);
    return value;
  }
  TextNumbers numbers_;
  std::vector<Value> values_ = std::vector<Value>(1);  // by number
};

}  // namespace whylocked::normalize
