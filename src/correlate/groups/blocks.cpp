#include "correlate/groups/blocks.hpp"

#include <limits>
#include <span>
#include <utility>

namespace whylocked::groups {

namespace {

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

char* put_group(const Group& group, Micros window_before, char* to) {
  to = put_number(shorten(group.from - window_before), to);
  to = put_number(group.address, put_number(group.user, to));
  to = put_number(group.failures, put_number(group.successes, to));
  if (group.failures == 0) return to;
  to = put_number(shorten(group.first - group.from), to);
  return put_number(shorten(group.last - group.first), to);
}

Group take_group(Micros window_before, const char*& from) {
  Group group;
  group.from = window_before + lengthen(take_number(from));
  group.user = static_cast<TextId>(take_number(from));
  group.address = static_cast<TextId>(take_number(from));
  group.successes = take_number(from);
  group.failures = take_number(from);
  if (group.failures == 0) return group;
  group.first = group.from + lengthen(take_number(from));
  group.last = group.first + lengthen(take_number(from));
  return group;
}

}  // namespace

void Blocks::append(const std::vector<Group>& groups) {
  if (kept_.size() > kInMemory && !file_full_) write_out();
  Block block{.first = groups.front().from, .last = groups.back().from, .from = size()};
  const auto room = std::make_unique_for_overwrite<char[]>(groups.size() * kMaxGroup);
  char* to = room.get();
  const auto put = [&](bool failed) {
    Micros window = block.first;
    for (const Group& group : groups)
      if ((group.failures > 0) == failed)
        to = put_group(group, std::exchange(window, group.from), to);
    return block.from + static_cast<std::uint64_t>(to - room.get());
  };
  block.middle = put(true);
  block.to = put(false);
  blocks_.push_back(block);
  kept_.append(room.get(), to);
}

void Blocks::write_out() {
  constexpr std::uint64_t kMaxFile = std::numeric_limits<long>::max();  // Windows: 2 GiB
  if (file_ == nullptr) {
    file_.reset(std::tmpfile());
    if (file_ != nullptr) std::setvbuf(file_.get(), nullptr, _IONBF, 0);
  }
  file_full_ = file_ == nullptr || size() > kMaxFile ||
               std::fwrite(kept_.data(), 1, kept_.size(), file_.get()) != kept_.size() ||
               std::fflush(file_.get()) != 0;
  if (file_full_) return;
  in_file_ += kept_.size();
  kept_.clear();
}

std::vector<Group> Blocks::read(const Block& block, bool whole) const {
  const auto size = static_cast<std::size_t>((whole ? block.to : block.middle) - block.from);
  std::string bytes;
  if (block.from < in_file_) {
    bytes.resize(size + kMaxGroup);  // a number ends there, whatever the bytes are
    const std::lock_guard lock(position_);
    if (std::fseek(file_.get(), static_cast<long>(block.from), SEEK_SET) != 0 ||
        std::fread(bytes.data(), 1, size, file_.get()) != size)
      return {};
  }
  const char* const begin = bytes.empty() ? kept_.data() + (block.from - in_file_) : bytes.data();
  const char* const middle = begin + (block.middle - block.from);
  std::vector<Group> groups;
  Micros window = block.first;
  for (const char* from = begin; from < begin + size;) {
    if (from == middle) window = block.first;
    groups.push_back(take_group(window, from));
    window = groups.back().from;
  }
  return groups;
}

}  // namespace whylocked::groups
