// Workbooks: the rows of a sheet, and the choice of the sheet.
#include "catch.hpp"
#include "input/limits.hpp"
#include "input/xlsx/number_format.hpp"
#include "input/xlsx/sheet.hpp"
#include "unit/input/dump.hpp"
#include "unit/input/pack.hpp"

using namespace whylocked;
using input::xlsx::NumberKind;

namespace {

Dump read_book(const std::string& bytes, const ReadOptions& options = {}) {
  Dump result;
  Diagnostics diagnostics;
  DumpSink sink;
  result.ok = read_text(bytes, "book.xlsx", options, sink, diagnostics, result.info);
  result.rows = sink.text;
  result.messages = dump_diagnostics(diagnostics);
  CHECK(result.ok == !diagnostics.has_errors());
  return result;
}

const std::string kHeader = text_row({"Time", "User"});

Book one_tab(std::string rows) {
  Book book;
  book.tabs = {{"Log", std::move(rows)}};
  return book;
}

std::string message_of(const std::optional<input::Error>& failure) {
  return failure ? failure->message.str() : std::string();
}

// A sheet as text; a failure follows "!".
std::string as_text(std::string rows, const input::xlsx::CellContext& cells = {},
                    std::size_t piece = input::kBufferBytes, std::uint64_t max = UINT64_MAX,
                    std::size_t max_record = 16u << 20) {
  rows = "<worksheet><sheetData>" + std::move(rows) + "</sheetData></worksheet>";
  const auto source = input::xlsx::open_sheet(std::make_unique<input::MemorySource>(rows, piece),
                                              cells, max, max_record);
  std::string text, room(piece, '\0');
  while (const std::size_t count = source->read(room.data(), room.size()))
    text += room.substr(0, count);
  const auto failure = source->failure();
  return failure ? text + "!" + failure->message.str() : text;
}

}  // namespace

TEST_CASE("read: a workbook") {
  Book book = one_tab(
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>"
      "<row r=\"3\"><c r=\"A3\" s=\"1\"><v>46161.33841435185</v></c>"
      "<c r=\"C3\" t=\"str\"><f>A1</f><v>ann</v></c></row>");
  book.texts = {"<t>Time</t>", "<r><rPr/><t>Us</t></r><r><t>er</t></r><rPh><t>x</t></rPh>"};
  book.formats = {"0", "yyyy-mm-dd hh:mm:ss"};
  for (const std::string space : {"", "x:"}) {
    book.space = space;
    const Dump got = read_book(pack_book(book));
    CHECK(got.ok);
    CHECK(got.rows == "3 time=2026-05-19 08:07:19 user=ann\n");
    CHECK(got.messages == "");
    CHECK(got.info.format == "xlsx");
    CHECK(got.info.sheet == "Log");
    CHECK(got.info.encoding == "utf-8");
    CHECK(got.info.compression == "");
    CHECK(got.info.delimiter == 0);
    CHECK_FALSE(got.info.columns.dates_since_1904);
  }
}

