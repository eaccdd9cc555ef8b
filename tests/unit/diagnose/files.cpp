// All stages over files: order, repetition, failures, filters.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "catch.hpp"
#include "folder.hpp"
#include "whylocked/diagnose.hpp"

using namespace whylocked;

namespace {

namespace fs = std::filesystem;

// Five failures of a user, a minute apart from `hour`:00, and the lock.
std::string locked(const std::string& user, const std::string& hour) {
  std::string text = "Time,Username,IP Address,Event,Result,Reason\n";
  for (int minute = 0; minute < 5; ++minute)
    text += "2026-05-19T" + hour + ":0" + std::to_string(minute) + ":00Z," + user +
            ",198.51.100.7,Login,Failure,Incorrect password\n";
  return text + "2026-05-19T" + hour + ":04:01Z," + user + ",,Account locked,,\n";
}

std::string json(const Report& report) {
  std::string text;
  write_report(*find_report_format("json"), report, {}, text);
  return text;
}

bool says(const Report& report, const std::string& message) {
  return std::any_of(report.diagnostics.begin(), report.diagnostics.end(),
                     [&](const Diagnostic& one) { return one.message == message; });
}

Micros time_of(const char* text) { return *parse_time_point(text, "UTC"); }

}  // namespace

TEST_CASE("any order of the files gives the same bytes") {
  const Folder folder;
  const std::string a = folder.put("a.csv", locked("ann", "08"));
  const std::string b = folder.put("b.csv", locked("bob", "08"));
  const std::string c = folder.put("c.csv", locked("cy", "07"));
  const auto first = diagnose({a, b, c}, {}, {});
  CHECK(first.ok);
  CHECK(first.report.summary.lockouts == 3);
  CHECK(json(diagnose({c, a, b}, {}, {}).report) == json(first.report));
  CHECK(json(diagnose({b, c, a}, {}, {}).report) == json(first.report));
}

TEST_CASE("a file given twice counts once") {
  const Folder folder;
  const std::string a = folder.put("a.csv", locked("ann", "08"));
  const std::string same = (fs::path(a).parent_path() / "." / "a.csv").string();
  const auto result = diagnose({a, same, a}, {}, {});
  CHECK(result.ok);
  CHECK(result.report.inputs.size() == 1);
  CHECK(result.report.summary.failures == 5);
  CHECK(says(result.report, "named twice; read once"));
}

TEST_CASE("a file that cannot be read does not stop the others") {
  const Folder folder;
  const std::string good = folder.put("good.csv", locked("ann", "08"));
  const std::string prose = folder.put("prose.csv", "Dear all,\nplease see below.\n");
  for (const std::string& bad : {prose, good + ".missing"}) {
    CAPTURE(bad);
    const auto result = diagnose({bad, good}, {}, {});
    CHECK_FALSE(result.ok);
    CHECK(result.report.inputs.size() == 2);
    CHECK(result.report.summary.lockouts == 1);
    CHECK(std::any_of(
        result.report.diagnostics.begin(), result.report.diagnostics.end(),
        [&](const Diagnostic& one) { return one.severity == Severity::error && one.file == bad; }));
  }
}

TEST_CASE("filters limit the output, but evidence comes from the whole export") {
  const Folder folder;
  const std::vector<std::string> files = {folder.put("a.csv", locked("ann@msp.example.com", "08")),
                                          folder.put("b.csv", locked("bob@msp.example.com", "10"))};
  struct Row {
    const char* user;
    const char* since;
    const char* until;
    std::size_t lockouts, groups, events;
  };
  for (const Row& row : {
           Row{"", "", "", 2, 2, 12},
           Row{"ann@msp.example.com", "", "", 1, 1, 6},
           Row{"bob", "", "", 1, 1, 6},  // without the domain
           Row{"cy", "", "", 0, 0, 0},
           Row{"", "2026-05-19T08:04:01Z", "", 2, 1, 7},
           Row{"", "2026-05-19T08:04:02Z", "", 1, 1, 6},
           Row{"", "", "2026-05-19T10:04:01Z", 1, 2, 11},
           Row{"bob", "", "2026-05-19T10:00:00Z", 0, 0, 0},
       }) {
    CAPTURE(row.user, row.since, row.until);
    DiagnoseOptions options;
    options.user = row.user;
    if (*row.since != 0) options.since = time_of(row.since);
    if (*row.until != 0) options.until = time_of(row.until);
    const auto full = diagnose(files, options, {}).report;
    CHECK(full.summary.lockouts == row.lockouts);
    CHECK(full.correlation.groups.size() == row.groups);
    CHECK(full.events.rows.size() == 12);
    const bool unknown = std::string(row.user) == "cy";
    CHECK(full.unknown_user == (unknown ? "cy" : ""));
    CHECK(says(full, "no account \"cy\" in the input; nothing is shown") == unknown);
    options.depth = Depth::groups;
    CHECK(diagnose(files, options, {}).report.correlation.groups.size() == row.groups);
    options.depth = Depth::events;
    const auto events = diagnose(files, options, {}).report;
    CHECK(events.events.rows.size() == row.events);
    CHECK(events.correlation.groups.empty());
  }
}

TEST_CASE("each stage is reported as it ends") {
  const Folder folder;
  const std::string a = folder.put("a.csv", locked("ann", "08"));
  struct Row {
    Depth depth;
    const char* stages;
  };
  for (const Row row : {Row{Depth::events, "read "}, Row{Depth::groups, "read correlate "},
                        Row{Depth::diagnosis, "read correlate attribute "}}) {
    std::string stages;
    DiagnoseOptions options;
    options.depth = row.depth;
    options.on_stage = [&](std::string_view stage) { stages += std::string(stage) + ' '; };
    diagnose({a}, options, {});
    CHECK(stages == row.stages);
  }
}
