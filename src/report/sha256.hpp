// SHA-256 (FIPS 180-4), for the one place that asks for it: a page names its stylesheet by digest.
//
// In:  any bytes.  Out: the digest in base64 (RFC 4648), as Content-Security-Policy writes it.
// Not for secrets and not for files of any size: it takes a text that is in memory.
// Lifetime: none.  Threads: pure.  Failure: none.
#pragma once

#include <string>
#include <string_view>

namespace whylocked {

std::string sha256_base64(std::string_view bytes);

}  // namespace whylocked