TEST_CASE("read: a sheet as text") {
  struct Row {
    std::string rows, text;
  };
  input::xlsx::CellContext cells;
  input::MemorySource texts("<sst><si><t>zero</t></si><si><t/></si><si><t>a,b</t></si></sst>");
  REQUIRE_FALSE(cells.texts.parse_all(texts));
  const Row table[] = {
      {"", ""},
      {"<row/>", "\n"},
      {"<row r=\"3\"><c><v>1</v></c></row>", "\n\n1\n"},
      {"<row><c r=\"C1\"><v>1</v></c><c><v>2</v></c><c r=\"AA1\"><v>3</v></c></row>",
       ",,1,2,,,,,,,,,,,,,,,,,,,,,,,3\n"},
      {"<row><c r=\"B1\"><v>1</v></c><c r=\"ZZ1\" s=\"1\"/></row>", ",1\n"},
      {"<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c></row>",
       "zero,,\"a,b\"\n"},
      {"<row><c t=\"s\"><v>3</v></c></row>", "!a cell refers to a missing text"},
      {"<row><c t=\"s\"><v>-1</v></c></row>", "!a cell refers to a missing text"},
      {"<row><c t=\"b\"><v>1</v></c><c t=\"b\"><v>0</v></c></row>", "TRUE,FALSE\n"},
      {"<row><c t=\"e\"><v>#N/A</v></c><c t=\"d\"><v>2026-05-19T08:07:19Z</v></c></row>",
       "#N/A,2026-05-19T08:07:19Z\n"},
      {"<row><c><f>1+1</f><v>2</v></c><c><f>x</f></c></row>", "2\n"},
      {"<row><c t=\"str\"><v>a_x000d__x000D</v></c></row>", "\"a\r_x000D\"\n"},
      {"<row><c t=\"str\"><v>a_x000A_b_x0009_c_x005F_x000D_</v></c></row>", "\"a\nb\tc_x000D_\"\n"},
      {"<row><c t=\"str\"><v>_xD800__x0000__x00e9_</v></c></row>", "_xD800__x0000_\xc3\xa9\n"},
      {"<row><c t=\"inlineStr\"><is><t>say &quot;a&amp;b&quot;</t></is></c></row>",
       "\"say \"\"a&b\"\"\"\n"},
      {"<row><c t=\"inlineStr\"><is><t>a\nb</t></is></c></row>", "\"a\nb\"\n"},
      {"<row><c t=\"inlineStr\"><is><r><t>a</t></r><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh>"
       "<r><t xml:space=\"preserve\"> b</t></r></is></c></row>",
       "a b\n"},
      {"<row><c t=\"inlineStr\"><is><t>Time;User</t></is></c></row>", "Time;User\n"},
      {"<row r=\"2\"/><row r=\"2\"/>", "\n\n!the rows are not in order"},
      {"<row r=\"0\"/>", "!the rows are not in order"},
      {"<row r=\"1048577\"/>", "!more than 1048576 rows"},
      {"<row><c r=\"B1\"/><c r=\"A1\"/></row>", "!the cells are not in order"},
      {"<row><c r=\"XFD1\"/><c/></row>", "!more than 16384 columns"},
      {"<row><c r=\"XFE1\"/></row>", "!more than 16384 columns"},
      {"<row><c r=\"5\"/></row>", "!more than 16384 columns"},
      {"<row><c><v>1</v></c></row><row><c><v>2</c></row>",
       "1\n!not well-formed XML: mismatched tag"},
      {"<c><v>1</v></c><row><v>2</v></row>", "\n"},
      {std::string(70, '<') + "a", "!not well-formed XML: not well-formed (invalid token)"},
  };
  for (const Row& row : table) {
    CAPTURE(row.rows);
    CHECK(as_text(row.rows, cells) == row.text);
    for (const std::size_t piece : kSmallPieces) CHECK(as_text(row.rows, cells, piece) == row.text);
  }
}

