#include "correlate/groups/runs.hpp"

#include <algorithm>
#include <limits>

namespace whylocked::groups {

namespace {

constexpr std::size_t kSmallWindow = 128;   // groups
constexpr std::size_t kBuffer = 16u << 10;  // bytes
constexpr std::size_t kMaxGroup = 80;       // eight numbers of at most ten bytes

// Whole seconds, as logs have them, are even numbers, anything finer odd ones.
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

// A window with many groups is a run of its own, so that runs of neighbours seldom share one.
void Runs::append(std::span<const Counted> groups) {
  std::size_t run = 0;
  for (std::size_t from = 0, to = 0; from < groups.size(); from = to) {
    while (to < groups.size() && groups[to].window == groups[from].window) ++to;
    if (to - from >= kSmallWindow && from > run)
      append_run(groups.subspan(run, from - run)), run = from;
    if (to - run >= kSmallWindow) append_run(groups.subspan(run, to - run)), run = to;
  }
  if (run < groups.size()) append_run(groups.subspan(run));
}

void Runs::append_run(std::span<const Counted> groups) {
  if (with_.size() < groups.size() * kMaxGroup)
    with_.resize(groups.size() * kMaxGroup), without_.resize(with_.size());
  char *with = with_.data(), *without = without_.data();
  std::int64_t before_with = groups.front().window, before_without = before_with;
  const auto put_key = [](const Counted& group, std::int64_t& before, char* to) {
    to = put_number(static_cast<std::uint64_t>(group.window - before), to);
    before = group.window;
    return put_number(group.successes, put_number(group.address, put_number(group.user, to)));
  };
  for (const Counted& group : groups) {
    if (group.failures == 0) {
      without = put_key(group, before_without, without);
      continue;
    }
    with = put_number(group.failures, put_key(group, before_with, with));
    with = put_number(shorten(group.last - group.first), put_number(shorten(group.first), with));
  }
  const auto bytes = static_cast<std::size_t>(with - with_.data() + (without - without_.data()));
  if (kept_.size() + bytes > kInMemory && !file_full_) write_out();
  Run run{groups.front().window, groups.back().window, in_file_ + kept_.size(), 0, 0};
  kept_.insert(kept_.end(), with_.data(), with);
  run.without_failure = in_file_ + kept_.size();
  kept_.insert(kept_.end(), without_.data(), without);
  run.to = in_file_ + kept_.size();
  runs_.push_back(run);
}

void Runs::write_out() {
  constexpr std::uint64_t kMaxFile = std::numeric_limits<long>::max();  // Windows: 2 GiB
  if (file_ == nullptr) {
    file_.reset(std::tmpfile());
    if (file_ != nullptr) std::setvbuf(file_.get(), nullptr, _IONBF, 0);
  }
  file_full_ = file_ == nullptr || in_file_ + kept_.size() > kMaxFile ||
               std::fwrite(kept_.data(), 1, kept_.size(), file_.get()) != kept_.size() ||
               std::fflush(file_.get()) != 0;
  if (file_full_) return;
  in_file_ += kept_.size();
  kept_.clear();
}

std::size_t Runs::read(std::uint64_t from, char* to, std::size_t most) const {
  if (from >= in_file_) {
    const auto at = static_cast<std::size_t>(from - in_file_);
    const std::size_t count = std::min(most, kept_.size() - at);
    std::copy_n(kept_.data() + at, count, to);
    return count;
  }
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(most, in_file_ - from));
  const std::lock_guard lock(position_);
  if (std::fseek(file_.get(), static_cast<long>(from), SEEK_SET) != 0) return 0;
  return std::fread(to, 1, count, file_.get());
}

RunReader::RunReader(const Runs& runs, const Run& run, bool with_failure)
    : runs_(&runs),
      at_(with_failure ? run.from : run.without_failure),
      to_(with_failure ? run.without_failure : run.to),
      window_(run.first_window),
      with_failure_(with_failure),
      buffer_(std::min<std::uint64_t>(kBuffer, to_ - at_) + kMaxGroup) {}

// Keeps what is not read yet in front. Zeros follow what is there, so that a number ends inside the
// buffer whatever the bytes are.
void RunReader::fill() {
  std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(read_),
            buffer_.begin() + static_cast<std::ptrdiff_t>(size_), buffer_.begin());
  size_ -= read_;
  read_ = 0;
  const std::size_t room = buffer_.size() - kMaxGroup;
  while (size_ < room && at_ < to_) {
    const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(room - size_, to_ - at_));
    const std::size_t count = runs_->read(at_, buffer_.data() + size_, most);
    if (count == 0) at_ = to_;
    size_ += count;
    at_ += count;
  }
  std::fill_n(buffer_.begin() + static_cast<std::ptrdiff_t>(size_), kMaxGroup, '\0');
}

std::uint64_t RunReader::number() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(buffer_[read_++]);
    value |= std::uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) break;
  }
  return value;
}

bool RunReader::next(Counted& group) {
  if (read_ + kMaxGroup > size_ && at_ < to_) fill();
  if (read_ >= size_) return false;
  group.window = window_ += static_cast<std::int64_t>(number());
  group.user = static_cast<TextId>(number());
  group.address = static_cast<TextId>(number());
  group.successes = number();
  group.failures = with_failure_ ? number() : 0;
  group.first = with_failure_ ? lengthen(number()) : 0;
  group.last = with_failure_ ? group.first + lengthen(number()) : 0;
  return true;
}

}  // namespace whylocked::groups
