#include "input/archive/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <lzma.h>

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "input/bytes/system.hpp"
#include "input/limits.hpp"

namespace whylocked::input {

namespace {

const LazyLibrary& libarchive() {
  static const LazyLibrary loaded(WHYLOCKED_LIBARCHIVE, {"archive_read_support_filter_zstd"});
  return loaded;
}
#define LIBARCHIVE(function) WHYLOCKED_FROM(libarchive(), function)

const LazyLibrary& liblzma() {
  static const LazyLibrary loaded(WHYLOCKED_LIBLZMA, {"lzma_stream_decoder"});
  return loaded;
}
#define LIBLZMA(function) WHYLOCKED_FROM(liblzma(), function)

// A zip is read at offsets all over the file, so most of a larger block would be wasted.
constexpr std::size_t kZipBlock = 32u << 10;

constexpr std::string_view kMethods[] = {"uncompressed", "deflation"};  // as libarchive names them

std::string error_of(archive* one) {
  const char* const text = LIBARCHIVE(archive_error_string)(one);
  return text == nullptr ? "the archive is damaged" : std::string(trim(text));
}

constexpr char kIsComplete[] = "is the file complete?";

// Unpacks up to `max_bytes`, and for members up to the limit that all members share.
class UnpackedSource : public ByteSource {
 public:
  explicit UnpackedSource(std::uint64_t max_bytes, std::uint64_t* of_all = nullptr)
      : max_(max_bytes), left_(max_bytes), left_of_all_(of_all) {}

  std::size_t read(char* to, std::size_t max) override {
    if (failure_ || max == 0) return 0;
    const std::size_t count = unpack(to, max);
    if (count > left_) return fail({"unpacks to more than " + in_bytes(max_), kUnlimited});
    if (left_of_all_ != nullptr && count > *left_of_all_)
      return fail(
          {"the members of the archive unpack to more than " + in_bytes(kMaxUnpackedOfArchive),
           kUnlimited});
    left_ -= count;
    if (left_of_all_ != nullptr) *left_of_all_ -= count;
    return count;
  }
  std::optional<Error> failure() const override { return failure_; }

 protected:
  virtual std::size_t unpack(char* to, std::size_t max) = 0;
  std::size_t fail(Error error) {
    if (!failure_) failure_ = std::move(error);
    return 0;
  }

 private:
  static constexpr char kUnlimited[] = "--unlimited lifts this limit, if the file can be trusted";

  const std::uint64_t max_;
  std::uint64_t left_;
  std::uint64_t* const left_of_all_;
  std::optional<Error> failure_;
};

// The current member of an archive.
class MemberSource : public UnpackedSource {
 public:
  MemberSource(archive* from, std::uint64_t max_bytes, std::uint64_t* of_all = nullptr)
      : UnpackedSource(max_bytes, of_all), archive_(from) {}

 protected:
  std::size_t unpack(char* to, std::size_t max) override {
    const la_ssize_t got = LIBARCHIVE(archive_read_data)(archive_, to, max);
    return got >= 0 ? static_cast<std::size_t>(got)
                    : fail({"cannot unpack: " + error_of(archive_), kIsComplete});
  }

 private:
  archive* const archive_;
};

using PackedBytes = std::array<char, 64u << 10>;

// For libarchive, a compressed stream is an archive with one member.
class StreamSource : ArchivePointer, public MemberSource {
 public:
  StreamSource(ByteSource& compressed, Compression compression, std::uint64_t max_bytes)
      : ArchivePointer(LIBARCHIVE(archive_read_new)()),
        MemberSource(get(), max_bytes),
        compressed_(compressed) {
    archive_entry* entry = nullptr;
    const bool opened = support() && LIBARCHIVE(archive_read_open)(get(), this, nullptr, feed,
                                                                   nullptr) == ARCHIVE_OK;
    const int header = opened ? LIBARCHIVE(archive_read_next_header)(get(), &entry) : ARCHIVE_FATAL;
    const int filters = LIBARCHIVE(archive_filter_count)(get()) - 1;  // the last is "none"
    is_empty_ = header == ARCHIVE_EOF;
    if (header < ARCHIVE_WARN)
      fail({"cannot unpack: " + error_of(get()), kIsComplete});
    else if (filters == 0)
      fail({"cannot unpack: the beginning is damaged (" + std::string(to_text(compression)) + ')',
            {}});
    else if (filters > 1)  // libarchive would unpack them all
      fail({"an archive within an archive", "unpack the outer one first"});
  }

 private:
  std::size_t unpack(char* to, std::size_t max) override {
    return is_empty_ ? 0 : MemberSource::unpack(to, max);
  }

  // False if libarchive would start a program to unpack one of them.
  bool support() {
    for (const auto filter : {LIBARCHIVE(archive_read_support_filter_gzip),
                              LIBARCHIVE(archive_read_support_filter_zstd),
                              LIBARCHIVE(archive_read_support_filter_bzip2),
                              LIBARCHIVE(archive_read_support_format_raw),
                              LIBARCHIVE(archive_read_support_format_empty)})
      if (filter(get()) != ARCHIVE_OK) return false;
    return true;
  }

