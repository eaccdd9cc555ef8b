// One message of RFC 5322 and MIME, as a reader of it sees it.
//
// In:  the bytes of a message, whole or its beginning.
// Out: date, recipient, subject and text, whatever their encoding; first of the message itself,
// then
//      of each message attached to it (a notice that was forwarded). Separately, the files
//      attached.
// The plain text is preferred to the words of the HTML. Only the first kMaxParts parts are read,
// and none deeper than kMaxDepth: more than people or programs send.
// Threads: safe.
// Failure: none; any bytes are a message, if an empty one, and so is every message on a system
// without GMime (why_unreadable), which is loaded for the first one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/context.hpp"

namespace whylocked::input {

// A file attached to a message, as it was before it was attached.
struct Attachment {
  std::string name, bytes;
  bool is_table = false;  // or a log, by the end of its name; else a document
};

struct Mail {
  std::string time;               // as written; empty: none
  std::string time_is = "Date:";  // the name of its header
  std::string recipient;          // the first address it went to
  std::string subject;
  std::string body;                    // UTF-8, without quoted trace headers
  std::string id;                      // Message-ID without its brackets
  bool is_automatic = false;           // an automatic reply, or the report of a mail system
  std::vector<Attachment> files = {};  // that may hold a table, a log or a document
};

inline constexpr std::size_t kMaxParts = 100;
inline constexpr int kMaxDepth = 8;

// Why no message can be read on this system; nullopt: messages can be read.
std::optional<Error> why_unreadable();

// Never empty.
std::vector<Mail> read_message(std::string_view bytes);

// The words of HTML as mails have it: cut, nested wrongly, from any program. Blocks and rows become
// line breaks; comments, scripts, styles and titles are left out. Anything but a tag is text.
std::string text_of_html(std::string_view html);

}  // namespace whylocked::input
