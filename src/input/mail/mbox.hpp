// A mailbox message by message, in bounded memory.
//
// In:  the bytes of one message, or of an mbox, which has a line "From somebody Tue May 19 08:07:19
//      2026" before each message.
// Out: the beginning of each message: a notice is before its attachments. The clock in the line
//      distinguishes it from a sentence that begins with "From".
// Lifetime: a piece is valid until the next next().  Threads: one a reading.  Failure: none.
#pragma once

#include <string>
#include <string_view>

#include "input/bytes/lines.hpp"

namespace whylocked::input {

// How much of one message is read. Notices have a few KiB; HTML ones with pictures in them, 100.
inline constexpr std::size_t kMaxMailBytes = std::size_t{1} << 20;

bool begins_like_mbox(std::string_view text);

class MailSplitter {
 public:
  MailSplitter(ReadBuffer& buffer, bool is_mbox, std::size_t most_bytes)
      : lines_(buffer, most_bytes), is_mbox_(is_mbox), most_(most_bytes) {}

  struct Piece {
    std::string_view bytes;  // without the "From " line
    bool whole = true;
  };
  bool next(Piece& piece);

 private:
  Lines lines_;
  const bool is_mbox_;
  const std::size_t most_;
  std::string text_;    // of the piece
  bool begun_ = false;  // the "From " line of the next message was read
};

}  // namespace whylocked::input
