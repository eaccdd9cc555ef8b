#include "input/detect.hpp"

#include <algorithm>

#include "base/split.hpp"
#include "input/log/event_text.hpp"

namespace whylocked::input {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kCompressions[] = {"", "gzip", "zstd", "xz", "bzip2", "zip"};

struct CompressionMagic {
  std::string_view bytes;
  Compression compression;
  std::size_t at = 0;
};
constexpr CompressionMagic kCompressed[] = {
    {"PK\x03\x04", Compression::zip},
    {"\x1f\x8b", Compression::gzip},
    {"\x28\xb5\x2f\xfd", Compression::zstd},
    {"\xfd\x37zXZ\0"sv, Compression::xz},
    {"1AY&SY", Compression::bzip2, 4},  // after "BZh" and a digit: the first block,
    {"\x17\x72\x45\x38\x50\x90", Compression::bzip2, 4},  // or the end of an empty stream
};

constexpr std::string_view kSaveAsCsv = "open it and save the table as CSV";
constexpr std::string_view kSaveAsCsvOrXlsx = "open it and save the table as CSV or xlsx";
constexpr std::string_view kUnpack = "unpack it first";
constexpr std::string_view kExportCsv = "export the table as CSV";
constexpr std::string_view kNameExport = "name the export that it was made from";

struct Magic {
  std::string_view bytes;  // letters match in any case
  std::string_view what, hint;
  std::size_t at = 0;  // 0: after blanks
};
constexpr Magic kMagics[] = {
    {"PK\x05\x06", "an empty zip archive", "export again as CSV"},
    {"PK\x07\x08", "a zip archive in several parts", kUnpack},
    {"Rar!\x1a", "a RAR archive", kUnpack},
    {"7z\xbc\xaf\x27\x1c", "a 7z archive", kUnpack},
    {"ustar", "a tar archive", "unpack it first, or pack the exports as zip", 257},
    {"LfLe", "a Windows event log from before 2008 (evt), not text",
     "open it in Event Viewer and save its events as CSV", 4},
    {"!BDN", "an Outlook data file (pst)", "save the messages in it as .eml or as text"},
    {"\x78\x9f\x3e\x22", "an Outlook message within a mail (winmail.dat), not text",
     "have it sent again as plain text, or save its table from Outlook"},
    {"{\\rtf", "a formatted document (rtf), not plain text", "open it and save it as plain text"},
    {"%PDF-", "a PDF, not a table", "export as CSV instead"},
    {"\x89PNG", "a picture (PNG), not a table", "export as CSV instead"},
    {"\xff\xd8\xff", "a picture (JPEG), not a table", "export as CSV instead"},
    {"GIF8", "a picture (GIF), not a table", "export as CSV instead"},
    {"SQLite format 3", "an SQLite database, not text", kExportCsv},
    {"Standard Jet DB", "an Access database (mdb), not text", kExportCsv, 4},
    {"Standard ACE DB", "an Access database (accdb), not text", kExportCsv, 4},
    {"PAR1", "a Parquet file, not text", kExportCsv},
    {"<!DOCTYPE", "a web page, not a table of text", kSaveAsCsv},
    {"<html", "a web page, not a table of text", kSaveAsCsv},
    {"<Objs ", "PowerShell's Export-Clixml, not a table", "write it with Export-Csv instead"},
    {"<table", "a web page, not a table of text", kSaveAsCsv},
    {"<?xml", "XML, not a table of text", kSaveAsCsv},
    {"\"tool\": {\"name\":\"whylocked\"", "a report of whylocked, not an export", kNameExport, 31},
    {"\"product\":{\"name\":\"whylocked\"", "a report of whylocked, not an export", kNameExport,
     136},
    {"{\"type\":\"input\",\"file\":\"", "a report of whylocked, not an export", kNameExport},
    {"lockout,user,account_kind,locked_at,", "a report of whylocked, not an export", kNameExport},
};

// Microsoft's compound files (MS-CFB) all begin alike; the names in their directory, in UTF-16,
// show what they hold.
constexpr std::string_view kCompoundFile = "\xd0\xcf\x11\xe0";
constexpr Magic kCompoundEntries[] = {
    {"__properties_version1.0", "an Outlook message (msg), not text",
     "save it as .eml or as text, from Outlook or by dragging it into another mail program"},
    {"EncryptedPackage", "an Office file with a password",
     "open it and save the table as CSV, or as xlsx without a password"},
    {"Workbook", "an old Excel workbook (xls), not text", kSaveAsCsvOrXlsx},
    {"Book", "an old Excel workbook (xls), not text", kSaveAsCsvOrXlsx},
    {"WordDocument", "a Word document (doc), not a table of text",
     "open it and save it as plain text, or its table as CSV"},
    {"PowerPoint Document", "a PowerPoint presentation (ppt), not a table of text", kSaveAsCsv},
    {"", "an old Office file (xls, doc) or an Outlook message (msg), not text",
     "open it and save the table as CSV or xlsx, a message as .eml or as text"},
};

struct Mark {
  std::string_view bytes;
  Encoding encoding;
};
constexpr Mark kMarks[] = {{kByteOrderMark, Encoding::utf8},
                           {"\xff\xfe", Encoding::utf16le},
                           {"\xfe\xff", Encoding::utf16be}};

constexpr std::string_view kBlanks = " \t\r\n";

// Counts control characters that text exports do not have; a few NULs are allowed.
bool looks_binary(std::string_view head) {
  constexpr std::size_t kAllowed = 7, kOneIn = 32;
  const auto strange = std::count_if(head.begin(), head.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && "\t\n\v\f\r\x1a\x1b"sv.find(c) == ""sv.npos;
  });
  const auto count = static_cast<std::size_t>(strange);
  return count > kAllowed && count * kOneIn > head.size();
}

