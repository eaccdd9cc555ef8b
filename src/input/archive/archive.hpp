// Packed bytes: one compressed stream, or the members of a zip archive.
//
// In:  a source of packed bytes; a zip archive by its path or in memory.  Out: sources of the bytes
//      that were packed.
// A zip is read by the directory at its end, so its members can be had in any order; one that was
// cut off has none and is read from its beginning. Only what every program writes is unpacked
// (deflate, or not packed at all): other methods may ask for any amount of memory.
// No file is ever written, so the names of members are only names.
// Lifetime: sources refer to the source, the memory or the Zip they come from; a Zip has one source
// at a time, the one that was opened last.  Threads: one a reading.
// Failure: a source ends early and says why; so does Zip::failure(). That libarchive, which does
// the work and is loaded for it, is not there is such a failure too.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
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

// What one compressed stream holds; at most so many bytes of it.
std::unique_ptr<ByteSource> unpack(ByteSource& packed, Compression packing, std::uint64_t most_bytes);

// Where a zip archive is.
struct ZipPlace {
  std::string path;
  std::string_view bytes;  // of an archive without a path; they stay the caller's
};

class Zip {
 public:
  struct Member {
    std::string name;        // UTF-8
    std::size_t place = 0;   // in the archive
    std::uint64_t size = 0;  // unpacked, as the archive has it
    bool is_folder = false, is_encrypted = false;
    std::string packed_by;  // a method that is not unpacked; else empty
  };

  Zip(ZipPlace place, std::uint64_t most_bytes);

  // As far as the archive could be read, in the order of their names, or as they stand in an
  // archive without a directory.
  const std::vector<Member>& members() const { return members_; }
  const Member* find(std::string_view name) const;  // ASCII letters in any case
  std::string failure() const { return failure_; }
  std::string hint() const { return hint_; }          // what to do about that, if it is known
  bool is_over_limit() const { return over_limit_; }  // that is the failure

  // Whether to open it means to begin at the front of the archive again.
  bool is_behind(const Member& member) const { return !archive_ || place_ > member.place; }
  // At most so many bytes of it; of all members together as many as the constructor was told.
  std::unique_ptr<ByteSource> open(const Member& member, std::uint64_t most_bytes);

 private:
  void list();
  bool restart(bool by_directory);
  archive_entry* next();
  Member member_of(archive_entry* entry) const;
  bool pass_over();

  const ZipPlace at_;
  std::uint64_t left_;  // bytes that may still be unpacked
  ArchivePointer archive_;
  std::size_t place_ = 0;  // of the member to come
  bool by_directory_ = true;
  std::uint64_t passed_over_ = 0;  // bytes unpacked to find the next member
  std::vector<Member> members_;
  std::string trouble_;  // of what was tried last
  std::string failure_, hint_;
  bool over_limit_ = false;
};

}  // namespace whylocked::input
