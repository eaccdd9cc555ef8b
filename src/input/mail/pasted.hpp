// Mails as mail programs show them: a few named lines and the text. People paste them into files,
// and a forwarded mail quotes the first one like that.
//
// In:  "From: ...", "Sent: ...", "To: ...", "Subject: ..." in any order, also in German, perhaps
//      quoted ("> To: ...") or starred ("*To:* ..."), then the text.
// Out: the mails one after the other; their times stay as written.
// Lifetime: PastedMails refers to its text.  Threads: pure.  Failure: a text without such lines
// has no mails.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "input/mail/message.hpp"

namespace whylocked::input {

// The named lines at the beginning of a text.
struct NamedLines {
  std::size_t known = 0;     // names of a mail's header, each once
  bool is_internet = false;  // written as on the wire: "Message-ID", "=?utf-8?q?...?="
};
NamedLines parse_named_lines(std::string_view text);

class PastedMails {
 public:
  // `least`: how many of sender, time, recipient and subject the first mail names; the others name
  // three, because a notice may speak of two of them in its text.
  PastedMails(std::string_view text, int least) : rest_(text), least_(least) {}
  std::optional<Mail> next();

 private:
  std::string_view rest_;
  int least_;
  std::optional<Mail> begun_;  // its header was taken, its text comes next
};

// Without what mail systems write on the way, where a text quotes it: lines that begin with
// "Received:" and their continuations. The addresses in them are of mail servers.
std::string without_trace(std::string_view text);

}  // namespace whylocked::input