  static la_ssize_t feed(archive*, void* self, const void** bytes) {
    auto& stream = *static_cast<StreamSource*>(self);
    *bytes = stream.buffer_.data();
    const std::size_t count = stream.compressed_.read(stream.buffer_.data(), stream.buffer_.size());
    if (auto failure = stream.compressed_.failure()) return stream.fail(*std::move(failure)), -1;
    return static_cast<la_ssize_t>(count);
  }

  ByteSource& compressed_;
  PackedBytes buffer_;
  bool is_empty_ = false;
};

// Uses liblzma directly, because libarchive lets a stream require any amount of memory.
class XzSource : public UnpackedSource {
 public:
  XzSource(ByteSource& compressed, std::uint64_t max_bytes)
      : UnpackedSource(max_bytes), compressed_(compressed) {
    constexpr std::uint64_t kBesideDictionary = kMiB;
    result_ = LIBLZMA(lzma_stream_decoder)(&stream_, kMaxXzDictionary + kBesideDictionary,
                                           LZMA_CONCATENATED);
  }
  XzSource(const XzSource&) = delete;
  XzSource& operator=(const XzSource&) = delete;
  ~XzSource() override { LIBLZMA(lzma_end)(&stream_); }

 private:
  std::size_t unpack(char* to, std::size_t max) override {
    stream_.next_out = reinterpret_cast<std::uint8_t*>(to);
    stream_.avail_out = max;
    while (result_ == LZMA_OK && stream_.avail_out == max) {
      if (stream_.avail_in == 0) {
        stream_.avail_in = compressed_.read(buffer_.data(), buffer_.size());
        stream_.next_in = reinterpret_cast<const std::uint8_t*>(buffer_.data());
        if (auto failure = compressed_.failure()) return fail(*std::move(failure));
      }
      result_ = LIBLZMA(lzma_code)(&stream_, stream_.avail_in == 0 ? LZMA_FINISH : LZMA_RUN);
    }
    const std::size_t count = max - stream_.avail_out;
    if (count > 0 || result_ == LZMA_OK || result_ == LZMA_STREAM_END) return count;
    if (result_ == LZMA_MEMLIMIT_ERROR)
      return fail({"needs more than " + in_bytes(kMaxXzDictionary) + " of memory to unpack",
                   "unpack it first"});
    return fail({"cannot unpack: the xz stream is damaged", kIsComplete});
  }

  ByteSource& compressed_;
  PackedBytes buffer_;
  lzma_stream stream_ = LZMA_STREAM_INIT;
  lzma_ret result_;
};

std::string name_of(archive_entry* entry) {
  const char* name = LIBARCHIVE(archive_entry_pathname_utf8)(entry);
  if (name == nullptr) name = LIBARCHIVE(archive_entry_pathname)(entry);
  std::string text;
  append_decoded(text, name == nullptr ? "?" : name, Encoding::utf8);
  return text;
}

// The method in "ZIP 2.0 (deflation)", unless it is one of kMethods.
std::string unsupported_method(archive* one) {
  const char* const format = LIBARCHIVE(archive_format_name)(one);
  std::string_view text = format == nullptr ? "" : format;
  const std::size_t open = text.find('(');
  if (open == text.npos) return {};
  text = text.substr(open + 1, text.rfind(')') - open - 1);
  return std::ranges::find(kMethods, text) == std::end(kMethods) ? std::string(text)
                                                                 : std::string();
}

// The number of entries that the directory has, by its last record, if a comment follows that is
// too long for libarchive, which looks for the record in the last 16 KiB.
std::optional<std::size_t> entries_before_comment(const ZipLocation& zip) {
  constexpr std::size_t kRecord = 22, kSearched = 16u << 10, kMaxComment = 0xffff;
  const auto file = zip.path.empty() ? nullptr : open_file(zip.path, {});
  const std::uint64_t size = file ? file->size() : zip.bytes.size();
  const std::uint64_t from = size - std::min<std::uint64_t>(size, kRecord + kMaxComment);
  const auto rest =
      file ? file->from(from) : std::make_unique<MemorySource>(zip.bytes.substr(from));
  const std::string tail = rest ? read_head(*rest, kRecord + kMaxComment) : std::string();
  const std::size_t record = tail.rfind("PK\x05\x06");
  if (record == tail.npos || record + kSearched > tail.size()) return std::nullopt;
  const auto number_at = [&](std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(tail[record + i]); };
    return byte(at) + std::size_t{256} * byte(at + 1);
  };
  if (record + kRecord + number_at(20) != tail.size()) return std::nullopt;
  return number_at(10);
}

}  // namespace

void ArchiveFree::operator()(archive* one) const { LIBARCHIVE(archive_read_free)(one); }

