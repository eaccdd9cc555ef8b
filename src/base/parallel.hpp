// Runs independent items of work on a few threads.
//
// In:  the number of items; the number of threads (0: one per processor, at most
//      kMaxThreads); the fewest items worth a thread; and a body that works on the items
//      [from, to) and writes only to its own memory.
// Out: nothing; the body was called for every item exactly once.
// Threads take slices as they become free, so one heavy item does not hold up the others. Timing
// decides which thread gets which slice: the result is the same for any number of threads if what
// the body does depends on the items alone. Keep state between slices (buffers, caches) per
// `thread`, which runs from 0 to thread_count() - 1.
// Lifetime: no thread outlives the call.  Threads: the calling one works too.
// Failure: the first exception of a body is rethrown after all threads have ended; no further slice
// is started. If no thread can be started, the caller does all the work.
#pragma once

#include <cstddef>
#include <functional>

namespace whylocked {

inline constexpr unsigned kMaxThreads = 8;

// `requested`; for 0 one per processor, at most kMaxThreads.
unsigned thread_count(unsigned requested);

using SliceBody = std::function<void(std::size_t from, std::size_t to, unsigned thread)>;

// `least`: starts no thread for fewer items.
void parallel_for(std::size_t count, unsigned threads, std::size_t least, const SliceBody& body);

// For ordered results. Items begin in order, and once `my_turn()` returns, all
// earlier items have finished.
using OrderedBody =
    std::function<void(std::size_t item, unsigned thread, const std::function<void()>& my_turn)>;
void parallel_in_order(std::size_t count, unsigned threads, const OrderedBody& body);

}  // namespace whylocked
