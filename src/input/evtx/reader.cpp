// libevtx reads whole files, so each chunk is made into one: the header of a file with a single
// chunk, then the chunk. Files begin with a header of 4 KiB; chunks have 64 KiB, and the last ones
// may be unused (libevtx documents both, [MS-EVEN6] the records). Checksums are verified here,
// because libevtx would parse a damaged chunk.
#include "input/readers.hpp"

#include <libbfio.h>
#include <libevtx.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "input/bytes/system.hpp"
#include "input/encoding.hpp"
#include "input/log/event_text.hpp"

namespace whylocked::input::evtx {

namespace {

// libbfio, through which libevtx reads memory, is one of the libraries that it links.
const LazyLibrary& libevtx() {
  static const LazyLibrary loaded(WHYLOCKED_LIBEVTX,
                                  {"libevtx_file_get_record_by_index", "libbfio_memory_range_set"});
  return loaded;
}
#define LIBEVTX(function) WHYLOCKED_FROM(libevtx(), function)

constexpr std::string_view kAgain = "copy or export the log again";

constexpr std::size_t kFileHeader = 4096, kChunk = 64u << 10;

// A little-endian number in a header.
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i-- > 0;)
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// The header of a file of version 3.1 with a single chunk. The last number is its checksum.
std::string single_chunk_header() {
  std::string header(kFileHeader, '\0');
  header.replace(0, 7, "ElfFile").replace(24, 1, "\1").replace(32, 1, "\x80");
  header.replace(36, 1, "\1").replace(38, 1, "\3").replace(41, 1, "\x10").replace(42, 1, "\1");
  return header.replace(124, 4, "\x17\x88\x85j");
}

std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0) {
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

// Checks the records, and the header of 512 bytes except for the checksums in it.
bool has_right_checksums(std::string_view chunk) {
  constexpr std::size_t kChunkHeader = 512, kTables = 128;
  const std::uint32_t end = number_at(chunk, 48, 4);
  return end >= kChunkHeader && end <= kChunk &&
         number_at(chunk, 52, 4) == crc32(chunk.substr(kChunkHeader, end - kChunkHeader)) &&
         number_at(chunk, 124, 4) ==
             crc32(chunk.substr(kTables, kChunkHeader - kTables), crc32(chunk.substr(0, 120)));
}

bool is_unused(std::string_view chunk) { return chunk.find_first_not_of('\0') == chunk.npos; }

// The chunks of a log, one after the other.
class ChunkReader {
 public:
  explicit ChunkReader(ByteSource& source) : source_(source) {
    const std::string header = read_head(source_, kFileHeader);
    truncated_ = header.size() < kFileHeader;
    number_ = truncated_;
    if (truncated_) return;
    constexpr std::uint32_t kWasOpen = 1, kWithoutChecksums = 4;
    const std::uint32_t flags = number_at(header, 120, 4);
    verifies_ = (flags & (kWasOpen | kWithoutChecksums)) == 0;
    if ((flags & kWasOpen) == 0) expected_ = number_at(header, 42, 2);
  }

  // False if there are no more. `file` becomes a complete file: a header, then the chunk.
  bool next(std::string& file) {
    while (!truncated_) {
      const std::string chunk = read_head(source_, kChunk);
      const bool is_whole = chunk.size() == kChunk, unused = is_unused(chunk);
      truncated_ = !is_whole && (!unused || number_ < expected_);
      number_ += is_whole || truncated_;
      if (!is_whole) return false;
      if (unused) continue;
      is_sound_ = chunk.starts_with("ElfChnk") && (!verifies_ || has_right_checksums(chunk));
      file = single_chunk_header() + chunk;
      return true;
    }
    return false;
  }
  // Whether the last chunk's checksums are right. They are not verified if the log is marked as
  // copied while Windows had it open, because then they are outdated.
  bool is_sound() const { return is_sound_; }
  std::uint64_t number() const { return number_; }  // of the last one, from 1
  bool is_truncated() const { return truncated_; }

 private:
  ByteSource& source_;
  bool verifies_ = true, is_sound_ = false, truncated_ = false;
  std::uint64_t expected_ = 0;  // chunks, by the file's header
  std::uint64_t number_ = 0;
};

// The records of one chunk as XML. Refers to the bytes of the file.
class ChunkRecords {
 public:
  explicit ChunkRecords(std::string& file) {
    auto* const bytes = reinterpret_cast<std::uint8_t*>(file.data());
    opened_ = LIBEVTX(libbfio_memory_range_initialize)(&memory_, nullptr) == 1 &&
              LIBEVTX(libbfio_memory_range_set)(memory_, bytes, file.size(), nullptr) == 1 &&
              LIBEVTX(libevtx_file_initialize)(&file_, nullptr) == 1 &&
              LIBEVTX(libevtx_file_open_file_io_handle)(file_, memory_, LIBEVTX_ACCESS_FLAG_READ,
                                                        nullptr) == 1 &&
              LIBEVTX(libevtx_file_get_number_of_records)(file_, &count_, nullptr) == 1;
  }
  ~ChunkRecords() {
    if (file_ != nullptr) LIBEVTX(libevtx_file_free)(&file_, nullptr);
    if (memory_ != nullptr) LIBEVTX(libbfio_handle_free)(&memory_, nullptr);
  }
  ChunkRecords(const ChunkRecords&) = delete;
  ChunkRecords& operator=(const ChunkRecords&) = delete;

  bool is_open() const { return opened_; }
  bool at_end() const { return next_ >= count_; }

  // The next record as XML, in `room`; empty if it cannot be read.
  std::string_view next(std::span<char> room) {
    libevtx_record_t* record = nullptr;
    auto* const bytes = reinterpret_cast<std::uint8_t*>(room.data());
    const bool read =
        LIBEVTX(libevtx_file_get_record_by_index)(file_, next_++, &record, nullptr) == 1 &&
        LIBEVTX(libevtx_record_get_utf8_xml_string)(record, bytes, room.size(), nullptr) == 1;
    if (record != nullptr) LIBEVTX(libevtx_record_free)(&record, nullptr);
    return read ? room.data() : "";
  }

 private:
  libbfio_handle_t* memory_ = nullptr;
  libevtx_file_t* file_ = nullptr;
  bool opened_ = false;
  int count_ = 0, next_ = 0;
};

constexpr std::size_t kMaxXml = 4u << 20;  // of one record, which has at most 64 KiB in the file

// libevtx leaks about a KiB for each.
constexpr std::uint64_t kMaxUnreadable = 10'000;

class EventLog : public json::JsonObjects {
 public:
  EventLog(ChunkReader& chunks, InputContext& context) : chunks_(chunks), context_(context) {}

  std::uint64_t damaged() const { return damaged_; }  // chunks

  bool next(json::JsonPiece& piece) override {
    while (records_ || open_chunk()) {
      if (records_->at_end()) {
        records_.reset();
        continue;
      }
      piece.members = event_of_xml(records_->next({room_.get(), kMaxXml}));
      if (piece.members.size() > 0) return true;
      if (++unreadable_ > kMaxUnreadable) {
        context_.fail("evtx", {"more than " + std::to_string(kMaxUnreadable) +
                                   " records are damaged; the events before count",
                               std::string(kAgain)});
        return false;
      }
      context_.skip_row();
      context_.add_diagnostic(Severity::warning, "evtx-record", "the record is damaged; skipped",
                              {.row = piece.number++});
    }
    return false;
  }

 private:
  // False if there are no more chunks.
  bool open_chunk() {
    while (chunks_.next(file_)) {
      if (chunks_.is_sound() && records_.emplace(file_).is_open()) return true;
      records_.reset();
      ++damaged_;
    }
    return false;
  }

  ChunkReader& chunks_;
  InputContext& context_;
  std::optional<ChunkRecords> records_;
  std::string file_;
  const std::unique_ptr<char[]> room_{new char[kMaxXml]};  // only what is written takes memory
  std::uint64_t unreadable_ = 0, damaged_ = 0;
};

}  // namespace

bool read(ByteSource& source, InputContext& context) {
  context.info.format = "evtx";
  if (const auto missing = libevtx().failure())
    return context.fail("evtx", {"cannot read a Windows event log (evtx): " + missing->message,
                                 missing->hint + "; or " + std::string(kExportHint)});
  ChunkReader chunks(source);
  EventLog events(chunks, context);
  const bool ok = json::read_objects(events, Encoding::utf8, context);
  if (events.damaged() > 0)
    context.add_diagnostic(ok && context.info.rows > 0 ? Severity::warning : Severity::error,
                           "evtx-chunk",
                           "damaged; the events in " + std::to_string(events.damaged()) + " of " +
                               std::to_string(chunks.number()) + " parts of the log are lost",
                           {.hint = std::string(kAgain)});
  if (!chunks.is_truncated() || source.failure()) return ok && !context.failed();
  return context.fail("evtx", {"the log ends early, in part " + std::to_string(chunks.number()) +
                                   "; the events before count",
                               std::string(kAgain)});
}

}  // namespace whylocked::input::evtx
