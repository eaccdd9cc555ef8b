// One message (RFC 5322, MIME), as its reader sees it.
//
// In:  the bytes of a message, whole or its beginning.
// Out: date, recipient, subject and text, decoded: first of the message itself, then of each
//      message attached to it (a forwarded notice). Separately, the attached files.
// Plain text is preferred to HTML. Only the first kMaxParts parts and kMaxDepth levels are read,
// more than people or programs send.
// Threads: safe.
// Failure: none; any bytes are a message, if an empty one. Without GMime, which is loaded for the
// first message, every message is empty (see why_unreadable).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/context.hpp"

namespace whylocked::input {

// A file attached to a message, decoded.
struct Attachment {
  std::string name, bytes;
  bool is_table = false;  // a table or a log, by its extension; else a document
};

struct Mail {
  std::string time;               // as written; empty if absent
  std::string time_is = "Date:";  // the header that holds it
  std::string recipient;          // the first address it was sent to
  std::string subject;
  std::string body;                    // UTF-8, without quoted trace headers
  std::string id;                      // Message-ID without its brackets
  bool is_automatic = false;           // an automatic reply or a delivery report
  std::vector<Attachment> files = {};  // that may hold a table, a log or a document
};

inline constexpr std::size_t kMaxParts = 100;
inline constexpr int kMaxDepth = 8;

// The reason why no message can be read on this system; nullopt if messages can be read.
std::optional<Error> why_unreadable();

// Never returns an empty vector.
std::vector<Mail> read_message(std::string_view bytes);

// The text of HTML as mails have it: truncated, badly nested, from any program. Blocks and rows
// become line breaks; comments, scripts, styles and titles are dropped. Anything but a tag is text.
std::string text_of_html(std::string_view html);

}  // namespace whylocked::input
