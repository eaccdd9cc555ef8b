// A bounded memory of answers: text to value.
//
// In:  texts as they come, most of them repeated.  Out: the value remembered, or nullptr.
// A log has few distinct users, addresses and phrases; each is worked out once, and looking them up
// is most of the work per row. So: open addressing, the texts one behind the other, the upper half
// of the hash compared before the text.
// When full, or when too many texts crowd one place, it forgets everything and starts again: that
// bounds memory and time for hostile input and is never wrong. Texts over kMaxKey are not
// remembered.
// Lifetime: a pointer is valid until the next put.  Threads: one.  Failure: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.hpp"

namespace whylocked::normalize {

template <typename Value>
class BoundedCache {
 public:
  static constexpr std::size_t kMaxEntries = 1u << 16;  // a few MiB
  static constexpr std::size_t kMaxKey = 512;

  const Value* find(std::string_view text) const {
    return find(hash_bytes(text), [&](std::string_view known) { return equal_bytes(known, text); });
  }
  // The same for a text in pieces: `same` compares one with what is known.
  template <typename Same>
  const Value* find(std::uint64_t hash, Same same) const {
    if (entries_.empty()) return nullptr;
    for (std::size_t i = hash & mask();; i = (i + 1) & mask()) {
      const Slot slot = slots_[i];
      if (slot.entry == 0) return nullptr;
      if (slot.tag == tag_of(hash) && same(text_of(entries_[slot.entry - 1])))
        return &entries_[slot.entry - 1].value;
    }
  }

  // REQUIRES: find(text) is nullptr.
  void put(std::string_view text, Value value) { put(text, hash_bytes(text), std::move(value)); }
  void put(std::string_view text, std::uint64_t hash, Value value) {
    if (text.size() > kMaxKey) return;
    if (entries_.size() >= kMaxEntries) clear();
    if (entries_.size() * 2 >= slots_.size()) grow();
    entries_.push_back({hash, static_cast<std::uint32_t>(texts_.size()),
                        static_cast<std::uint32_t>(text.size()), std::move(value)});
    texts_ += text;
    if (!place(entries_.size())) clear();
  }

 private:
  static constexpr std::size_t kMinSlots = 64, kMaxProbes = 64;
  struct Entry {
    std::uint64_t hash;
    std::uint32_t from, length;  // in texts_
    Value value;
  };
  struct Slot {
    std::uint32_t tag = 0, entry = 0;  // entry counts from 1; 0: free
  };

  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
  std::size_t mask() const { return slots_.size() - 1; }
  std::string_view text_of(const Entry& entry) const {
    return {texts_.data() + entry.from, entry.length};
  }

  bool place(std::size_t entry) {
    const std::uint64_t hash = entries_[entry - 1].hash;
    for (std::size_t probes = 0, i = hash & mask(); probes < kMaxProbes;
         ++probes, i = (i + 1) & mask()) {
      if (slots_[i].entry != 0) continue;
      slots_[i] = {tag_of(hash), static_cast<std::uint32_t>(entry)};
      return true;
    }
    return false;
  }

  void grow() {
    slots_.assign(slots_.empty() ? kMinSlots : slots_.size() * 2, {});
    for (std::size_t entry = 1; entry <= entries_.size(); ++entry)
      if (!place(entry)) return clear();
  }

  void clear() {
    entries_.clear();
    texts_.clear();
    slots_.assign(kMinSlots, {});
  }

  std::vector<Entry> entries_;
  std::string texts_;        // at most kMaxEntries * kMaxKey bytes, 32 MiB
  std::vector<Slot> slots_;  // a power of two, at most half full
};

}  // namespace whylocked::normalize
