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

// Slices for each thread: enough to even out heavy items, few enough to cost nothing.
constexpr std::size_t kSlices = 16;

class Slices {
 public:
  Slices(std::size_t count, std::size_t size, const SliceBody& body)
      : count_(count), size_(size), body_(body) {}

  void work(unsigned thread) {
    try {
      for (std::size_t from; (from = next_.fetch_add(size_)) < count_;)
        body_(from, std::min(count_, from + size_), thread);
    } catch (...) {
      next_ = count_;
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }
  void throw_if_failed() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  const std::size_t count_, size_;
  const SliceBody& body_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::exception_ptr failure_;
};

// False: the system has no thread left.
bool start(Slices& slices, std::vector<std::thread>& threads) {
  try {
    const auto number = static_cast<unsigned>(threads.size() + 1);
    threads.emplace_back([&slices, number] { slices.work(number); });
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

// Items in work, each of which waits for those before it.
class Turns {
 public:
  Turns(std::size_t count, const OrderedBody& body) : count_(count), body_(body) {}

  void work(unsigned thread) {
    try {
      for (std::size_t item; (item = next_.fetch_add(1)) < count_;) {
        body_(item, thread, [&] { wait(item); });
        wait(item);
        end(item);
      }
    } catch (const Abandoned&) {
    } catch (...) {
      abandon(std::current_exception());
    }
  }
  void throw_if_failed() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  struct Abandoned {};

  void wait(std::size_t item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ended_ == item || failure_; });
    if (failure_) throw Abandoned();
  }
  void end(std::size_t item) {
    const std::lock_guard lock(mutex_);
    ended_ = item + 1;
    changed_.notify_all();
  }
  void abandon(std::exception_ptr failure) {
    next_ = count_;
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
    changed_.notify_all();
  }

  const std::size_t count_;
  const OrderedBody& body_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t ended_ = 0;
  std::exception_ptr failure_;
};

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
  Slices slices(count, std::max<std::size_t>(1, count / (used * kSlices)), body);
  std::vector<std::thread> others;
  others.reserve(used - 1);
  while (others.size() + 1 < used && start(slices, others)) {
  }
  slices.work(0);
  for (std::thread& other : others) other.join();
  slices.throw_if_failed();
}

void parallel_in_order(std::size_t count, unsigned threads, const OrderedBody& body) {
  const std::size_t used = std::min<std::size_t>(thread_count(threads), count);
  Turns turns(count, body);
  parallel_for(used, static_cast<unsigned>(used), 1,
               [&](std::size_t, std::size_t, unsigned thread) { turns.work(thread); });
  turns.throw_if_failed();
}

}  // namespace whylocked
