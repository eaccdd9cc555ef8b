// Compressed bytes: one stream, or the members of a zip archive.
//
// In:  a source of compressed bytes; a zip archive by its path or in memory.  Out: sources of the
//      bytes in it.
// A zip is read by the directory at its end, so its members can be opened in any order; a truncated
// one has none and is read from its beginning. Only what every program writes is unpacked (deflate,
// or stored): other methods may require any amount of memory.
// No file is ever written, so the names of members are only names.
// Lifetime: sources refer to the source, the memory or the Zip they come from; a Zip has one source
// at a time, the one opened last.  Threads: one a reading.
// Failure: a source ends early and says why; so does Zip::failure(). A missing libarchive, which
// is loaded on first use, is such a failure too.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "input/bytes/file.hpp"
#include "input/detect.hpp"

struct archive;
struct archive_entry;

namespace whylocked::input {

struct ArchiveFree {
  void operator()(archive* one) const;
};
using ArchivePointer = std::unique_ptr<archive, ArchiveFree>;

// The content of one compressed stream; more than `max_bytes` of it is a failure.
std::unique_ptr<ByteSource> unpack(ByteSource& compressed, Compression compression,
                                   std::uint64_t max_bytes);

struct ZipLocation {
  std::string path;
  std::string_view bytes = {};  // of an archive without a path; they stay the caller's
};

class Zip {
 public:
  struct Member {
    std::string name;          // UTF-8
    std::size_t position = 0;  // in the archive
    std::uint64_t size = 0;    // unpacked, as the archive has it
    bool is_folder = false, is_encrypted = false;
    std::string unsupported_method = {};  // empty: it can be unpacked
  };

  Zip(ZipLocation location, std::uint64_t max_bytes);

  // As far as the archive could be read, by name, or in their order in an archive without a
  // directory.
  const std::vector<Member>& members() const { return members_; }
  const Member* find(std::string_view name) const;  // ASCII letters in any case
  const std::optional<Error>& failure() const { return failure_; }
  bool is_over_limit() const { return over_limit_; }  // that is the failure

  // Whether opening it means starting again at the front of the archive.
  bool needs_restart(const Member& member) const {
    return !archive_ || position_ > member.position;
  }
  // At most `max_bytes` of it; of all members together at most the constructor's `max_bytes`.
  std::unique_ptr<ByteSource> open(const Member& member, std::uint64_t max_bytes);

 private:
  void list();
  bool restart(bool by_directory);
  archive_entry* next();
  Member member_of(archive_entry* entry) const;
  bool skip_member();

  const ZipLocation location_;
  std::uint64_t left_;  // bytes that may still be unpacked
  ArchivePointer archive_;
  std::size_t position_ = 0;  // of the member to come
  bool by_directory_ = true;
  std::uint64_t skipped_ = 0;  // bytes unpacked to find the next member
  std::vector<Member> members_;
  std::string problem_;  // of the last step; empty: none
  std::optional<Error> failure_;
  bool over_limit_ = false;
};

// The members of a zip archive in an order that is not the archive's own. An archive can only be
// read forward, so each step back starts at its front again; an archive of 10,000 mails would be
// read 10,000 times. A step back therefore also unpacks the small members that follow, as many as
// memory allows, in the order of the archive. A source ends with the next next().
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
