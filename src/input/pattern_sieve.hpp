// Many patterns, one look: which of them can be in a text at all.
//
// In:  the longest literal of each pattern, then texts.  Out: the numbers of those that are there.
// The first four bytes of each literal are looked up at every place of the text, so that the time
// does not depend on how many patterns there are; most lines of a log hold none of them.
// Lifetime: owns its texts.  Threads: const looking is safe.  Failure: none. A literal shorter than
// four bytes is taken to be everywhere.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace whylocked::input {

class LiteralPrefilter {
 public:
  void add(std::string_view literal);  // lower case; numbered from 0
  // In `found`, ascending: the numbers of the literals in the text, which is in lower case.
  void look(std::string_view text, std::vector<std::uint16_t>& found) const;

 private:
  static constexpr std::size_t kKey = 4, kBuckets = 1024;
  static std::size_t bucket_of(const char* key);

  struct Literal {
    std::string text;
    std::uint16_t next;  // in the same bucket, from 1; 0: none
  };
  std::vector<Literal> literals_;
  std::array<std::uint16_t, kBuckets> buckets_{};  // the first literal, from 1; 0: none
};

}  // namespace whylocked::input
