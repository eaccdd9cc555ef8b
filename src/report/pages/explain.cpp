// `explain`: a signal in general, for whoever doubts a line of evidence; or one case of a report.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/json/writer.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kLabel = 13;

void show_outcome(const SignalInfo::Outcome& outcome, TextLayout& page) {
  page.blank();
  page.text(2, outcome.seen);
  for (const auto& [behaviour, probability] : outcome.given)
    page.row(4, fmt::format("{:.3g}", probability), 8, behaviour);
}

void show_signal(const SignalInfo& signal, TextLayout& page) {
  page.text(0, std::string(signal.name));
  page.row(2, "looks at", kLabel, signal.looks_at);
  page.row(2, "separates", kLabel, signal.separates);
  if (!signal.reason.empty()) page.row(2, "from", kLabel, signal.reason);
  if (signal.outcomes.empty()) {
    page.row(2, "judged by", kLabel,
             "what is declared or documented about each product: `whylocked catalog ID`");
    return;
  }
  page.blank();
  page.text(2, "P(seen | behavior); a line is 10 log10 of P(seen | cause) / P(seen):");
  for (const SignalInfo::Outcome& outcome : signal.outcomes) show_outcome(outcome, page);
}

void add_signal(const SignalInfo& signal, JsonWriter& json) {
  json.open_object();
  json.member("name", signal.name);
  json.member("looks_at", signal.looks_at);
  json.member("separates", signal.separates);
  json.member("reason", or_null(signal.reason));
  json.open_array("outcomes");
  for (const SignalInfo::Outcome& outcome : signal.outcomes) {
    json.open_object();
    json.member("seen", outcome.seen);
    json.open_object("given");
    for (const auto& [behaviour, probability] : outcome.given)
      json.member(behaviour, Decimal{probability, 6});
    json.close_object();
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

// A case as the JSON of a report has it. Each key is read with its type, so that a damaged file is a
// shorter page and never a crash.

using Document = nlohmann::json;

std::string text_at(const Document& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number_at(const Document& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

const Document& at(const Document& object, const char* key, Document::value_t type) {
  static const Document kArray = Document::array(), kObject = Document::object();
  const auto found = object.is_object() ? object.find(key) : object.end();
  if (found != object.end() && found->type() == type) return *found;
  return type == Document::value_t::array ? kArray : kObject;
}

const Document& list_at(const Document& object, const char* key) {
  return at(object, key, Document::value_t::array);
}

std::string joined(const Document& list, std::string_view between = ", ") {
  std::string words;
  for (const Document& one : list)
    if (one.is_string())
      words += (words.empty() ? "" : std::string(between)) + shown_name(one.get<std::string>());
  return words;
}

std::string rows_of(const Document& line) {
  std::string words;
  for (const Document& row : list_at(line, "rows"))
    words += (words.empty() ? "" : " ") + shown_name(text_at(row, "file")) + ':' +
             std::to_string(static_cast<std::int64_t>(number_at(row, "row")));
  return words.empty() ? words : " [" + words + ']';
}

std::string from_words(const Document& line) {
  std::string words;
  for (const auto& [name, value] : at(line, "from", Document::value_t::object).items())
    if (value.is_number())
      words += (words.empty() ? "" : ", ") + shown_name(name) + ' ' +
               fmt::format("{:.3g}", value.get<double>());
  return words.empty() ? words : " {" + words + '}';
}

void show_fix(const Document& cause, TextLayout& page) {
  const Document& fix = at(cause, "fix", Document::value_t::object);
  if (const std::string where = text_at(fix, "where"); !where.empty())
    page.row(2, "Do this", kLabel, shown_text(where));
  int number = 0;
  for (const Document& step : list_at(fix, "steps"))
    if (step.is_string())
      page.row(2 + kLabel, std::to_string(++number) + '.', 3, shown_text(step.get<std::string>()));
}

void show_cause(const Document& cause, TextLayout& page) {
  page.blank();
  page.text(2,
            shown_name(text_at(cause, "name")) + ", " +
                percent_words(number_at(cause, "probability")) + " (" +
                shown_name(text_at(cause, "id")) + ')');
  for (const Document& line : list_at(cause, "evidence"))
    page.row(4, fmt::format("{:+.1f}", number_at(line, "db")), 7,
             shown_text(text_at(line, "says")) + from_words(line) + rows_of(line));
  page.row(4, fmt::format("{:+.1f}", number_at(cause, "score_db")), 7,
           "total, in decibans (+10 = ten times as likely, +3 = twice)");
}

void show_caller(const Document& caller, TextLayout& page) {
  std::string words = joined(list_at(caller, "addresses"));
  for (const char* const key : {"computer", "operator", "region", "client"})
    if (const std::string text = text_at(caller, key); !text.empty())
      words += (words.empty() ? "" : ", ") + shown_name(text);
  const Document& rhythm = at(caller, "rhythm", Document::value_t::object);
  words += fmt::format("; {:.0f} failures, {:.0f} successes", number_at(caller, "failures"),
                       number_at(caller, "successes"));
  if (const double period = number_at(rhythm, "period_s"); period > 0)
    words += ", every " + duration_words(static_cast<Micros>(period * kSecond));
  page.row(2, "Caller", kLabel, words + "; " + percent_words(number_at(caller, "share")));
}

void show_test(const Document& one, TextLayout& page) {
  const Document& test = at(one, "next_test", Document::value_t::object);
  if (test.empty()) return;
  page.row(2, "Next test", kLabel, shown_text(text_at(test, "says")));
  for (const Document& outcome : list_at(test, "outcomes"))
    page.row(2, "", kLabel,
             "if " + shown_text(text_at(outcome, "if")) + ": " + joined(list_at(outcome, "then")));
}

void show_case(const Document& report, const Document& one, TextLayout& page) {
  page.text(0, "Case " + shown_name(text_at(one, "id")) + ": " +
                   shown_name(text_at(one, "status")) + ", " +
                   percent_words(number_at(one, "probability")));
  page.row(2, "Accounts", kLabel, joined(list_at(one, "users")));
  const Document& lockouts = list_at(one, "lockouts");
  for (const Document& lockout : list_at(report, "lockouts"))
    if (std::find(lockouts.begin(), lockouts.end(), text_at(lockout, "id")) != lockouts.end())
      page.row(2, "Locked", kLabel,
               shown_name(text_at(lockout, "user")) + ' ' + shown_name(text_at(lockout, "locked_at")) +
                   ", " + shown_name(text_at(lockout, "basis")));
  for (const Document& conflict : list_at(one, "conflicts"))
    page.row(2, "Conflict", kLabel,
             shown_text(text_at(conflict, "declared")) + ", but " + shown_text(text_at(conflict, "seen")));
  for (const Document& caller : list_at(one, "callers")) show_caller(caller, page);
  for (const Document& caveat : list_at(one, "caveats"))
    if (caveat.is_string()) page.row(2, "Note", kLabel, shown_text(caveat.get<std::string>()));
  if (!list_at(one, "causes").empty()) show_fix(list_at(one, "causes").front(), page);
  show_test(one, page);
  for (const Document& cause : list_at(one, "causes")) show_cause(cause, page);
}

const Document* find_case(const Document& report, std::string_view id) {
  for (const Document& one : list_at(report, "cases")) {
    if (text_at(one, "id") == id) return &one;
    const Document& lockouts = list_at(one, "lockouts");
    if (std::find(lockouts.begin(), lockouts.end(), id) != lockouts.end()) return &one;
  }
  return nullptr;
}

}  // namespace

void write_explain(std::string_view name, bool json, std::uint32_t width, std::string& out) {
  std::vector<SignalInfo> list = explain_signals();
  if (!name.empty())
    std::erase_if(list, [&](const SignalInfo& signal) { return signal.name != name; });
  if (json) {
    JsonWriter writer(out, JsonWriter::Layout::indented);
    writer.open_array();
    for (const SignalInfo& signal : list) add_signal(signal, writer);
    writer.close_array();
    out += '\n';
    return;
  }
  TextLayout page(width, false, out);
  if (!name.empty()) {
    for (const SignalInfo& signal : list) show_signal(signal, page);
    return;
  }
  page.text(0, "The signals that the evidence of a report comes from:");
  page.blank();
  std::size_t longest = 0;
  for (const SignalInfo& signal : list) longest = std::max(longest, signal.name.size());
  for (const SignalInfo& signal : list) page.row(2, signal.name, longest + 2, signal.looks_at);
  page.blank();
  page.text(0,
            "`whylocked explain SIGNAL` shows its probabilities and where they come from, "
            "`whylocked explain REPORT CASE` all evidence of a case.");
}

bool write_case(std::string_view report_json, const std::string& file, std::string_view id,
                std::uint32_t width, Diagnostics& diagnostics, std::string& out) {
  const auto fail = [&](std::string message, std::string hint) {
    diagnostics.add("report", {.severity = Severity::error,
                               .file = file,
                               .message = std::move(message),
                               .hint = std::move(hint)});
    return false;
  };
  const Document report = Document::parse(report_json, nullptr, false);
  if (!text_at(report, "schema_version").starts_with("2."))
    return fail("not a report of this program, or of another schema",
                "write one with whylocked --json FILE");
  const Document* const one = find_case(report, id);
  if (one == nullptr)
    return fail("no case or lockout \"" + std::string(id) + '"',
                "list them with: jq -r '.cases[].id' " + quote_for_shell(file));
  TextLayout page(width, false, out);
  show_case(report, *one, page);
  return true;
}

}  // namespace whylocked
