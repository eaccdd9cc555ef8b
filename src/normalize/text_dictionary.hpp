// What the texts of one column stand for, by their bytes in the file: a number each.
//
// In:  texts of which the next RowBatch::kReadable bytes may be read, many at once; what each new
//      one stands for.  Out: the numbers, or kUnknown.
// Nearly all names, addresses and words are short. They stand in tables of slots of one size,
// padded with zeros, with their number: a look-up takes one line of memory, which is asked for
// early, and no branch on the length. Texts have no zeros of their own. The longest go to a BoundedCache.
// Lifetime: values.  Threads: one.  Memory: at most kMaxEntries texts in each table; further ones
// stay unknown.  Failure: none.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.hpp"
#include "normalize/bounded_cache.hpp"
#include "whylocked/read.hpp"

namespace whylocked::normalize {

inline constexpr std::uint32_t kUnknown = UINT32_MAX;

// Texts of at most kLongest bytes.
template <std::size_t kSlotBytes>
class PaddedTexts {
 public:
  static constexpr std::size_t kMaxEntries = std::size_t{1} << 17;
  static constexpr std::size_t kLongest = kSlotBytes - sizeof(std::uint32_t);
  static_assert(kSlotBytes <= RowBatch::kReadable);

  struct Key {
    std::array<char, kSlotBytes> bytes;  // zeros behind the text
    std::uint64_t hash;
  };
  static Key key_of(std::string_view text) {
    Key key;
    key.hash = 0;
    for (std::size_t at = 0; at < kSlotBytes; at += 8) {
      const std::uint64_t word =
          eight(text.data() + at) & eight(kMask.data() + kSlotBytes - text.size() + at);
      std::memcpy(key.bytes.data() + at, &word, 8);
    }
    for (std::size_t at = 0; at < kSlotBytes; at += 16)
      key.hash =
          hash_pair(eight(key.bytes.data() + at) ^ key.hash, eight(key.bytes.data() + at + 8));
    return key;
  }

  void prefetch(const Key& key) const { __builtin_prefetch(&slots_[key.hash & mask_]); }
  std::uint32_t find(const Key& key) const { return slots_[place_of(key)].number; }
  // The number of a known text stays as it is.
  void put(const Key& key, std::uint32_t number) {
    if (count_ >= kMaxEntries) return;
    if (8 * count_ >= 5 * slots_.size()) grow();
    Slot& slot = slots_[place_of(key)];
    if (slot.number != kUnknown) return;
    std::memcpy(slot.text, key.bytes.data(), kLongest);
    slot.number = number;
    ++count_;
  }

 private:
  struct alignas(kSlotBytes) Slot {
    char text[kLongest] = {};
    std::uint32_t number = kUnknown;  // kUnknown: free
  };
  // As many ones as zeros: from the right place on, a mask for a text of any length.
  static constexpr std::array<char, 2 * kSlotBytes> kMask = [] {
    std::array<char, 2 * kSlotBytes> mask{};
    for (std::size_t i = 0; i < kSlotBytes; ++i) mask[i] = static_cast<char>(0xff);
    return mask;
  }();

  static std::uint64_t eight(const char* at) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    return word;
  }
  // The slot of the text, or the free one where it belongs.
  std::size_t place_of(const Key& key) const {
    const std::string_view text(key.bytes.data(), kLongest);
    for (std::size_t i = key.hash & mask_;; i = (i + 1) & mask_)
      if (equal_bytes({slots_[i].text, kLongest}, text) || slots_[i].number == kUnknown) return i;
  }
  void grow() {
    const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
    mask_ = slots_.size() - 1;
    for (const Slot& slot : before) {
      if (slot.number == kUnknown) continue;
      char padded[kSlotBytes] = {};
      std::memcpy(padded, slot.text, kLongest);
      const Key key = key_of({padded, kLongest});
      slots_[place_of(key)] = slot;
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(64);
  std::size_t mask_ = 63;
  std::size_t count_ = 0;
};

// A text that stands anywhere, where it may be read as far as it has to be. The longest, for which
// there is no need, stay where they are.
class PaddedCopy {
 public:
  explicit PaddedCopy(std::string_view text) : text_(text) {
    if (text.size() >= bytes_.size()) return;
    std::copy(text.begin(), text.end(), bytes_.begin());
    text_ = {bytes_.data(), text.size()};
  }
  PaddedCopy(const PaddedCopy&) = delete;
  PaddedCopy& operator=(const PaddedCopy&) = delete;
  std::string_view text() const { return text_; }

 private:
  std::array<char, RowBatch::kReadable> bytes_;
  std::string_view text_;
};

// `kShort`: the slots of the shortest table; 16 for words, 32 for names.
template <std::size_t kShort>
class RawTexts {
 public:
  using Numbers = std::array<std::uint32_t, RowBatch::kMaxRows>;

  // REQUIRES: at most RowBatch::kMaxRows.
  void find(const std::string_view* texts, std::size_t count, Numbers& numbers) const;
  void put(std::string_view text, std::uint32_t number);

 private:
  using Short = PaddedTexts<kShort>;
  using Middle = PaddedTexts<64>;
  using Long = PaddedTexts<128>;

  Short short_;
  Middle middle_;
  Long long_;
  BoundedCache<std::uint32_t> longest_;
};

extern template class RawTexts<16>;
extern template class RawTexts<32>;
using RawWords = RawTexts<16>;
using RawNames = RawTexts<32>;

}  // namespace whylocked::normalize
