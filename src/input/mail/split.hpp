// A text with several mails to one mail after the other: as mail programs show them, which people
// paste into files and forwarded mails quote; and mailboxes (mbox).
//
// In:  "From: ...", "Sent: ...", "To: ...", "Subject: ..." in any order, also in German, perhaps
//      quoted ("> To: ...") or starred ("*To:* ..."), then the text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input/bytes/file.hpp"
#include "input/mail/message.hpp"

namespace whylocked::input {

// Kinds of words in a mail, from mail_words.txt.
enum MailWord : std::uint32_t {
  kSender = 1,
  kTime = 1 << 1,
  kRecipient = 1 << 2,
  kSubject = 1 << 3,
  kCopies = 1 << 4,
  kOtherLine = 1 << 5,
  kInternetLine = 1 << 6,
  kHeaderLine = (1 << 7) - 1,  // any of them
  kTrace = 1 << 7,
  kAddressHint = 1 << 8,
  kVersion = 1 << 9,
  kNoName = 1 << 10,
  kCondition = 1 << 11,
  kPeriod = 1 << 12,
};

// In any case of ASCII letters.
std::uint32_t mail_word(std::string_view word);

// The named lines at the beginning of a text.
struct NamedLines {
  std::size_t known = 0;     // names of a mail's header, each once
  bool is_internet = false;  // written as on the wire: "Message-ID", "=?utf-8?q?...?="
};
NamedLines parse_named_lines(std::string_view text);

// The mails in a text, in order; their times stay as written. `least`: how many of sender, time,
// recipient and subject the first one names; the others name three, because a notice may speak of
// two of them in its text.
std::vector<Mail> split_pasted(std::string_view text, int least);

// "Ann Meyer <ann@example.com>; ...", "ann@example.com, ...", "Ann Meyer": the first, as an address
// if it has one.
std::string first_recipient(std::string_view text);

// Without what mail systems write on the way, where a text quotes it: lines that begin with
// "Received:" and their continuations. The addresses in them are of mail servers.
std::string without_trace(std::string_view text);

// How much of one message is read. Notices have a few KiB; HTML ones with pictures in them, 100.
inline constexpr std::size_t kMaxMailBytes = std::size_t{1} << 20;

bool begins_like_mbox(std::string_view text);

// The files attached to a message, to those of a mailbox, or to messages attached to them.
std::vector<Attachment> files_attached_to(std::string_view bytes);

// A mailbox message by message, in bounded memory: the beginning of each, for a notice is before
// its attachments. The clock in the line "From somebody Tue May 19 08:07:19 2026" before each
// message distinguishes it from a sentence that begins with "From".
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
