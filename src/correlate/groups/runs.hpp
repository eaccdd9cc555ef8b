// Groups at rest, a few bytes each.
//
// In:  groups by window, some at a time.  Out: runs of the same groups, each read in order.
// A run is one window, or a few small ones: first its groups with a failure, then the others, which
// matter only if another run has the same window. A group is a row of numbers of seven bits a byte:
// the distance to the window before, ids, counts, the first failure from the start of the window
// and the last from the first.
// Beyond kInMemory bytes they are in a temporary file without a name.
// Lifetime: a reader refers to its runs.  Threads: one appends; readers of complete runs are
// independent.  Failure: what cannot be written to a file stays in memory; a file that somebody
// else has cut reads as if it ended there.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "whylocked/event.hpp"

namespace whylocked::groups {

// A window counts from the epoch: its start is `window * length`.
struct Counted {
  std::int64_t window = 0;
  TextId user = kNone, address = kNone;
  std::uint64_t failures = 0, successes = 0;
  Micros first = 0, last = 0;  // failures, from the start of the window; 0 without one
};

struct Run {
  std::int64_t first_window = 0, last_window = 0;
  std::uint64_t from = 0, without_failure = 0, to = 0;  // bytes
};

class Runs {
 public:
  static constexpr std::size_t kInMemory = 4u << 20;

  // REQUIRES: by window.
  void append(std::span<const Counted> groups);
  const std::vector<Run>& all() const { return runs_; }

 private:
  friend class RunReader;
  void append_run(std::span<const Counted> groups);
  void write_out();
  std::size_t read(std::uint64_t from, char* to, std::size_t most) const;  // 0: at the end

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::vector<Run> runs_;
  std::vector<char> with_, without_;  // room for the run that is being packed
  std::vector<char> kept_;            // the bytes after those in the file
  std::uint64_t in_file_ = 0;
  bool file_full_ = false;
  std::unique_ptr<std::FILE, Close> file_;
  mutable std::mutex position_;  // of the file, which all readers share
};

class RunReader {
 public:
  RunReader(const Runs& runs, const Run& run, bool with_failure);
  bool next(Counted& group);

 private:
  std::uint64_t number();
  void fill();

  const Runs* runs_;
  std::uint64_t at_, to_;  // what is not yet in buffer_
  std::int64_t window_;
  bool with_failure_;
  std::vector<char> buffer_;
  std::size_t read_ = 0, size_ = 0;
};

}  // namespace whylocked::groups
