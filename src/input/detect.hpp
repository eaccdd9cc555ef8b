// Detects the kind of a file by its first bytes.
//
// In:  the head of a file, raw.  Out: its compression, or its encoding, or why it cannot be read.
// A file is UTF-8 unless its head holds more broken than whole multi-byte characters. UTF-16
// without a byte order mark is recognized by zero bytes, which are every second byte of Latin text.
// To name another kind of file, add a row to kMagics in detect.cpp, with a hint on how to get a
// file that can be read.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "input/encoding.hpp"

namespace whylocked::input {

enum class Compression : std::uint8_t { none, gzip, zstd, xz, bzip2, zip };
std::string_view to_text(Compression compression);  // "gzip"; none: ""

struct DetectedFormat {
  Compression compression = Compression::none;
  Encoding encoding = Encoding::utf8;
  std::size_t mark = 0;       // length of the byte order mark
  bool is_event_log = false;  // of Windows (.evtx)
  std::optional<Error> error = {};
};

// Letters outside ASCII seldom touch in Western European text; in Cyrillic or Japanese most do.
bool fits_windows1252(std::string_view head);

DetectedFormat detect_format(std::string_view head);
Compression detect_compression(std::string_view head);

// Precedes the JSON on a line of server-sent events.
inline constexpr std::string_view kServerSent = "data: {";

// `text`: UTF-8 without a byte order mark. True if it begins like JSON rather than like a table.
bool begins_like_json(std::string_view text);

}  // namespace whylocked::input
