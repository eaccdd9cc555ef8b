// Events on their way, for whoever need not keep them all.
//
// In:  events, some at a time.  Out: whatever the sink makes of them.
// A large file is read in parts at the same time: each part has a sink of its own with ids of its
// own, and the parts are joined in their order.
// Lifetime: a span is valid during take() only.  Threads: one a sink; joining is done by one.
// Failure: none.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked {

// What ids of a part of the events are in the whole; empty: the same.
struct IdMap {
  std::vector<TextId> users, addresses, programs;
};

// Takes events as they come, so that they need not all be kept.
class EventSink {
 public:
  virtual ~EventSink() = default;
  // With user and address, without program, which nobody asked for yet.
  // Rows in file order, but for those that had to wait until the order of day and month was known.
  virtual void take(std::span<const Event> events) = 0;
  // An empty one for a part of the events, on another thread.
  virtual std::unique_ptr<EventSink> fork() const = 0;
  virtual void join(EventSink& part, const IdMap& ids) = 0;
};

}  // namespace whylocked
