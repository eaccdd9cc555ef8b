// The words of exports and what they say, in English and German.
//
// In:  nothing.  Out: a table; a newcomer adds a phrase to a row.
// A phrase is written as plain_words gives it; "*" stands for up to three words. At each place in a
// text the phrase with the most words wins and is used up, so that "not successful" is not
// "successful" and "unlocked" is not "locked".
// Lifetime: constant.  Threads: safe.  Failure: none.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "whylocked/event.hpp"

namespace whylocked::normalize {

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
  other,  // an event of no interest here: "logout", "created"
};

struct PhraseRow {
  Statement statement = Statement::nothing;
  Reason reason = Reason::unknown;
  std::string_view phrases;  // divided by ", "
};

std::span<const PhraseRow> phrase_rows();

}  // namespace whylocked::normalize
