// Builds Windows event logs from the contents of their chunks, with valid checksums.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace whylocked::input::evtx {

inline constexpr std::string_view kFileMagic{"ElfFile\0", 8}, kChunkMagic{"ElfChnk\0", 8};
inline constexpr std::size_t kFileHeader = 4096, kChunk = 64u << 10;

inline std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0) {
  std::uint32_t crc = ~before;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320u : 0);
  }
  return ~crc;
}

inline void put(std::string& bytes, std::size_t at, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) bytes[at + i] = static_cast<char>(value >> 8 * i);
}

// The header of a file with one chunk.
inline std::string make_header() {
  std::string header(kFileHeader, '\0');
  header.replace(0, kFileMagic.size(), kFileMagic);
  put(header, 24, 1, 8);    // the next record
  put(header, 32, 128, 4);  // the size of these fields
  put(header, 36, 1, 2);
  put(header, 38, 3, 2);
  put(header, 40, kFileHeader, 2);
  put(header, 42, 1, 2);  // chunks
  put(header, 124, crc32(std::string_view(header).substr(0, 120)), 4);
  return header;
}

// Offset of the last record of a chunk, by their sizes.
inline std::size_t last_record(std::string_view chunk, std::size_t begin, std::size_t end) {
  std::size_t last = begin;
  for (std::size_t at = begin, size = 1; size > 0 && at + 8 <= end; at += size) {
    last = at;
    size = 0;
    for (const std::size_t i : {7, 6, 5, 4})
      size = size << 8 | static_cast<unsigned char>(chunk[at + i]);
  }
  return last;
}

// `content`: the string and template tables, then the records.
inline std::string make_chunk(std::string_view content) {
  constexpr std::size_t kNumbers = 128, kHeader = 512;
  std::string chunk(kChunk, '\0');
  content = content.substr(0, kChunk - kNumbers);
  chunk.replace(0, kChunkMagic.size(), kChunkMagic);
  chunk.replace(kNumbers, content.size(), content);
  const std::size_t end = std::max(kNumbers + content.size(), kHeader);
  put(chunk, 40, kNumbers, 4);
  put(chunk, 44, last_record(chunk, kHeader, end), 4);
  put(chunk, 48, end, 4);
  put(chunk, 52, crc32(std::string_view(chunk).substr(kHeader, end - kHeader)), 4);
  const std::uint32_t numbers = crc32(std::string_view(chunk).substr(0, 120));
  put(chunk, 124, crc32(std::string_view(chunk).substr(kNumbers, kHeader - kNumbers), numbers), 4);
  return chunk;
}

}  // namespace whylocked::input::evtx
