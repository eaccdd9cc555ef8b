#include "catch.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;
using namespace whylocked::report;

TEST_CASE("words are wrapped, with a hanging indent, and never split") {
  struct Row {
    std::size_t indent, hanging;
    std::string text, page;
  };
  const std::string long_word(50, 'x');
  const Row rows[] = {
      {0, 0, "", "\n"},
      {2, 0, "one", "  one\n"},
      {0, 0, "  one   two ", "one two\n"},
      {0, 0, "1234567890 1234567890 1234567890 1234567",
       "1234567890 1234567890 1234567890 1234567\n"},
      {0, 0, "1234567890 1234567890 1234567890 12345678",
       "1234567890 1234567890 1234567890\n12345678\n"},
      {2, 2, "1234567890 1234567890 1234567890 1234567890",
       "  1234567890 1234567890 1234567890\n    1234567890\n"},
      {0, 4, "a " + long_word + " b", "a\n    " + long_word + "\n    b\n"},
      {0, 0, "1234567890 1234567890 1234567890 99\x1f%\x1f!!!",
       "1234567890 1234567890 1234567890\n99 % !!!\n"},
      {0, 0, "名前名前名前名前名前 名前名前名前名前名前",
       "名前名前名前名前名前\n名前名前名前名前名前\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    std::string out;
    TextLayout(10, false, out).text(row.indent, row.text, row.hanging);
    CHECK(out == row.page);
  }
}

TEST_CASE("labels have their own column") {
  struct Row {
    std::string_view label;
    std::string text, page;
  };
  const Row rows[] = {
      {"Cause", "Hudu", "  Cause  Hudu\n"},
      {"", "Hudu", "         Hudu\n"},
      {"Caller", "Hudu", "  Caller Hudu\n"},
      {"Longer", "", "  Longer\n"},
      {"Longest", "", "  Longest\n"},
      {"Longest", "Hudu", "  Longest\n         Hudu\n"},
      {"5\x1f%", "Hudu", "  5 %    Hudu\n"},
      {"Cause", "1234567890 1234567890 1234567890",
       "  Cause  1234567890 1234567890\n         1234567890\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.label);
    std::string out;
    TextLayout(40, false, out).row(2, row.label, 7, row.text);
    CHECK(out == row.page);
  }
}

TEST_CASE("colour does not move words") {
  std::string plain, coloured;
  for (const bool color : {false, true}) {
    TextLayout page(40, color, color ? coloured : plain);
    page.text(2,
              page.paint(Style::bold, "a cause with many words that does not fit on one line") +
                  ": " + page.paint(Style::green, "very likely, 95 %"),
              4);
  }
  CHECK(coloured != plain);
  CHECK(story::without_colour(coloured) == plain);
}

TEST_CASE("numbers and times in words") {
  const auto plain = [](std::string text) {
    std::replace(text.begin(), text.end(), kNoBreak, ' ');
    return text;
  };
  CHECK(number_words(999) == "999");
  CHECK(number_words(1000) == "1,000");
  CHECK(number_words(1234567) == "1,234,567");
  CHECK(plain(count_words(1, "row")) == "1 row");
  CHECK(plain(count_words(0, "row")) == "0 rows");
  CHECK(plain(count_words(2, "entry", "entries")) == "2 entries");

  const std::pair<double, std::string_view> percents[] = {
      {1, ">99.9 %"},  {0.9996, ">99.9 %"}, {0.9978, "99.8 %"}, {0.95, "95 %"},
      {0.123, "12 %"}, {0.01, "1 %"},       {0.0099, "<1 %"},   {0, "<1 %"}};
  for (const auto& [value, text] : percents) CHECK(plain(percent_words(value)) == text);

  const std::pair<Micros, std::string_view> durations[] = {{0, "0 s"},
                                                           {kSecond, "1 s"},
                                                           {102 * kSecond, "102 s"},
                                                           {5 * kMinute, "5 min"},
                                                           {3599 * kSecond, "60 min"},
                                                           {150 * kMinute, "2.5 h"},
                                                           {3 * kHour, "3 h"},
                                                           {23 * kHour, "23 h"},
                                                           {3 * kDay, "3 days"},
                                                           {60 * kHour, "2.5 days"}};
  for (const auto& [value, text] : durations) CHECK(plain(duration_words(value)) == text);

  const std::pair<Decibans10, std::string_view> factors[] = {{0, "about as likely"},
                                                             {20, "slightly more likely"},
                                                             {100, "about 10 times more likely"},
                                                             {-48, "about 3 times less likely"},
                                                             {150, "about 30 times more likely"},
                                                             {400, "over 1,000 times more likely"}};
  for (const auto& [value, text] : factors) CHECK(factor_words(value) == text);

  const Micros at = story::kFirstDay * kDay + 8 * kHour;
  const Clock utc("UTC"), berlin("Europe/Berlin", Clock::Year::left_out);
  CHECK(plain(utc.moment(at)) == "18 May 2026 08:00");
  CHECK(plain(utc.moment_after(at + kHour + kSecond, at)) == "09:00:01");
  CHECK(plain(utc.moment_after(at + kDay, at)) == "19 May 2026 08:00");
  CHECK(plain(berlin.moment(at)) == "18 May 10:00");
  CHECK(plain(berlin.moment_after(at + 15 * kHour, at)) == "19 May 01:00");
  CHECK(deciban_words(-125) == "-12.5");
  CHECK(deciban_words(300) == "+30.0");
}

TEST_CASE("lists in words") {
  struct Row {
    std::vector<std::string> names;
    std::string_view words;
  };
  const Row rows[] = {{{}, ""},
                      {{"A"}, "A"},
                      {{"A", "B"}, "A and B"},
                      {{"A", "B", "C", "D"}, "A, B, C and D"},
                      {{"A", "B", "C", "D", "E"}, "A, B, C and 2\x1fmore"},
                      {{"A, x", "B"}, "A, x; and B"},
                      {{"A", "B, y", "C"}, "A; B, y; and C"},
                      {{"A", "B", "C", "D, z", "E"}, "A, B, C and 2\x1fmore"}};
  for (const Row& row : rows) CHECK(list_words(row.names, 4) == row.words);
}

TEST_CASE("texts of other stages are made readable") {
  const Clock clock("Europe/Berlin", Clock::Year::left_out);
  CHECK(shown_text("first at 2026-05-18T08:00:00Z (Tuesday)", &clock) ==
        "first at 18\x1fMay\x1f"
        "10:00 (Tuesday)");
  CHECK(shown_text("T2026-05-18T08:00", &clock) == "T2026-05-18T08:00");
  CHECK(shown_text("2026-05-18T08:00:00Z") == "2026-05-18T08:00:00Z");
  CHECK(shown_text("\x1f\x1b[0m") == "\\x1f\\x1b[0m");
  CHECK(shown_name(std::string(1000, 'x')).size() == 119 + std::string_view("…").size());
}
