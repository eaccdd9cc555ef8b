#include "catch.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;

namespace {

std::string written(const Diagnostic& diagnostic, bool color = false) {
  std::string out;
  write_diagnostics({diagnostic}, color, 0, out);
  return out;
}

}  // namespace

TEST_CASE("a message has a location, a problem and a remedy") {
  struct Row {
    Diagnostic diagnostic;
    std::string_view text;
  };
  const Row rows[] = {
      {{Severity::error, {}, 0, 0, "more than 65536 files", {}, 0, {}}, "more than 65536 files\n"},
      {{Severity::error, "a.csv", 0, 0, "cannot open", {}, 0, {}}, "a.csv: cannot open\n"},
      {{Severity::note, "a.csv", 0, 0, "named twice", {}, 0, {}}, "a.csv: note: named twice\n"},
      {{Severity::warning, "a.csv", 3, 0, "short row", {}, 0, {}}, "a.csv:3: warning: short row\n"},
      {{Severity::warning, "a.csv", 3, 0, "no time", "x;y;z", 0, "use --map"},
       "a.csv:3: warning: no time\n  x;y;z\n  ^\nhint: use --map\n"},
      {{Severity::error, "site.json", 2, 3, "unknown key \"a\"", "  \"a\": 1", 2, {}},
       "site.json:2:3: unknown key \"a\"\n    \"a\": 1\n    ^\n"},
      {{Severity::warning, "a.csv", 0, 7, "no row, so no column", {}, 0, {}},
       "a.csv: warning: no row, so no column\n"},
      // the caret is placed by the characters shown, not by the bytes read
      {{Severity::warning, "a.csv", 9, 2, "bad", "a\x1b,b", 3, {}},
       "a.csv:9:2: warning: bad\n  a\\x1b,b\n        ^\n"},
      {{Severity::warning, "a.csv", 9, 2, "bad", "weiß,名前,b", 6, {}},
       "a.csv:9:2: warning: bad\n  weiß,名前,b\n       ^\n"},
      {{Severity::warning, "a.csv", 9, 2, "bad", "weiß", 4, {}},
       "a.csv:9:2: warning: bad\n  weiß\n     ^\n"},
      {{Severity::warning, "a.csv", 9, 2, "cut off", "abc", 3, {}},
       "a.csv:9:2: warning: cut off\n  abc\n     ^\n"},
      {{Severity::warning, "a.csv", 9, 2, "cut off", "abc", 99, {}},
       "a.csv:9:2: warning: cut off\n  abc\n     ^\n"},
      {{Severity::warning, "a\n.csv", 1, 0, "bad\x1b", {}, 0, "do\rthis"},
       "a\\x0a.csv:1: warning: bad\\x1b\nhint: do\\x0dthis\n"},
  };
  for (const Row& row : rows) {
    CHECK(written(row.diagnostic) == row.text);
    CHECK(story::without_colour(written(row.diagnostic, true)) == row.text);
    CHECK(written(row.diagnostic, true) != row.text);
  }
}

TEST_CASE("a long excerpt is cut around the caret") {
  struct Row {
    std::size_t before, after;
    std::string_view excerpt, caret;
  };
  const auto ten = [](int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += "123456789.";
    return text;
  };
  const Row rows[] = {
      {3, 3, "aaaX...", "   ^"},
      {40, 31, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX...............................",
       "                                        ^"},
      {40, 32, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX...............................",
       "                                        ^"},
      {100, 100, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX...............................",
       "                                        ^"},
      {100, 2, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaX..",
       "                                        ^"},
  };
  for (const Row& row : rows) {
    const std::string text = std::string(row.before, 'a') + 'X' + std::string(row.after, '.');
    const std::string expected = "a.csv: warning: bad\n  " + std::string(row.excerpt) + "\n  " +
                                 std::string(row.caret) + '\n';
    CHECK(written({Severity::warning,
                   "a.csv",
                   0,
                   0,
                   "bad",
                   text,
                   static_cast<std::uint32_t>(row.before),
                   {}}) == expected);
  }
  const std::string mega = ten(100'000);
  CHECK(written({Severity::warning, "a.csv", 0, 0, "bad", mega, 500'000, {}}).size() < 250);
}

TEST_CASE("messages wrap at a width, excerpts do not") {
  std::string out;
  write_diagnostics({{.severity = Severity::warning,
                      .file = "export.csv",
                      .row = 3,
                      .column = 1,
                      .message = "not a date; row skipped, as are all others of its kind",
                      .excerpt = std::string(60, 'x'),
                      .hint = "write times as 2026-05-19 08:07:19"}},
                    false, 40, out);
  CHECK(out ==
        "export.csv:3:1: warning: not a date; row\n  skipped, as are all others of its kind\n  " +
            std::string(60, 'x') + "\n  ^\nhint: write times as 2026-05-19 08:07:19\n");
}
