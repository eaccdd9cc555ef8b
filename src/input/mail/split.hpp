// Splits text into mails: mails as programs show them, which people paste into files and forwarded
// mails quote; and mailboxes (mbox).
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

// Ignores the case of ASCII letters.
std::uint32_t mail_word(std::string_view word);

// The header lines at the beginning of a text.
struct NamedLines {
  std::size_t known = 0;     // distinct names of a mail's header
  bool is_internet = false;  // written as on the wire: "Message-ID", "=?utf-8?q?...?="
};
NamedLines parse_named_lines(std::string_view text);

// The mails in a text, in order, with times as written. `least`: how many of sender, time,
// recipient and subject the first mail must name; the others must name three, because the text of a
// notice may name two.
std::vector<Mail> split_pasted(std::string_view text, int least);

// "Ann Meyer <ann@example.com>; ...", "ann@example.com, ...", "Ann Meyer": the first, as an address
// if it has one.
std::string first_recipient(std::string_view text);

// Removes quoted trace headers, such as lines that begin with "Received:", with their
// continuations. Their addresses are those of mail servers.
std::string without_trace(std::string_view text);

// How much of a message is read. Notices have a few KiB, or 100 as HTML with pictures.
inline constexpr std::size_t kMaxMailBytes = std::size_t{1} << 20;

bool begins_like_mbox(std::string_view text);

// The files attached to a message, to the messages of a mailbox, or to messages within those.
std::vector<Attachment> files_attached_to(std::string_view bytes);

// Splits a mailbox into messages, in bounded memory: it keeps the beginning of each, because a
// notice comes before its attachments. The clock in the line "From somebody Tue May 19 08:07:19
// 2026" before each message distinguishes it from a sentence that begins with "From".
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
