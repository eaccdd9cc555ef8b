// For any bytes in a log, no writer emits a control character, and JSON stays valid.
#include <nlohmann/json.hpp>
#include <random>

#include "catch.hpp"
#include "report/escape.hpp"
#include "unit/report/story.hpp"

using namespace whylocked;
using namespace whylocked::report;

namespace {

constexpr int kRounds = 300;

// Bytes that are likely to matter, and any others.
std::string hostile(std::mt19937_64& random) {
  constexpr std::string_view kPieces[] = {"\x1b[2J",
                                          "\x1b]0;x\x07",
                                          "\r\n",
                                          "\t",
                                          "=cmd|' /C calc'!A0",
                                          "\"",
                                          "\\",
                                          "\u202e",
                                          "\u200b",
                                          "\u2028",
                                          "\xc2\x85",
                                          "\xe2\x80",
                                          "\xff",
                                          "\x7f",
                                          "名前",
                                          "ann",
                                          " a b c ",
                                          ",",
                                          "m\xc3\xbcller",
                                          "{",
                                          "\u0301",
                                          "\xf0\x9f\x98\x80",
                                          "2026-05-18T08:00:00Z",
                                          "-1",
                                          "@x.example",
                                          "\x1f",
                                          "[0m"};
  std::string text;
  for (auto n = random() % 8; n > 0; --n) {
    if (random() % 3 == 0)
      text += static_cast<char>(random());
    else
      text += kPieces[random() % std::size(kPieces)];
  }
  return text;
}

Report any_report(std::mt19937_64& random) {
  story::Story story;
  story.networks.resize(1);
  Events& events = story.events;
  const Micros start = story::kFirstDay * kDay;
  for (std::uint32_t i = 0; i < 24; ++i) {
    Event event;
    event.time = start + static_cast<Micros>(i) * kMinute;
    event.row = i + 2;
    event.kind = i % 8 == 7 ? EventKind::account_locked : EventKind::login_failed;
    event.user = events.users.intern("u" + std::to_string(i / 8) + hostile(random));
    if (i % 8 != 0) event.user = events.rows.back().user;
    const TextId client = events.texts.intern(hostile(random));
    const TextId application = events.texts.intern(hostile(random));
    event.program =
        events.programs.intern({client, application, events.texts.intern(hostile(random))});
    events.rows.push_back(event);
  }
  Report report = story::report_of(std::move(story));
  report.inputs.front().file = hostile(random);
  report.inputs.front().time_zone = hostile(random);
  report.inputs.front().columns.header[0] = hostile(random);
  story::Diagnosed got = story::make_diagnosis(
      static_cast<Status>(random() % 4), {story::hudu(0.5), story::hudu(0.3), story::hudu(0.01)});
  for (std::size_t i = 0; i < got.causes.size(); ++i) {
    Cause& cause = got.causes[i];
    cause.name = hostile(random);
    cause.evidence[1].words = hostile(random);
    cause.fix = {.where = hostile(random), .steps = {hostile(random)}, .source = hostile(random)};
    cause.rank = i == 0 ? 1 : static_cast<std::uint32_t>(1 + random() % 2);
    got.diagnosis.causes[i].rank = static_cast<std::uint16_t>(cause.rank);
  }
  got.diagnosis.conflicts = {
      {.declared = hostile(random), .seen = hostile(random), .odds = 40, .rows = {1}}};
  got.diagnosis.next_test =
      NextTest{.id = hostile(random),
               .says = hostile(random),
               .steps = {hostile(random)},
               .outcomes = {{hostile(random), hostile(random), {hostile(random)}}},
               .bits = 1,
               .cost = 1};
  got.diagnosis.missing = {hostile(random)};
  story::diagnose_all(report, got);
  report.diagnostics = {{.severity = Severity::warning,
                         .file = hostile(random),
                         .row = 1,
                         .column = 2,
                         .message = hostile(random),
                         .excerpt = hostile(random),
                         .caret = static_cast<std::uint32_t>(random() % 20),
                         .hint = hostile(random)}};
  return report;
}

// Valid UTF-8 without hidden characters except line breaks.
bool harmless(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.valid || (is_hidden(point.code) && point.code != '\n')) return false;
    text.remove_prefix(point.bytes);
  }
  return true;
}

