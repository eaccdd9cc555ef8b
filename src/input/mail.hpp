// E-mail to rows: notices that an account was locked or changed.
//
// In:  a message as it was sent (.eml), a mailbox (mbox), text that was pasted from a mail program,
//      or many of them, one after the other.  Out: one row a notice to the job's sink.
// Time is the Date: header, the user whom the text names or else the recipient, the address the one
// the text speaks of; lines of mail servers ("Received:") are never looked at. Of a mail that holds
// notices as attachments or in its text, those count. What is no notice that is known is told with
// its subject: the wordings that are built in are general ones (mail_patterns.cpp).
// A message may be of any length; its first MiB is looked at, one message at a time.
// Lifetime: refers to its arguments.  Threads: one a reading.
// Failure: false when no message is a notice; the job was told why. A notice without a date or a
// recipient is reported, counted and left out.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "input/bytes/read_buffer.hpp"
#include "input/context.hpp"

namespace whylocked::input {

// From the first bytes of a text, without its byte order mark and in UTF-8 or a superset of ASCII.
bool looks_like_mail(std::string_view head);

// A reading of several files as one input: rows count through all of them.
class MailReader {
 public:
  explicit MailReader(InputContext& job);
  ~MailReader();
  // `name` is what messages call the file; empty: the job's own.
  void message_file(const std::string& name, ByteSource& source);
  bool end();  // after the last one: whether it is a usable input

 private:
  class Reading;
  std::unique_ptr<Reading> reading_;
};

bool read_mail(ByteSource& source, InputContext& job);

}  // namespace whylocked::input
