// Numbers the distinct cells of a column. A log repeats few texts, so each is interpreted once.
//
// In:  texts.  Out: their numbers, from 1 in order of appearance; 0 is the empty text.
// Nearly all names, addresses and words have at most 16 bytes, which the table
// stores itself and compares as two numbers.
// Lifetime: values.  Threads: one.  Failure: none.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.hpp"
#include "whylocked/read.hpp"

namespace whylocked::normalize {

class TextDictionary {
 public:
  std::uint32_t number_of(std::string_view text) {
    if (text.empty()) return 0;
    const Slot like = slot_of(text);
    const std::uint64_t hash = hash_of(like, text);
    for (std::size_t i = hash & mask_;; i = (i + 1) & mask_) {
      const Slot& slot = slots_[i];
      if (slot.head == like.head && slot.tail == like.tail && slot.size == like.size &&
          (text.size() <= 16 || is_same_between(text, text_of(slot))))
        return slot.number;
      if (slot.number == 0) return add(text);
    }
  }
  std::size_t size() const { return size_; }  // including the empty text
  // True if starting over is better than remembering more.
  bool is_full() const {
    constexpr std::size_t kMaxTexts = std::size_t{1} << 17, kMaxBytes = std::size_t{4} << 20;
    return size_ > kMaxTexts || kept_.size() > kMaxBytes;
  }

 private:
  // Different texts of at most 16 bytes differ in size, head or tail.
  struct Slot {
    std::uint64_t head = 0, tail = 0;
    std::uint32_t size = 0, number = 0;
    std::size_t from = 0;  // of a longer text, in kept_
  };
  static Slot slot_of(std::string_view text) {
    Slot slot;
    const char* const at = text.data();
    const std::size_t size = text.size();
    slot.size = static_cast<std::uint32_t>(size);
    if (size >= 8) {
      slot.head = load<std::uint64_t>(at);
      slot.tail = load<std::uint64_t>(at + size - 8);
    } else if (size >= 4) {
      slot.head = std::uint64_t{load<std::uint32_t>(at)} << 32 | load<std::uint32_t>(at + size - 4);
    } else {
      slot.head = std::uint64_t{load<std::uint8_t>(at)} << 16 |
                  load<std::uint8_t>(at + size / 2) << 8 | load<std::uint8_t>(at + size - 1);
    }
    return slot;
  }
  static std::uint64_t hash_of(const Slot& slot, std::string_view text) {
    std::uint64_t hash = hash_pair(slot.head ^ slot.size, slot.tail);
    if (slot.size > 16)  // covers all texts of up to 32 bytes
      hash = hash_pair(hash ^ load<std::uint64_t>(&text[8]),
                       load<std::uint64_t>(&text[slot.size - 16u]));
    if (slot.size > 32) hash = hash_pair(hash, hash_bytes(text.substr(16, slot.size - 32u)));
    return hash;
  }
  template <typename Word>
  static Word load(const char* at) {
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
  }
  // Compares all but the first and last eight bytes. REQUIRES: equal lengths over 16 bytes.
  static bool is_same_between(std::string_view a, std::string_view b) {
    const std::size_t last = a.size() - 16;
    return load<std::uint64_t>(&a[8]) == load<std::uint64_t>(&b[8]) &&
           load<std::uint64_t>(&a[last]) == load<std::uint64_t>(&b[last]) &&
           (a.size() <= 32 || a.substr(16, a.size() - 32) == b.substr(16, a.size() - 32));
  }
  std::string_view text_of(const Slot& slot) const { return {kept_.data() + slot.from, slot.size}; }

  [[gnu::noinline]] std::uint32_t add(std::string_view text) {
    if (4 * size_ > 3 * slots_.size()) grow();
    Slot slot = slot_of(text);
    slot.number = size_++;
    slot.from = kept_.size();
    if (text.size() > 16) kept_ += text;
    put(slot);
    return slot.number;
  }
  void put(const Slot& slot) {
    std::size_t i = hash_of(slot, text_of(slot)) & mask_;
    while (slots_[i].number != 0) i = (i + 1) & mask_;
    slots_[i] = slot;
  }
  void grow() {
    const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
    mask_ = slots_.size() - 1;
    for (const Slot& slot : before)
      if (slot.number != 0) put(slot);
  }

