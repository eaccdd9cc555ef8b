// What kind of file this is, from its first bytes.
//
// In:  the head of a file, raw.  Out: how it is packed, or its encoding, or why it cannot be read
//      at all.
// A file is UTF-8 unless its head holds more broken than whole characters; UTF-16 without a mark is
// seen by the zero bytes that every second place of Latin text has.
// Lifetime: values.  Threads: pure.  Failure: DetectedFormat::fault.
#pragma once

#include <cstdint>
#include <string_view>

#include "input/encoding.hpp"

namespace whylocked::input {

enum class Compression : std::uint8_t { none, gzip, zstd, xz, bzip2, zip };
std::string_view to_text(Compression packing);  // "gzip"; none: ""

struct DetectedFormat {
  Compression packing = Compression::none;  // none: it is text, or has a fault
  Encoding encoding = Encoding::utf8;
  std::size_t mark = 0;    // bytes of the byte order mark
  std::string_view fault;  // empty: it can be read
  std::string_view hint;
};

DetectedFormat sniff(std::string_view head);
Compression packing_of(std::string_view head);  // the same, of the packing alone

// True if the text, without its mark and in UTF-8, begins like JSON rather than like a table.
bool begins_like_json(std::string_view text);

}  // namespace whylocked::input
