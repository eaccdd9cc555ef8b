// E-mail to rows: notices that an account was locked or changed.
//
// In:  messages as they were sent (.eml), mailboxes (mbox), or text pasted from a mail program.
// Out: one row a notice to the context's sink.
// The time is the Date: header, the user the one in the text or else the recipient, the address the
// one in the text. If a mail holds notices as attachments or in quoted mails, those count. A
// message may have any length; its first MiB is read, one message at a time. Threads: one a
// reading. Failure: false when no message is a notice; a diagnostic says why. A mail that is no
// notice is reported with its subject; a notice without a date or a recipient is reported and
// skipped.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "input/bytes/file.hpp"
#include "input/context.hpp"

namespace whylocked::input {

// From the first bytes of a text, without its byte order mark and in UTF-8 or a superset of ASCII.
bool looks_like_mail(std::string_view head);

bool read_mail(ByteSource& source, InputContext& context);

struct NamedSource {
  std::string name;  // as messages call the file
  std::unique_ptr<ByteSource> bytes;
};
// Several files as one input: rows count through all of them.
bool read_mails(std::size_t count, const std::function<NamedSource(std::size_t)>& open,
                InputContext& context);

}  // namespace whylocked::input