  std::vector<Slot> slots_ = std::vector<Slot>(16);
  std::size_t mask_ = 15;
  std::uint32_t size_ = 1;
  std::string kept_;
};

// Caches what some columns of a row mean, for all rows with the same cells in them. Starts over if
// a batch has these fields in other columns than the one before, or another reader.
template <class Value>
class CellMemo {
 public:
  CellMemo() = default;
  explicit CellMemo(std::vector<Field> fields) : fields_(std::move(fields)) {}

  // Returns true if a row has cells not seen before.
  bool read(const RowBatch& rows) {
    if (!reads_like(rows) || std::ranges::any_of(parts_, &Part::is_full)) start_over(rows);
    numbers_.assign(rows.size(), 0);
    for (Part& part : parts_) part.read(rows.cells, numbers_);
    const std::size_t known = values_.size();
    values_.resize(parts_.empty() ? 1 : parts_.back().size());
    return values_.size() > known;
  }
  // The meaning of row `i` of the rows last read; `work` computes it if it is not cached.
  template <class Work>
  const Value& of(std::size_t i, Work work) {
    std::optional<Value>& value = values_[numbers_[i]];
    if (!value) value = work();
    return *value;
  }

 private:
  // Adjacent columns, treated as one text.
  struct Part {
    std::size_t first, last;
    bool follows;  // comes after another part
    TextDictionary texts = {};
    TextDictionary pairs = {};  // pairs of the number so far and that of this part's text

    // Copies constants to keep them in registers.
    void read(const CellGrid cells, std::vector<std::uint32_t>& numbers) {
      const std::size_t from = first, to = last;
      std::uint32_t* number = numbers.data();
      if (!follows)
        for (std::size_t i = 0; i < cells.rows; ++i)
          *number++ = texts.number_of(cells.cells(i, from, to));
      else
        for (std::size_t i = 0; i < cells.rows; ++i, ++number)
          *number = number_of_pair(*number, texts.number_of(cells.cells(i, from, to)));
    }
    std::uint32_t number_of_pair(std::uint32_t before, std::uint32_t text) {
      const std::array<std::uint32_t, 2> pair = {before, text};
      return pairs.number_of({reinterpret_cast<const char*>(pair.data()), sizeof pair});
    }
    std::size_t size() const { return (follows ? pairs : texts).size(); }
    bool is_full() const { return texts.is_full() || pairs.is_full(); }
  };

  bool reads_like(const RowBatch& rows) const {
    return reader_ == rows.reader && std::ranges::all_of(fields_, [&](Field field) {
             return column_[field] == rows.column[field];
           });
  }
  // Joins adjacent columns only in delimited text, where one byte always separates
  // cells; other texts may contain it.
  void start_over(const RowBatch& rows) {
    *this = CellMemo(std::move(fields_));
    column_ = rows.column;
    reader_ = rows.reader;
    std::vector<std::size_t> columns;
    for (const Field field : fields_)
      if (rows.column[field]) columns.push_back(*rows.column[field]);
    std::ranges::sort(columns);
    for (const std::size_t column : columns)
      if (rows.reader != nullptr && !parts_.empty() && parts_.back().last + 1 == column)
        parts_.back().last = column;
      else
        parts_.push_back({.first = column, .last = column, .follows = !parts_.empty()});
  }

  std::vector<Field> fields_;
  ByField<std::optional<std::uint32_t>> column_{};  // of the rows that the parts were made for
  const CellReader* reader_ = nullptr;
  std::vector<Part> parts_;
  std::vector<std::uint32_t> numbers_;        // by row
  std::vector<std::optional<Value>> values_;  // by number
};

}  // namespace whylocked::normalize
