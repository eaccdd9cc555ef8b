// Masks secrets in pasted logs, found by their names.
//
// In:  text from an input, on its way to a message or into an event.
// Out: the same text with every byte of a secret as "*"; lengths and positions stay, so a caret
//      still points at the same place.
// A secret is the text after a known name and a colon or equals sign, in JSON and quotes too:
// Secret, ApiIntegrationCode, Authorization, client_secret, api_key, access_token. Password and
// token count only before an equals sign or as a quoted key, because "password:" occurs in
// sentences. The text after Basic or Bearer is a secret if it looks like a credential.
// Lifetime: values.  Threads: pure.  Failure: none; a secret without a name is not found.
#pragma once

#include <string>
#include <string_view>

namespace whylocked {

std::string mask_secrets(std::string_view text);

// True if a column or key of this name holds a secret.
bool names_secret(std::string_view name);

}  // namespace whylocked
