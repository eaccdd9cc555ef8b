#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "report/escape.hpp"
#include "report/json/json.hpp"
#include "whylocked/report.hpp"

using namespace whylocked;
using namespace whylocked::report;
using namespace std::string_literals;

TEST_CASE("text from a log is escaped for its medium") {
  struct Row {
    std::string raw, terminal, csv, json;
  };
  const Row rows[] = {
      {"", "", "", R"("")"},
      {"ann@example.com", "ann@example.com", "ann@example.com", R"("ann@example.com")"},
      {"corp\\ann", "corp\\ann", "corp\\ann", R"("corp\\ann")"},
      {"b.weiß", "b.weiß", "b.weiß", R"("b.weiß")"},
      {"名前 😀", "名前 😀", "名前 😀", R"("名前 😀")"},
      // control sequences of a terminal
      {"\x1b[2J", R"(\x1b[2J)", R"(\x1b[2J)", R"("\u001b[2J")"},
      {"a\nb\tc\rd", R"(a\x0ab\x09c\x0dd)", R"(a\x0ab\x09c\x0dd)", R"("a\nb\tc\rd")"},
      {"nul\0!"s, R"(nul\x00!)", R"(nul\x00!)", R"("nul\u0000!")"},
      {"\x7f", R"(\x7f)", R"(\x7f)", R"("\u007f")"},
      {"\xc2\x9b"
       "31m",
       R"(\u{009b}31m)", R"(\u{009b}31m)", R"("\u009b31m")"},
      // characters that deceive a reader
      {"a\u202egnp.exe", R"(a\u{202e}gnp.exe)", R"(a\u{202e}gnp.exe)", R"("a\u202egnp.exe")"},
      {"\u200e\u200f\u2066\u2069", R"(\u{200e}\u{200f}\u{2066}\u{2069})",
       R"(\u{200e}\u{200f}\u{2066}\u{2069})", R"("\u200e\u200f\u2066\u2069")"},
      {"an\u200bn\ufeff", R"(an\u{200b}n\u{feff})", R"(an\u{200b}n\u{feff})",
       R"("an\u200bn\ufeff")"},
      {"\u2028\u2029", R"(\u{2028}\u{2029})", R"(\u{2028}\u{2029})", R"("\u2028\u2029")"},
      {"\U000e0041", R"(\u{e0041})", R"(\u{e0041})", R"("\udb40\udc41")"},
      // invalid UTF-8
      {"m\xfcller", R"(m\xfcller)", R"(m\xfcller)", "\"m\ufffdller\""},
      {"\xc0\xaf", R"(\xc0\xaf)", R"(\xc0\xaf)", "\"\ufffd\ufffd\""},
      {"\xed\xa0\x80", R"(\xed\xa0\x80)", R"(\xed\xa0\x80)", "\"\ufffd\ufffd\ufffd\""},
      {"\xf5\x80", R"(\xf5\x80)", R"(\xf5\x80)", "\"\ufffd\ufffd\""},
      {"cut\xe2\x82", R"(cut\xe2\x82)", R"(cut\xe2\x82)", "\"cut\ufffd\""},
      // the syntax of CSV and JSON
      {"a,b", "a,b", "\"a,b\"", R"("a,b")"},
      {"a\"b", "a\"b", "\"a\"\"b\"", R"("a\"b")"},
      {"\"", "\"", "\"\"\"\"", R"("\"")"},
      {"a;b", "a;b", "a;b", R"("a;b")"},
      {"=1+1", "=1+1", "'=1+1", R"("=1+1")"},
      {"+1", "+1", "'+1", R"("+1")"},
      {"-", "-", "-", R"("-")"},
      {"-1", "-1", "'-1", R"("-1")"},
      {"@a", "@a", "'@a", R"("@a")"},
      {"=a,\"b\"", "=a,\"b\"", "\"'=a,\"\"b\"\"\"", R"("=a,\"b\"")"},
      {"\t=1", R"(\x09=1)", R"('\x09=1)", R"("\t=1")"},
      {"\r=1", R"(\x0d=1)", R"('\x0d=1)", R"("\r=1")"},
      {"a=1", "a=1", "a=1", R"("a=1")"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.terminal);
    CHECK(escape_terminal(row.raw) == row.terminal);
    std::string csv, json;
    append_csv(row.raw, csv);
    CHECK(csv == row.csv);
    append_json_string(row.raw, json);
    CHECK(json == row.json);
  }
}

TEST_CASE("columns are counted as on a terminal") {
  struct Row {
    std::string_view text;
    std::size_t columns;
  };
  const Row rows[] = {{"", 0},   {"abc", 3}, {"weiß", 4}, {"名前", 4}, {"e\u0301", 1},
                      {"한", 2}, {"😀", 2},   {"ｆ", 2},   {"…", 1},    {"\x1b[1mab\x1b[0m", 2},
                      {"Ж", 1}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(columns_of(row.text) == row.columns);
  }
}

TEST_CASE("long text is cut between characters and escapes") {
  struct Row {
    std::string_view text;
    std::size_t columns;
    std::string_view shown;
  };
  const Row rows[] = {{"abcdef", 6, "abcdef"},
                      {"abcdef", 5, "abcd…"},
                      {"weißwurst", 5, "weiß…"},
                      {"名前名前", 6, "名前…"},
                      {"名前名前", 8, "名前名前"},
                      {"a\x1b"
                       "bcd",
                       6, "a\\x1b…"},
                      {"a\x1b"
                       "bcd",
                       5, "a…"},
                      {"abc", 1, "…"}};
  for (const Row& row : rows) {
    CAPTURE(row.text, row.columns);
    CHECK(escape_clipped(row.text, row.columns) == row.shown);
  }
}

TEST_CASE("JSON numbers have a fixed form") {
  struct Row {
    double value;
    int places;
    std::string_view text;
  };
  const Row decimals[] = {
      {0, 6, "0.0"},          {1, 6, "1.0"},     {0.5, 6, "0.5"},      {1.0 / 3, 6, "0.333333"},
      {1e-7, 6, "0.0"},       {-1e-7, 6, "0.0"}, {5.3014, 3, "5.301"}, {600, 3, "600.0"},
      {0.0000014, 6, "1e-06"}};
  for (const Row& row : decimals) {
    std::string out;
    append_json(rounded(row.value, row.places), out);
    CHECK(out == row.text);
  }
  const std::pair<int, std::string_view> tenths[] = {
      {0, "0.0"}, {5, "0.5"}, {-5, "-0.5"}, {-125, "-12.5"}, {300, "30.0"}};
  for (const auto& [value, text] : tenths) {
    std::string out;
    append_json(decibans(value), out);
    CHECK(out == text);
  }
}
