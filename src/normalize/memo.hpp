// A bounded memory of answers: text to value.
//
// In:  texts as they come, most of them repeated.  Out: the value remembered, or nullptr.
// A log has few distinct users, addresses and phrases; each is worked out once, and looking them up
// is most of the work per row. So: open addressing, eight bytes a step in the hash, its upper half
// compared before the text. With std::unordered_map the whole stage took a sixth longer.
// When full, or when too many texts crowd one place, it forgets everything and starts again: that
// bounds memory and time for hostile input and is never wrong. Texts over kLongestKey are not
// remembered.
// Lifetime: a pointer is valid until the next put.  Threads: one.  Failure: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace whylocked::normalizing {

template <typename Value>
class Memo {
 public:
  static constexpr std::size_t kMostEntries = 1u << 16;  // a few MiB
  static constexpr std::size_t kLongestKey = 512;

  const Value* find(std::string_view text) const {
    if (entries_.empty()) return nullptr;
    const std::uint64_t hash = hash_of(text);
    for (std::size_t i = hash & mask();; i = (i + 1) & mask()) {
      const Slot slot = slots_[i];
      if (slot.entry == 0) return nullptr;
      if (slot.tag == tag_of(hash) && entries_[slot.entry - 1].text == text)
        return &entries_[slot.entry - 1].value;
    }
  }

  // REQUIRES: find(text) is nullptr.
  void put(std::string_view text, Value value) {
    if (text.size() > kLongestKey) return;
    if (entries_.size() >= kMostEntries) clear();
    if (entries_.size() * 2 >= slots_.size()) grow();
    entries_.push_back({std::string(text), std::move(value)});
    if (!place(entries_.size())) clear();
  }

 private:
  static constexpr std::size_t kFewestSlots = 64, kMostProbes = 64;
  struct Entry {
    std::string text;
    Value value;
  };
  struct Slot {
    std::uint32_t tag = 0, entry = 0;  // entry counts from 1; 0: free
  };

  static std::uint64_t mix(std::uint64_t bits) {
    bits *= 0x9e3779b97f4a7c15;  // 2^64 / golden ratio
    return bits ^ bits >> 32;
  }
  static std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = mix(text.size() + 1);
    for (; text.size() >= 8; text.remove_prefix(8)) {
      std::uint64_t bits = 0;
      std::memcpy(&bits, text.data(), 8);
      hash = mix(hash ^ bits);
    }
    std::uint64_t bits = 0;
    for (const char c : text) bits = bits << 8 | static_cast<unsigned char>(c);
    return mix(hash ^ bits);
  }
  static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
  std::size_t mask() const { return slots_.size() - 1; }

  bool place(std::size_t entry) {
    const std::uint64_t hash = hash_of(entries_[entry - 1].text);
    for (std::size_t probes = 0, i = hash & mask(); probes < kMostProbes;
         ++probes, i = (i + 1) & mask()) {
      if (slots_[i].entry != 0) continue;
      slots_[i] = {tag_of(hash), static_cast<std::uint32_t>(entry)};
      return true;
    }
    return false;
  }

  void grow() {
    slots_.assign(slots_.empty() ? kFewestSlots : slots_.size() * 2, {});
    for (std::size_t entry = 1; entry <= entries_.size(); ++entry)
      if (!place(entry)) return clear();
  }

  void clear() {
    entries_.clear();
    slots_.assign(kFewestSlots, {});
  }

  std::vector<Entry> entries_;
  std::vector<Slot> slots_;  // a power of two, at most half full
};

}  // namespace whylocked::normalizing
