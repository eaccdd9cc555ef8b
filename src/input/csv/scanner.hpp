// Finds the ends of fields and records in delimited text, 64 bytes at a time.
//
// In:  a block of bytes and the state behind the block before it.  Out: one bit a byte for each
//      kind of end, and the state behind the block.
// Quotes as RFC 4180 has them, with the leniency of spreadsheets: a quote opens only as the first
// byte of a field; inside, two are one; what follows the closing quote is plain text, and a quote
// in plain text is a letter like any other. Records end with LF, CR or CRLF (at its CR).
// scan_scalar says what is meant, byte by byte; the others are equal to it on any bytes.
// Lifetime: values.  Threads: pure.  Failure: none, any bytes have an answer.
#pragma once

#include <cstddef>
#include <cstdint>

namespace whylocked::input {

inline constexpr std::size_t kBlock = 64;

struct ScanState {
  enum class At : std::uint8_t {
    field_start,
    plain,
    quoted,
    quote,  // behind a quote inside quotes: the closing one, or the first of two
  };
  At at = At::field_start;
  bool after_cr = false;

  bool operator==(const ScanState&) const = default;
};

struct BlockMasks {                // bit i is byte i
  std::uint64_t fields = 0;   // delimiters
  std::uint64_t records = 0;  // line ends; the LF of a CRLF is none
  std::uint64_t odd = 0;      // NUL or not ASCII

  bool operator==(const BlockMasks&) const = default;
};

// Any count up to kBlock.
BlockMasks scan_scalar(const char* bytes, std::size_t count, char delimiter, ScanState& state);

// Exactly kBlock bytes.
using ScanBlock = BlockMasks (*)(const char* block, char delimiter, ScanState& state);
BlockMasks scan_portable(const char* block, char delimiter, ScanState& state);
#if defined(__x86_64__)
BlockMasks scan_sse2(const char* block, char delimiter, ScanState& state);
BlockMasks scan_avx2(const char* block, char delimiter, ScanState& state);
bool has_avx2();
#endif

// The ends of many blocks as places, for whoever walks from record to record.
struct Places {
  std::uint32_t* ends;   // of fields and records, in order; room for kBlock a block
  std::uint32_t* lines;  // which of `ends` are those of records, counted from the first; likewise
  std::uint64_t* odd;    // BlockMasks::odd of each block
  std::size_t end_count = 0, line_count = 0;
};

// Any number of blocks, one after the other; the first byte stands at place `at`.
using ScanBlocks = void (*)(const char* bytes, std::size_t blocks, std::uint32_t at, char delimiter,
                            ScanState& state, Places& places);

// The same for less than a block, or more.
void scan_rest(const char* bytes, std::size_t count, std::uint32_t at, char delimiter,
               ScanState& state, Places& places);

// The fastest that this processor has.
ScanBlocks best_scan();

}  // namespace whylocked::input
