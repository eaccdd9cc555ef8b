// --redact: the tokens that replace names.
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
  return report;
}

// A message of the report, after redaction.
Diagnostic redacted(Diagnostic message) {
  Report report = three_users();
  report.diagnostics = {std::move(message)};
  redact(report);
  return report.diagnostics.front();
}

std::string token_of(NameKind kind, std::string_view name) {
  return redacted({.message = Text::name(kind, name)}).message.str();
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

TEST_CASE("each kind of name has its token") {
  struct Row {
    NameKind kind;
    const char* name;
    const char* token;
  };
  using enum NameKind;
  for (const Row row : {
           Row{address, "198.51.100.7", "240.0.0.1"},
           Row{address, "10.1.2.3/32", "127.240.0.2/32"},
           Row{address, "203.0.113.9", "240.0.0.0"},  // not in the export
           Row{address, "10.9.8.7", "127.240.0.0"},
           Row{address, "2001:db8::99/64", "100::/64"},
           Row{address, "the gate", "name-0"},
           Row{user, "ZOE@b.example", "user-1@domain-1"},
           Row{user, "carl@b.example", "user-0@domain-1"},
           Row{user, "carl@host7.a.example", "user-0@domain-2"},
           Row{user, "B\\carl", "domain-0\\user-0"},
           Row{user, "carl", "user-0"},
           Row{program, "laptop of Ann", "name-0"},
           Row{program, "hudu", "hudu"},
           Row{column, "User of Ann", "xxxx xx xxx"},
           Row{column, "Kürzel von Ann", "xxxxxx xxx xxx"},
           Row{file, "ann/export.csv", "file-1.csv"},
           Row{cells, "Ann, 10.9.8.7", "xxx, 00.0.0.0"},
           Row{other, "Ann", "name-0"},
       }) {
    INFO(row.name);
    CHECK(token_of(row.kind, row.name) == row.token);
  }
}

TEST_CASE("a text keeps its words for any names in it") {
  const Text text = "the " + Text::quoted(NameKind::user, "zoe@b.example") +
                    " of \"b\": " + Text::name(NameKind::address, "10.1.2.3") +
                    Text::name(NameKind::other, "a \" zoe@b.example") + '.';
  CHECK(text == "the \"zoe@b.example\" of \"b\": 10.1.2.3a \" zoe@b.example.");
  CHECK(redacted({.message = text}).message ==
        "the \"user-1@domain-1\" of \"b\": 127.240.0.2name-0.");
  CHECK(redacted({.message = ""}).message == "");
}

TEST_CASE("an excerpt keeps its outline and its caret") {
  struct Row {
    const char* text;
    std::uint32_t caret;
    const char* shown;
    std::uint32_t moved;
  };
  for (const Row row :
       {Row{"Ann 10.1.2.3", 4, "xxx 00.0.0.0", 4}, Row{"M\xc3\xbcller;", 7, "xxxxxx;", 6},
        Row{"\xff!", 1, "x!", 1}, Row{"ab", 2, "xx", 2}, Row{"", 0, "", 0}}) {
    INFO(row.text);
    const Diagnostic got = redacted({.excerpt = row.text, .caret = row.caret});
    CHECK(got.excerpt == row.shown);
    CHECK(got.caret == row.moved);
  }
}

TEST_CASE("a file's name is replaced, but its kind stays") {
  for (const auto& [name, token] : {std::pair("ann/export.csv", "file-1.csv"),
                                    {"other.xlsx", "file-0.xlsx"},
                                    {"-", "-"},
                                    {"ann", "file-0"},
                                    {"ann.mine", "file-0"}}) {
    INFO(name);
    CHECK(token_of(NameKind::file, name) == token);
  }
}
