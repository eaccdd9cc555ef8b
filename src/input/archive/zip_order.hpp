// The members of a zip archive in an order that is not the archive's own.
//
// In:  an archive and the wanted members, in order.  Out: their sources, one after the other.
// An archive can only be read forward, so each step back starts at its front again; an archive of
// 10,000 mails would be read 10,000 times. A step back therefore also unpacks the small members
// that follow, as many as memory allows, in the order of the archive.
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
  ZipOrder(Zip& zip, std::vector<const Zip::Member*> order, std::uint64_t max_bytes,
           std::size_t max_kept);

  // REQUIRES: called at most once for each member.
  std::unique_ptr<ByteSource> next();

 private:
  class Kept;

  void keep_from(std::size_t first);

  Zip& zip_;
  const std::vector<const Zip::Member*> order_;
  const std::uint64_t max_bytes_;
  const std::size_t max_kept_;
  std::size_t at_ = 0;
  std::unordered_map<const Zip::Member*, std::unique_ptr<ByteSource>> kept_;
};

}  // namespace whylocked::input
