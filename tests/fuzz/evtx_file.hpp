// Builds Windows event logs from the contents of their chunks, with valid checksums.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "input/evtx/chunk.hpp"

namespace whylocked::input::evtx {

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
  const auto put = [&](std::size_t at, std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) chunk[at + i] = static_cast<char>(value >> 8 * i);
  };
  content = content.substr(0, kChunk - kNumbers);
  chunk.replace(0, kChunkMagic.size(), kChunkMagic);
  chunk.replace(kNumbers, content.size(), content);
  const std::size_t end = std::max(kNumbers + content.size(), kHeader);
  put(40, kNumbers, 4);
  put(44, last_record(chunk, kHeader, end), 4);
  put(48, end, 4);
  put(52, crc32(std::string_view(chunk).substr(kHeader, end - kHeader)), 4);
  const std::uint32_t numbers = crc32(std::string_view(chunk).substr(0, 120));
  put(124, crc32(std::string_view(chunk).substr(kNumbers, kHeader - kNumbers), numbers), 4);
  return chunk;
}

}  // namespace whylocked::input::evtx
