// Delimited text to rows: problems of real exports, each read in buffers of every size.
#include <atomic>

#include "catch.hpp"
#include "each_row.hpp"
#include "folder.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;
using namespace std::string_view_literals;

namespace {

struct CsvCase {
  const char* name;
  std::string_view bytes;
  std::string_view rows;
  std::string_view messages = "";
};

void check_csv(const CsvCase& one, bool ok, const ReadOptions& options = {}) {
  INFO(one.name);
  const Dump whole = dump(one.bytes, options);
  CHECK(whole.ok == ok);
  CHECK(whole.rows == one.rows);
  CHECK(whole.messages == one.messages);
  for (const std::size_t piece : kSmallPieces) {
    INFO("in pieces of " << piece);
    CHECK(dump(one.bytes, options, piece) == whole);
  }
}

// Records the rows in the order in which they arrive, and checks that their lookups came first.
class LookupSink : public EachRow {
 public:
  void begin(const Columns&) override {}
  bool consume(const RowBatch& batch) override {
    if (batch.lookup != nullptr) {
      const Seen& seen = static_cast<Seen&>(*batch.lookup);
      CHECK(seen.rows == batch.size());
      CHECK(seen.last_user == batch.text(Field::user, batch.size() - 1));
    }
    return EachRow::consume(batch);
  }
  bool row(const Row& row) override {
    text += std::to_string(row.number) + ' ' + std::string(row[Field::user]) + '\n';
    return true;
  }
  std::unique_ptr<RowLookup> lookup() override {
    ++lookups;
    return std::make_unique<Seen>();
  }
  std::string text;
  std::atomic<unsigned> lookups = 0;

 private:
  struct Seen : RowLookup {
    void read(const RowBatch& batch) override {
      rows = batch.size();
      last_user = batch.text(Field::user, rows - 1);
    }
    std::size_t rows = 0;
    std::string last_user;
  };
};

}  // namespace

TEST_CASE("read csv: delimiters, quotes and line ends") {
  for (const CsvCase& one : {
           CsvCase{"comma", "Time,User\n1,ann\n2,bob\n", "2 time=1 user=ann\n3 time=2 user=bob\n"},
           CsvCase{"semicolon", "Time;User\n1;a,nn\n", "2 time=1 user=a,nn\n"},
           CsvCase{"tab", "Time\tUser\n1\tann\n", "2 time=1 user=ann\n"},
           CsvCase{"pipe", "Time|User\n1|ann\n", "2 time=1 user=ann\n"},
           CsvCase{"more commas than semicolons in the header", "Time;User;\"a,b,c,d\"\n1;ann;\n",
                   "2 time=1 user=ann\n"},
           CsvCase{"order of the columns", "User,x,Time\nann,x,1\n", "2 time=1 user=ann\n"},
           CsvCase{"quoted", "Time,User\n\"1\",\"Meyer, Ann\"\n", "2 time=1 user=Meyer, Ann\n"},
           CsvCase{"doubled quotes", "Time,User\n1,\"Ann \"\"A\"\" M\"\n",
                   "2 time=1 user=Ann \"A\" M\n"},
           CsvCase{"only doubled quotes", "Time,User\n1,\"\"\"\"\n", "2 time=1 user=\"\n"},
           CsvCase{"empty quotes", "Time,User,Reason\n1,ann,\"\"\n", "2 time=1 user=ann reason=\n"},
           CsvCase{"line break in quotes", "Time,User,Reason\n1,ann,\"a\r\nb\"\n2,bob,\n",
                   "2 time=1 user=ann reason=a\r\nb\n3 time=2 user=bob reason=\n"},
           CsvCase{"text after the closing quote", "Time,User\n1,\"an\"n\n", "2 time=1 user=ann\n"},
           CsvCase{"a quote in plain text", "Time,User,Reason\n1,5\"x,\"a\"\n2,b\"\"c,d\n",
                   "2 time=1 user=5\"x reason=a\n3 time=2 user=b\"\"c reason=d\n"},
           CsvCase{"a quote after a blank", "Time,User\n1, \"ann\" \n", "2 time=1 user=ann\n"},
           CsvCase{"blanks", "Time , User\t\n 1 ,  ann m \n", "2 time=1 user=ann m\n"},
           CsvCase{"crlf", "Time,User\r\n1,ann\r\n\r\n2,bob\r\n",
                   "2 time=1 user=ann\n4 time=2 user=bob\n"},
           CsvCase{"cr", "Time,User\r1,ann\r\r2,bob", "2 time=1 user=ann\n4 time=2 user=bob\n"},
           CsvCase{"mixed line ends", "Time,User\n1,ann\r2,bob\r\n\n3,cid",
                   "2 time=1 user=ann\n3 time=2 user=bob\n5 time=3 user=cid\n"},
           CsvCase{"no line end at the end", "Time,User\n1,ann", "2 time=1 user=ann\n"},
           CsvCase{"blocks of 64 bytes",
                   "Time,User\n1,\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\"b\"\n2,"
                   "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc,\"\n",
                   "2 time=1 user=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"b\n",
                   "warning 3:3 a quote is never closed [^\"] / the row is dropped and the next "
                   "line is read as a row; is the file complete?\n"},
       })
    check_csv(one, true);
}

