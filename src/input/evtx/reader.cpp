// libevtx reads whole files. It is given one that is made for each chunk: a header of one chunk,
// then the chunk. Both have checksums, which are verified here: libevtx would parse a damaged
// chunk.
#include "input/readers.hpp"

#include <libbfio.h>
#include <libevtx.h>

#include <memory>
#include <optional>
#include <span>

#include "input/bytes/system.hpp"
#include "input/encoding.hpp"
#include "input/evtx/chunk.hpp"
#include "input/log/event_text.hpp"

namespace whylocked::input::evtx {

namespace {

// libbfio, through which it reads memory, is found among the libraries that libevtx needs.
const LazyLibrary& libevtx() {
  static const LazyLibrary loaded(WHYLOCKED_LIBEVTX,
                                  {"libevtx_file_get_record_by_index", "libbfio_memory_range_set"});
  return loaded;
}
#define LIBEVTX(function) WHYLOCKED_FROM(libevtx(), function)

constexpr std::string_view kAgain = "copy or export the log again";

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

  // The next record as XML, in `room`; empty: it cannot be read.
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

constexpr std::size_t kMaxXml = 4u << 20;  // of one record, which has at most 64 KiB itself

// libevtx loses about a KiB for each.
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
  // False: there is no further chunk.
  bool open_chunk() {
    while (chunks_.next(file_)) {
      if (chunks_.is_sound()) {
        records_.emplace(file_);
        if (records_->is_open()) return true;
        records_.reset();
      }
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
  return context.fail("evtx", {"the log ends early, in its part " +
                                   std::to_string(chunks.number()) + "; the events before count",
                               std::string(kAgain)});
}

}  // namespace whylocked::input::evtx
