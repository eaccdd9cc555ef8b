// Secrets in pasted logs: found by what they are called, and masked.
//
// In:  text from an input, on its way to a message or into an event.
// Out: the same text with every byte of a secret as "*"; lengths and places stay, so that a caret
//      still points where it did.
// A secret is what follows one of the known names and a colon or equals sign, also in JSON and
// within quotes: Secret, ApiIntegrationCode, Authorization, client_secret, api_key, access_token;
// password and token only after an equals sign or as a quoted key, because sentences have
// "password:" too; and what follows Basic or Bearer and looks like a credential.
// Lifetime: values.  Threads: pure.  Failure: none. What has no name cannot be known as a secret.
#pragma once

#include <string>
#include <string_view>

namespace whylocked {

std::string mask_secrets(std::string_view text);

// True if a column or key of this name holds a secret.
bool names_secret(std::string_view name);

}  // namespace whylocked
