// --redact: which token stands for which name, and how names are found inside sentences.
#include "report/redact.hpp"
#include "catch.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;
using namespace whylocked::report;

namespace {

constexpr std::string_view kStory = R"(
  07:00:00 ok     zoe@b.example 198.51.100.7
  08:00:00 fail   ann@a.example 10.1.2.3
  08:01:00 fail   bob@b.example 2001:db8::7
  08:02:00 fail   zoe@b.example fd00::9
  08:03:00 lock   zoe@b.example
)";

Report three_users() {
  Report report = story::report_of(kStory);
  report.inputs[0].file = "ann/export.csv";
  report.inputs[0].columns.header[static_cast<std::size_t>(Field::user)] = "Wer genau";
  return report;
}

}  // namespace

TEST_CASE("tokens follow the order in which names appear") {
  Report report = three_users();
  redact(report);
  std::string names;
  for (const Event& event : report.events.rows)
    names += std::string(report.events.users.text(event.user)) + ' ' +
             (event.address == kNone ? "-" : to_text(report.events.addresses.at(event.address))) +
             '\n';
  CHECK(names ==
        "user-1@domain-1 240.0.0.1\n"
        "user-2@domain-2 127.240.0.2\n"
        "user-3@domain-1 100::3\n"
        "user-1@domain-1 fdff:ffff::4\n"
        "user-1@domain-1 -\n");
  CHECK(report.inputs[0].file == "file-1.csv");
  const Incident& incident = report.correlation.incidents.at(0);
  CHECK(incident.id == incident_id("user-1@domain-1", incident.locked_at));
}

TEST_CASE("names inside sentences") {
  Report report = three_users();
  const Redaction redaction(report);
  struct Row {
    const char* text;
    const char* redacted;
  };
  for (const Row row : {
           Row{"198.51.100.7 is a server address", "240.0.0.1 is a server address"},
           Row{"the site file knows 10.1.2.3/32 as its source",
               "the site file knows 127.240.0.2/32 as its source"},
           Row{"from 203.0.113.9.", "from 240.0.0.0."},  // not in the export
           Row{"no account \"ZOE@b.example\"", "no account \"user-1@domain-1\""},
           Row{"mail to carl@b.example, please", "mail to user-0@domain-1, please"},
           Row{"B\\carl at host7.a.example:", "domain-0\\user-0 at domain-2:"},
           Row{"the client is \"laptop of Ann\"", "the client is \"name-0\""},
           Row{"a \"b\" c\" d", "a \"name-0\" c\"name-0"},  // an odd quote hides the rest
           Row{"counted as \"other\"", "counted as \"other\""},
           Row{"did you mean \"hudu\"?", "did you mean \"hudu\"?"},
           Row{"\"Wer genau\" is used as it", "\"Wer genau\" is used as it"},
           Row{"between \"ann/export.csv\" and this", "between \"file-1.csv\" and this"},
           Row{"the host of b at the gate", "the host of b at the gate"},
           Row{"name one; the columns are: Ann, 10.9.8.7",
               "name one; the columns are: xxx, 00.0.0.0"},
           Row{"5 failures since 2026-05-19T08:00:00Z", "5 failures since 2026-05-19T08:00:00Z"},
       }) {
    INFO(row.text);
    CHECK(redaction.sentence(row.text) == row.redacted);
  }
}

TEST_CASE("an excerpt keeps its outline and its caret") {
  struct Row {
    const char* text;
    std::size_t caret;
    const char* shown;
    std::size_t moved;
  };
  for (const Row row :
       {Row{"Ann 10.1.2.3", 4, "xxx 00.0.0.0", 4}, Row{"M\xc3\xbcller;", 7, "xxxxxx;", 6},
        Row{"\xff!", 1, "x!", 1}, Row{"ab", 2, "xx", 2}, Row{"", 0, "", 0}}) {
    INFO(row.text);
    std::size_t caret = row.caret;
    CHECK(outline(row.text, caret) == row.shown);
    CHECK(caret == row.moved);
  }
}

TEST_CASE("a file's name goes, what it is stays") {
  Report report = three_users();
  const Redaction redaction(report);
  for (const auto& [name, token] : {std::pair("ann/export.csv", "file-1.csv"),
                                    {"other.xlsx", "file-0.xlsx"},
                                    {"-", "-"},
                                    {"ann", "file-0"},
                                    {"ann.mine", "file-0"}}) {
    INFO(name);
    CHECK(redaction.file(name) == token);
  }
}
