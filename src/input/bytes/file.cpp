#include "input/bytes/file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "input/bytes/system.hpp"
#include "input/limits.hpp"

namespace whylocked::input {

namespace {

namespace fs = std::filesystem;

struct Close {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};
using FileHandle = std::unique_ptr<std::FILE, Close>;

FileHandle open(const std::string& path) {
  FileHandle file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (file) std::setvbuf(file.get(), nullptr, _IONBF, 0);  // callers have their own buffer
  return file;
}

class FileSource : public ByteSource {
 public:
  // `begin`, `size`: offset in a regular file and its size. `max`: a limit for pipes and devices,
  // which may never end.
  FileSource(FileHandle file, std::string path, std::uint64_t begin, std::uint64_t size,
             std::uint64_t max, ReadProgress* progress)
      : file_(std::move(file)),
        path_(std::move(path)),
        begin_(begin),
        size_(size),
        left_(max),
        progress_(progress) {}

  std::size_t read(char* to, std::size_t max) override {
    const std::size_t count = std::fread(to, 1, max, file_.get());
    if (std::ferror(file_.get()) != 0)
      failure_ = {"cannot read: " + error_in_words(errno), {}};
    else if (count > left_)
      failure_ = {"more than " + in_bytes(kMaxUnpacked) + " from a pipe",
                  "save it as a file, or lift the limit with --unlimited"};
    if (count > left_) return 0;
    left_ -= count;
    if (progress_ != nullptr) progress_->read.fetch_add(count, std::memory_order_relaxed);
    return count;
  }
  std::optional<Error> failure() const override { return failure_; }
  std::uint64_t size() const override { return size_ - std::min(size_, begin_); }
  std::unique_ptr<ByteSource> from(std::uint64_t offset) const override {
    if (size_ == 0) return nullptr;
    FileHandle file = open(path_);
    if (!file || !seek(file.get(), begin_ + offset))
      return std::make_unique<FailedSource>(Error{"cannot read: " + error_in_words(errno), {}});
    return std::make_unique<FileSource>(std::move(file), path_, begin_ + offset, size_, UINT64_MAX,
                                        progress_);
  }

 private:
  const FileHandle file_;
  const std::string path_;
  const std::uint64_t begin_, size_;
  std::uint64_t left_;  // bytes until the limit
  ReadProgress* const progress_;
  std::optional<Error> failure_;
};

// On Linux, a regular file that is standard input can be reopened under this name. (Under Wine the
// name exists, but is another file.)
#ifdef _WIN32
constexpr const char* kStandardInput = "";
#else
constexpr const char* kStandardInput = "/proc/self/fd/0";
#endif

}  // namespace

std::unique_ptr<ByteSource> open_file(const std::string& path, const ReadOptions& options) {
  std::error_code ignored;
  if (path != "-" && fs::is_directory(path, ignored))
    return std::make_unique<FailedSource>(
        Error{"is a directory",
              "name the exports in it, such as " + Text::name(NameKind::file, path + "/*.csv")});
  const std::string name =
      path == "-" && fs::is_regular_file(kStandardInput, ignored) ? kStandardInput : path;
  FileHandle file = open(name);
  if (!file)
    return std::make_unique<FailedSource>(Error{"cannot open: " + error_in_words(errno), {}});
  if (name == "-" || !fs::is_regular_file(name, ignored))
    return std::make_unique<FileSource>(std::move(file), name, 0, 0,
                                        unless(options.unlimited, kMaxUnpacked), options.progress);
  const std::uint64_t size = fs::file_size(name, ignored);
  std::uint64_t begin = 0;  // the shell may have read the beginning
  if (name != path) begin = static_cast<std::uint64_t>(std::max(std::ftell(stdin), 0L));
  if (begin > 0) seek(file.get(), begin);
  if (options.progress != nullptr) options.progress->size += size;
  return std::make_unique<FileSource>(std::move(file), name, begin, size, UINT64_MAX,
                                      options.progress);
}

std::string in_bytes(std::size_t count) {
  if (count >= kGiB && count % kGiB == 0) return std::to_string(count / kGiB) + " GiB";
  if (count >= kMiB && count % kMiB == 0) return std::to_string(count / kMiB) + " MiB";
  return std::to_string(count) + " bytes";
}

std::string read_head(ByteSource& source, std::size_t max) {
  std::string head;
  while (head.size() < max) {
    const std::size_t before = head.size();
    head.resize(std::min(max, before + kHeadBytes));
    const std::size_t count = source.read(head.data() + before, head.size() - before);
    head.resize(before + count);
    if (count == 0) break;
  }
  return head;
}

bool ReadBuffer::fill(std::size_t from) {
  if (ended_) return false;
  if (from > 0) std::memmove(data_.get(), data_.get() + from, size_ - from);
  size_ -= from;
  dropped_ += from;
  if (capacity_ - size_ < (piece_ + 1) / 2) {
    std::unique_ptr<char[]> larger(new char[capacity_ *= 2]);
    std::copy_n(data_.get(), size_, larger.get());
    data_ = std::move(larger);
  }
  const std::size_t count = source_->read(data_.get() + size_, std::min(piece_, capacity_ - size_));
  size_ += count;
  ended_ = count == 0;
  return true;
}

bool Lines::next() {
  std::size_t searched = 0;
  too_long_ = false;
  for (;;) {
    const std::string_view rest = buffer_.text(start_, buffer_.size());
    const std::size_t end = rest.find('\n', searched);
    searched = rest.size();
    if (std::min(end, rest.size()) > most_) {
      skip_line();
      break;
    }
    if (end == rest.npos && buffer_.fill_after(start_)) continue;
    if (rest.empty()) return false;
    text_ = rest.substr(0, end);
    start_ += std::min(end, rest.size() - 1) + 1;
    break;
  }
  ++number_;
  return true;
}

std::string_view Lines::take(std::size_t count) {
  while (buffer_.size() - start_ < count && buffer_.fill_after(start_)) continue;
  const std::size_t from = start_;
  start_ += std::min(count, buffer_.size() - from);
  return buffer_.text(from, start_);
}

void Lines::skip_line() {
  text_ = {};
  too_long_ = true;
  do {
    const std::size_t end = buffer_.text(start_, buffer_.size()).find('\n');
    start_ = end == std::string_view::npos ? buffer_.size() : start_ + end + 1;
    if (end != std::string_view::npos) return;
  } while (buffer_.fill_after(start_));
}

}  // namespace whylocked::input
