// A small file, whole: a report, a site file.
//
// In:  a path, "-" for standard input.  Out: its bytes.
// Lifetime: owns the bytes.  Threads: main only.
// Failure: nullopt and an error diagnostic; also for a file over kMaxBytes.
#pragma once

#include <optional>
#include <string>

#include "whylocked/diagnostic.hpp"

namespace whylocked {

inline constexpr std::size_t kMaxBytes = 256u << 20;  // a report of 50,000 lockouts

std::optional<std::string> read_small_file(const std::string& path, Diagnostics& diagnostics);

}  // namespace whylocked
