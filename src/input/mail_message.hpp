// One message of RFC 5322 and MIME, in plain words.
//
// In:  the bytes of a message, whole or its front.  Out: what a reader of it sees: date, recipient,
//      subject and text, whatever their encoding; first of the message itself, then of each
//      message that is attached to it (a notice that was forwarded).
// Of a text that is there twice the plain one is taken, else the words of the HTML. Attached files
// are not looked at. Of very many parts only the first are (kMaxParts), and none that lie deeper
// than kDeepest; neither happens in mails that people or programs send.
// Lifetime: values.  Threads: safe.  Failure: none; any bytes are a message, if an empty one. So is
// every message on a system without GMime, which is loaded for the first: ask why_unreadable().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/context.hpp"

namespace whylocked::input {

struct Mail {
  std::string time;                    // as written; empty: none
  std::string_view time_is = "Date:";  // the name of its header
  std::string recipient;               // the first address it went to
  std::string subject;
  std::string body;           // UTF-8, without quoted trace headers
  std::string id;             // Message-ID without its brackets
  bool is_automatic = false;  // an automatic reply, or the report of a mail system
};

inline constexpr std::size_t kMaxParts = 100;
inline constexpr int kDeepest = 8;

// Why no message can be read on this system; nullopt: it can.
std::optional<Error> why_unreadable();

// Never empty.
std::vector<Mail> read_message(std::string_view bytes);

}  // namespace whylocked::input
