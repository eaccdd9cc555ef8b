// The words of a cell, and the statements that the table of phrases finds in them.
//
// In:  "LOCKED_OUT", "UserLoginFailed", "Kennwort geändert", "user.account.lock".
// Out: plain_words: " locked out ", " user login failed ", " kennwort geaendert ",
//      " user account lock ": lower case, one blank between words and at both ends, umlauts as two
//      letters, other accents dropped, no apostrophes; empty without a word. Only the front of a
//      long text counts. parse_phrases: a PhraseParse.
// Statements count in the order of the text: "Account locked after 5 failed attempts" is a lock,
// "Login failed: account locked" is a failure whose reason is the lock.
// The phrases, in eight languages, are rows of phrases.txt, which is embedded at build time.
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

// Kinds of words of cells and headers: a bit for each line of cell_words.txt.
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
};
std::uint32_t cell_word(std::string_view text);       // the whole text, in any case
bool has_word(std::string_view text, CellWord kind);  // at least one of its words
// The text names single sign-on and says nothing else but that somebody signed in.
bool is_single_sign_on(std::string_view text);

enum class Statement : std::uint8_t {
  nothing,  // known, and no statement: "not locked"
  channel,  // by which way somebody came: "REST", "interactive"
  attempt,  // somebody tried to sign in
  success,
  failure,
  failures,   // a number of failures: "failed attempts"
  challenge,  // asked for a second factor; did not get in with this
  fault,      // why an attempt failed; without an attempt it makes no sense
  state,      // why attempts fail, or a state of the account: "disabled"
  lock,
  unlock,
  reset,
  expiry,
  rename,
  outage,  // the server failed, and judged no password: "bad gateway"
  topic,   // work that fails and succeeds without signing in: "backup", "import"
  other,   // an event of no interest here: "logout", "created"
};

struct PhraseRow {
  Statement statement = Statement::nothing;
  Reason reason = Reason::unknown;
  std::string_view phrases;  // divided by ", "
};

std::span<const PhraseRow> phrase_rows();

struct PhraseParse {
  bool known = false;     // at least one phrase
  bool attempt = false;   // says that somebody tried to sign in
  bool fault = false;     // gives a reason that only a failed attempt can have
  bool state = false;     // gives a reason that may also be a state of the account
  bool failures = false;  // speaks of a number of failures
  bool challenge = false;
  bool outage = false;
  bool topic = false;  // names some other work, whose success or failure it is
  bool other = false;
  bool both = false;                // speaks of success and of failure: "Succeeded/Failed"
  std::optional<bool> success;      // what it says of the outcome first
  std::optional<EventKind> change;  // lock, unlock, reset, expiry or rename
  Reason reason = Reason::unknown;  // the first one given

  Reporter reporter = Reporter::unknown;  // by the id of the event

  bool speaks_of_failure() const { return success == false || fault || challenge; }
  bool is_empty() const {
    return !(attempt || success || change || fault || state || challenge || failures || outage ||
             topic || other);
  }
  void note(Statement statement, Reason with);
};

PhraseParse parse_phrases(std::string_view text);

}  // namespace whylocked::normalize