TEST_CASE("read csv: a file that ends in the middle of a row") {
  constexpr std::string_view kThree = "2 time=1 user=ann reason=x\n3 time=2 user=bob reason=y\n";
  const std::string table = "Time,User,Reason\n1,ann,x\n2,bob,y\n";
  const std::string truncated =
      "warning 4:0 the file ends in the middle of row 4; the rows before it count / export again "
      "if "
      "later rows matter\n";
  struct Row {
    const char* name;
    std::string end;  // end of the file, after two rows
    std::string rows, messages;
  };
  for (const Row& row : {
           Row{"within a user", "3,cha", "", truncated},
           Row{"within a time", "2026-0", "", truncated},
           Row{"after a delimiter", "3,", "", truncated},
           Row{"within quotes", "3,\"cha", "", truncated},
           Row{"within the last field", "3,cid,wro", "4 time=3 user=cid reason=wro\n", ""},
           Row{"a line end: a short row", "3,cha\n", "4 time=3 user=cha reason=\n", ""},
           Row{"a footer", "Total: 2", "",
               "note 4:1 a single cell; treated as a remark or a total "
               "[^Total: 2]\n"},
           Row{"a footer of two cells", "Total,2", "4 time=Total user=2 reason=\n", ""},
           Row{"empty cells are left out", "3,cid\n4,dan",
               "4 time=3 user=cid reason=\n5 time=4 user=dan reason=\n", ""},
       }) {
    const std::string text = table + row.end, rows = std::string(kThree) + row.rows;
    check_csv({row.name, text, rows, row.messages}, true);
  }
}

