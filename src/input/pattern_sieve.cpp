#include "input/pattern_sieve.hpp"

#include <algorithm>
#include <cstring>

namespace whylocked::input {

std::size_t LiteralPrefilter::bucket_of(const char* key) {
  std::uint32_t bytes;
  static_assert(sizeof bytes == kKey);
  std::memcpy(&bytes, key, kKey);
  return bytes * 0x9e3779b1u >> 22;  // 2^32 / golden ratio; the upper 10 bits, as of kBuckets
}

void LiteralPrefilter::add(std::string_view literal) {
  std::uint16_t next = 0;
  const auto number = static_cast<std::uint16_t>(literals_.size() + 1);
  if (literal.size() >= kKey) {
    next = buckets_[bucket_of(literal.data())];
    buckets_[bucket_of(literal.data())] = number;
  }
  literals_.push_back({std::string(literal), next});
}

void LiteralPrefilter::look(std::string_view text, std::vector<std::uint16_t>& found) const {
  found.clear();
  for (std::size_t i = 0; i < literals_.size(); ++i)
    if (literals_[i].text.size() < kKey) found.push_back(static_cast<std::uint16_t>(i));
  for (std::size_t at = 0; at + kKey <= text.size(); ++at)
    for (std::uint16_t i = buckets_[bucket_of(text.data() + at)]; i != 0; i = literals_[i - 1].next)
      if (text.substr(at).starts_with(literals_[i - 1].text)) {
        const auto number = static_cast<std::uint16_t>(i - 1);
        if (std::find(found.begin(), found.end(), number) == found.end()) found.push_back(number);
      }
  std::sort(found.begin(), found.end());
}

}  // namespace whylocked::input
