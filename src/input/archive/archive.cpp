#include "input/archive/archive.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <optional>

#include "input/encoding.hpp"
#include "input/archive/lazy_library.hpp"
#include "input/limits.hpp"
#include "input/bytes/system.hpp"
#include "input/archive/xz_guard.hpp"
#include "base/ascii.hpp"

namespace whylocked::input {

namespace {

struct Libarchive : LazyLibrary {
  Libarchive() : LazyLibrary(WHYLOCKED_LIBARCHIVE) {}
  WHYLOCKED_FUNCTION(archive_read_new);
  WHYLOCKED_FUNCTION(archive_read_free);
  WHYLOCKED_FUNCTION(archive_read_support_filter_gzip);
  WHYLOCKED_FUNCTION(archive_read_support_filter_zstd);
  WHYLOCKED_FUNCTION(archive_read_support_filter_xz);
  WHYLOCKED_FUNCTION(archive_read_support_filter_bzip2);
  WHYLOCKED_FUNCTION(archive_read_support_format_raw);
  WHYLOCKED_FUNCTION(archive_read_support_format_empty);
  WHYLOCKED_FUNCTION(archive_read_support_format_zip_seekable);
  WHYLOCKED_FUNCTION(archive_read_support_format_zip_streamable);
  WHYLOCKED_FUNCTION(archive_read_open);
  WHYLOCKED_FUNCTION(archive_read_open_memory);
  WHYLOCKED_FUNCTION(archive_read_open_filename);
  WHYLOCKED_FUNCTION(archive_read_next_header);
  WHYLOCKED_FUNCTION(archive_read_data);
  WHYLOCKED_FUNCTION(archive_read_data_block);
  WHYLOCKED_FUNCTION(archive_error_string);
  WHYLOCKED_FUNCTION(archive_filter_count);
  WHYLOCKED_FUNCTION(archive_format_name);
  WHYLOCKED_FUNCTION(archive_entry_pathname);
  WHYLOCKED_FUNCTION(archive_entry_pathname_utf8);
  WHYLOCKED_FUNCTION(archive_entry_size);
  WHYLOCKED_FUNCTION(archive_entry_filetype);
  WHYLOCKED_FUNCTION(archive_entry_is_encrypted);
};

const Libarchive& lib() {
  static const Libarchive loaded;
  return loaded;
}

// A zip is read at places all over the file; what is read there and not needed is lost.
constexpr std::size_t kZipBlock = 32u << 10;

constexpr std::string_view kMethods[] = {"uncompressed", "deflation"};  // as libarchive names them

std::string words_of(archive* one) {
  const char* const words = lib().archive_error_string(one);
  return words == nullptr ? "the archive is damaged" : words;
}

// The bytes of the member at which an archive stands.
class MemberSource : public ByteSource {
 public:
  // Takes what it gives from `left` as well.
  MemberSource(archive* from, std::uint64_t most_bytes, std::uint64_t& left)
      : archive_(from), most_(most_bytes), room_(most_bytes), left_(left) {}

  std::size_t read(char* to, std::size_t most) override {
    if (!failure_.empty() || most == 0) return 0;
    const la_ssize_t got = lib().archive_read_data(archive_, to, most);
    if (got < 0) {
      failure_ = "cannot unpack: " + words_of(archive_);
      hint_ = "is the file complete?";
      return 0;
    }
    const auto count = static_cast<std::size_t>(got);
    if (count > room_ || count > left_) return end_at_limit(count > room_);
    room_ -= count;
    left_ -= count;
    return count;
  }
  std::string failure() const override { return failure_; }
  std::string hint() const override { return hint_; }

 private:
  std::size_t end_at_limit(bool own) {
    failure_ =
        own ? "unpacks to more than " + in_bytes(most_)
            : "the members of the archive unpack to more than " + in_bytes(kMaxUnpackedOfArchive);
    hint_ = "--unlimited lifts this limit, if the file can be trusted";
    return 0;
  }

