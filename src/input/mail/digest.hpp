// A mail that reports several events, each with an account of its own, entry by entry.
//
// In:  "User: ann@example.com", "Time: ...", in blocks; or a line an event that holds the account's
//      mail address, a date and a clock.
// Out: each entry as a mail of its own, and the text around the entries. Nothing: the mail has
//      no two entries. If no entry has a time, those of a mail that speaks of a day or a week have
//      none; else the mail's.
// Threads: pure.  Failure: none.
#pragma once

#include <string>
#include <vector>

#include "input/mail/message.hpp"

namespace whylocked::input {

struct Digest {
  std::vector<Mail> entries;  // to the account that each is about
  std::string heading;        // before the first entry and after the last, of no account
};

Digest read_digest(const Mail& mail);

}  // namespace whylocked::input
