// Groups at rest: a few bytes each, in memory or in a temporary file.
//
// In:  groups sorted by window, some at a time.  Out: the same groups, run by run, read in order.
// A run is one window, or a few small ones: first its groups with a failure, then the others, which
// matter only where another run has the same window. A group is a row of numbers of seven bits a
// byte: the distance to the window before, ids, counts, the first failure from the start of the
// window and the last from the first. Times in whole seconds, as logs have them, are counted in
// seconds.
// Lifetime: a reader refers to its store.  Threads: one; readers of a finished store are
// independent.  Failure: what cannot be written to a file stays in memory.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked {

class PackedGroups {
 public:
  // A window counts from the epoch: its start is `window * length`.
  struct Packed {
    std::int64_t window = 0;
    TextId user = kNone, address = kNone;
    std::uint64_t failures = 0, successes = 0;
    Micros first = 0, last = 0;  // from the start of the window; 0 without a failure
  };
  struct Run {
    std::int64_t first_window = 0, last_window = 0;
    std::uint64_t from = 0, without_failure = 0, to = 0;  // bytes in the store
  };
  static constexpr std::size_t kSmallWindow = 128;  // groups

  // REQUIRES: sorted by window.
  void put(std::span<const Packed> groups);
  const std::vector<Run>& runs() const { return runs_; }

  enum class Part : std::uint8_t { with_failure, without_failure };

  class Reader {
   public:
    Reader(const PackedGroups& store, const Run& run, Part part);
    bool next(Packed& group);

   private:
    std::uint64_t number();
    void fill();

    const PackedGroups* store_;
    std::uint64_t at_, to_;  // in the store, behind what is in buffer_
    std::int64_t window_;
    bool with_failure_;
    std::vector<char> buffer_;
    std::size_t read_ = 0, size_ = 0;
  };

 private:
  void put_run(std::span<const Packed> groups);
  void spill();
  std::size_t read(std::uint64_t from, char* to, std::size_t most) const;

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::vector<Run> runs_;
  std::vector<char> kept_;            // behind what is in the file
  std::vector<char> with_, without_;  // room for the run that is being packed
  std::uint64_t in_file_ = 0;
  std::unique_ptr<std::FILE, Close> file_;
  mutable std::mutex of_file_;  // which has one position for all readers
  bool no_file_ = false;
};

// The packed groups of one part of the events, with what its ids are in the whole.
struct PackedPart {
  std::shared_ptr<PackedGroups> groups = std::make_shared<PackedGroups>();
  IdMap ids;  // empty: the same

  TextId user(TextId id) const { return ids.users.empty() ? id : ids.users[id]; }
  TextId address(TextId id) const { return ids.addresses.empty() ? id : ids.addresses[id]; }
};

}  // namespace whylocked
