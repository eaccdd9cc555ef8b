// How far the reader follows an input that grows while it is read.
//
// A few bytes can stand for many: a compressed stream, an archive, a workbook's shared texts. Each
// such growth ends at a number here, with a message that names it, so that no input can take more
// memory than a few hundred MiB or more time than its size explains. ReadOptions::unlimited lifts
// those on unpacked bytes; the others are what the formats themselves allow, or memory.
#pragma once

#include <cstddef>
#include <cstdint>

namespace whylocked::input {

inline constexpr std::uint64_t kMiB = std::uint64_t{1} << 20, kGiB = std::uint64_t{1} << 30;

// One stream, one member of an archive. About 30 million rows; the sign-in
// log of 10,000 users for a month is a quarter of that.
inline constexpr std::uint64_t kMaxUnpacked = 4 * kGiB;
// All members of one archive together.
inline constexpr std::uint64_t kMaxUnpackedOfArchive = 8 * kGiB;
// The same under ReadOptions::unlimited.
constexpr std::uint64_t unless(bool unlimited, std::uint64_t limit) {
  return unlimited ? UINT64_MAX : limit;
}
// An export a day for 27 years, or a mail for each lockout of a large site in a year.
inline constexpr std::size_t kMaxMembers = 10'000;
// An archive that cannot be read at any place (a pipe, another archive) is kept in memory.
inline constexpr std::size_t kMaxKept = 64 * kMiB;
// The window that a packer refers back to is kept too: `xz -9` has 64 MiB, the most that zstd gives
// without being asked is 128 MiB.
inline constexpr std::uint64_t kMaxXzDictionary = 64 * kMiB;

// A workbook's distinct texts. Excel writes each once; 2 million have an average of 34 bytes then.
inline constexpr std::size_t kMaxSharedBytes = 64 * kMiB;
inline constexpr std::size_t kMaxSharedTexts = 2'000'000;
// The text of a sheet, in which cells may repeat long texts: 1 KiB for each row that it can have.
inline constexpr std::uint64_t kMaxSheetBytes = 1 * kGiB;
// Its other parts but the sheets: relations, names of sheets, formats.
inline constexpr std::uint64_t kMaxPartBytes = 16 * kMiB;

// Excel's own limits ("Excel specifications and limits"): columns, rows, characters in a cell (at
// most 3 bytes each, 4 a pair of them), cell formats (65,490, here the next power of two), sheets
// by memory only; a tab bar with more is no longer one.
inline constexpr std::uint32_t kMaxSheetColumns = 16'384;
inline constexpr std::uint32_t kMaxSheetRows = 1'048'576;
inline constexpr std::size_t kMaxCellBytes = 3 * 32'767;
inline constexpr std::size_t kMaxFormats = 65'536;
inline constexpr std::size_t kMaxSheets = 1'024;

// XML: office programs nest about 12 deep; their longest tags, with all namespaces, are 4 KiB.
inline constexpr std::size_t kMaxXmlDepth = 64;
inline constexpr std::uint64_t kMaxXmlToken = 1 * kMiB;

}  // namespace whylocked::input
