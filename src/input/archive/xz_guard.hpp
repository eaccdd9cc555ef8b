// Looks on while an xz stream is unpacked, and sees how much memory it is about to ask for.
//
// In:  the packed bytes, in pieces of any size.  Out: whether a dictionary is too large.
// Each block of a stream names the size of its dictionary, up to 4 GiB, and the library that
// unpacks it obeys. So the outline of the stream is followed here: headers, the lengths of chunks,
// checks and index; the packed data itself is passed over.
// https://tukaani.org/xz/xz-file-format.txt
// Lifetime: values.  Threads: one a stream.  Memory: one block header, 1 KiB.
// Failure: see() is false for a dictionary over the limit, and for bytes that are no xz stream.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace whylocked::input {

class XzWatch {
 public:
  explicit XzWatch(std::uint64_t most_dictionary) : most_(most_dictionary) {}

  bool see(std::string_view bytes);
  bool is_too_large() const { return too_large_; }

 private:
  enum class At : std::uint8_t { between, stream, block, block_header, chunk, chunk_size, index };

  void expect(At at, std::size_t bytes);
  void pass(std::uint64_t bytes, At then);
  bool step();
  bool enter_block();
  bool enter_chunk();
  bool pass_chunk();
  bool end_block();
  bool read_index();

  const std::uint64_t most_;
  At at_ = At::between;
  std::string kept_;           // of what is looked at
  std::size_t wanted_ = 4;     // bytes of it
  std::uint64_t pass_ = 0;     // bytes to come that are not looked at
  std::uint64_t seen_ = 0;     // since the block or index began
  std::uint64_t check_ = 0;    // bytes of the check behind a block
  std::uint64_t numbers_ = 0;  // of the index that are still to come
  std::uint64_t number_ = 0;   // so far
  unsigned bits_ = 0;          // of it
  bool counted_ = false;       // the index has told how many numbers
  bool too_large_ = false;
};

}  // namespace whylocked::input
