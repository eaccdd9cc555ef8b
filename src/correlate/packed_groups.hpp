// Groups at rest: a few bytes each, in memory or in a temporary file.
//
// In:  groups sorted by window, a run at a time.  Out: the same groups, run by run, read in order.
// A group is a row of numbers of seven bits a byte: the distance to the window before, ids, counts,
// the first failure from the start of the window and the last from the first. Times in whole
// seconds, as logs have them, are counted in seconds.
// Lifetime: a reader refers to its store.  Threads: one; readers of a finished store are
// independent.  Failure: what cannot be written to a file stays in memory.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <vector>

#include "whylocked/groups.hpp"

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
    std::uint64_t from = 0, to = 0;  // bytes in the store
    std::int64_t first_window = 0;
  };

  // REQUIRES: sorted by window, at least one.
  void put(const std::vector<Packed>& groups);
  const std::vector<Run>& runs() const { return runs_; }

  class Reader {
   public:
    Reader(const PackedGroups& store, const Run& run);
    bool next(Packed& group);

   private:
    std::uint64_t number();
    void fill();

    const PackedGroups* store_;
    std::uint64_t at_, to_;  // in the store, behind what is in buffer_
    std::int64_t window_;
    std::vector<char> buffer_;
    std::size_t read_ = 0, size_ = 0;
  };

 private:
  void spill();
  std::size_t read(std::uint64_t from, char* to, std::size_t most) const;

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::vector<Run> runs_;
  std::vector<char> kept_;  // behind what is in the file
  std::vector<char> run_;   // room for the run that is being packed
  std::uint64_t in_file_ = 0;
  std::unique_ptr<std::FILE, Close> file_;
  bool no_file_ = false;
};

}  // namespace whylocked
