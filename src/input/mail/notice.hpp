// Reads the event that a mail reports, if it is a notice about an account.
//
// In:  a mail; the patterns of the user's profiles, then the built-in ones.
// Out: the event in the words of a profile; the user, the address and other fields of the patterns.
// The subject is tried before the text. A clause after "if" or "when" is not a statement. The user
// is named by the pattern, its sentence or a label; else it is the recipient.
// Failure: nullopt for a mail without a known wording.
//
// A digest reports several events, each with its own account: in blocks of "User: ann@example.com",
// "Time: ..."; or one per line, with the account's mail address, a date and a clock. If no entry
// has a time, they get the mail's, unless its subject speaks of a period such as a week.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "input/formats/pattern.hpp"
#include "input/formats/profile.hpp"
#include "input/mail/message.hpp"
#include "whylocked/read.hpp"

namespace whylocked::input {

// The IP address that a text is about, as written; empty if there is none. A number after "version"
// does not count. Public addresses rank above private ones, and among either, those after "IP",
// "address" or "from" above others; ties go to the first.
std::string_view address_of(std::string_view text);

// The mail address among the words of `value`, or its only word; empty if there is neither, or if
// it is a help desk's.
std::string_view account_of(std::string_view value);

// The account in a line such as "Email: api@msp.example.com", whose label is also a name for
// columns of accounts. "Created by: ann" names somebody else, "Account: Contoso" a customer. The
// label with the highest priority wins.
std::string_view labelled_account(std::string_view text);
// The value of a line such as "Locked at: 19 May 2026 08:07"; empty if its label is not a time's.
std::string_view labelled_time(std::string_view line);

struct Notice {
  const Profile* profile = nullptr;  // whose pattern matched
  ByField<std::string> fields;

  std::string& operator[](Field field) { return fields[field]; }
};

class NoticeReader {
 public:
  explicit NoticeReader(const ReadOptions& options)
      : patterns_(profiles_with(Words::mails, options), &Profile::mails) {}

  // `otherwise`: the notice of a mail that states no event.
  std::optional<Notice> read(const Mail& mail, const Notice* otherwise = nullptr) const;
  std::vector<Field> fields() const;  // that a notice may have

 private:
  LinePatterns patterns_;  // patterns without an event only add fields
};

struct Digest {
  std::vector<Mail> entries;  // one per event, to its account; empty unless there are several
  std::string heading;        // text before the first entry and after the last
};
Digest read_digest(const Mail& mail);

}  // namespace whylocked::input
