// Small parts: folding, words, the dictionary of texts.
#include "normalize/letters.hpp"
#include "base/utf8.hpp"
#include "catch.hpp"
#include "normalize/event/words.hpp"
#include "normalize/text_dictionary.hpp"
#include "normalize/time/time_zone.hpp"

using namespace whylocked;
using namespace whylocked::normalize;

TEST_CASE("plain words") {
  struct LetterCase {
    const char* text;
    const char* words;
  };
  for (const LetterCase& one : {
           LetterCase{"", ""},
           LetterCase{" .-_ ", ""},
           LetterCase{"Login", " login "},
           LetterCase{"LOCKED_OUT", " locked out "},
           LetterCase{"UserLoginFailed", " user login failed "},
           LetterCase{"MFARequired", " mfa required "},
           LetterCase{"user.account.lock", " user account lock "},
           LetterCase{"Kennwort ge\xc3\xa4ndert", " kennwort geaendert "},
           LetterCase{"GE\xc3\x84NDERT", " geaendert "},
           LetterCase{"Gea\u0308ndert", " geaendert "},
           LetterCase{"gro\xc3\x9f", " gross "},
           LetterCase{"don't", " dont "},
           LetterCase{"don\xe2\x80\x99t", " dont "},
           LetterCase{"a\xc2\xa0"
                      "b\xe2\x80\x8b"
                      "c",
                      " a bc "},
           LetterCase{"2FA (on)", " 2fa on "},
           LetterCase{"Caf\xc3\xa9 \xc5\x81\xc3\xb3\xc5\xba", " cafe loz "},
           LetterCase{"\xd0\xb4\xd0\xb0", " \xd0\xb4\xd0\xb0 "},
       })
    CHECK(plain_words(one.text) == one.words);
  CHECK(plain_words(std::string(5000, 'a')).size() == 514);
}

TEST_CASE("blanks at the ends of a text") {
  struct LetterCase {
    const char* text;
    const char* trimmed;
  };
  for (const LetterCase& one : {
           LetterCase{"", ""},
           LetterCase{"\t a b \n", "a b"},
           LetterCase{"\xef\xbb\xbf"
                      "a\xc2\xa0",
                      "a"},
           LetterCase{"\xe2\x80\xaf"
                      "a\xe2\x80\x8e",
                      "a"},
           LetterCase{"\xe2\x80", "\xe2\x80"},
       })
    CHECK(trim_blanks(one.text) == one.trimmed);
}

TEST_CASE("a clipped text is not cut inside a character") {
  CHECK(utf8_prefix("m\xc3\xbcller", 2) == "m");
  CHECK(utf8_prefix("m\xc3\xbcller", 3) == "m\xc3\xbc");
  CHECK(utf8_prefix("abc", 3) == "abc");
  CHECK(utf8_prefix("\x80\x80\x80", 2).empty());
}

