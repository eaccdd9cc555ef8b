// What one text says, by the table of phrases.
//
// In:  the text of a cell or a header.  Out: its statements, in a PhraseParse.
// Statements count in the order of the text: "Account locked after 5 failed attempts" is a lock,
// "Login failed: account locked" is a failure whose reason is the lock.
// Lifetime: values.  Threads: safe; the table's index is built at first use.  Failure: none; a text
// without a known phrase has `known` false.
#pragma once

#include <optional>
#include <string_view>

#include "whylocked/event.hpp"

namespace whylocked::normalizing {

struct PhraseParse {
  bool known = false;     // at least one phrase
  bool channel = false;   // says by which way
  bool attempt = false;   // says that somebody tried to sign in
  bool fault = false;     // gives a reason that only a failed attempt can have
  bool state = false;     // gives a reason that may also be a state of the account
  bool failures = false;  // speaks of a number of failures
  bool challenge = false;
  bool other = false;
  bool both = false;                // speaks of success and of failure: "Succeeded/Failed"
  std::optional<bool> success;      // what it says of the outcome first
  std::optional<EventKind> change;  // lock, unlock, reset, expiry or rename
  Reason reason = Reason::unknown;  // the first one given

  bool speaks_of_failure() const { return success == false || fault || challenge; }
};

PhraseParse read_sentence(std::string_view text);

}  // namespace whylocked::normalizing
