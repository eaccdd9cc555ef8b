// The meaning of each distinct text of a column: a log repeats few texts, so each is worked out
// once.
//
// In:  the texts of a batch; a function that works out the meaning of a new one.  Out: meanings.
// TextNumbers numbers texts from 1 on. Nearly all names, addresses and words have at most 16 bytes;
// the first and the last eight are in the slot of the hash table, so that a look-up takes one line
// of memory. A TextDictionary has a value for each number. The empty text has number 0 and Value{}.
// Lifetime: values.  Threads: one.
// Memory: the owner of TextNumbers clears them when they are full; limit() does that for a
// dictionary, between two batches. Texts over kMaxText are worked out each time.
// Failure: none.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"

namespace whylocked::normalize {

class TextNumbers {
 public:
  static constexpr std::size_t kMaxText = 512;

  // Unequal texts of at most 16 bytes differ in size, head or tail.
  struct Key {
    std::uint64_t head, tail, hash;
  };
  static Key key_of(std::string_view text) {
    Key key{};
    const char* const at = text.data();
    const std::size_t size = text.size();
    if (size >= 8) {
      key.head = load<std::uint64_t>(at);
      key.tail = load<std::uint64_t>(at + size - 8);
      key.hash = hash_pair(key.head ^ size, key.tail);
      for (std::size_t i = 8; i + 8 < size; i += 16)
        key.hash = hash_pair(key.hash ^ load<std::uint64_t>(at + i),
                             load<std::uint64_t>(at + std::min(i + 8, size - 8)));
    } else {
      if (size >= 4)
        key.head =
            std::uint64_t{load<std::uint32_t>(at)} << 32 | load<std::uint32_t>(at + size - 4);
      else if (size > 0)
        key.head = std::uint64_t{load<std::uint8_t>(at)} << 16 |
                   load<std::uint8_t>(at + size / 2) << 8 | load<std::uint8_t>(at + size - 1);
      key.hash = hash_pair(key.head ^ size, 0);
    }
    return key;
  }

  // 0: unknown.
  std::uint32_t find(std::string_view text, const Key& key) const {
    for (std::size_t i = key.hash & mask_;; i = (i + 1) & mask_) {
      const Slot& slot = slots_[i];
      if (slot.number == 0) return 0;
      if (slot.head == key.head && slot.tail == key.tail && slot.size == text.size() &&
          (text.size() <= 16 || is_same_between(text, ends_[slot.number - 1])))
        return slot.number;
    }
  }
  // REQUIRES: find() returned 0, and the text is neither empty nor longer than kMaxText.
  std::uint32_t add(std::string_view text, const Key& key);
  std::size_t size() const { return ends_.size() - 1; }
  std::size_t bytes() const { return kept_.size(); }

 private:
  struct Slot {
    std::uint64_t head = 0, tail = 0;
    std::uint32_t size = 0, number = 0;  // number 0: free
  };

  template <typename Word>
  static Word load(const char* at) {
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
  }
  // Whether all between the first and the last eight bytes is as at `kept`.
  bool is_same_between(std::string_view text, std::size_t kept) const {
    std::uint64_t differences = 0;
    for (std::size_t i = 8; i + 8 < text.size(); i += 8)
      differences |= load<std::uint64_t>(text.data() + i) ^ load<std::uint64_t>(&kept_[kept + i]);
    return differences == 0;
  }
  std::string_view text_of(std::uint32_t number) const {
    return std::string_view(kept_).substr(ends_[number - 1], ends_[number] - ends_[number - 1]);
  }
  void put(std::uint32_t number, const Key& key);

  std::vector<Slot> slots_ = std::vector<Slot>(64);  // at most half full
  std::size_t mask_ = 63;
  std::string kept_;                       // the texts
  std::vector<std::uint32_t> ends_ = {0};  // of each in kept_, by number
};

template <typename Value>
class TextDictionary {
 public:
  template <typename Work>
  Value find(std::string_view text, Work work) {
    if (text.empty()) return Value{};
    const TextNumbers::Key key = TextNumbers::key_of(text);
    if (const std::uint32_t known = numbers_.find(text, key); known != 0) return values_[known - 1];
    const Value value = work(text);
    if (text.size() > TextNumbers::kMaxText) return value;
    numbers_.add(text, key);
    values_.push_back(value);
    return value;
  }
  void limit() {
    constexpr std::size_t kMaxTexts = std::size_t{1} << 17, kMaxBytes = std::size_t{4} << 20;
    if (numbers_.size() > kMaxTexts || numbers_.bytes() > kMaxBytes) *this = {};
  }

 private:
  TextNumbers numbers_;
  std::vector<Value> values_;
};

}  // namespace whylocked::normalize