TEST_CASE("read: a sheet over the limits") {
  const std::string cell = "<row><c t=\"str\"><v>" + std::string(90'000, 'x') + "</v></c></row>";
  CHECK(as_text(cell).size() == 90'001);
  CHECK(as_text("<row><c t=\"str\"><v>" + std::string(100'000, 'x') + "</v></c></row>") ==
        "!a cell of more than 32,767 characters");
  CHECK(as_text("<row/>" + cell, {}, 4096, 1000) == "\n!its text is longer than 1000 bytes");
  std::string deep;
  for (std::size_t i = 0; i < input::kMaxXmlDepth; ++i) deep += "<a>";
  CHECK(as_text(deep) == "!elements are nested too deeply");
  CHECK(as_text("<!--" + std::string(2u << 20, ' ')) == "!a tag or comment of more than 1 MiB");
  CHECK(as_text("<row r=\"" + std::string(2u << 20, '1') + "\"/>") ==
        "!a tag or comment of more than 1 MiB");
  const std::string wide = "<row/><row><c><v>123456</v></c><c><v>123456</v></c></row>";
  CHECK(as_text(wide, {}, 4096, UINT64_MAX, 13) == "\n123456,123456\n");
  CHECK(as_text(wide, {}, 4096, UINT64_MAX, 11) == "\n!row 2 is longer than 11 bytes");
}

TEST_CASE("read: shared texts over the limits") {
  input::xlsx::SharedStrings texts;
  std::string xml = "<sst>";
  for (std::size_t i = 0; i <= input::kMaxSharedTexts; ++i) xml += "<si/>";
  input::MemorySource many(xml);
  CHECK(message_of(texts.parse_all(many)) == "more than 2000000 distinct texts");

  input::xlsx::SharedStrings more;
  xml = "<sst>";
  const std::string one = "<si><t>" + std::string(80'000, 'x') + "</t></si>";
  for (int i = 0; i < 900; ++i) xml += one;
  input::MemorySource large(xml);
  CHECK(message_of(more.parse_all(large)) == "more than 64 MiB of distinct texts");
  CHECK(more[0].size() == 80'000);

  input::MemorySource declared("<!DOCTYPE a [<!ENTITY b \"c\">]><sst><si><t>&b;</t></si></sst>");
  CHECK(message_of(input::xlsx::SharedStrings().parse_all(declared)) ==
        "a document type (DOCTYPE), which workbooks never have");
}

TEST_CASE("read: numbers by their format") {
  struct Row {
    const char* code;
    NumberKind kind;
  };
  const Row table[] = {
      {"General", NumberKind::number},
      {"0.00", NumberKind::number},
      {"0.00E+00", NumberKind::number},
      {"#,##0;[Red]-#,##0", NumberKind::number},
      {"[Red]0", NumberKind::number},
      {"[$€-407] #,##0.00", NumberKind::number},
      {"0 \"days\"", NumberKind::number},
      {"0\\d", NumberKind::number},
      {"0_d", NumberKind::number},
      {"0*d", NumberKind::number},
      {"@", NumberKind::number},
      {"0;yyyy", NumberKind::number},
      {"[h]:mm", NumberKind::number},
      {"[mm]:ss", NumberKind::number},
      {"[SS]", NumberKind::number},
      {"yyyy-mm-dd", NumberKind::date},
      {"mmm-yy", NumberKind::date},
      {"mmmm", NumberKind::date},
      {"[$-407]d/ mmmm yyyy;@", NumberKind::date},
      {"dd\\.mm\\.yyyy", NumberKind::date},
      {"yyyy\"h\"", NumberKind::date},
      {"h:mm", NumberKind::date_time},
      {"mm:ss.0", NumberKind::date_time},
      {"h:mm AM/PM", NumberKind::date_time},
      {"[$-F400]h:mm:ss\\ AM/PM", NumberKind::date_time},
      {"yyyy-mm-dd\\ hh:mm:ss", NumberKind::date_time},
      {"m/d/yy h:mm A/P", NumberKind::date_time},
      {"\"unclosed d", NumberKind::number},
      {"", NumberKind::number},
  };
  for (const Row& row : table) {
    CAPTURE(row.code);
    CHECK(input::xlsx::kind_of_format(row.code) == row.kind);
  }
}

TEST_CASE("read: numbers of a sheet") {
  struct Row {
    const char* written;
    NumberKind kind;
    bool since_1904;
    const char* text;
  };
  const Row table[] = {
      {"42", NumberKind::number, false, "42"},
      {"42.0", NumberKind::number, false, "42"},
      {"4.2E1", NumberKind::number, false, "42"},
      {"0.1", NumberKind::number, false, "0.1"},
      {"0.30000000000000004", NumberKind::number, false, "0.3"},
      {"1234567890123456", NumberKind::number, false, "1.23456789012346e+15"},
      {"-7", NumberKind::number, false, "-7"},
      {"abc", NumberKind::number, false, "abc"},
      {"abc", NumberKind::date, false, "abc"},
      {"1e999", NumberKind::date, false, "1e999"},
      {"nan", NumberKind::date, false, "nan"},
      {"", NumberKind::date, false, ""},
      {"46161.338414351849", NumberKind::date, false, "2026-05-19 08:07:19"},
      {"46161.3384172454", NumberKind::date, false, "2026-05-19 08:07:19.250"},
      {"46161.99999999999", NumberKind::date, false, "2026-05-20"},
      {"46161", NumberKind::date, false, "2026-05-19"},
      {"46161", NumberKind::date_time, false, "2026-05-19 00:00:00"},
      {"46161.99999999999", NumberKind::date_time, false, "2026-05-20 00:00:00"},
      {"46161.5", NumberKind::date, false, "2026-05-19 12:00:00"},
      {"0.338414351851852", NumberKind::date, false, "08:07:19"},
      {"0", NumberKind::date, false, "00:00:00"},
      {"0.5", NumberKind::date, false, "12:00:00"},
      {"1", NumberKind::date, false, "1900-01-01"},
      {"59", NumberKind::date, false, "1900-02-28"},
      {"60", NumberKind::date, false, "60"},
      {"61", NumberKind::date, false, "1900-03-01"},
      {"-1", NumberKind::date, false, "-1"},
      {"2958465", NumberKind::date, false, "9999-12-31"},
      {"2958466", NumberKind::date, false, "2958466"},
      {"44699.338414351849", NumberKind::date, true, "2026-05-19 08:07:19"},
      {"1", NumberKind::date, true, "1904-01-02"},
      {"0.5", NumberKind::date, true, "12:00:00"},
  };
  for (const Row& row : table) {
    CAPTURE(row.written);
    std::string room;
    CHECK(input::xlsx::number_text(row.written, row.kind, row.since_1904, room) == row.text);
  }
}

TEST_CASE("read: built-in number formats") {
  struct Row {
    const char* id;
    const char* text;  // of 46161.5
  };
  const Row table[] = {
      {"0", "46161.5"},
      {"13", "46161.5"},
      {"14", "2026-05-19 12:00:00"},
      {"22", "2026-05-19 12:00:00"},
      {"23", "46161.5"},
      {"27", "2026-05-19 12:00:00"},
      {"37", "46161.5"},
      {"45", "2026-05-19 12:00:00"},
      {"46", "46161.5"},
      {"58", "2026-05-19 12:00:00"},
      {"59", "46161.5"},
      {"[Blue]0", "46161.5"},
      {"m/d", "2026-05-19 12:00:00"},
  };
  for (const Row& row : table) {
    CAPTURE(row.id);
    Book book =
        one_tab(kHeader + "<row><c s=\"1\"><v>46161.5</v></c><c t=\"str\"><v>ann</v></c></row>");
    book.formats = {"0", row.id};
    CHECK(read_book(pack_book(book)).rows == "2 time=" + std::string(row.text) + " user=ann\n");
  }
}

TEST_CASE("read: midnight is a time of day if the format has a clock") {
  for (const auto& [id, text] : {std::pair("14", "2026-05-19"), {"22", "2026-05-19 00:00:00"}}) {
    CAPTURE(id);
    Book book =
        one_tab(kHeader + "<row><c s=\"1\"><v>46161</v></c><c t=\"str\"><v>ann</v></c></row>");
    book.formats = {"0", id};
    CHECK(read_book(pack_book(book)).rows == "2 time=" + std::string(text) + " user=ann\n");
  }
}

TEST_CASE("read: a workbook that counts from 1904") {
  Book book =
      one_tab(kHeader + "<row><c s=\"1\"><v>44699</v></c><c t=\"str\"><v>ann</v></c></row>" +
              "<row><c><v>44699.5</v></c><c t=\"str\"><v>bob</v></c></row>");
  book.formats = {"0", "14"};
  book.since_1904 = "true";
  const Dump got = read_book(pack_book(book));
  CHECK(got.rows == "2 time=2026-05-19 user=ann\n3 time=44699.5 user=bob\n");
  CHECK(got.info.columns.dates_since_1904);
}

TEST_CASE("read: the choice of the sheet") {
  const std::string table = kHeader + text_row({"1", "ann"});
  const std::string better = text_row({"Time", "User", "IP Address"}) + text_row({"2", "bob", "x"});
  const std::string prose = text_row({"Dear all"}) + text_row({"see the second tab"});
  struct Row {
    std::vector<Tab> tabs;
    const char* wanted;
    const char* sheet;
    const char* messages;
  };
  const Row cases[] = {
      {{{"Cover", prose}, {"Log", table}}, "", "Log", ""},
      {{{"Log", table}, {"Copy", table}},
       "",
       "Log",
       "note 0:0 sheet \"Copy\" also looks like a table / --sheet \"Copy\" reads it\n"},
      {{{"Log", table}, {"More", better}},
       "",
       "More",
       "note 0:0 sheet \"Log\" also looks like a table / --sheet \"Log\" reads it\n"},
      {{{"Log", table}, {"More", better, "hidden"}}, "", "Log", ""},
      {{{"Log", table}, {"More", better, "veryHidden"}}, "more", "More", ""},
      {{{"Log", table}, {"Änderungen", better}}, "änderungen", "Änderungen", ""},
      {{{"Log", table}, {"Jan", table}, {"June", table}, {"July", table}},
       "Juni",
       "",
       "error 0:0 no sheet \"Juni\" / its sheets are: \"Log\", \"Jan\", \"June\", \"July\"\n"},
      {{{"Log", table, "hidden"}},
       "",
       "",
       "error 0:0 cannot read the workbook: all its sheets are hidden / --sheet NAME reads one of "
       "them\n"},
      {{{"Cover", prose}, {"Empty", ""}},
       "",
       "Cover",
       "error 0:0 no header row found: no row names the columns of time and user / name the "
       "columns "
       "with --map time=COLUMN --map user=COLUMN; the columns are: Dear all\n"},
      {{},
       "",
       "",
       "error 0:0 cannot read the workbook: it has no sheet / open it and save the table as CSV or "
       "xlsx\n"},
  };
  for (const Row& row : cases) {
    Book book;
    book.tabs = row.tabs;
    ReadOptions options;
    options.sheet = row.wanted;
    CAPTURE(row.messages);
    const Dump got = read_book(pack_book(book), options);
    CHECK(got.info.sheet == row.sheet);
    CHECK(got.messages == row.messages);
  }
}

TEST_CASE("read: broken workbooks") {
  struct Row {
    const char* part;     // replaced
    const char* content;  // null: the part is missing
    const char* messages;
  };
  const Row cases[] = {
      {"book/main.xml", nullptr,
       "error 0:0 cannot read the workbook: the part that lists the sheets is missing"},
      {"book/main.xml", "<document/>",
       "error 0:0 cannot read the workbook: it holds a document or slides, not sheets"},
      {"book/main.xml", "<workbook>",
       "error 0:0 cannot read the workbook: book/main.xml: not well-formed XML: no element found"},
      {"book/_rels/main.xml.rels", nullptr,
       "error 0:0 cannot read the workbook: its list of parts is missing"},
      {"book/looks.xml", "<!DOCTYPE a><styleSheet/>",
       "error 0:0 cannot read the workbook: a document type (DOCTYPE), which workbooks never have"},
      {"book/texts.xml", "", "error 0:0 cannot read the workbook: not well-formed XML: no element"},
      {"book/tab0.xml", "<worksheet><sheetData><row><c t=\"str\"><v>Time</v></c>",
       "error 0:0 cannot read the workbook: sheet \"Log\": not well-formed XML: no element "
       "found\n"},
      {"book/tab0.xml", "<worksheet><sheetData><row r=\"9\"/></sheetData></worksheet>",
       "error 0:0 cannot read the workbook: sheet \"Log\" is empty / --sheet NAME reads another "
       "one"},
  };
  for (const Row& row : cases) {
    CAPTURE(row.part);
    Files parts = parts_of(one_tab(kHeader + text_row({"1", "ann"})));
    std::erase_if(parts, [&](const auto& part) { return part.first == row.part; });
    if (row.content != nullptr) parts.push_back({row.part, row.content});
    const Dump got = read_book(pack_zip(parts));
    CHECK_FALSE(got.ok);
    CHECK(got.messages.substr(0, std::string_view(row.messages).size()) == row.messages);
  }
}

TEST_CASE("read: rows before the damage in a sheet count") {
  const Dump got =
      read_book(pack_book(one_tab(kHeader + text_row({"1", "ann"}) + "<row><c></row>")));
  CHECK_FALSE(got.ok);
  CHECK(got.rows == "2 time=1 user=ann\n");
  CHECK(got.messages ==
        "error 0:0 cannot read the workbook: sheet \"Log\": not well-formed XML: mismatched tag\n");
}
