// Texts of option arguments to values.
//
// In:  "15m", "5".  Out: seconds, a number; nullopt if the text is something else.
// Lifetime: plain values.  Threads: pure.  Failure: nullopt.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace whylocked {

// "900s", "15m", "1h"; a plain number is minutes. At least one second, at most a year.
std::optional<std::int64_t> parse_duration_s(std::string_view text);

// Decimal digits alone, from `least` to `most`.
std::optional<std::int64_t> parse_whole(std::string_view text, std::int64_t least,
                                        std::int64_t most);

}  // namespace whylocked