// Latin text in UTF-16 has a zero in nearly every pair, always on the same side.
bool looks_utf16(std::string_view head, bool big_endian) {
  constexpr std::size_t kMinPairs = 4;
  const std::size_t pairs = head.size() / 2;
  std::size_t zero = 0, zero_other = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    zero += head[2 * i + (big_endian ? 0 : 1)] == '\0';
    zero_other += head[2 * i + (big_endian ? 1 : 0)] == '\0';
  }
  return pairs >= kMinPairs && zero * 4 >= pairs * 3 && zero_other * 32 <= pairs;
}

bool mostly_utf8(std::string_view head) {
  if (is_ascii(head)) return true;
  std::size_t whole = 0, broken = 0;
  while (!head.empty()) {
    const std::size_t length = utf8_length(head);
    if (length == 0 && head.size() < 4) break;  // perhaps truncated
    whole += length > 1;
    broken += length == 0;
    head.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return broken <= whole;
}

Encoding encoding_of(std::string_view head) {
  if (looks_utf16(head, false)) return Encoding::utf16le;
  if (looks_utf16(head, true)) return Encoding::utf16be;
  return mostly_utf8(head) ? Encoding::utf8 : Encoding::windows1252;
}

bool holds_name(std::string_view head, std::string_view name) {
  std::string wide;
  for (const char c : name) wide += {c, '\0'};
  wide.append(name.empty() ? 0 : 2, '\0');
  return head.find(wide) != head.npos;
}

const Magic* magic_of(std::string_view head) {
  if (head.starts_with(kCompoundFile))
    return std::find_if(std::begin(kCompoundEntries), std::end(kCompoundEntries) - 1,
                        [&](const Magic& one) { return holds_name(head, one.bytes); });
  const auto first = std::min(head.find_first_not_of(kBlanks), head.size());
  for (const Magic& magic : kMagics) {
    const std::size_t at = magic.at == 0 ? first : std::min(magic.at, head.size());
    if (begins_with(head.substr(at), magic.bytes)) return &magic;
  }
  return nullptr;
}

}  // namespace

bool fits_windows1252(std::string_view head) {
  constexpr std::ptrdiff_t kMinLetters = 8;
  const auto is_letter = [](char c) { return !is_ascii({&c, 1}); };
  const auto letters = std::ranges::count_if(head, is_letter);
  std::ptrdiff_t pairs = 0;
  for (std::size_t i = 1; i < head.size(); ++i)
    pairs += is_letter(head[i - 1]) && is_letter(head[i]);
  return letters < kMinLetters || 2 * pairs < letters;
}

std::string_view to_text(Compression compression) {
  return kCompressions[static_cast<std::size_t>(compression)];
}

Compression detect_compression(std::string_view head) {
  for (const CompressionMagic& one : kCompressed)
    if (head.substr(std::min(one.at, head.size())).starts_with(one.bytes)) return one.compression;
  return Compression::none;
}

DetectedFormat detect_format(std::string_view head) {
  DetectedFormat found;
  found.compression = detect_compression(head);
  if (found.compression != Compression::none) return found;
  if (const Magic* const magic = looks_like_event_xml(head) ? nullptr : magic_of(head)) {
    found.error = {"this is " + std::string(magic->what), std::string(magic->hint)};
    return found;
  }
  for (const Mark& mark : kMarks)
    if (head.starts_with(mark.bytes)) {
      found.encoding = mark.encoding;
      found.mark = mark.bytes.size();
    }
  if (head.starts_with("ElfFile\0"sv)) {
    found.is_event_log = true;
    return found;
  }
  head.remove_prefix(found.mark);
  if (found.mark == 0) found.encoding = encoding_of(head);
  if (head.find_first_not_of(kBlanks) == head.npos)
    found.error = {"the file is empty", "name the export that has the rows"};
  else if (!is_utf16(found.encoding) && looks_binary(head))
    found.error = {"this is binary data, not text", "export the log as CSV"};
  return found;
}

bool begins_like_json(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return false;
  if (text[first] == '{' || text.substr(first).starts_with(kServerSent)) return true;
  if (text[first] != '[') return false;
  // "[Time],[User]" is a table, and "[2026-05-19 08:07:19]" and "[4711] sshd" begin lines of a log.
  const auto second = text.find_first_not_of(kBlanks, first + 1);
  return second == text.npos || "{[]\""sv.find(text[second]) != ""sv.npos;
}

}  // namespace whylocked::input
