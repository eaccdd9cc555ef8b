// Groups at rest, about ten bytes each.
//
// In:  groups by window, some at a time.  Out: blocks, each read at once.
// A group is a row of numbers of seven bits a byte: the distance to the window before, ids, counts,
// the first failure from the start of the window and the last from the first. Those without a
// failure come last, so that they need not be read.
// Beyond kInMemory bytes they are in a temporary file without a name.
// Threads: one appends; any number read what is complete.  Failure: what cannot be written to a
// file stays in memory; a file that somebody else has cut reads as if it held nothing.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked::groups {

struct Block {
  Micros first = 0, last = 0;                  // windows
  std::uint64_t from = 0, middle = 0, to = 0;  // bytes; after `middle` are groups without a failure
};

class Blocks {
 public:
  static constexpr std::size_t kInMemory = 4u << 20;

  // REQUIRES: by window, and not empty.
  void append(const std::vector<Group>& groups);
  const std::vector<Block>& all() const { return blocks_; }
  // The groups of one block; unless `whole`, only those with a failure.
  std::vector<Group> read(const Block& block, bool whole) const;

 private:
  std::uint64_t size() const { return in_file_ + kept_.size(); }
  void write_out();

  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::vector<Block> blocks_;
  std::string kept_;  // the bytes after those in the file
  std::uint64_t in_file_ = 0;
  bool file_full_ = false;
  std::unique_ptr<std::FILE, Close> file_;
  mutable std::mutex position_;  // of the file, which all readers share
};

}  // namespace whylocked::groups