  archive* const archive_;
  const std::uint64_t most_;
  std::uint64_t room_;
  std::uint64_t& left_;
  std::string failure_, hint_;
};

struct Filter {
  Compression packing;
  int (*Libarchive::*support)(archive*);
};
constexpr Filter kFilters[] = {{Compression::gzip, &Libarchive::archive_read_support_filter_gzip},
                               {Compression::zstd, &Libarchive::archive_read_support_filter_zstd},
                               {Compression::xz, &Libarchive::archive_read_support_filter_xz},
                               {Compression::bzip2, &Libarchive::archive_read_support_filter_bzip2}};

// A compressed stream is to libarchive an archive of one member.
class StreamSource : public ByteSource {
 public:
  StreamSource(ByteSource& packed, Compression packing, std::uint64_t most_bytes)
      : packed_(packed), left_(most_bytes), archive_(lib().archive_read_new()) {
    if (packing == Compression::xz) watch_.emplace(kMaxXzDictionary);
    archive* const one = archive_.get();
    archive_entry* entry = nullptr;
    const int at =
        support(packing) && lib().archive_read_open(one, this, nullptr, feed, nullptr) == ARCHIVE_OK
            ? lib().archive_read_next_header(one, &entry)
            : ARCHIVE_FATAL;
    const int filters = lib().archive_filter_count(one) - 1;  // the last is none
    if (!failure_.empty()) return;
    if (at < ARCHIVE_WARN)
      refuse("cannot unpack: " + words_of(one), {});
    else if (filters == 0)
      refuse("cannot unpack: the beginning is damaged (" + std::string(to_text(packing)) + ')', {});
    else if (filters > 1)  // libarchive would unpack them all
      refuse("an archive within an archive", "unpack the outer one first");
    else if (at != ARCHIVE_EOF)
      member_.emplace(one, most_bytes, left_);
  }

  std::size_t read(char* to, std::size_t most) override {
    return member_ ? member_->read(to, most) : 0;
  }
  std::string failure() const override {
    return failure_.empty() && member_ ? member_->failure() : failure_;
  }
  std::string hint() const override { return hint_.empty() && member_ ? member_->hint() : hint_; }

 private:
  bool support(Compression packing) {
    archive* const one = archive_.get();
    for (const Filter& filter : kFilters)  // not OK: a program would be started to unpack it
      if (filter.packing == packing && (lib().*filter.support)(one) != ARCHIVE_OK) return false;
    return lib().archive_read_support_format_raw(one) == ARCHIVE_OK &&
           lib().archive_read_support_format_empty(one) == ARCHIVE_OK;
  }

  static la_ssize_t feed(archive*, void* self, const void** bytes) {
    return static_cast<StreamSource*>(self)->feed(bytes);
  }
  la_ssize_t feed(const void** bytes) {
    const std::size_t count = packed_.read(buffer_.data(), buffer_.size());
    *bytes = buffer_.data();
    if (!packed_.failure().empty()) return refuse(packed_.failure(), packed_.hint());
    if (!watch_ || watch_->see({buffer_.data(), count})) return static_cast<la_ssize_t>(count);
    if (!watch_->is_too_large()) return refuse("cannot unpack: the xz stream is damaged", {});
    return refuse("needs more than " + in_bytes(kMaxXzDictionary) + " of memory to unpack",
                  "unpack it first");
  }
  int refuse(std::string why, std::string hint) {
    failure_ = std::move(why);
    hint_ = std::move(hint);
    return -1;
  }

  ByteSource& packed_;
  std::array<char, 64u << 10> buffer_;
  std::optional<XzWatch> watch_;
  std::uint64_t left_;
  ArchivePointer archive_;
  std::optional<MemberSource> member_;
  std::string failure_, hint_;
};

class FailedSource : public ByteSource {
 public:
  explicit FailedSource(std::string failure, std::string hint = {})
      : failure_(std::move(failure)), hint_(std::move(hint)) {}
  std::size_t read(char*, std::size_t) override { return 0; }
  std::string failure() const override { return failure_; }
  std::string hint() const override { return hint_; }

