// Character sets, and files that are not text.
#include "input/encoding.hpp"
#include "catch.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

std::string utf16(std::u16string_view text, bool big_endian) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xff), high = static_cast<char>(unit >> 8);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

// The beginning of a compound file (MS-CFB) with one entry in its directory.
std::string compound(std::u16string_view entry) {
  return "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + std::string(1016, '\0') + utf16(entry, false) +
         std::string(64, '\0');
}
std::string compound(std::string_view entry) {
  return compound(std::u16string(entry.begin(), entry.end()));
}

}  // namespace

TEST_CASE("read: letters that do not fit Windows-1252") {
  struct Row {
    std::string_view name, messages;
  };
  constexpr std::string_view kGarbled =
      "warning 0:0 not UTF-8, and not Windows-1252 by its letters; names may be garbled / save it "
      "as "
      "UTF-8\n";
  for (const Row& row : {Row{"\xc8\xe2\xe0\xed\xee\xe2 \xcf\xe5\xf2\xf0\xee\xe2", kGarbled},
                         Row{"\x8e\x52\x93\x63\x91\xbe\x98\x59\x82\xb3\x82\xf1", kGarbled},
                         Row{"\xc8\xe2\xe0\xed", ""},  // too few letters
                         Row{"M\xfcller, Gr\xf6\xdf"
                             "e, \xc5se, Fran\xe7ois, B\xe9n\xe9, \xd8yvind",
                             ""}}) {
    const Dump got = dump("Time,User\n1,\"" + std::string(row.name) + "\"\n");
    CAPTURE(row.name);
    CHECK(got.ok);
    CHECK(got.messages == row.messages);
  }
}

TEST_CASE("read: encodings") {
  constexpr std::u16string_view kText = u"Time,User\n1,M\u00fcller \U0001f512\n";
  struct Row {
    std::string bytes;
    std::string_view encoding, user, messages;
  };
  for (const Row& row : std::vector<Row>{
           {"Time,User\n1,M\xc3\xbcller\n", "utf-8", "M\xc3\xbcller", ""},
           {"\xef\xbb\xbfTime,User\n1,ann\n", "utf-8", "ann", ""},
           {utf16(kText, false), "utf-16le", "M\xc3\xbcller \xf0\x9f\x94\x92", ""},
           {utf16(kText, true), "utf-16be", "M\xc3\xbcller \xf0\x9f\x94\x92", ""},
           {"\xff\xfe" + utf16(kText, false), "utf-16le", "M\xc3\xbcller \xf0\x9f\x94\x92", ""},
           {"\xfe\xff" + utf16(kText, true), "utf-16be", "M\xc3\xbcller \xf0\x9f\x94\x92", ""},
           {"\xff\xfe" + utf16(u"Time,User\n1,\xd800x\xdc00\n", false), "utf-16le",
            "\xef\xbf\xbdx\xef\xbf\xbd", ""},
           {"\xff\xfe" + utf16(u"Time,User\n1,ann", false) + "x", "utf-16le", "ann\xef\xbf\xbd",
            ""},
           {"Time,User\n1,M\xfcller\n", "windows-1252", "M\xc3\xbcller", ""},
           {"Time,User\n1,\x80\x81\x9f\n", "windows-1252", "\xe2\x82\xac\xef\xbf\xbd\xc5\xb8", ""},
           // Mostly UTF-8: only the invalid bytes are converted.
           {"Time,User,x,y\n1,\xc3\xbc\xfc,\xc3\xbc,\xc3\xbc\n", "utf-8", "\xc3\xbc\xc3\xbc",
            "note 2:0 not valid UTF-8; read as Windows-1252\n"},
       }) {
    const Dump got = dump(row.bytes);
    CAPTURE(row.bytes);
    CHECK(got.ok);
    CHECK(got.info.encoding == row.encoding);
    CHECK(got.rows == "2 time=1 user=" + std::string(row.user) + '\n');
    CHECK(got.messages == row.messages);
    for (const std::size_t piece : kSmallPieces) CHECK(dump(row.bytes, {}, piece) == got);
  }
}

