// E-mail to rows: notices that an account was locked or changed.
//
// In:  a message as it was sent (.eml), a mailbox (mbox), text pasted from a mail program, or many
// of
//      them, one after the other.  Out: one row a notice to the context's sink.
// The time is the Date: header, the user the one in the text or else the recipient, the address the
// one in the text; lines of mail servers ("Received:") are ignored. If a mail holds notices as
// attachments or in quoted mails, those count. A mail that is no notice is reported with its
// subject. A message may have any length; its first MiB is read, one message at a time. Lifetime:
// refers to its arguments.  Threads: one a reading. Failure: false when no message is a notice; a
// diagnostic says why. A notice without a date or a recipient is reported, counted and skipped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "input/bytes/file.hpp"
#include "input/context.hpp"
#include "input/mail/notice.hpp"

namespace whylocked::input {

// From the first bytes of a text, without its byte order mark and in UTF-8 or a superset of ASCII.
bool looks_like_mail(std::string_view head);

// A reading of several files as one input: rows count through all of them.
class MailReader {
 public:
  explicit MailReader(InputContext& context);
  // `name` is what messages call the file; empty: that of the input.
  void message_file(const std::string& name, ByteSource& source);
  bool end();  // after the last one: whether it is a usable input

 private:
  bool can_read_messages();
  void read_messages(ReadBuffer& buffer, bool is_mbox);
  void read_pasted(ReadBuffer& buffer);
  void add_message(const std::vector<Mail>& mails, bool whole);
  std::size_t emit_quoted(const Mail& outer);
  bool emit_notice(const Mail& mail, std::size_t before);
  void begin(const Mail& mail, const Notice& notice);
  void report(Severity severity, std::string_view kind, std::string_view what,
              std::string_view subject, std::string hint = {});

  InputContext& context_;
  const NoticeReader notices_;
  std::string file_;
  std::uint64_t messages_ = 0;
  bool unreadable_ = false;   // on this system
  std::uint64_t number_ = 0;  // of the message; each further notice in it counts as one more
};

bool read_mail(ByteSource& source, InputContext& context);

}  // namespace whylocked::input
