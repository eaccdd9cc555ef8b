// Text of a cell as plain words, so that one table serves every spelling.
//
// In:  "LOCKED_OUT", "UserLoginFailed", "Kennwort geändert", "user.account.lock".
// Out: " locked out ", " user login failed ", " kennwort geaendert ", " user account lock ":
//      lower case, one blank between words and at both ends, umlauts as two letters, no
//      apostrophes; empty if there is no word. Of long texts the front.
// Lifetime: values.  Threads: pure.  Failure: none; bytes that are not letters or digits divide.
#pragma once

#include <string>
#include <string_view>

namespace whylocked::normalizing {

std::string plain_words(std::string_view text);

}  // namespace whylocked::normalizing
