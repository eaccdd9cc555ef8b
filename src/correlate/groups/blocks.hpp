// Groups at rest, about ten bytes each.
//
// In:  groups by window, some at a time.  Out: blocks of whole windows, each read at once.
// A group is a row of numbers of seven bits a byte: the distance to the window before, ids, counts,
// the first failure from the start of the window and the last from the first.
// Beyond kInMemory bytes they are in a temporary file without a name.
// Threads: one appends; any number read what is complete.  Failure: what cannot be written to a
// file stays in memory; a file that somebody else has cut reads as if it held nothing.
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

struct Block {
  std::int64_t first_window = 0, last_window = 0;
  std::uint64_t from = 0, to = 0;  // bytes
};

class Blocks {
 public:
  static constexpr std::size_t kInMemory = 4u << 20;

  // REQUIRES: by window.
  void append(std::span<const Counted> groups);
  const std::vector<Block>& all() const { return blocks_; }
  std::vector<Counted> read(const Block& block) const;

 private:
  void keep(std::span<const Counted> groups);
  void write_out();

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::vector<Block> blocks_;
  std::vector<char> kept_;  // the bytes after those in the file
  std::uint64_t in_file_ = 0;
  bool file_full_ = false;
  std::unique_ptr<std::FILE, Close> file_;
  mutable std::mutex position_;  // of the file, which all readers share
};

}  // namespace whylocked::groups
