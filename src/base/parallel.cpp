#include "base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace whylocked {

namespace {

// Slices per thread: enough to even out heavy items, few enough to cost nothing.
constexpr std::size_t kSlices = 16;

// The calling thread works too, alone if no other can be started.
void run(std::size_t count, std::size_t slice, std::size_t threads, const SliceBody& body) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&](unsigned thread) {
    try {
      for (std::size_t from; (from = next.fetch_add(slice)) < count;)
        body(from, std::min(count, from + slice), thread);
    } catch (...) {
      next = count;
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  others.reserve(threads);
  try {
    while (others.size() + 1 < threads)
      others.emplace_back(work, static_cast<unsigned>(others.size() + 1));
  } catch (const std::system_error&) {
    // The system has no thread left.
  }
  work(0);
  for (std::thread& other : others) other.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

unsigned thread_count(unsigned requested) {
  if (requested > 0) return requested;
  return std::clamp(std::thread::hardware_concurrency(), 1u, kMaxThreads);
}

void parallel_for(std::size_t count, unsigned threads, std::size_t least, const SliceBody& body) {
  if (count == 0) return;
  const std::size_t worth = std::max<std::size_t>(1, count / std::max<std::size_t>(1, least));
  const std::size_t used = std::min<std::size_t>(thread_count(threads), worth);
  if (used == 1) return body(0, count, 0);
  run(count, std::max<std::size_t>(1, count / (used * kSlices)), used, body);
}

void parallel_in_order(std::size_t count, unsigned threads, const OrderedBody& body) {
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t ended = 0;
  std::exception_ptr failure;  // the first; the items after it are abandoned
  struct Abandoned {};
  const auto wait_for_turn = [&](std::size_t item) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return ended == item || failure; });
    if (failure) throw Abandoned();
  };
  const auto work = [&](std::size_t item, std::size_t, unsigned thread) {
    if (const std::lock_guard lock(mutex); failure) return;
    try {
      body(item, thread, [&] { wait_for_turn(item); });
      wait_for_turn(item);
      const std::lock_guard lock(mutex);
      ended = item + 1;
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
    changed.notify_all();
  };
  run(count, 1, std::min<std::size_t>(thread_count(threads), count), work);
  if (failure) std::rethrow_exception(failure);
}

}  // namespace whylocked