TEST_CASE("a dictionary numbers each text once, until it is full") {
  TextDictionary dictionary;
  CHECK(dictionary.number_of("") == 0);
  for (int round = 0; round < 2; ++round)
    for (std::uint32_t i = 1; i < 5000; ++i) REQUIRE(dictionary.number_of(std::to_string(i)) == i);
  CHECK(dictionary.size() == 5000);
  CHECK_FALSE(dictionary.is_full());
  for (int i = 0; i < 150'000; ++i) dictionary.number_of(std::to_string(i));
  CHECK(dictionary.is_full());
  TextDictionary of_long_texts;
  CHECK(of_long_texts.number_of(std::string(5u << 20, 'x')) == 1);
  CHECK(of_long_texts.number_of(std::string(5u << 20, 'x')) == 1);
  CHECK(of_long_texts.is_full());
}

TEST_CASE("texts of any length that differ in one byte have different numbers") {
  TextDictionary dictionary;
  std::map<std::string, std::uint32_t> expected;
  for (std::size_t length = 1; length < 80; ++length)
    for (std::size_t at = 0; at <= length; ++at) {
      std::string text(length, 'x');
      if (at < length) text[at] = 'y';
      expected.emplace(text, dictionary.number_of(text));
    }
  CHECK(dictionary.size() == expected.size() + 1);
  for (const auto& [text, number] : expected) {
    const std::string elsewhere = "?" + text;
    REQUIRE(dictionary.number_of(std::string_view(elsewhere).substr(1)) == number);
  }
}

TEST_CASE("a memo works out each combination of columns once") {
  CellMemo<std::string> memo({Field::event, Field::reason, Field::outcome});
  int worked = 0;
  const auto read = [&](const Row& row) {
    const RowTexts texts(row);
    const RowBatch batch = texts.batch();
    memo.read(batch);
    return memo.of(0, [&] {
      ++worked;
      return batch.text(Field::event, 0).empty() ? "none" : std::to_string(worked);
    });
  };
  const auto row = [](std::string_view event, std::string_view reason, std::string_view outcome) {
    Row made;
    made[Field::event] = event;
    made[Field::reason] = reason;
    made[Field::outcome] = outcome;
    made[Field::user] = "ann";
    return made;
  };
  CHECK(read(row("", "", "")) == "none");
  const std::string first = read(row("a\nb", "c", "d"));
  CHECK(read(row("a", "b\nc", "d")) != first);
  CHECK(read(row("a", "b", "c\nd")) != first);
  CHECK(read(row("a\nb", "c", "")) != first);
  CHECK(read(row("a\nb", "c", "d")) == first);
  CHECK(worked == 5);
  for (int i = 0; i < 140'000; ++i) read(row(std::to_string(i), "c", "d"));
  CHECK(read(row("a\nb", "c", "d")) != first);  // the memo has started over
}

TEST_CASE("a memo starts over if cells have other columns or another reader") {
  struct Unquote : CellReader {
    std::string_view read(std::string_view cell) override {
      return cell.starts_with('"') ? cell.substr(1, cell.size() - 2) : cell;
    }
  } unquote;
  const std::string line = "\"x\",\"y\",z\n";
  const std::uint32_t ends[] = {3, 7, 9};
  RowBatch cells;
  cells.cells = {.rows = 1, .columns = 3, .bytes = line.data(), .ends = ends};
  cells.reader = &unquote;
  cells.column[Field::event] = 0;
  cells.column[Field::reason] = 1;
  RowBatch swapped = cells;
  std::swap(swapped.column[Field::event], swapped.column[Field::reason]);
  RowBatch as_written = cells;
  as_written.reader = nullptr;
  RowBatch without_reason = cells;
  without_reason.column[Field::reason].reset();
  RowBatch without_both = without_reason;
  without_both.column[Field::event].reset();
  RowBatch other_columns = cells;  // of a field that the memo does not read
  other_columns.column[Field::user] = 2;
  Row row;
  row[Field::event] = "x";
  row[Field::reason] = "\"y\"";
  const RowTexts texts(row);

  CellMemo<std::string> memo({Field::event, Field::reason});
  int worked = 0;
  const auto read = [&](const RowBatch& batch) {
    memo.read(batch);
    return memo.of(0, [&] {
      ++worked;
      return std::string(batch.text(Field::event, 0)) + ' ' +
             std::string(batch.text(Field::reason, 0));
    });
  };
  for (int round = 0; round < 2; ++round) {
    CHECK(read(cells) == "x y");
    CHECK(read(texts.batch()) == "x \"y\"");
    CHECK(read(swapped) == "y x");
    CHECK(read(as_written) == "\"x\" \"y\"");
    CHECK(read(without_reason) == "x ");
    CHECK(read(without_both) == " ");
  }
  CHECK(worked == 12);
  CHECK(read(cells) == "x y");
  CHECK(read(other_columns) == "x y");
  CHECK(worked == 13);
}

TEST_CASE("the table of phrases is written as plain_words prints it") {
  std::size_t phrases = 0;
  for (const PhraseRow& row : phrase_rows())
    for (std::string_view rest = row.phrases; !rest.empty();) {
      const std::size_t comma = rest.find(", ");
      const std::string phrase(rest.substr(0, comma));
      rest.remove_prefix(comma == rest.npos ? rest.size() : comma + 2);
      std::string without_star = phrase;
      const std::size_t star = without_star.find("* ");
      if (star != std::string::npos) without_star.erase(star, 2);
      if (without_star.ends_with(" $")) without_star.erase(without_star.size() - 2);
      INFO(phrase);
      CHECK(plain_words(without_star) == ' ' + without_star + ' ');
      CHECK(phrase.front() != '*');
      CHECK(phrase.back() != '*');
      ++phrases;
    }
  CHECK(phrases > 300);
}

TEST_CASE("each phrase has the meaning of its row") {
  for (const PhraseRow& row : phrase_rows())
    for (std::string_view rest = row.phrases; !rest.empty();) {
      const std::size_t comma = rest.find(", ");
      std::string phrase(rest.substr(0, comma));
      rest.remove_prefix(comma == rest.npos ? rest.size() : comma + 2);
      const std::size_t star = phrase.find("* ");
      if (star != std::string::npos) phrase.replace(star, 1, "xyz");
      INFO(phrase);
      const PhraseParse said = parse_phrases(phrase);
      CHECK(said.known);
      CHECK(said.reason == row.reason);
      CHECK(said.attempt == (row.statement == Statement::attempt));
      CHECK(said.success == (row.statement == Statement::success   ? std::optional(true)
                             : row.statement == Statement::failure ? std::optional(false)
                                                                   : std::nullopt));
      CHECK(said.fault == (row.statement == Statement::fault));
      CHECK(said.other == (row.statement == Statement::other));
      CHECK((said.change == EventKind::account_locked) == (row.statement == Statement::lock));
      CHECK((said.change == EventKind::account_unlocked) == (row.statement == Statement::unlock));
      CHECK((said.change == EventKind::password_changed) == (row.statement == Statement::reset));
    }
}

TEST_CASE("a zone in a header") {
  struct LetterCase {
    const char* header;
    const char* zone;
  };
  for (const LetterCase& one : {
           LetterCase{"Date (UTC)", "UTC"},
           LetterCase{"Time (GMT+02:00)", "+02:00"},
           LetterCase{"createdUtc", "UTC"},
           LetterCase{"UTC Time", "UTC"},
           LetterCase{"Time UTC-5", "-05:00"},
           LetterCase{"Outcome", ""},
           LetterCase{"Date", ""},
           LetterCase{"Butcher", ""},
           LetterCase{"Time (CEST)", "CEST"},
           LetterCase{"Time [Europe/Berlin]", "Europe/Berlin"},
           LetterCase{"Time (local)", ""},
           LetterCase{"Time (IST)", ""},
           LetterCase{"Time (s)", ""},
           LetterCase{"", ""},
       }) {
    INFO(one.header);
    CHECK(zone_in_header(one.header) == one.zone);
  }
}
