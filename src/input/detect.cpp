#include "input/detect.hpp"
#include "base/ascii.hpp"

#include <algorithm>
#include <cctype>

namespace whylocked::input {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kPackings[] = {"", "gzip", "zstd", "xz", "bzip2", "zip"};

struct Packed {
  std::string_view bytes;  // at the very beginning
  Compression packing;
};
constexpr Packed kPacked[] = {
    {"PK\x03\x04", Compression::zip},
    {"\x1f\x8b", Compression::gzip},
    {"\x28\xb5\x2f\xfd", Compression::zstd},
    {"\xfd\x37zXZ\0"sv, Compression::xz},
    {"BZh", Compression::bzip2},
};
// Behind "BZh" and a digit: the first block, or the end of an empty stream.
constexpr std::string_view kBzip2Blocks[] = {"1AY&SY", "\x17\x72\x45\x38\x50\x90"};

constexpr std::string_view kSaveAsCsv = "open it and save the table as CSV";

struct Magic {
  std::string_view bytes;  // letters match in any case
  std::string_view fault, hint;
  std::size_t at = 0;  // 0: behind blanks
};
constexpr Magic kMagics[] = {
    {"PK\x05\x06", "this is an empty zip archive", "export again as CSV"},
    {"PK\x07\x08", "this is a zip archive in several parts", "unpack it first"},
    {"Rar!\x1a", "this is a RAR archive", "unpack it first"},
    {"7z\xbc\xaf\x27\x1c", "this is a 7z archive", "unpack it first"},
    {"ustar", "this is a tar archive", "unpack it first, or pack the exports as zip", 257},
    {"\xd0\xcf\x11\xe0", "this is an old Excel workbook (xls), not text",
     "open it and save the table as CSV or xlsx; one with a password looks the same"},
    {"%PDF-", "this is a PDF, not a table", "export as CSV instead"},
    {"SQLite format 3", "this is an SQLite database, not text", "export the table as CSV"},
    {"<!DOCTYPE", "this is a web page, not a table of text", kSaveAsCsv},
    {"<html", "this is a web page, not a table of text", kSaveAsCsv},
    {"<table", "this is a web page, not a table of text", kSaveAsCsv},
    {"<?xml", "this is XML, not a table of text", kSaveAsCsv},
};

struct Mark {
  std::string_view bytes;
  Encoding encoding;
};
constexpr Mark kMarks[] = {{kByteOrderMark, Encoding::utf8},
                           {"\xff\xfe", Encoding::utf16le},
                           {"\xfe\xff", Encoding::utf16be}};

constexpr std::string_view kBlanks = " \t\r\n";

using ascii::lower;

bool starts_with(std::string_view text, std::string_view magic) {
  return text.size() >= magic.size() &&
         std::equal(magic.begin(), magic.end(), text.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

// Control characters that no text export has; NULs here and there are forgiven.
bool looks_binary(std::string_view head) {
  constexpr std::size_t kForgiven = 7, kOneIn = 32;
  const auto strange = std::count_if(head.begin(), head.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && "\t\n\v\f\r\x1a\x1b"sv.find(c) == ""sv.npos;
  });
  const auto count = static_cast<std::size_t>(strange);
  return count > kForgiven && count * kOneIn > head.size();
}

// Latin text in UTF-16 has a zero in nearly every pair, always on the same side.
bool plainly_utf16(std::string_view head, bool big_endian) {
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
    const std::size_t length = sequence_length(head);
    if (length == 0 && head.size() < 4) break;  // perhaps cut
    whole += length > 1;
    broken += length == 0;
    head.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return broken <= whole;
}

Encoding encoding_of(std::string_view head) {
  if (plainly_utf16(head, false)) return Encoding::utf16le;
  if (plainly_utf16(head, true)) return Encoding::utf16be;
  return mostly_utf8(head) ? Encoding::utf8 : Encoding::windows1252;
}

bool is_wide(Encoding encoding) {
  return encoding == Encoding::utf16le || encoding == Encoding::utf16be;
}

const Magic* magic_of(std::string_view head) {
  const auto first = std::min(head.find_first_not_of(kBlanks), head.size());
  for (const Magic& magic : kMagics) {
    const std::size_t at = magic.at == 0 ? first : std::min(magic.at, head.size());
    if (starts_with(head.substr(at), magic.bytes)) return &magic;
  }
  return nullptr;
}

}  // namespace

std::string_view to_text(Compression packing) { return kPackings[static_cast<std::size_t>(packing)]; }

Compression packing_of(std::string_view head) {
  for (const Packed& one : kPacked) {
    if (!head.starts_with(one.bytes)) continue;
    if (one.packing != Compression::bzip2) return one.packing;
    for (const std::string_view block : kBzip2Blocks)  // "BZh" may also begin a word
      if (head.substr(std::min<std::size_t>(head.size(), 4)).starts_with(block)) return one.packing;
  }
  return Compression::none;
}

DetectedFormat sniff(std::string_view head) {
  DetectedFormat found;
  found.packing = packing_of(head);
  if (found.packing != Compression::none) return found;
  if (const Magic* const magic = magic_of(head)) {
    found.fault = magic->fault;
    found.hint = magic->hint;
    return found;
  }
  for (const Mark& mark : kMarks)
    if (head.starts_with(mark.bytes)) {
      found.encoding = mark.encoding;
      found.mark = mark.bytes.size();
    }
  head.remove_prefix(found.mark);
  if (found.mark == 0) found.encoding = encoding_of(head);
  if (head.find_first_not_of(kBlanks) == head.npos)
    found.fault = "the file is empty", found.hint = "export again, with the rows in question";
  else if (!is_wide(found.encoding) && looks_binary(head))
    found.fault = "this is binary data, not text", found.hint = "export the log as CSV";
  return found;
}

bool begins_like_json(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return false;
  if (text[first] == '{') return true;
  if (text[first] != '[') return false;  // "[Time],[User]" is a table
  const auto second = text.find_first_not_of(kBlanks, first + 1);
  if (second == text.npos) return true;
  constexpr std::string_view kWords[] = {"true", "false", "null"};
  return "{[]\"-0123456789"sv.find(text[second]) != ""sv.npos ||
         std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return text.substr(second).starts_with(word); });
}

}  // namespace whylocked::input
