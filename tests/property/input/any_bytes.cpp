// Properties of any bytes, and of any well-formed table.
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "input/encoding.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;

namespace {

// Pieces of exports, so random texts reach deep into the reader.
constexpr std::string_view kPieces[] = {"Time,User\n",
                                        "time;user;ip\n",
                                        "\"",
                                        "\"\"",
                                        ",",
                                        ";",
                                        "\t",
                                        "|",
                                        "\n",
                                        "\r",
                                        "\r\n",
                                        "1",
                                        "ann",
                                        " ",
                                        "\xfc",
                                        "\xc3\xbc",
                                        "\xef\xbb\xbf",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        ":",
                                        "{\"time\":1,\"user\":2}",
                                        "{\"value\":[",
                                        "\\",
                                        "Total",
                                        "2026-05-19",
                                        "PK\x03\x04",
                                        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};

std::string random_export(std::mt19937_64& random) {
  std::string text;
  if (random() % 2 == 0) text = "Time,User,Result\n";
  if (random() % 4 == 0) text = "{\"time\":1,\"user\":\"x\"}\n";
  for (std::uint64_t n = random() % 60; n > 0; --n) {
    if (random() % 10 == 0)
      text += static_cast<char>(random());
    else
      text += kPieces[random() % std::size(kPieces)];
  }
  return text;
}

std::string random_cell(std::mt19937_64& random, char delimiter) {
  std::string cell(random() % 12, 'x');
  for (char& c : cell)
    if (random() % 4 == 0)
      c = std::string("\"\n\r, \xfc" + std::string(1, delimiter))[random() % 7];
  return 'a' + cell + 'z';  // no blanks at the ends, never empty
}

std::string as_written(const std::string& cell, std::mt19937_64& random) {
  if (random() % 2 == 0 && cell.find_first_of("\"\n\r,;\t|") == cell.npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

}  // namespace

TEST_CASE("read: any bytes give a result, the same in buffers of any size") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 4000; ++i) {
    const std::string text = random_export(random);
    CAPTURE(text);
    ReadOptions options;
    if (random() % 2 == 0) options.max_record_bytes = 40;
    if (random() % 8 == 0) options.map = {{Field::time, "1"}, {Field::user, "2"}};

    Diagnostics diagnostics;
    DumpSink sink;
    InputInfo info;
    const bool ok = read_text(text, "x", options, sink, diagnostics, info);
    CHECK(ok == !diagnostics.has_errors());
    CHECK(sink.begun <= 1);
    CHECK((sink.begun == 1 || sink.rows == 0));
    CHECK(info.rows == sink.rows + info.skipped);
    CHECK(is_utf8(sink.text));
    CHECK(sink.text.find('\0') == std::string::npos);
    for (const Diagnostic& one : diagnostics.list()) {
      CHECK_FALSE(one.message.empty());
      CHECK(one.caret <= one.excerpt.size());
    }

    const Dump whole = dump(text, options);
    CHECK(whole.rows == sink.text);
    for (const std::size_t piece : kSmallPieces) REQUIRE(dump(text, options, piece) == whole);
  }
}

TEST_CASE("read: a well-formed table is read back as written") {
  std::mt19937_64 random(2);
  for (int i = 0; i < 2000; ++i) {
    const char delimiter = ",;\t|"[random() % 4];
    const std::string line_end = random() % 2 == 0 ? "\r\n" : "\n";
    std::string text = std::string("Time") + delimiter + "x" + delimiter + "User" + line_end;
    std::string rows;
    for (std::uint64_t row = 2, last = 2 + random() % 10; row < last; ++row) {
      const std::string time = std::to_string(row), user = random_cell(random, delimiter);
      text += as_written(time, random) + delimiter;
      text += as_written(random_cell(random, delimiter), random) + delimiter;
      text += as_written(user, random) + (row + 1 == last && random() % 2 == 0 ? "" : line_end);
      std::string decoded;
      input::append_decoded(decoded, user, input::Encoding::windows1252);
      rows += std::to_string(row) + " time=" + time + " user=" + decoded + '\n';
    }
    CAPTURE(text);
    const Dump got = dump(text);
    CHECK(got.rows == rows);
    REQUIRE(dump(text, {}, 1 + random() % 100) == got);
  }
}