TEST_CASE("read: invalid UTF-8 after the head of the file") {
  std::string text = "Time,User\n";
  while (text.size() < 2 * input::kHeadBytes) text += "1,ann\n";
  text += "2,M\xfcller\n";
  const Dump got = dump(text);
  CHECK(got.info.encoding == "utf-8");
  CHECK(got.rows.ends_with("time=2 user=M\xc3\xbcller\n"));
  CHECK(got.messages.ends_with("not valid UTF-8; read as Windows-1252\n"));
}

TEST_CASE("read: well-formed sequences") {
  struct Row {
    std::string_view bytes;
    std::size_t length;
  };
  for (const Row row : {
           Row{"", 0},
           Row{"a", 1},
           Row{"\0"sv, 1},
           Row{"\x80", 0},
           Row{"\xc0\x80", 0},
           Row{"\xc1\xbf", 0},
           Row{"\xc2\x80", 2},
           Row{"\xc2", 0},
           Row{"\xc2z", 0},
           Row{"\xdf\xbf", 2},
           Row{"\xe0\x9f\xbf", 0},
           Row{"\xe0\xa0\x80", 3},
           Row{"\xed\x9f\xbf", 3},
           Row{"\xed\xa0\x80", 0},
           Row{"\xef\xbf\xbf", 3},
           Row{"\xf0\x8f\xbf\xbf", 0},
           Row{"\xf0\x90\x80\x80", 4},
           Row{"\xf4\x8f\xbf\xbf", 4},
           Row{"\xf4\x90\x80\x80", 0},
           Row{"\xf5\x80\x80\x80", 0},
           Row{"\xf0\x90\x80", 0},
           Row{"\xff", 0},
       }) {
    CAPTURE(row.bytes);
    CHECK(utf8_length(row.bytes) == row.length);
  }
}

TEST_CASE("read: files that are not tables", "[libarchive]") {
  std::string all_bytes;
  for (int i = 0; i < 1024; ++i) all_bytes += static_cast<char>(i);
  struct Row {
    std::string bytes;
    std::string_view says;
  };
  for (const Row& row : std::vector<Row>{
           {"", "error 0:0 the file is empty / "},
           {"\xef\xbb\xbf", "error 0:0 the file is empty / "},
           {" \r\n\n", "error 0:0 the file is empty / "},
           {all_bytes, "error 0:0 this is binary data, not text / "},
           {std::string(100, '\0'), "error 0:0 this is binary data, not text / "},
           {"PK\x03\x04 and so on", "error 0:0 cannot read the zip archive"},
           {"\x1f\x8b\x08", "error 0:0 cannot unpack: the beginning is damaged (gzip)"},
           {"\xd0\xcf\x11\xe0", "error 0:0 this is an old Office file (xls, doc) or an Outlook "},
           {compound("Workbook"), "error 0:0 this is an old Excel workbook (xls), not text / "},
           {compound("Book"), "error 0:0 this is an old Excel workbook (xls), not text / "},
           {compound("WordDocument"), "error 0:0 this is a Word document (doc), "},
           {compound("__properties_version1.0"), "error 0:0 this is an Outlook message (msg), "},
           {compound("EncryptedPackage"), "error 0:0 this is an Office file with a password / "},
           {"0\0\0\0LfLe"s, "error 0:0 this is a Windows event log from before 2008 (evt), "},
           {"!BDN", "error 0:0 this is an Outlook data file (pst) / "},
           {"{\\rtf1\\ansi ", "error 0:0 this is a formatted document (rtf), "},
           {"\0\1\0\0Standard ACE DB\0"s, "error 0:0 this is an Access database (accdb), "},
           {"\n<!doctype html><table>", "error 0:0 this is a web page, not a table of text / "},
           {"%PDF-1.7\n", "error 0:0 this is a PDF, not a table / "},
       }) {
    const Dump got = dump(row.bytes);
    CAPTURE(got.messages);
    CHECK_FALSE(got.ok);
    CHECK(got.messages.starts_with(row.says));
  }
}
