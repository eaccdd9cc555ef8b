// A mail that reports several events, each with an account of its own, to one mail an event.
//
// In:  "User: ann@example.com", "Time: ...", in blocks; or a line an event that holds the account's
//      mail address, a date and a clock.
// Out: one Mail an entry: its lines, its account as the recipient, and its own time. Empty: the
// mail
//      has no two entries. If no entry has a time, those of a mail that speaks of a day or a week
//      have none; else the mail's.
// Threads: pure.  Failure: none.
#pragma once

#include <string_view>
#include <vector>

#include "input/mail/message.hpp"

namespace whylocked::input {

std::vector<Mail> entries_of_digest(const Mail& mail);

}  // namespace whylocked::input
