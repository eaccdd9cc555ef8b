#include "catch.hpp"
#include "report/escape.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;
using namespace whylocked::report;
using namespace whylocked::story;

TEST_CASE("words become Markdown that shows exactly these words") {
  struct Row {
    std::string_view words, text;
  };
  const Row rows[] = {
      {"", ""},
      {"a plain sentence, 5 of 7 (80\x1f%).", "a plain sentence, 5 of 7 (80 %)."},
      // markup
      {"*a* _b_ ~~c~~", R"(\*a\* \_b\_ \~\~c\~\~)"},
      {"[x](y) ![z]", R"(\[x\](y) \!\[z\])"},
      {"<b>&lt;", R"(\<b>\&lt;)"},
      {"`code` $x$", R"(\`code\` \$x\$)"},
      {"a|b", R"(a\|b)"},
      {"a\\|b", R"(a\\\|b)"},
      // list, quotation and heading marks, only at the beginning
      {"- a - b", R"(\- a - b)"},
      {"1. a 2. b", R"(1\. a 2. b)"},
      {"> a", R"(\> a)"},
      {"+30", R"(\+30)"},
      // texts that renderers turn into links
      {"of ann@example.com, and", "of `ann@example.com`, and"},
      {"of Ann\x1eLee@example.com, and", "of `Ann Lee@example.com`, and"},
      {"@octocat", "`@octocat`"},
      {"see #7 or GH-8", "see `#7` or `GH-8`"},
      {"(WWW.evil.example)", "`(WWW.evil.example`)"},
      {"x://y|z", "`x://y|z`"},
      {"a``b@c`", "``` a``b@c` ```"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.words);
    CHECK(markdown_text(row.words) == row.text);
  }
}

TEST_CASE("a note has the verdict, the reasons and the steps, and links only to our sources") {
  struct Row {
    std::string source, line;
  };
  const Row rows[] = {
      {"https://example.com/hudu", "- **Source:** <https://example.com/hudu>\n"},
      {"https://example.com/a> <b", "- **Source:** `https://example.com/a>` \\<b\n"},
      {"a phone call", "- **Source:** a phone call\n"},
  };
  for (const Row& row : rows) {
    Report report = report_of(kOneLockout);
    Cause cause = hudu(0.998);
    cause.fix.source = row.source;
    diagnose_all(report, make_diagnosis(Status::diagnosed, {cause}));
    const std::string note = story::written("markdown", report);
    INFO(note);
    CHECK(note.find("## 1. Hudu: almost certain, 99.8 % (C") != note.npos);
    CHECK(note.find("- **Where:** Hudu > Admin > Integrations\n- **Do this:**\n"
                    "  1. Enter the password.\n") != note.npos);
    CHECK(note.find("  - the site file names it as the owner (over 1,000 times more likely)\n") !=
          note.npos);
    CHECK(note.find("- **Rows:** export.csv:4; export.csv:3,4,5\n") != note.npos);
    CHECK(note.find(row.line) != note.npos);
    CHECK(note.find('\x1f') == note.npos);
  }
}

TEST_CASE("an account's name with blanks is one code span") {
  Report report = report_of(kOneLockout);
  report.events.users = Interner();
  report.events.users.intern("ann lee@example.com");
  diagnose_all(report, make_diagnosis(Status::diagnosed, {hudu(0.998)}));
  const std::string note = story::written("markdown", report);
  INFO(note);
  CHECK(note.find("- **Locked:** `ann lee@example.com`, ") != note.npos);
}
