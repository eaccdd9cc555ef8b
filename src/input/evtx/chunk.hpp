// The chunks of a Windows event log, one after the other.
//
// [MS-EVEN6] describes the records; file and chunk headers are as libevtx documents them: 4 KiB of
// header, then chunks of 64 KiB, the last ones perhaps unused. The checksums are CRC-32.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "input/bytes/file.hpp"

namespace whylocked::input::evtx {

inline constexpr std::string_view kFileMagic{"ElfFile\0", 8}, kChunkMagic{"ElfChnk\0", 8};
inline constexpr std::size_t kFileHeader = 4096, kChunk = 64u << 10;

std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0);

// A file header for a single chunk.
std::string single_chunk_header();

class ChunkReader {
 public:
  explicit ChunkReader(ByteSource& source);

  // False: there are no more. `file` becomes a file of its own: a header, then the chunk.
  bool next(std::string& file);
  // Whether the checksums of the last one are right. They are not verified in a log that was copied
  // while Windows had it open, which is marked and has old ones.
  bool is_sound() const { return sound_; }
  std::uint64_t number() const { return number_; }  // of the last one, from 1
  bool is_truncated() const { return truncated_; }

 private:
  ByteSource& source_;
  bool verifies_ = true;
  std::uint64_t expected_ = 0;  // chunks, by the file's header
  std::uint64_t number_ = 0;
  bool sound_ = false, truncated_ = false;
};

}  // namespace whylocked::input::evtx
