// The words of exports and what they say, in eight languages: phrases.txt, which is embedded at
// build time. A newcomer adds a phrase to a row there.
//
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
