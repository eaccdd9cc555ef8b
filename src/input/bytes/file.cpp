#include "input/bytes/file.hpp"

#include <algorithm>

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

}  // namespace whylocked::input