std::size_t lines(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// Times and commands as single words: lines do not break at the blanks of "18 May 08:00".
std::string with_whole_words(std::string line) {
  constexpr std::string_view kTime = "18 May 08:00", kCommand = "`whylocked ";
  for (std::size_t at = 0; (at = line.find(kTime, at)) != line.npos; at += kTime.size())
    line.replace(at, kTime.size(), "18_May_08:00");
  if (const std::size_t at = line.find(kCommand); at != line.npos) {
    const auto from = line.begin() + static_cast<std::ptrdiff_t>(at);
    std::replace(from, std::find(from + 1, line.end(), '`'), ' ', '_');
  }
  return line;
}

// A line does not end in a blank, and is too wide only if its last word does not fit next to a
// label or an indent.
bool well_set(std::string_view line, std::size_t width) {
  if (line.ends_with(' ')) return false;
  if (columns_of(line) <= width) return true;
  const std::size_t blank = with_whole_words(std::string(line)).rfind(' ');
  return blank == line.npos || columns_of(line.substr(0, blank)) <= width / 2 + 4;
}

}  // namespace

TEST_CASE("messages contain no control characters") {
  std::mt19937_64 random(20260518);
  for (int round = 0; round < kRounds; ++round) {
    std::string out;
    write_diagnostics(any_report(random).diagnostics, false, 0, out);
    CAPTURE(round);
    CHECK(harmless(out));
  }
}

TEST_CASE("reports contain no control characters, and are the same in pieces and at once") {
  std::mt19937_64 random(20261125);
  for (int round = 0; round < kRounds; ++round) {
    const Report report = any_report(random);
    for (const ReportFormat& format : report_formats()) {
      CAPTURE(round, format.name, static_cast<int>(format.depth));
      std::string out, rest, pieces;
      write_report(format, report, {}, out);
      CHECK(harmless(out));
      if (format.name == "json" || format.name == "sarif") CHECK(nlohmann::json::accept(out));
      if (format.name == "jsonl" || format.name == "ocsf")
        for (std::size_t at = 0; at < out.size(); at = out.find('\n', at) + 1)
          CHECK(nlohmann::json::accept(out.substr(at, out.find('\n', at) - at)));
      if (format.name == "csv" && format.depth == Depth::events)
        CHECK(lines(out) == report.events.rows.size() + 1);
      if (format.name == "csv" && format.depth == Depth::groups)
        CHECK(lines(out) == report.correlation.groups.size() + 1);
      ReportOptions options;
      options.flush = [&](std::string& some) { pieces += std::exchange(some, {}); };
      write_report(format, report, options, rest);
      CHECK(pieces + rest == out);
    }
  }
}

TEST_CASE("text fits its width, and colour adds nothing but colour") {
  std::mt19937_64 random(20260519);
  for (int round = 0; round < kRounds; ++round) {
    const Report report = any_report(random);
    for (const std::uint32_t width : {0, 40, 57, 80, 200}) {
      const bool all = random() % 2 == 0;
      CAPTURE(round, width, all);
      const std::string plain = story::as_text(report, {.width = width, .all_causes = all});
      CHECK(story::without_colour(story::as_text(
                report, {.color = true, .width = width, .all_causes = all})) == plain);
      for (std::size_t at = 0, end; at < plain.size(); at = end + 1) {
        end = plain.find('\n', at);
        const std::string line = plain.substr(at, end - at);
        CAPTURE(line);
        CHECK(well_set(line, std::clamp(width, 40u, 100u)));
      }
    }
  }
}
