#include "correlate/groups/blocks.hpp"

#include <limits>
#include <utility>

namespace whylocked::groups {

namespace {

constexpr std::size_t kBlock = 512;    // groups, or one window that has more
constexpr std::size_t kMaxGroup = 70;  // bytes: seven numbers of at most ten bytes

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

std::uint64_t take_number(const char*& from) {
  if (*from >= 0) return static_cast<unsigned char>(*from++);
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(*from++);
    value |= std::uint64_t{byte & 0x7fu} << shift;
    if (byte < 0x80) break;
  }
  return value;
}

char* put_group(const Counted& group, std::int64_t window_before, char* to) {
  to = put_number(static_cast<std::uint64_t>(group.window - window_before), to);
  to = put_number(group.address, put_number(group.user, to));
  to = put_number(group.failures, put_number(group.successes, to));
  if (group.failures == 0) return to;
  return put_number(shorten(group.last - group.first), put_number(shorten(group.first), to));
}

Counted take_group(std::int64_t window_before, const char*& from) {
  Counted group;
  group.window = window_before + static_cast<std::int64_t>(take_number(from));
  group.user = static_cast<TextId>(take_number(from));
  group.address = static_cast<TextId>(take_number(from));
  group.successes = take_number(from);
  group.failures = take_number(from);
  if (group.failures == 0) return group;
  group.first = lengthen(take_number(from));
  group.last = group.first + lengthen(take_number(from));
  return group;
}

}  // namespace

void Blocks::append(std::span<const Counted> groups) {
  for (std::size_t from = 0, to = 0; from < groups.size(); from = to) {
    while (to < groups.size() && (to < from + kBlock || groups[to].window == groups[to - 1].window))
      ++to;
    keep(groups.subspan(from, to - from));
  }
}

void Blocks::keep(std::span<const Counted> groups) {
  if (kept_.size() + groups.size() * kMaxGroup > kInMemory && !file_full_) write_out();
  Block block{.first_window = groups.front().window,
              .last_window = groups.back().window,
              .from = in_file_ + kept_.size()};
  const std::size_t size = kept_.size();
  kept_.resize(size + groups.size() * kMaxGroup);
  std::int64_t window = block.first_window;
  char* to = kept_.data() + size;
  for (const Counted& group : groups)
    to = put_group(group, std::exchange(window, group.window), to);
  kept_.resize(static_cast<std::size_t>(to - kept_.data()));
  block.to = in_file_ + kept_.size();
  blocks_.push_back(block);
}

void Blocks::write_out() {
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

std::vector<Counted> Blocks::read(const Block& block) const {
  const auto size = static_cast<std::size_t>(block.to - block.from);
  std::vector<char> bytes;
  if (block.from < in_file_) {
    bytes.resize(size + kMaxGroup);  // a number ends there, whatever the bytes are
    const std::lock_guard lock(position_);
    if (std::fseek(file_.get(), static_cast<long>(block.from), SEEK_SET) != 0 ||
        std::fread(bytes.data(), 1, size, file_.get()) != size)
      return {};
  }
  const char* from = bytes.empty() ? kept_.data() + (block.from - in_file_) : bytes.data();
  std::vector<Counted> groups;
  for (const char* const end = from + size; from < end;)
    groups.push_back(take_group(groups.empty() ? block.first_window : groups.back().window, from));
  return groups;
}

}  // namespace whylocked::groups
