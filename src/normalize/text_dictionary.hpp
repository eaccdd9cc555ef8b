// The meaning of each distinct text of a column: a log repeats few texts, so each is worked out once.
//
// In:  the texts of a batch; a function that works out the meaning of a new one.  Out: meanings.
// The empty text means Value{}. Texts over kMaxText are worked out each time.
// Lifetime: values.  Threads: one.
// Memory: limit() forgets everything once there is too much. It is for the time between two batches.
// Failure: none.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "whylocked/event.hpp"
#include "whylocked/read.hpp"

namespace whylocked::normalize {

template <typename Value>
class TextDictionary {
 public:
  static constexpr std::size_t kMaxText = 512;

  template <typename Work>
  Value find(std::string_view text, Work work) {
    return find(text, hash_bytes(text), work);
  }
  // With more texts than fit into the processor's cache most of the time is spent waiting for
  // memory, so all slots are prefetched first.
  template <typename Work>
  void find_all(const std::string_view* texts, std::size_t count, Value* values, Work work) {
    std::array<std::uint64_t, RowBatch::kMaxRows> hashes;
    for (std::size_t i = 0; i < count; ++i) {
      hashes[i] = hash_bytes(texts[i]);
      texts_.prefetch(hashes[i]);
    }
    for (std::size_t i = 0; i < count; ++i) values[i] = find(texts[i], hashes[i], work);
  }
  void limit() {
    if (values_.size() > kMaxTexts || texts_.bytes() > kMaxBytes) *this = {};
  }

 private:
  static constexpr std::size_t kMaxTexts = std::size_t{1} << 17, kMaxBytes = std::size_t{4} << 20;

  template <typename Work>
  Value find(std::string_view text, std::uint64_t hash, Work work) {
    if (text.empty()) return Value{};
    if (const TextId known = texts_.find(text, hash); known != kNone) return values_[known];
    const Value value = work(text);
    if (text.size() > kMaxText) return value;
    texts_.intern(text, hash);
    values_.push_back(value);
    return value;
  }

  Interner texts_;
  std::vector<Value> values_ = {Value{}};  // by id
};

}  // namespace whylocked::normalize
