#include "input/bytes/file.hpp"

#include <algorithm>
#include <cstring>

#include "input/limits.hpp"
#include "input/bytes/system.hpp"

namespace whylocked::input {

namespace {

void add_to(ReadProgress* progress, std::size_t count) {
  if (progress != nullptr) progress->read.fetch_add(count, std::memory_order_relaxed);
}

// A file that another source has open, from a place of its own.
class FileRange : public ByteSource {
 public:
  FileRange(const OpenFile& file, std::uint64_t at, ReadProgress* progress)
      : file_(file), at_(at), progress_(progress) {}

  std::size_t read(char* to, std::size_t most) override {
    const auto [count, error] = file_.read_at(at_, to, most);
    if (error != 0) error_ = error;
    if (count == 0) return 0;
    at_ += count;
    add_to(progress_, count);
    return count;
  }
  std::string failure() const override {
    return error_ == 0 ? std::string() : "cannot read: " + error_in_words(error_);
  }

 private:
  const OpenFile& file_;
  std::uint64_t at_;
  ReadProgress* progress_;
  int error_ = 0;
};

class FileSource : public ByteSource {
 public:
  // `most`: of a pipe or device, which may never end.
  FileSource(std::unique_ptr<OpenFile> file, std::uint64_t most, ReadProgress* progress)
      : file_(std::move(file)), rest_(most), progress_(progress) {
    if (progress_ != nullptr) progress_->size += file_->size();
  }

  std::size_t read(char* to, std::size_t most) override {
    const auto [count, error] = file_->read(to, most);
    if (error != 0) error_ = error;
    return allow(count);
  }
  std::string failure() const override {
    if (over_) return "more than " + std::to_string(kMaxUnpacked / kGiB) + " GiB from a pipe";
    return error_ == 0 ? std::string() : "cannot read: " + error_in_words(error_);
  }
  std::string hint() const override {
    return over_ ? "save it as a file, or lift the limit with --unlimited" : "";
  }
  std::uint64_t size() const override {
    return file_->size() - std::min(file_->size(), file_->begin());
  }
  std::unique_ptr<ByteSource> from(std::uint64_t offset) const override {
    if (file_->size() == 0) return nullptr;
    return std::make_unique<FileRange>(*file_, file_->begin() + offset, progress_);
  }

 private:
  std::size_t allow(std::size_t count) {
    over_ = count > rest_;
    if (over_) return 0;
    rest_ -= count;
    add_to(progress_, count);
    return count;
  }

  const std::unique_ptr<OpenFile> file_;
  std::uint64_t rest_;  // bytes until the limit
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

std::size_t PeekedSource::read(char* to, std::size_t most) {
  const std::size_t count = head_.read(to, most);
  return count != 0 ? count : rest_.read(to, most);
}

std::unique_ptr<ByteSource> open_file(const std::string& path, InputContext& job) {
  auto file = std::make_unique<OpenFile>(path);
  if (file->error() != 0) {
    job.refuse("open", "cannot open: " + error_in_words(file->error()), {});
    return nullptr;
  }
  const bool sized = file->kind() == OpenFile::Kind::regular;
  job.info.unsized = !sized;
  if (file->kind() == OpenFile::Kind::folder) {
    job.refuse("open", "is a directory", "name the exports in it, such as " + path + "/*.csv");
    return nullptr;
  }
  const std::uint64_t most = sized || job.options.unlimited ? UINT64_MAX : kMaxUnpacked;
  return std::make_unique<FileSource>(std::move(file), most, job.options.progress);
}

Window::Window(ByteSource& source, std::size_t buffer_bytes)
    : source_(source),
      data_(new char[buffer_bytes + RowBatch::kReadable]),
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
  std::unique_ptr<char[]> larger(new char[2 * capacity_ + RowBatch::kReadable]);
  std::copy_n(data_.get(), size_, larger.get());
  data_ = std::move(larger);
  capacity_ *= 2;
}

}  // namespace whylocked::input
