#include "correlate/packed_groups.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace whylocked {

namespace {

constexpr std::size_t kReaderBytes = 16u << 10;
constexpr std::size_t kLongestGroup = 80;  // eight numbers of at most ten bytes

// Whole seconds are even numbers, anything finer odd ones.
std::uint64_t shorten(Micros time) {
  const auto value = static_cast<std::uint64_t>(time);
  return time % kSecond == 0 ? value / kSecond * 2 : value * 2 + 1;
}
Micros lengthen(std::uint64_t number) {
  return static_cast<Micros>(number % 2 == 0 ? number / 2 * kSecond : number / 2);
}

char* put_number(std::uint64_t value, char* to) {
  for (; value >= 0x80; value >>= 7) *to++ = static_cast<char>(value | 0x80);
  *to++ = static_cast<char>(value);
  return to;
}

}  // namespace

void PackedGroups::put(const std::vector<Packed>& groups) {
  Run run{in_file_ + kept_.size(), 0, groups.front().window};
  if (run_.size() < groups.size() * kLongestGroup) run_.resize(groups.size() * kLongestGroup);
  char* to = run_.data();
  std::int64_t window = run.first_window;
  for (const Packed& group : groups) {
    to = put_number(static_cast<std::uint64_t>(group.window - std::exchange(window, group.window)),
                    to);
    to = put_number(group.user, to);
    to = put_number(group.address, to);
    to = put_number(group.failures, to);
    to = put_number(group.successes, to);
    if (group.failures == 0) continue;
    to = put_number(shorten(group.first), to);
    to = put_number(shorten(group.last - group.first), to);
  }
  kept_.insert(kept_.end(), run_.data(), to);
  run.to = in_file_ + kept_.size();
  runs_.push_back(run);
  if (kept_.size() > GroupBook::kPackedInMemory && !no_file_) spill();
}

void PackedGroups::spill() {
  if (file_ == nullptr) {
    file_.reset(std::tmpfile());
    if (file_ != nullptr) std::setvbuf(file_.get(), nullptr, _IONBF, 0);
  }
  no_file_ = file_ == nullptr ||
             std::fwrite(kept_.data(), 1, kept_.size(), file_.get()) != kept_.size() ||
             std::fflush(file_.get()) != 0;
  if (no_file_) return;
  in_file_ += kept_.size();
  kept_.clear();
}

std::size_t PackedGroups::read(std::uint64_t from, char* to, std::size_t most) const {
  if (from >= in_file_) {
    const auto at = static_cast<std::size_t>(from - in_file_);
    const std::size_t count = std::min(most, kept_.size() - at);
    std::memcpy(to, kept_.data() + at, count);
    return count;
  }
  const std::size_t count =
      static_cast<std::size_t>(std::min<std::uint64_t>(most, in_file_ - from));
  std::fseek(file_.get(), static_cast<long>(from), SEEK_SET);
  return std::fread(to, 1, count, file_.get());
}

PackedGroups::Reader::Reader(const PackedGroups& store, const Run& run)
    : store_(&store), at_(run.from), to_(run.to), window_(run.first_window) {
  buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kReaderBytes, to_ - at_)));
}

// Keeps what is not read yet in front.
void PackedGroups::Reader::fill() {
  std::memmove(buffer_.data(), buffer_.data() + read_, size_ - read_);
  size_ -= read_;
  read_ = 0;
  while (size_ < buffer_.size() && at_ < to_) {
    const std::size_t most =
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer_.size() - size_, to_ - at_));
    const std::size_t count = store_->read(at_, buffer_.data() + size_, most);
    if (count == 0) at_ = to_;  // the file was cut by somebody else
    size_ += count;
    at_ += count;
  }
}

std::uint64_t PackedGroups::Reader::number() {
  std::uint64_t value = 0;
  for (int shift = 0; read_ < size_ && shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(buffer_[read_++]);
    value |= std::uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) break;
  }
  return value;
}

bool PackedGroups::Reader::next(Packed& group) {
  if (size_ - read_ < kLongestGroup && at_ < to_) fill();
  if (read_ == size_) return false;
  group.window = window_ += static_cast<std::int64_t>(number());
  group.user = static_cast<TextId>(number());
  group.address = static_cast<TextId>(number());
  group.failures = number();
  group.successes = number();
  group.first = group.failures == 0 ? 0 : lengthen(number());
  group.last = group.failures == 0 ? 0 : group.first + lengthen(number());
  return true;
}

}  // namespace whylocked