TEST_CASE("read csv: a large file, read by any number of threads") {
  // The cuts fall on quoted lines, rows of other lengths and other line ends. Short rows long
  // before the end do not affect the truncated last row.
  std::string text;
  for (int i = 0; text.size() < (12u << 20); ++i) {
    text += "1,ann" + std::to_string(i) + ",wrong password";
    text += i % 5000 == 0 ? ",extra\n" : i % 4 == 0 ? "\r\n" : "\n";
    if (i % 9000 == 0) {
      text += "2,bob,\"";
      for (int line = 0; line < i / 10; ++line) text += "1,not,a row\n";
      text += "\"\n";
    }
  }
  text += "2,bo";
  struct Case {
    std::string header;
    std::vector<std::pair<Field, std::string>> map;
  };
  for (const Case& one : {Case{"Time,User,Reason\n0,zoe\n", {}},
                          Case{"Time,User,Reason,Logon Type\n", {}},  // read row by row
                          Case{"", {{Field::time, "1"}, {Field::user, "2"}}}}) {
    INFO(one.header);
    std::string expected;
    ReadOptions options;
    options.map = one.map;
    for (options.threads = 1; options.threads <= 3; ++options.threads) {
      const Folder folder;
      Diagnostics diagnostics;
      LookupSink sink;
      InputInfo info;
      const std::string file = folder.put("export.csv", one.header + text);
      CHECK(read_input(file, options, sink, diagnostics, info));
      CHECK(sink.lookups <= options.threads);
      CHECK(info.rows > 200'000);
      if (options.threads == 1) expected = sink.text + dump_diagnostics(diagnostics);
      CHECK((sink.text + dump_diagnostics(diagnostics) == expected));
    }
  }
}

TEST_CASE("read csv: lines above and below the table") {
  for (const CsvCase& one : {
           CsvCase{"titles", "Login report;;\nMay 2026;;\n\nTime;User;Result\n1;ann;x\n",
                   "5 time=1 user=ann outcome=x\n"},
           CsvCase{"title with an open quote", "Report \"May\n\"x\nTime,User\n1,ann\n",
                   "4 time=1 user=ann\n",
                   "warning 2:1 a quote is never closed [^\"x] / the row is dropped and the next "
                   "line is read as a row; is the file complete?\n"},
           CsvCase{"separator line of spreadsheets", "sep=;\nTime;User\n1;ann\n",
                   "3 time=1 user=ann\n"},
           CsvCase{"blank rows", "\n\n,\nTime,User\n,\n1,ann\n , \n\"\",\n", "6 time=1 user=ann\n"},
           CsvCase{"a total in one cell", "Time,User\n1,ann\nTotal: 42\n", "2 time=1 user=ann\n",
                   "note 3:1 a single cell; treated as a remark or a total [^Total: 42]\n"},
           CsvCase{"a total further right", "Time,User,x\n1,ann,\n,,42 rows\n,,Sum\n",
                   "2 time=1 user=ann\n3 time= user=\n",
                   "note 4:3 a single cell; treated as a remark or a total [^Sum]\n"},
           CsvCase{"a row that was cut", "Time,User\n1,ann\n2026-05-19T0",
                   "2 time=1 user=ann\n3 time=2026-05-19T0 user=\n"},
           CsvCase{"a total in two cells is a row", "Time,User,x\n1,ann,\nTotal,,42\n",
                   "2 time=1 user=ann\n3 time=Total user=\n"},
           CsvCase{"two exports in one file", "Time,User\n1,ann\n\xef\xbb\xbfTime,User\n2,bob\n",
                   "2 time=1 user=ann\n4 time=2 user=bob\n",
                   "note 3:0 repeated header row; skipped\n"},
           CsvCase{
               "header only", "Time,User\n", "",
               "warning 1:0 no data rows below the header / check the period and the filters of "
               "the export\n"},
       })
    check_csv(one, true);
}

TEST_CASE("read csv: rows that do not fit the header") {
  for (const CsvCase& one : {
           CsvCase{"short", "Time,User,Result,Reason\n1,ann\n",
                   "2 time=1 user=ann outcome= reason=\n"},
           CsvCase{"long, with nothing more", "Time,User\n1,ann,,\"\", \n", "2 time=1 user=ann\n"},
           CsvCase{
               "long", "Time,User\n1,ann,,more\n", "2 time=1 user=ann\n",
               "note 2:0 more fields than the header, 4 instead of 2; the extra ones are dropped "
               "[^,more]\n"},
           CsvCase{
               "long, and the comma of a user agent not quoted",
               "Time,User,User Agent\n1,ann,WebKit/1 (KHTML, like Gecko) X,y,more\n",
               "2 time=1 user=ann user_agent=WebKit/1 (KHTML, like Gecko) X\n",
               "note 2:0 a comma in a user agent is not quoted; read as one field\n"
               "note 2:0 more fields than the header, 5 instead of 3; the extra ones are dropped "
               "[^y,more]\n"},
           CsvCase{"NUL", "Time,User\n1,a\0nn\0\n2,bob\n"sv,
                   "2 time=1 user=ann\n3 time=2 user=bob\n",
                   "warning 2:0 NUL bytes; dropped / the file may be damaged; export again if in "
                   "doubt\n"},
           CsvCase{"NUL in a column that is not needed", "Time,User,x\n1,ann,\0\n"sv,
                   "2 time=1 user=ann\n"},
       })
    check_csv(one, true);
}

TEST_CASE("read csv: a file that is one open quote is not a table") {
  const Dump got = dump("\"abc");
  CHECK_FALSE(got.ok);
  CHECK(got.messages ==
        "error 0:0 no header row found: a quote in it is never closed / is the file complete?\n");
}

TEST_CASE("read csv: an open quote swallows only its line") {
  for (const CsvCase& one : {
           CsvCase{"the last line", "Time,User\n1,ann\n2,\"bo", "2 time=1 user=ann\n",
                   "warning 3:2 a quote is never closed [^\"bo] / the row is dropped and the next "
                   "line is read as a row; is the file complete?\n"},
           CsvCase{"in the middle", "Time,User\n1,\"ann\r\n2,bob\r\n3,c\"\"id\r\n",
                   "3 time=2 user=bob\n4 time=3 user=c\"\"id\n",
                   "warning 2:2 a quote is never closed [^\"ann] / the row is dropped and the next "
                   "line is read as a row; is the file complete?\n"},
           CsvCase{"after a line break in quotes", "Time,User,x\n1,\"a\nb\",\"open\n2,bob,\n",
                   "3 time=2 user=bob\n",
                   "warning 2:3 a quote is never closed [^\"open] / the row is dropped and the "
                   "next line is read as a row; is the file complete?\n"},
       })
    check_csv(one, true);
}

TEST_CASE("read csv: records over the limit") {
  ReadOptions options;
  options.max_record_bytes = 100;
  const std::string x(200, 'x');
  const std::string line = "Time,User\n1,ann\n2," + x + "\n3,bob\n";
  check_csv(
      {"a long line", line, "2 time=1 user=ann\n4 time=3 user=bob\n",
       "error 3:0 longer than 100 bytes; dropped "
       "[^2,xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx] / a table "
       "has a line for each row; is this one?\n"},
      false, options);
  std::string quote = "Time,User\n1,ann\n2,\"b\n";
  for (int i = 0; i < 60; ++i) quote += "y,\n";
  check_csv({"a long quote", quote + "\"3\",cid\n", "2 time=1 user=ann\n64 time=3 user=cid\n",
             "error 3:2 a quote is not closed within the limit of 100 bytes [^\"b] / the row is "
             "dropped and the next line is read as a row; is the file complete?\n"
             "note 4:1 a single cell; treated as a remark or a total [^y]\n"
             "note 5:1 a single cell; treated as a remark or a total [^y]\n"
             "note 6:1 a single cell; treated as a remark or a total [^y]\n"
             "note 7:1 a single cell; treated as a remark or a total [^y]\n"
             "note 8:1 a single cell; treated as a remark or a total [^y]\n"
             "note 8:1 and 55 more: a single cell; treated as a remark or a total\n"},
            false, options);
  const std::string fits = "Time,User\n2," + x.substr(0, 98) + "\n";
  const std::string row = "2 time=2 user=" + x.substr(0, 98) + "\n";
  check_csv({"just as long as allowed", fits, row}, true, options);
}

TEST_CASE("read csv: the description of the file") {
  const Dump got = dump("x;y\n\n User ; Date/Time\nann;1\n\"open;2\n");
  CHECK(got.info.format == "csv");
  CHECK(got.info.encoding == "utf-8");
  CHECK(got.info.delimiter == ';');
  CHECK(got.info.rows == 2);
  CHECK(got.info.skipped == 1);
  CHECK(got.info.columns.number[Field::time] == 2);
  CHECK(got.info.columns.header[Field::time] == "Date/Time");
  CHECK_FALSE(got.info.columns.has(Field::address));
}

TEST_CASE("read csv: a tracking identifier is not shown") {
  const Dump got = dump(
      "Time,User,Tracking Identifier\n1,ann,secret1,secret2\n2,ann,secret3\n3,\"bob,secret4\n");
  CHECK(got.info.rows == 3);
  CHECK(got.messages.find("secret") == std::string::npos);
  CHECK(got.messages.find("more fields") != std::string::npos);
  CHECK(got.messages.find("never closed") != std::string::npos);
}

TEST_CASE("read csv: no required columns") {
  ReadOptions options;
  options.required.clear();
  CHECK(dump("a,b\n1,2\n", options).rows == "2\n");
}
