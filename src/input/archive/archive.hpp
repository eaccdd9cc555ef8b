// Compressed bytes: one stream, or the members of a zip archive.
//
// In:  a source of compressed bytes; a zip archive by its path or in memory.  Out: sources of the
//      unpacked bytes.
// A zip is read through the directory at its end. If that is missing, as in a truncated one, or
// before a long comment, it is read from its beginning, and each member is unpacked to find the
// next: kMaxUnpackedOfArchive in all. Only the usual methods are unpacked (deflate, stored): others
// may require any amount of memory. No files are written, so the names of members are only labels.
// Lifetime: sources refer to the source, memory or Zip they come from; a Zip has one source at a
// time, the one opened last.
// Failure: a source ends early, and its failure() returns the reason, as Zip::failure() does. One
// reason is that libarchive, loaded on first use, is missing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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

// Unpacks one compressed stream; fails beyond `max_bytes`.
std::unique_ptr<ByteSource> unpack(ByteSource& compressed, Compression compression,
                                   std::uint64_t max_bytes);

struct ZipLocation {
  std::string path;
  std::string_view bytes = {};  // of an archive without a path, owned by the caller
};

class Zip {
 public:
  struct Member {
    std::string name;          // UTF-8
    std::size_t position = 0;  // in the archive
  };

  Zip(ZipLocation location, std::uint64_t max_bytes);

  // Files in archive order, as far as the archive could be read. Opening them in another order
  // reads the archive again for each step back.
  const std::vector<Member>& members() const { return members_; }
  const Member* find(std::string_view name) const;  // ASCII letters in any case
  const std::optional<Error>& failure() const { return failure_; }

  // Fails beyond `max_bytes` of the member, or the constructor's `max_bytes` of all members.
  std::unique_ptr<ByteSource> open(const Member& member, std::uint64_t max_bytes);

 private:
  void list();
  void fail(const Text& why, const Text& hint);
  void restart(bool by_directory);
  archive_entry* next();
  bool skip_member();

  const ZipLocation location_;
  std::uint64_t left_;  // bytes that may still be unpacked
  ArchivePointer archive_;
  std::size_t position_ = 0;  // of the next member
  bool by_directory_ = true;
  std::uint64_t skipped_ = 0;  // bytes unpacked to find the next member
  std::vector<Member> members_;
  std::string problem_;  // of the last step; empty if none
  std::optional<Error> failure_;
};

}  // namespace whylocked::input
