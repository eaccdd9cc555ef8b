#include "input/bytes/file.hpp"

#include <algorithm>
#include <cstring>

#include "input/bytes/system.hpp"
#include "input/limits.hpp"

namespace whylocked::input {

namespace {

// A file from an offset on. Several may read one that is regular.
class FileSource : public ByteSource {
 public:
  // `max`: a limit for pipes and devices, which may never end.
  FileSource(std::shared_ptr<OpenFile> file, std::uint64_t at, std::uint64_t max,
             ReadProgress* progress)
      : file_(std::move(file)), at_(at), left_(max), progress_(progress) {}

  std::size_t read(char* to, std::size_t max) override {
    const auto [count, error] = file_->read(at_, to, max);
    if (error != 0) error_ = error;
    over_limit_ = count > left_;
    if (over_limit_) return 0;
    at_ += count;
    left_ -= count;
    if (progress_ != nullptr) progress_->read.fetch_add(count, std::memory_order_relaxed);
    return count;
  }
  std::optional<Error> failure() const override {
    if (over_limit_)
      return Error{"more than " + in_bytes(kMaxUnpacked) + " from a pipe",
                   "save it as a file, or lift the limit with --unlimited"};
    if (error_ == 0) return std::nullopt;
    return Error{"cannot read: " + error_in_words(error_), {}};
  }
  std::uint64_t size() const override {
    return file_->size() - std::min(file_->size(), file_->begin());
  }
  std::unique_ptr<ByteSource> from(std::uint64_t offset) const override {
    if (file_->size() == 0) return nullptr;
    return std::make_unique<FileSource>(file_, file_->begin() + offset, UINT64_MAX, progress_);
  }

 private:
  const std::shared_ptr<OpenFile> file_;
  std::uint64_t at_;    // of a regular file
  std::uint64_t left_;  // bytes until the limit
  ReadProgress* progress_;
  int error_ = 0;
  bool over_limit_ = false;
};

}  // namespace

std::size_t MemorySource::read(char* to, std::size_t max) {
  const std::size_t count = std::min({max, piece_, text_.size()});
  std::copy_n(text_.data(), count, to);
  text_.remove_prefix(count);
  return count;
}

std::size_t PeekedSource::read(char* to, std::size_t max) {
  const std::size_t count = head_.read(to, max);
  return count != 0 ? count : rest_.read(to, max);
}

std::unique_ptr<ByteSource> open_file(const std::string& path, const ReadOptions& options) {
  auto file = std::make_shared<OpenFile>(path);
  if (file->error() != 0)
    return std::make_unique<FailedSource>(
        Error{"cannot open: " + error_in_words(file->error()), {}});
  if (file->kind() == OpenFile::Kind::folder)
    return std::make_unique<FailedSource>(
        Error{"is a directory",
              "name the exports in it, such as " + Text::name(NameKind::file, path + "/*.csv")});
  const bool limited = file->kind() != OpenFile::Kind::regular && !options.unlimited;
  if (options.progress != nullptr) options.progress->size += file->size();
  const std::uint64_t begin = file->begin();
  return std::make_unique<FileSource>(std::move(file), begin, limited ? kMaxUnpacked : UINT64_MAX,
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

ReadBuffer::ReadBuffer(ByteSource& source, std::size_t buffer_bytes)
    : source_(source),
      data_(new char[buffer_bytes]),
      capacity_(buffer_bytes),
      piece_(buffer_bytes) {}

bool ReadBuffer::fill(std::size_t from) {
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

void ReadBuffer::fill_up_to(std::size_t wanted) {
  while (size_ < wanted && fill(0)) continue;
}

void ReadBuffer::grow() {
  std::unique_ptr<char[]> larger(new char[2 * capacity_]);
  std::copy_n(data_.get(), size_, larger.get());
  data_ = std::move(larger);
  capacity_ *= 2;
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
    if (end == rest.npos && fill()) continue;
    if (rest.empty()) return false;
    text_ = rest.substr(0, end);
    start_ += std::min(end, rest.size() - 1) + 1;
    break;
  }
  ++number_;
  return true;
}

bool Lines::fill() {
  if (!buffer_.fill(start_)) return false;
  start_ = 0;
  return true;
}

void Lines::skip_line() {
  text_ = {};
  too_long_ = true;
  do {
    const std::size_t end = buffer_.text(start_, buffer_.size()).find('\n');
    start_ = end == std::string_view::npos ? buffer_.size() : start_ + end + 1;
    if (end != std::string_view::npos) return;
  } while (fill());
}

}  // namespace whylocked::input
