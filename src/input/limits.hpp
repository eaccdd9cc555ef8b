// Limits on inputs that grow while they are read.
//
// A few bytes can expand to many: in a compressed stream, an archive, a workbook's shared texts.
// All such growth ends at a limit below, with a message that names it, so no input takes more
// memory than a few hundred MiB or more time than its size explains. ReadOptions::unlimited lifts
// the limits on unpacked bytes; the others protect memory or are the formats' own.
#pragma once

#include <cstddef>
#include <cstdint>

namespace whylocked::input {

inline constexpr std::uint64_t kMiB = std::uint64_t{1} << 20, kGiB = std::uint64_t{1} << 30;

// One stream, or one member of an archive. About 30 million rows, four times the sign-in log of
// 10,000 users for a month.
inline constexpr std::uint64_t kMaxUnpacked = 4 * kGiB;
// All members of one archive together.
inline constexpr std::uint64_t kMaxUnpackedOfArchive = 8 * kGiB;
// `limit`, unless ReadOptions::unlimited lifts it.
constexpr std::uint64_t unless(bool unlimited, std::uint64_t limit) {
  return unlimited ? UINT64_MAX : limit;
}
// One export per day for 27 years, or one mail per lockout of a large site for a year.
inline constexpr std::size_t kMaxMembers = 10'000;
// An archive without random access (from a pipe, or within another archive) is kept in memory.
inline constexpr std::size_t kMaxKept = 64 * kMiB;
// The window that a compressor refers back to is kept too: `xz -9` uses 64 MiB; zstd uses at most
// 128 MiB unless an option raises it.
inline constexpr std::uint64_t kMaxXzDictionary = 64 * kMiB;

// A workbook's distinct texts. Excel writes each once. Texts of 34 bytes reach both limits.
inline constexpr std::size_t kMaxSharedBytes = 64 * kMiB;
inline constexpr std::size_t kMaxSharedTexts = 2'000'000;
// The text of a sheet, whose cells may repeat long texts: 1 KiB for each possible row.
inline constexpr std::uint64_t kMaxSheetBytes = 1 * kGiB;
// Each other part of a workbook: relationships, names of sheets, formats.
inline constexpr std::uint64_t kMaxPartBytes = 16 * kMiB;

// Excel's own limits ("Excel specifications and limits"): columns, rows, characters in a cell (at
// most 3 bytes each, or 4 for a surrogate pair), cell formats (65,490, rounded up to a power of
// two). Excel limits the number of sheets only by memory, but a tab bar with more is useless.
inline constexpr std::uint32_t kMaxSheetColumns = 16'384;
inline constexpr std::uint32_t kMaxSheetRows = 1'048'576;
inline constexpr std::size_t kMaxCellBytes = 3 * 32'767;
inline constexpr std::size_t kMaxFormats = 65'536;
inline constexpr std::size_t kMaxSheets = 1'024;

// Office programs nest XML about 12 deep; their longest tags, with all namespaces, are 4 KiB.
inline constexpr std::size_t kMaxXmlDepth = 64;
inline constexpr std::uint64_t kMaxXmlToken = 1 * kMiB;

}  // namespace whylocked::input
