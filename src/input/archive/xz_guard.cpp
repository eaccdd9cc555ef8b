#include "input/archive/xz_guard.hpp"

#include <algorithm>

namespace whylocked::input {

namespace {

constexpr std::size_t kStreamHeader = 12, kStreamFooter = 12, kCrc = 4;
constexpr std::uint64_t kLzma2 = 0x21;

std::uint64_t unsigned_byte(char c) { return static_cast<unsigned char>(c); }

std::uint64_t padding(std::uint64_t size) { return (4 - size % 4) % 4; }

// Bytes of a check by its number: 0, 4 for 1 to 3, 8 for 4 to 6, ... 64.
std::uint64_t check_bytes(std::uint64_t number) {
  return number == 0 ? 0 : std::uint64_t{4} << (number - 1) / 3;
}

// Seven bits a byte, the lowest first. False: there is none.
bool take_number(std::string_view& text, std::uint64_t& number) {
  number = 0;
  for (unsigned bits = 0; bits < 63 && !text.empty(); bits += 7) {
    const std::uint64_t next = unsigned_byte(text[0]);
    text.remove_prefix(1);
    number |= (next & 0x7f) << bits;
    if (next < 0x80) return true;
  }
  return false;
}

// The dictionary that a block header requires; UINT64_MAX for an invalid header.
std::uint64_t dictionary_of(std::string_view header) {
  const std::uint64_t flags = unsigned_byte(header[1]);
  header = header.substr(2, header.size() - 2 - kCrc);
  std::uint64_t ignored = 0, id = 0, size = 0, dictionary = 0;
  for (const std::uint64_t flag : {0x40, 0x80})  // sizes of the block, packed and not
    if ((flags & flag) != 0 && !take_number(header, ignored)) return UINT64_MAX;
  for (std::uint64_t filter = 0; filter <= (flags & 3); ++filter) {
    if (!take_number(header, id) || !take_number(header, size) || size > header.size())
      return UINT64_MAX;
    if (id == kLzma2 && size == 1) {
      const std::uint64_t code = unsigned_byte(header[0]);
      dictionary = code > 40 ? UINT64_MAX : (2 | (code & 1)) << (code / 2 + 11);
    }
    header.remove_prefix(size);
  }
  return dictionary;
}

}  // namespace

bool XzGuard::inspect(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::uint64_t room = skip_ > 0 ? skip_ : wanted_ - kept_.size();
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(room, bytes.size()));
    seen_ += count;
    if (skip_ > 0)
      skip_ -= count;
    else
      kept_ += bytes.substr(0, count);
    bytes.remove_prefix(count);
    if (skip_ == 0 && kept_.size() == wanted_ && !step()) return false;
  }
  return true;
}

void XzGuard::expect(At at, std::size_t bytes) {
  at_ = at;
  wanted_ = bytes;
  kept_.clear();
}

void XzGuard::skip(std::uint64_t bytes, At then) {
  expect(then, then == At::between ? 4 : 1);
  skip_ = bytes;
}

// The wanted bytes are complete.
bool XzGuard::step() {
  switch (at_) {
    case At::between:  // zeros may pad streams
      if (kept_ == std::string_view("\0\0\0\0", 4)) return kept_.clear(), true;
      at_ = At::stream;
      wanted_ = kStreamHeader;
      return true;
    case At::stream:
      check_ = check_bytes(unsigned_byte(kept_[7]) & 15);
      expect(At::block, 1);
      return true;
    case At::block:
      return enter_block();
    case At::block_header:
      too_large_ = dictionary_of(kept_) > max_;
      expect(At::chunk, 1);
      return !too_large_;
    case At::chunk:
      return enter_chunk();
    case At::chunk_size:
      return skip_chunk();
    case At::index:
      return read_index();
  }
  return false;
}

// The first byte of a block is the size of its header, in fours; 0 is the index.
bool XzGuard::enter_block() {
  seen_ = 1;
  numbers_ = number_ = bits_ = 0;
  counted_ = false;
  const std::uint64_t size = unsigned_byte(kept_[0]);
  if (size == 0) return expect(At::index, 1), true;
  at_ = At::block_header;
  wanted_ = (size + 1) * 4;
  return true;
}

// 0 ends the block; 1 and 2 come before bytes that are not packed.
bool XzGuard::enter_chunk() {
  const std::uint64_t control = unsigned_byte(kept_[0]);
  if (control == 0) return end_block();
  at_ = At::chunk_size;
  wanted_ = control < 0x80 ? 3 : control < 0xc0 ? 5 : 6;
  return control <= 2 || control >= 0x80;
}

bool XzGuard::skip_chunk() {
  const std::size_t at = unsigned_byte(kept_[0]) < 0x80 ? 1 : 3;
  skip((unsigned_byte(kept_[at]) << 8 | unsigned_byte(kept_[at + 1])) + 1, At::chunk);
  return true;
}

bool XzGuard::end_block() {
  const std::uint64_t rest = padding(seen_) + check_;
  expect(At::block, 1);
  skip_ = rest;
  return true;
}

// The number of blocks, and two sizes of each.
bool XzGuard::read_index() {
  const std::uint64_t next = unsigned_byte(kept_[0]);
  kept_.clear();
  number_ |= (next & 0x7f) << bits_;
  bits_ += 7;
  if (next >= 0x80) return bits_ < 63;
  numbers_ = counted_ ? numbers_ - 1 : 2 * number_;
  counted_ = true;
  number_ = bits_ = 0;
  if (numbers_ == 0) skip(padding(seen_) + kCrc + kStreamFooter, At::between);
  return true;
}

}  // namespace whylocked::input
