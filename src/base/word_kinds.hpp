// Words and what they can be, from a data file.
//
// In:  lines "kind: word, word, ...", and comments (#).  Out: for a word, a bit for each line that
//      has it, the first line's the lowest.
// Lifetime: refers to the lines.  Threads: const access is safe.  Failure: none; other words are 0.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "base/split.hpp"

namespace whylocked {

class WordKinds {
 public:
  explicit WordKinds(std::string_view lines) {
    std::uint32_t kind = 1;
    for_each_line(lines, [&](std::string_view line) {
      for (take_until(line, ':'); !line.empty(); kinds_[take_until(line, ',')] |= kind)
        if (line.starts_with(' ')) line.remove_prefix(1);
      kind <<= 1;
    });
  }

  std::uint32_t of(std::string_view word) const {
    const auto found = kinds_.find(word);
    return found == kinds_.end() ? 0 : found->second;
  }

 private:
  std::unordered_map<std::string_view, std::uint32_t> kinds_;
};

}  // namespace whylocked
