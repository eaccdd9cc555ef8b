// The distinct cells of a column, numbered: a log repeats few, so what each means is found once.
//
// In:  texts.  Out: their numbers, from 1 in the order in which they come; 0 is the empty text.
// Nearly all names, addresses and words have at most 16 bytes; the first and the last eight are in
// the slot of the hash table, so that a look-up takes one line of memory.
// Lifetime: values.  Threads: one.  Failure: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.hpp"

namespace whylocked::normalize {

class TextDictionary {
 public:
  std::uint32_t number_of(std::string_view text) {
    if (text.empty()) return 0;
    const Key key = key_of(text);
    for (std::size_t i = key.hash & mask_;; i = (i + 1) & mask_) {
      const Slot& slot = slots_[i];
      if (slot.head == key.head && slot.tail == key.tail && slot.size == text.size() &&
          (text.size() <= 16 || is_same_between(text, text_of(slot))))
        return slot.number;
      if (slot.number == 0) return add(text);  // its size is 0
    }
  }
  std::size_t size() const { return ends_.size(); }  // the empty text included
  // Whether it is better to begin anew than to remember more.
  bool is_full() const {
    constexpr std::size_t kMaxTexts = std::size_t{1} << 17, kMaxBytes = std::size_t{4} << 20;
    return ends_.size() > kMaxTexts || kept_.size() > kMaxBytes;
  }

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
  // Whether all between the first and the last eight bytes is the same. REQUIRES: the same length,
  // over 16 bytes.
  static bool is_same_between(std::string_view a, std::string_view b) {
    const std::size_t last = a.size() - 16;
    return load<std::uint64_t>(&a[8]) == load<std::uint64_t>(&b[8]) &&
           load<std::uint64_t>(&a[last]) == load<std::uint64_t>(&b[last]) &&
           (a.size() <= 32 || a.substr(16, a.size() - 32) == b.substr(16, a.size() - 32));
  }
  std::string_view text_of(const Slot& slot) const {
    return {&kept_[ends_[slot.number] - slot.size], slot.size};
  }
  [[gnu::noinline]] std::uint32_t add(std::string_view text) {
    const auto number = static_cast<std::uint32_t>(ends_.size());
    kept_ += text;
    ends_.push_back(static_cast<std::uint32_t>(kept_.size()));
    if (2 * ends_.size() > slots_.size()) grow();
    put({.size = static_cast<std::uint32_t>(text.size()), .number = number});
    return number;
  }
  void grow() {
    const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
    mask_ = slots_.size() - 1;
    for (const Slot& slot : before)
      if (slot.number != 0) put(slot);
  }
  void put(Slot slot) {
    const Key key = key_of(text_of(slot));
    slot.head = key.head;
    slot.tail = key.tail;
    std::size_t i = key.hash & mask_;
    while (slots_[i].number != 0) i = (i + 1) & mask_;
    slots_[i] = slot;
  }

  std::vector<Slot> slots_ = std::vector<Slot>(2);  // at most half full
  std::size_t mask_ = 1;
  std::vector<std::uint32_t> ends_ = {0};  // by number, of the text in kept_
  std::string kept_;
};

}  // namespace whylocked::normalize
