// A mail to the event it reports, if it is a notice about an account.
//
// In:  a mail; the patterns of the user's profiles, then the built-in ones.
// Out: the event in the words of a profile, user, address and what else the patterns name.
// The subject decides before the text does. A clause after "if" or "when" is no statement. The user
// is the one that the pattern or its sentence names, else the recipient.
// Failure: nullopt for a mail without a known wording.
//
// A digest reports several events, each with an account of its own: "User: ann@example.com",
// "Time: ...", in blocks; or a line an event that holds the account's mail address, a date and a
// clock. If no entry has a time, those of a mail that speaks of a day or a week have none; else the
// mail's.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "input/formats/pattern.hpp"
#include "input/formats/profile.hpp"
#include "input/mail/message.hpp"
#include "whylocked/read.hpp"

namespace whylocked::input {

// The IP address that a text is about, as written; empty: no address. A number after "version" does
// not count. Public addresses come before private ones; among them one after "IP", "address" or
// "from" before others; else the first.
std::string_view address_of(std::string_view text);

// The mail address among some words, or the only word; empty: neither, or a help desk's.
std::string_view account_of(std::string_view value);

// "Email: api@msp.example.com": a line with a label that heads columns of accounts in tables.
// "Created by: ann" names somebody else, "Account: Contoso" a customer. The surest label counts.
std::string_view labelled_account(std::string_view text);
// "Locked at: 19 May 2026 08:07": what follows the label of a time; empty: the line has none.
std::string_view labelled_time(std::string_view line);

struct Notice {
  const Profile* profile = nullptr;  // whose pattern found it
  ByField<std::string> fields;

  std::string& operator[](Field field) { return fields[field]; }
};

class NoticeReader {
 public:
  explicit NoticeReader(const ReadOptions& options)
      : patterns_(profiles_with(Words::mails, options), &Profile::mails) {}

  // `otherwise`: what a mail that states no event reports.
  std::optional<Notice> read(const Mail& mail, const Notice* otherwise = nullptr) const;
  std::vector<Field> fields() const;  // that a notice may have

 private:
  LinePatterns patterns_;  // one without an event only adds its fields
};

struct Digest {
  std::vector<Mail> entries;  // to the account that each is about; empty: there are no two
  std::string heading;        // before the first entry and after the last, of no account
};
Digest read_digest(const Mail& mail);

}  // namespace whylocked::input
