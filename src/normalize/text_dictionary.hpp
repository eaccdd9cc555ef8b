// The distinct cells of a column, numbered: a log repeats few, so what each means is found once.
//
// In:  texts.  Out: their numbers, from 1 in the order in which they come; 0 is the empty text.
// Nearly all names, addresses and words have at most 16 bytes, which are compared as two numbers.
// Lifetime: values.  Threads: one.  Failure: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "whylocked/read.hpp"

namespace whylocked::normalize {

class TextDictionary {
 public:
  std::uint32_t number_of(std::string_view text) {
    if (text.empty()) return 0;
    const Key key = key_of(text);
    const TextId known = ids_.find(key.hash, [&](TextId id) {
      const Entry& entry = entries_[id];
      return entry.head == key.head && entry.tail == key.tail && entry.size == text.size() &&
             (text.size() <= 16 || is_same_between(text, text_of(entry)));
    });
    return known != kNone ? known : add(text);
  }
  std::size_t size() const { return entries_.size(); }  // the empty text included
  // Whether it is better to begin anew than to remember more.
  bool is_full() const {
    constexpr std::size_t kMaxTexts = std::size_t{1} << 17, kMaxBytes = std::size_t{4} << 20;
    return entries_.size() > kMaxTexts || kept_.size() > kMaxBytes;
  }

 private:
  struct Entry {
    std::uint64_t head = 0, tail = 0;
    std::uint32_t from = 0, size = 0;  // in kept_
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
  std::string_view text_of(const Entry& entry) const { return {&kept_[entry.from], entry.size}; }
  [[gnu::noinline]] TextId add(std::string_view text) {
    const Key key = key_of(text);
    const auto number = static_cast<TextId>(entries_.size());
    entries_.push_back({key.head, key.tail, static_cast<std::uint32_t>(kept_.size()),
                        static_cast<std::uint32_t>(text.size())});
    kept_ += text;
    ids_.add(key.hash, number, [&](TextId id) { return key_of(text_of(entries_[id])).hash; });
    return number;
  }

  IdTable ids_;
  std::vector<Entry> entries_ = {{}};  // by number
  std::string kept_;
};

// The texts of one column of a batch, as numbers.
struct NumberedColumn {
  Field field;
  TextDictionary texts = {};
  std::vector<std::uint32_t> numbers = {};  // by row

  void read(const RowBatch& rows) {
    numbers.resize(rows.size());
    if (!rows.column[field]) return numbers.assign(rows.size(), 0);
    const CellGrid cells = rows.cells;
    const std::size_t column = *rows.column[field];
    std::uint32_t* number = numbers.data();
    for (std::size_t i = 0; i < cells.rows; ++i) *number++ = texts.number_of(cells.cell(i, column));
  }
};

}  // namespace whylocked::normalize