 private:
  std::string failure_, hint_;
};

std::string name_of(archive_entry* entry) {
  const char* name = lib().archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = lib().archive_entry_pathname(entry);
  std::string text;
  append_decoded(text, name == nullptr ? "?" : name, Encoding::utf8);
  return text;
}

// "ZIP 2.0 (deflation)": what is in the parentheses, unless it is one of kMethods.
std::string strange_method(archive* one) {
  const char* const format = lib().archive_format_name(one);
  std::string_view text = format == nullptr ? "" : format;
  const std::size_t open = text.find('(');
  if (open == text.npos) return {};
  text = text.substr(open + 1, text.rfind(')') - open - 1);
  const bool known =
      std::find(std::begin(kMethods), std::end(kMethods), text) != std::end(kMethods);
  return known ? std::string() : std::string(text);
}

}  // namespace

void ArchiveFree::operator()(archive* one) const { lib().archive_read_free(one); }

std::unique_ptr<ByteSource> unpack(ByteSource& packed, Compression packing, std::uint64_t most_bytes) {
  if (!lib().failure().empty())
    return std::make_unique<FailedSource>("cannot unpack: " + lib().failure(), lib().hint());
  return std::make_unique<StreamSource>(packed, packing, most_bytes);
}

Zip::Zip(ZipPlace place, std::uint64_t most_bytes)
    : at_(std::move(place)), left_(most_bytes), failure_(lib().failure()), hint_(lib().hint()) {
  if (failure_.empty()) list();
}

const Zip::Member* Zip::find(std::string_view name) const {
  const auto found = std::find_if(members_.begin(), members_.end(), [&](const Member& one) {
    return ascii::equal_ignoring_case(one.name, name);
  });
  return found == members_.end() ? nullptr : &*found;
}

void Zip::list() {
  archive_entry* entry = nullptr;
  for (const bool by_directory : {true, false})
    if (restart(by_directory) && (entry = next()) != nullptr) break;
  for (; entry != nullptr; entry = next()) {
    over_limit_ = members_.size() == kMaxMembers;
    if (over_limit_) {
      trouble_ = "it holds more than " + std::to_string(kMaxMembers) + " members";
      break;
    }
    members_.push_back(member_of(entry));
  }
  failure_ = trouble_;
  archive_.reset();
  if (!by_directory_) return;  // each step back would unpack everything again
  std::stable_sort(members_.begin(), members_.end(),
                   [](const Member& a, const Member& b) { return a.name < b.name; });
}

Zip::Member Zip::member_of(archive_entry* entry) const {
  Member member;
  member.name = name_of(entry);
  member.place = place_ - 1;
  member.size =
      static_cast<std::uint64_t>(std::max<la_int64_t>(lib().archive_entry_size(entry), 0));
  member.is_folder = lib().archive_entry_filetype(entry) == AE_IFDIR;
  member.is_encrypted = lib().archive_entry_is_encrypted(entry) != 0;
  member.packed_by = strange_method(archive_.get());
  return member;
}

bool Zip::restart(bool by_directory) {
  by_directory_ = by_directory;
  place_ = 0;
  passed_over_ = 0;
  trouble_.clear();
  archive_.reset(lib().archive_read_new());
  archive* const one = archive_.get();
  by_directory ? lib().archive_read_support_format_zip_seekable(one)
               : lib().archive_read_support_format_zip_streamable(one);
  const int opened = at_.path.empty()
                         ? lib().archive_read_open_memory(one, at_.bytes.data(), at_.bytes.size())
                         : lib().archive_read_open_filename(one, at_.path.c_str(), kZipBlock);
  if (opened != ARCHIVE_OK) trouble_ = words_of(one);
  return opened == ARCHIVE_OK;
}

// Null: the end, or damage.
archive_entry* Zip::next() {
  if (place_ > 0 && !by_directory_ && !pass_over()) return nullptr;
  archive_entry* entry = nullptr;
  const Utf8Names utf8;  // as libarchive asks the locale, which is "C" unless told otherwise
  const int result = lib().archive_read_next_header(archive_.get(), &entry);
  ++place_;
  if (result == ARCHIVE_OK || result == ARCHIVE_WARN) return entry;
  if (result != ARCHIVE_EOF) trouble_ = words_of(archive_.get());
  return nullptr;
}

// Without a directory the end of a member is found by unpacking it.
bool Zip::pass_over() {
  for (int result = ARCHIVE_OK; passed_over_ <= kMaxUnpackedOfArchive;) {
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t at = 0;
    result = lib().archive_read_data_block(archive_.get(), &block, &size, &at);
    if (result == ARCHIVE_EOF) return true;
    if (result != ARCHIVE_OK) {
      trouble_ = words_of(archive_.get());
      return false;
    }
    passed_over_ += size;
  }
  trouble_ = "its members unpack to more than " + in_bytes(kMaxUnpackedOfArchive);
  return false;
}

std::unique_ptr<ByteSource> Zip::open(const Member& member, std::uint64_t most_bytes) {
  if (member.is_encrypted)
    return std::make_unique<FailedSource>("is encrypted", "unpack it with its password first");
  if (!member.packed_by.empty())
    return std::make_unique<FailedSource>(
        "is packed by a method that is not read: " + member.packed_by,
        "unpack it first, or pack it the usual way (deflate)");
  archive_entry* entry = nullptr;
  if (!is_behind(member) || restart(by_directory_)) do
      entry = next();
    while (entry != nullptr && place_ <= member.place);
  if (entry != nullptr && name_of(entry) == member.name)
    return std::make_unique<MemberSource>(archive_.get(), most_bytes, left_);
  return std::make_unique<FailedSource>("cannot read the archive: " +
                                        (trouble_.empty() ? "it has changed meanwhile" : trouble_));
}

}  // namespace whylocked::input
