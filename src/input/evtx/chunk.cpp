#include "input/evtx/chunk.hpp"

#include <algorithm>
#include <array>

namespace whylocked::input::evtx {

namespace {

// Little-endian numbers at fixed places.
template <class Number>
Number number_at(std::string_view bytes, std::size_t at) {
  Number value = 0;
  for (std::size_t i = sizeof value; i-- > 0;)
    value = static_cast<Number>(value << 8 | static_cast<unsigned char>(bytes[at + i]));
  return value;
}

template <class Number>
void put(std::string& bytes, std::size_t at, Number value) {
  for (std::size_t i = 0; i < sizeof value; ++i)
    bytes[at + i] = static_cast<char>(value >> 8 * i & 0xff);
}

// Places in the file's header.
constexpr std::size_t kNextRecord = 24, kHeaderSize = 32, kMinorVersion = 36, kMajorVersion = 38,
                      kBlockSize = 40, kChunkCount = 42, kFlags = 120, kChecksum = 124;
constexpr std::uint32_t kWasOpen = 1, kWithoutChecksums = 4;
// Places in a chunk's.
constexpr std::size_t kChunkHeader = 512, kFreeSpace = 48, kRecordsChecksum = 52,
                      kHeaderChecksum = 124, kTables = 128;

bool is_unused(std::string_view chunk) { return chunk.find_first_not_of('\0') == chunk.npos; }

bool has_right_checksums(std::string_view chunk) {
  const auto free_space = number_at<std::uint32_t>(chunk, kFreeSpace);
  if (free_space < kChunkHeader || free_space > kChunk) return false;
  const std::uint32_t header =
      crc32(chunk.substr(kTables, kChunkHeader - kTables), crc32(chunk.substr(0, 120)));
  const std::string_view records = chunk.substr(kChunkHeader, free_space - kChunkHeader);
  return number_at<std::uint32_t>(chunk, kHeaderChecksum) == header &&
         number_at<std::uint32_t>(chunk, kRecordsChecksum) == crc32(records);
}

}  // namespace

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
  static constexpr auto kOfByte = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
      std::uint32_t& crc = table[byte] = byte;
      for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320u : 0);
    }
    return table;
  }();
  std::uint32_t crc = ~before;
  for (const char byte : bytes)
    crc = crc >> 8 ^ kOfByte[(crc ^ static_cast<unsigned char>(byte)) & 0xff];
  return ~crc;
}

std::string single_chunk_header() {
  std::string header(kFileHeader, '\0');
  header.replace(0, kFileMagic.size(), kFileMagic);
  put(header, kNextRecord, std::uint64_t{1});
  put(header, kHeaderSize, std::uint32_t{128});
  put(header, kMinorVersion, std::uint16_t{1});
  put(header, kMajorVersion, std::uint16_t{3});
  put(header, kBlockSize, static_cast<std::uint16_t>(kFileHeader));
  put(header, kChunkCount, std::uint16_t{1});
  put(header, kChecksum, crc32(std::string_view(header).substr(0, 120)));
  return header;
}

ChunkReader::ChunkReader(ByteSource& source) : source_(source) {
  const std::string header = read_head(source_, kFileHeader);
  truncated_ = header.size() < kFileHeader;
  number_ = truncated_;
  if (truncated_) return;
  const auto flags = number_at<std::uint32_t>(header, kFlags);
  verifies_ = (flags & (kWasOpen | kWithoutChecksums)) == 0;
  if ((flags & kWasOpen) == 0) expected_ = number_at<std::uint16_t>(header, kChunkCount);
}

bool ChunkReader::next(std::string& file) {
  while (!truncated_) {
    const std::string chunk = read_head(source_, kChunk);
    truncated_ = chunk.size() < kChunk && (!is_unused(chunk) || number_ < expected_);
    if (chunk.size() < kChunk) {
      number_ += truncated_;
      return false;
    }
    ++number_;
    if (is_unused(chunk)) continue;
    sound_ = chunk.starts_with(kChunkMagic) && (!verifies_ || has_right_checksums(chunk));
    file = single_chunk_header() + chunk;
    return true;
  }
  return false;
}

}  // namespace whylocked::input::evtx
