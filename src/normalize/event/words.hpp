// The words of a cell, and the statements found in them by the table of phrases.
//
// In:  "LOCKED_OUT", "UserLoginFailed", "Kennwort geändert", "user.account.lock".
// Out: plain_words: " locked out ", " user login failed ", " kennwort geaendert ", " user account
//      lock ": lower case, one blank between words and at both ends, umlauts as two letters, no
//      other accents, no apostrophes; empty without a word. Only the front of a long text is used.
//      parse_phrases: a PhraseParse.
// The order of statements matters: "Account locked after 5 failed attempts" is a lock, "Login
// failed: account locked" is a failure whose reason is the lock.
// The phrases, in eight languages, are rows of phrases.txt, embedded at build time.
// Lifetime: values.  Threads: safe; the table's index is built at first use.
// Failure: none; a text without a known phrase has `known` false.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "whylocked/event.hpp"

namespace whylocked::normalize {

std::string plain_words(std::string_view text);

// Kinds of words in cells and headers: one bit for each line of cell_words.txt.
enum CellWord : std::uint32_t {
  kYes = 1,
  kNo = 1 << 1,
  kNegation = 1 << 2,
  kExplains = 1 << 3,
  kResult = 1 << 4,
  kTotal = 1 << 5,
  kWorked = 1 << 6,
  kDidNot = 1 << 7,
  kLevel = 1 << 8,
  kSingleSignOn = 1 << 9,
  kSigningIn = 1 << 10,
  kTimes = 1 << 11,
};
std::uint32_t cell_word(std::string_view text);       // the whole text, in any case
bool has_word(std::string_view text, CellWord kind);  // at least one of its words
// True if the text names single sign-on and otherwise only says that somebody signed in.
bool is_single_sign_on(std::string_view text);

enum class Statement : std::uint8_t {
  nothing,  // known, but not a statement: "not locked"
  channel,  // how somebody signed in: "REST", "interactive"
  attempt,  // somebody tried to sign in
  success,
  failure,
  failures,   // a number of failures: "failed attempts"
  challenge,  // asked for a second factor, so not signed in yet
  fault,      // why an attempt failed; meaningless without one
  state,      // why attempts fail, or a state of the account: "disabled"
  lock,
  unlock,
  reset,
  expiry,
  rename,
  outage,  // the server failed and checked no password: "bad gateway"
  topic,   // other work that succeeds or fails: "backup", "import"
  other,   // an irrelevant event: "logout", "created"
};

struct PhraseRow {
  Statement statement = Statement::nothing;
  Reason reason = Reason::unknown;
  std::string_view phrases;  // separated by ", "
};

std::span<const PhraseRow> phrase_rows();

struct PhraseParse {
  bool known = false;     // at least one phrase
  bool attempt = false;   // says that somebody tried to sign in
  bool fault = false;     // gives a reason that only failed attempts have
  bool state = false;     // gives a reason that may also be an account's state
  bool failures = false;  // mentions a number of failures
  bool challenge = false;
  bool outage = false;
  bool topic = false;  // names other work, which succeeded or failed
  bool other = false;
  bool both = false;                // mentions success and failure: "Succeeded/Failed"
  std::optional<bool> success;      // the first outcome it mentions
  std::optional<EventKind> change;  // lock, unlock, reset, expiry or rename
  Reason reason = Reason::unknown;  // the first one given

  Reporter reporter = Reporter::unknown;  // from the id of the event

  bool speaks_of_failure() const { return success == false || fault || challenge; }
  bool is_empty() const {
    return !(attempt || success || change || fault || state || challenge || failures || outage ||
             topic || other);
  }
  void note(Statement statement, Reason with);
};

PhraseParse parse_phrases(std::string_view text);

}  // namespace whylocked::normalize
