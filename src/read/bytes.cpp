#include "read/bytes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "read/limits.hpp"

namespace whylocked::reading {

namespace {

void add_to(ReadProgress* progress, std::size_t count) {
  if (progress != nullptr) progress->read.fetch_add(count, std::memory_order_relaxed);
}

// A file that another source has open, from a place of its own.
class PlaceInFile : public ByteSource {
 public:
  PlaceInFile(int file, std::uint64_t at, ReadProgress* progress)
      : file_(file), at_(static_cast<off_t>(at)), progress_(progress) {}

  std::size_t read(char* to, std::size_t most) override {
    for (;;) {
      const ssize_t count = ::pread(file_, to, most, at_);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) error_ = errno;
      if (count <= 0) return 0;
      at_ += count;
      add_to(progress_, static_cast<std::size_t>(count));
      return static_cast<std::size_t>(count);
    }
  }
  std::string failure() const override {
    return error_ == 0 ? std::string() : "cannot read: " + error_in_words(error_);
  }

 private:
  int file_;
  off_t at_;
  ReadProgress* progress_;
  int error_ = 0;
};

class FileSource : public ByteSource {
 public:
  // `most`: of a pipe or device, which may never end. `size`: of a file, from its place on.
  FileSource(int file, std::uint64_t most, std::uint64_t size, ReadProgress* progress)
      : file_(file), rest_(most), size_(size), progress_(progress) {
    if (progress_ != nullptr) progress_->size += size;
    if (size_ > 0)
      begin_ = static_cast<std::uint64_t>(std::max<off_t>(::lseek(file, 0, SEEK_CUR), 0));
  }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override {
    if (file_ != STDIN_FILENO) ::close(file_);
  }

  std::size_t read(char* to, std::size_t most) override {
    for (;;) {
      const ssize_t count = ::read(file_, to, most);
      if (count >= 0) return allow(static_cast<std::size_t>(count));
      if (errno == EINTR) continue;
      error_ = errno;
      return 0;
    }
  }
  std::string failure() const override {
    if (over_) return "more than " + std::to_string(kMostUnpacked / kGiB) + " GiB from a pipe";
    return error_ == 0 ? std::string() : "cannot read: " + error_in_words(error_);
  }
  std::string hint() const override {
    return over_ ? "save it as a file, or lift the limit with --unlimited" : "";
  }
  std::uint64_t size() const override { return size_ - std::min(size_, begin_); }
  std::unique_ptr<ByteSource> from(std::uint64_t offset) const override {
    if (size_ == 0) return nullptr;
    return std::make_unique<PlaceInFile>(file_, begin_ + offset, progress_);
  }

 private:
  std::size_t allow(std::size_t count) {
    over_ = count > rest_;
    if (over_) return 0;
    rest_ -= count;
    add_to(progress_, count);
    return count;
  }

  int file_;
  std::uint64_t rest_;  // bytes until the limit
  std::uint64_t size_, begin_ = 0;
  ReadProgress* progress_;
  int error_ = 0;
  bool over_ = false;
};

}  // namespace

std::size_t MemorySource::read(char* to, std::size_t most) {
  const std::size_t count = std::min({most, piece_, text_.size()});
  std::copy_n(text_.data(), count, to);
  text_.remove_prefix(count);
  return count;
}

std::size_t RewoundSource::read(char* to, std::size_t most) {
  const std::size_t count = head_.read(to, most);
  return count != 0 ? count : rest_.read(to, most);
}

std::unique_ptr<ByteSource> open_file(const std::string& path, Job& job) {
  const int file = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    job.refuse("open", "cannot open: " + error_in_words(errno), {});
    return nullptr;
  }
  struct stat about;
  const bool known = ::fstat(file, &about) == 0;
  const bool sized = known && S_ISREG(about.st_mode);
  job.info.unsized = !sized;
  auto source = std::make_unique<FileSource>(
      file, sized || job.options.unlimited ? UINT64_MAX : kMostUnpacked,
      sized ? static_cast<std::uint64_t>(about.st_size) : 0, job.options.progress);
  if (known && S_ISDIR(about.st_mode)) {
    job.refuse("open", "is a directory", "name the exports in it, such as " + path + "/*.csv");
    return nullptr;
  }
  return source;
}

Window::Window(ByteSource& source, std::size_t buffer_bytes)
    : source_(source),
      data_(new char[buffer_bytes + RawRows::kReadable]),
      capacity_(buffer_bytes),
      piece_(buffer_bytes) {}

bool Window::fill(std::size_t from) {
  if (ended_) return false;
  if (from > 0) std::memmove(data_.get(), data_.get() + from, size_ - from);
  size_ -= from;
  dropped_ += from;
  if (capacity_ - size_ < (piece_ + 1) / 2) grow();
  const std::size_t count = source_.read(data_.get() + size_, std::min(piece_, capacity_ - size_));
  size_ += count;
  ended_ = count == 0;
  return true;
}

void Window::fill_up_to(std::size_t wanted) {
  while (size_ < wanted && fill(0)) continue;
}

void Window::grow() {
  std::unique_ptr<char[]> larger(new char[2 * capacity_ + RawRows::kReadable]);
  std::copy_n(data_.get(), size_, larger.get());
  data_ = std::move(larger);
  capacity_ *= 2;
}

}  // namespace whylocked::reading
