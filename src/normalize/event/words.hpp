// The words of a cell, and the statements that the table of phrases finds in them.
//
// In:  "LOCKED_OUT", "UserLoginFailed", "Kennwort geändert", "user.account.lock".
// Out: plain_words: " locked out ", " user login failed ", " kennwort geaendert ",
//      " user account lock ": lower case, one blank between words and at both ends, umlauts as two
//      letters, other accents dropped, no apostrophes; empty without a word. Only the front of a
//      long text counts. parse_phrases: a PhraseParse.
// Statements count in the order of the text: "Account locked after 5 failed attempts" is a lock,
// "Login failed: account locked" is a failure whose reason is the lock.
// Lifetime: values.  Threads: safe; the table's index is built at first use.
// Failure: none; a text without a known phrase has `known` false.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "normalize/event/phrases.hpp"
#include "whylocked/event.hpp"

namespace whylocked::normalize {

std::string plain_words(std::string_view text);

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

  Reporter reporter = Reporter::unknown;  // by the id of the event

  bool speaks_of_failure() const { return success == false || fault || challenge; }
  bool is_empty() const {
    return !(attempt || success || change || fault || state || challenge || failures || other);
  }
  void note(Statement statement, Reason with);
};

PhraseParse parse_phrases(std::string_view text);

}  // namespace whylocked::normalize
