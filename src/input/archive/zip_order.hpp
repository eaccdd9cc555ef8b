// The members of a zip archive in an order that is not its own.
//
// In:  an archive and the members that are wanted, in order.  Out: the source of one after the
//      other.
// An archive can only be gone through forward, so each step back is a new beginning, and an archive
// of 10,000 mails would be gone through 10,000 times. A step back therefore takes the small members
// that follow along, as many as memory allows; they are unpacked in the order of the archive.
// Lifetime: refers to the archive and its members; a source ends with the next next().
// Threads: one a reading.  Failure: as Zip::open.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "input/archive/archive.hpp"

namespace whylocked::input {

class ZipOrder {
 public:
  ZipOrder(Zip& zip, std::vector<const Zip::Member*> order, std::uint64_t most_bytes,
           std::size_t most_kept);

  // REQUIRES: called at most once for each member.
  std::unique_ptr<ByteSource> next();

 private:
  class Kept;

  void keep_from(std::size_t first);

  Zip& zip_;
  const std::vector<const Zip::Member*> order_;
  const std::uint64_t most_bytes_;
  const std::size_t most_kept_;
  std::size_t at_ = 0;
  std::unordered_map<const Zip::Member*, std::unique_ptr<ByteSource>> kept_;
};

}  // namespace whylocked::input
