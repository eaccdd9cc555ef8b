// When an answer is given away while it is written.
//
// In:  what stands in the text.  Out: an empty text, if there was enough of it.
// Lifetime: none.  Threads: pure.  Failure: none; what the taker cannot write is his to tell.
#pragma once

#include <string>

#include "whylocked/report.hpp"

namespace whylocked {

inline void drain_some(const FlushCallback& drain, std::string& out) {
  constexpr std::size_t kAtOnce = 1u << 20;
  if (drain && out.size() >= kAtOnce) drain(out);
}

}  // namespace whylocked