std::unique_ptr<ByteSource> unpack(ByteSource& compressed, Compression compression,
                                   std::uint64_t max_bytes) {
  const bool is_xz = compression == Compression::xz;
  if (const auto failure = is_xz ? liblzma().failure() : libarchive().failure())
    return std::make_unique<FailedSource>(
        Error{"cannot unpack: " + failure->message, failure->hint});
  if (is_xz) return std::make_unique<XzSource>(compressed, max_bytes);
  return std::make_unique<StreamSource>(compressed, compression, max_bytes);
}

Zip::Zip(ZipLocation location, std::uint64_t max_bytes)
    : location_(std::move(location)), left_(max_bytes) {
  if (const auto& missing = libarchive().failure())
    fail(missing->message, missing->hint);
  else
    list();
}

const Zip::Member* Zip::find(std::string_view name) const {
  const auto found = std::ranges::find_if(
      members_, [&](const Member& one) { return ascii::equal_ignoring_case(one.name, name); });
  return found == members_.end() ? nullptr : &*found;
}

void Zip::list() {
  archive_entry* entry = nullptr;
  std::string damage;
  for (const bool by_directory : {true, false}) {
    restart(by_directory);
    if ((entry = next()) != nullptr) break;
    damage = problem_.empty() ? "no members" : problem_;
  }
  for (; entry != nullptr && members_.size() <= kMaxMembers; entry = next())
    if (LIBARCHIVE(archive_entry_filetype)(entry) != AE_IFDIR)
      members_.push_back({name_of(entry), position_ - 1});
  if (damage.empty() || (problem_.empty() && position_ - 1 == entries_before_comment(location_)))
    damage = problem_;
  if (!damage.empty())
    fail("it is truncated or damaged (" + damage + ')',
         "copy or download it again; the directory of a zip is at its end");
  if (members_.size() > kMaxMembers) {
    members_.clear();
    fail("it holds more than " + std::to_string(kMaxMembers) + " members", "unpack it first");
  }
  archive_.reset();
}

void Zip::fail(const Text& why, const Text& hint) {
  failure_ = {"cannot read the zip archive: " + why, hint};
}

void Zip::restart(bool by_directory) {
  by_directory_ = by_directory;
  position_ = 0;
  skipped_ = 0;
  problem_.clear();
  archive_.reset(LIBARCHIVE(archive_read_new)());
  archive* const one = archive_.get();
  by_directory ? LIBARCHIVE(archive_read_support_format_zip_seekable)(one)
               : LIBARCHIVE(archive_read_support_format_zip_streamable)(one);
  const int opened =
      location_.path.empty()
          ? LIBARCHIVE(archive_read_open_memory)(one, location_.bytes.data(),
                                                 location_.bytes.size())
          : LIBARCHIVE(archive_read_open_filename)(one, location_.path.c_str(), kZipBlock);
  if (opened != ARCHIVE_OK) problem_ = error_of(one);
}

// Null at the end or on damage.
archive_entry* Zip::next() {
  if (!problem_.empty()) return nullptr;
  if (position_ > 0 && !by_directory_ && !skip_member()) return nullptr;
  archive_entry* entry = nullptr;
  const Utf8Names utf8;  // libarchive decodes names by the locale, which is "C" by default
  const int result = LIBARCHIVE(archive_read_next_header)(archive_.get(), &entry);
  ++position_;
  if (result == ARCHIVE_OK || result == ARCHIVE_WARN) return entry;
  if (result != ARCHIVE_EOF) problem_ = error_of(archive_.get());
  return nullptr;
}

// Without a directory, the only way to find the end of a member is to unpack it.
bool Zip::skip_member() {
  int result = ARCHIVE_OK;
  while (result == ARCHIVE_OK && skipped_ <= kMaxUnpackedOfArchive) {
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t at = 0;
    result = LIBARCHIVE(archive_read_data_block)(archive_.get(), &block, &size, &at);
    skipped_ += size;
  }
  if (result == ARCHIVE_OK)
    problem_ = "its members unpack to more than " + in_bytes(kMaxUnpackedOfArchive);
  else if (result != ARCHIVE_EOF)
    problem_ = error_of(archive_.get());
  return problem_.empty();
}

std::unique_ptr<ByteSource> Zip::open(const Member& member, std::uint64_t max_bytes) {
  const auto failed = [](Error error) { return std::make_unique<FailedSource>(std::move(error)); };
  archive_entry* entry = nullptr;
  if (!archive_ || position_ > member.position) restart(by_directory_);
  do entry = next();
  while (entry != nullptr && position_ <= member.position);
  if (entry == nullptr || name_of(entry) != member.name)
    return failed(
        {"cannot read the archive: " + (problem_.empty() ? "it has changed since" : problem_), {}});
  if (LIBARCHIVE(archive_entry_is_encrypted)(entry) != 0)
    return failed({"is encrypted", "unpack it with its password first"});
  if (const std::string method = unsupported_method(archive_.get()); !method.empty())
    return failed({"is compressed with an unsupported method: " + method,
                   "unpack it first, or pack it the usual way (deflate)"});
  return std::make_unique<MemberSource>(archive_.get(), max_bytes, &left_);
}

}  // namespace whylocked::input
