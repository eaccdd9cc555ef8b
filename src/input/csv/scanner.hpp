// Finds the ends of fields and records in delimited text, 64 bytes at a time.
//
// In:  a block of bytes and the state after the block before it.  Out: one bit per byte for each
//      kind of end, and the state after the block.
// Quotes follow RFC 4180, with the leniency of spreadsheets: a quote opens only as the first byte
// of a field; inside, a doubled quote is one; text after the closing quote is plain, and a quote in
// plain text is an ordinary character. Records end with LF, CR or CRLF (at its CR).
// scan_scalar is the definition, byte by byte; the vector version returns the same for any bytes.
// Failure: none; any bytes have a result.
#pragma once

#include <cstddef>
#include <cstdint>

namespace whylocked::input::csv {

inline constexpr std::size_t kBlock = 64;

struct ScanState {
  bool quoted = false;
  bool may_open = true;  // a quote would open: at the beginning of a field, or after another quote
  bool after_cr = false;

  bool operator==(const ScanState&) const = default;
};

struct BlockMasks {           // bit i is byte i
  std::uint64_t fields = 0;   // delimiters
  std::uint64_t records = 0;  // line ends, but not the LF of a CRLF
  bool non_ascii = false;     // at least one byte is NUL or not ASCII

  bool operator==(const BlockMasks&) const = default;
};

// `count`: up to kBlock.
BlockMasks scan_scalar(const char* bytes, std::size_t count, char delimiter, ScanState& state);

// The ends in many blocks as offsets, for walking from record to record.
struct Offsets {
  std::uint32_t* ends;   // of fields and records, in order; room for kBlock per block
  std::uint32_t* lines;  // indexes in `ends` of the ends of records; as much room
  std::size_t end_count = 0, line_count = 0;
  bool non_ascii = false;  // at least one block is
};

// Scans consecutive blocks; the first byte is at offset `at`.
using ScanBlocks = void (*)(const char* bytes, std::size_t blocks, std::uint32_t at, char delimiter,
                            ScanState& state, Offsets& offsets);

// Same, for at most one block.
void scan_rest(const char* bytes, std::size_t count, std::uint32_t at, char delimiter,
               ScanState& state, Offsets& offsets);

// The fastest on this processor.
ScanBlocks best_scan();

}  // namespace whylocked::input::csv
