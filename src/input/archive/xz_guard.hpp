// Follows an xz stream while it is unpacked, and detects how much memory it will require.
//
// In:  the packed bytes, in pieces of any size.  Out: whether a dictionary is too large.
// Each block of a stream names the size of its dictionary, up to 4 GiB, and liblzma allocates it.
// So the outline of the stream is parsed here: headers, lengths of chunks, checks and index; the
// packed data itself is skipped. https://tukaani.org/xz/xz-file-format.txt
// Lifetime: values.  Threads: one a stream.  Memory: one block header, 1 KiB.
// Failure: inspect() is false for a dictionary over the limit, and for bytes that are no xz stream.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace whylocked::input {

class XzGuard {
 public:
  explicit XzGuard(std::uint64_t max_dictionary) : max_(max_dictionary) {}

  bool inspect(std::string_view bytes);
  bool is_too_large() const { return too_large_; }

 private:
  enum class At : std::uint8_t { between, stream, block, block_header, chunk, chunk_size, index };

  void expect(At at, std::size_t bytes);
  void skip(std::uint64_t bytes, At then);
  bool step();
  bool enter_block();
  bool enter_chunk();
  bool skip_chunk();
  bool end_block();
  bool read_index();

  const std::uint64_t max_;
  At at_ = At::between;
  std::string kept_;           // of the item to parse
  std::size_t wanted_ = 4;     // its bytes
  std::uint64_t skip_ = 0;     // bytes to skip
  std::uint64_t seen_ = 0;     // bytes since the block or index began
  std::uint64_t check_ = 0;    // bytes of the check after a block
  std::uint64_t numbers_ = 0;  // of the index, still to come
  std::uint64_t number_ = 0;   // so far
  unsigned bits_ = 0;          // of number_
  bool counted_ = false;       // how many numbers the index has is known
  bool too_large_ = false;
};

}  // namespace whylocked::input
