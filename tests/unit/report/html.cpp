#include <numeric>

#include "catch.hpp"
#include "report/html/parts.hpp"
#include "report/timeline.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;
using namespace whylocked::report;
using namespace whylocked::story;

TEST_CASE("words stay text or attributes of a page") {
  struct Row {
    std::string_view words, attribute, text;
  };
  const Row rows[] = {
      {"", "", ""},
      {"a b", "a b", "a b"},
      {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;",
       "&lt;script&gt;alert(1)&lt;/script&gt;"},
      {"\"x' onload=y", "&quot;x&#39; onload=y", "&quot;x&#39; onload=y"},
      {"&lt;", "&amp;lt;", "&amp;lt;"},
      {"99\x1f% of", "99&nbsp;% of", "<span class=keep>99&nbsp;%</span> of"},
      {"a  b ", "a  b ", "a  b "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.words);
    CHECK(html_attribute(row.words) == row.attribute);
    CHECK(html_text(row.words) == row.text);
  }
}

TEST_CASE("a timeline counts all attempts of its span in the same space") {
  std::string text(kOneLockout);
  for (int i = 0; i < 2000; ++i) text += "  09:01:00 fail:locked sync@example.com 198.51.100.7\n";
  text += "  09:02:00 ok sync@example.com 203.0.113.5\n";
  Report report = report_of(text);
  diagnose_all(report, make_diagnosis(Status::diagnosed, {hudu(0.998)}));
  const ReportView view(report);
  const Case& one = report.correlation.cases.front();
  const Timeline line = make_timeline(view, one);
  const auto sum = [](const Sums& sums) {
    return std::accumulate(sums.begin(), sums.end(), std::uint64_t{0});
  };
  REQUIRE(line.lanes.size() == 2);
  CHECK(sum(line.lanes[0].failures) == 2006);
  CHECK(sum(line.lanes[0].effects) == 2001);
  CHECK(line.lanes[1].caller.empty());
  CHECK(sum(line.lanes[1].successes) == 1);
  CHECK(sum(line.changes) == 1);
  CHECK(sum(line.locks) == 1);
  CHECK(sum(line.unlocks) == 1);
  std::string page;
  add_timeline(view, one, page);
  CHECK(page.size() < 6000);
}

TEST_CASE("a change long before the case is left out of its scale") {
  Report report = report_of(R"(
  00:00:00 reset  sync@example.com
  20:00:00 fail   sync@example.com 198.51.100.7
  20:00:10 fail   sync@example.com 198.51.100.7
  20:00:20 fail   sync@example.com 198.51.100.7
  20:00:30 lock   sync@example.com
)");
  diagnose_all(report, make_diagnosis(Status::diagnosed, {hudu(0.998)}));
  const ReportView view(report);
  const Timeline line = make_timeline(view, report.correlation.cases.front());
  CHECK(line.trigger_before);
  CHECK(line.to - line.from < 5 * kMinute);
}

TEST_CASE("a page links only to https addresses") {
  for (const std::string source : {"https://example.com/?a=\"b", "javascript:alert(1)"}) {
    Report report = report_of(kOneLockout);
    Cause cause = hudu(0.998);
    cause.fix.source = source;
    diagnose_all(report, make_diagnosis(Status::diagnosed, {cause}));
    const std::string page = story::written("html", report);
    CHECK(page.find("href=\"javascript") == page.npos);
    CHECK((page.find("href=\"https://example.com/?a=&quot;b\"") != page.npos) ==
          source.starts_with("https"));
  }
}

TEST_CASE("a page begins with the case to fix first, then cards, cases and the timeline") {
  Report report = story::report_of(R"(
    08:00:00 fail ann 198.51.100.7
    08:00:01 lock ann
    09:00:00 fail bob 203.0.113.9
    09:00:01 lock bob
  )");
  story::diagnose_all(report, story::make_diagnosis(Status::diagnosed, {story::hudu(0.95)}));
  const std::string page = story::written("html", report);
  std::size_t at = 0;
  for (const std::string_view part :
       {"Start with <span class=keep>case&nbsp;1:</span> Hudu.", "<nav aria-label=Cases>", "id=c1",
        "id=c2", "<section id=accounts>"}) {
    CAPTURE(part);
    const std::size_t next = page.find(part, at);
    REQUIRE(next != page.npos);
    at = next;
  }
}
