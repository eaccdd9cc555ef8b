// Independent items of work on a few threads.
//
// In:  the number of items; the number of threads (0: as many as the machine has, at most
//      kMaxThreads); the least number of items that is worth a thread; and a body that works on the
//      items [from, to) and writes only to memory of its own.
// Out: nothing; the body was called for every item exactly once.
// Threads take slices as they get free, so one heavy item does not hold up the others. Which thread
// takes which slice depends on the clock: a body whose results depend on the items alone gives the
// same result with any number of threads. State kept between slices (buffers, caches) belongs to
// the number of a thread, from 0 to thread_count() - 1.
// Lifetime: no thread outlives the call.  Threads: the calling one works too.
// Failure: the first exception of a body is rethrown after all threads have ended; no further slice
// is begun. If no thread can be started, the caller does all the work.
#pragma once

#include <cstddef>
#include <functional>

namespace whylocked {

inline constexpr unsigned kMaxThreads = 8;

// `requested`, or for 0 as many as the machine has, at most kMaxThreads.
unsigned thread_count(unsigned requested);

using SliceBody = std::function<void(std::size_t from, std::size_t to, unsigned thread)>;

// `least`: no thread is started for fewer items.
void parallel_for(std::size_t count, unsigned threads, std::size_t least, const SliceBody& body);

// For results in the order of the items: items begin in their order, and once `my_turn()` returns,
// all earlier items have finished.
using OrderedBody =
    std::function<void(std::size_t item, unsigned thread, const std::function<void()>& my_turn)>;
void parallel_in_order(std::size_t count, unsigned threads, const OrderedBody& body);

}  // namespace whylocked
