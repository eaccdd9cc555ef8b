// Work that falls into independent items, spread over a few threads.
//
// In:  the number of items, the number of threads (0: as many as the machine has, at most
//      kMaxThreads), the least number of items that is worth a thread, and a body that works on
//      the items [from, to) and writes to places that are theirs alone.
// Out: nothing; the body has been called for every item exactly once when the call returns.
// Items are handed out in slices as threads get free, so one heavy item does not keep the others
// waiting. Which thread takes which slice depends on the clock: a body whose results depend on the
// items alone gives the same result with any number of threads. What a thread may keep between two
// slices (buffers, what it has worked out) belongs to its number, from 0 to below thread_count().
// Lifetime: no thread outlives the call.  Threads: the calling one works too.
// Failure: the first exception of a body is thrown to the caller, after all threads have ended; no
// further slice is begun. If no thread can be started, the caller does all the work.
#pragma once

#include <cstddef>
#include <functional>

namespace whylocked {

inline constexpr unsigned kMaxThreads = 8;

// 0: the machine's own number, at most kMaxThreads; else what was asked for.
unsigned thread_count(unsigned asked);

using SliceBody = std::function<void(std::size_t from, std::size_t to, unsigned thread)>;

// `least`: items a thread, below which none is started.
void parallel_for(std::size_t count, unsigned threads, std::size_t least, const SliceBody& body);

// For results that leave in the order of the items: items are begun in their order, and behind
// `my_turn()`, which waits, all items before have ended.
using OrderedBody =
    std::function<void(std::size_t item, unsigned thread, const std::function<void()>& my_turn)>;
void parallel_in_order(std::size_t count, unsigned threads, const OrderedBody& body);

}  // namespace whylocked
