// `explain`: a signal in general, or one case of a report with every number.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "event/report_json.hpp"
#include "report/json/json.hpp"
#include "report/layout.hpp"
#include "report/words.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

using namespace report;
using namespace report_json;

namespace {

constexpr std::size_t kLabel = 13;
constexpr std::string_view kApart[] = {"id", "evidence", "causes", "next_test", "others"};

void show_signal(const SignalInfo& signal, TextLayout& page) {
  page.text(0, std::string(signal.name));
  page.row("looks at", signal.looks_at);
  page.row("separates", signal.separates);
  if (!signal.reason.empty()) page.row("from", signal.reason);
  if (signal.outcomes.empty()) {
    page.row("judged by",
             "what is declared or documented about each product: `whylocked catalog ID`");
    return;
  }
  page.blank();
  page.text(2, "P(seen | behavior); a line is 10 log10 of P(seen | cause) / P(seen):");
  for (const SignalInfo::Outcome& outcome : signal.outcomes) {
    page.blank();
    page.text(2, outcome.seen);
    for (const auto& [behaviour, probability] : outcome.given)
      page.row(4, fmt::format("{:.3g}", probability), 8, behaviour);
  }
}

Json signal_json(const SignalInfo& signal) {
  const auto outcome_json = [](const SignalInfo::Outcome& outcome) -> Json {
    Json given = Json::object();
    for (const auto& [behaviour, probability] : outcome.given)
      given[std::string(behaviour)] = rounded(probability);
    return {{"seen", outcome.seen}, {"given", std::move(given)}};
  };
  return {{"name", signal.name},
          {"looks_at", signal.looks_at},
          {"separates", signal.separates},
          {"reason", or_null(signal.reason)},
          {"outcomes", json_list(signal.outcomes, outcome_json)}};
}

// A case as in the JSON report: its members by name, and for each cause its lines of evidence with
// their probabilities.

// Values nested deeper than in a report are skipped.
std::string words_of(const Document& value, int depth = 0) {
  constexpr int kMaxDepth = 4;
  if (value.is_null() || depth > kMaxDepth) return {};
  if (value.is_string()) return shown_text(value.get_ref<const std::string&>());
  if (value.is_number_float()) return fmt::format("{:.6g}", value.get<double>());
  if (!value.is_structured()) return value.dump();
  std::vector<std::string> list;
  for (const auto& [name, member] : value.items())
    if (const std::string words = words_of(member, depth + 1); !words.empty())
      list.push_back((value.is_object() ? shown_name(name) + ' ' : "") + words);
  return fmt::format("{}", fmt::join(list, ", "));
}

// A row for each non-empty member; lists of sentences or objects take a row each.
void show_members(const Document& object, std::string_view title, TextLayout& page) {
  const auto row = [&](const std::string& name, const Document& value) {
    const std::string words = words_of(value);
    if (!words.empty()) page.row(4, shown_name(name), kLabel + 2, words);
  };
  if (object.empty()) return;
  page.blank();
  page.text(2, title);
  for (const auto& [name, value] : object.items()) {
    if (std::ranges::find(kApart, name) != std::end(kApart)) continue;
    if (value.is_array() && !value.empty() && words_of(value.front()).find(' ') != name.npos)
      for (const Document& one : value) row(name, one);
    else
      row(name, value);
  }
}

std::string name_at(const Document& object, const char* key) {
  return shown_name(text_at(object, key));
}

std::string rows_of(const Document& line) {
  std::vector<std::string> files;
  for (const Document& file : list_at(line, "rows"))
    files.push_back(name_at(file, "file") + ':' + words_of(list_at(file, "rows")));
  return files.empty() ? std::string() : fmt::format(" [{}]", fmt::join(files, " "));
}

// The fact behind a cause's line of evidence, and the probabilities of both.
std::string from_words(const Document& line, const Document& cause, std::size_t index, double db) {
  const double seen = number_at(line, "p_seen"), weight = number_at(line, "weight");
  std::string fact, words;
  if (seen > 0 && weight > 0)
    words = fmt::format("P(seen | cause) {:.3g}, P(seen) {:.3g}",
                        seen * std::pow(10, db / 10 / weight), seen);
  for (const Document& one : list_at(cause, "facts")) {
    if (number_at(one, "line") != static_cast<double>(index)) continue;
    fact = shown_text(text_at(one, "says"));
    words += fmt::format(", P(seen | fact) {:.3g}, P(seen | base) {:.3g}, confidence {:.3g}",
                         number_at(one, "p_fact"), number_at(one, "p_base"),
                         number_at(one, "confidence"));
  }
  if (weight < 1) words += fmt::format(", weight {:.3g}", weight);
  return fact + " {" + words + '}';
}

void show_cause(const Document& evidence, const Document& cause, TextLayout& page) {
  page.blank();
  page.text(2, name_at(cause, "name") + ", " + percent_words(number_at(cause, "probability")) +
                   " (" + name_at(cause, "id") + ')');
  const Document& db = list_at(cause, "db");
  std::vector<std::pair<double, std::size_t>> lines;
  for (std::size_t i = 0; i < evidence.size() && i < db.size(); ++i)
    if (const double weight = db[i].is_number() ? db[i].get<double>() : 0; weight != 0)
      lines.emplace_back(weight, i);
  std::ranges::stable_sort(lines, [](auto& a, auto& b) { return a.first > b.first; });
  for (const auto& [weight, i] : lines)
    page.row(4, fmt::format("{:+.1f}", weight), 7,
             shown_text(text_at(evidence[i], "says")) + from_words(evidence[i], cause, i, weight) +
                 rows_of(evidence[i]));
  page.row(4, fmt::format("{:+.1f}", number_at(cause, "score_db")), 7,
           "total, in decibans (+10 = ten times as likely, +3 = twice)");
}

void show_case(const Document& report, const Document& one, TextLayout& page) {
  const std::string id = text_at(one, "id"), verdict = text_at(one, "verdict");
  page.text(0, "Case " + shown_name(id));
  for (const Document& fix : list_at(report, "fixes"))
    if (!verdict.empty() && text_at(fix, "cause") == verdict) show_members(fix, "do this", page);
  show_members(object_at(one, "next_test"), "next test", page);
  show_members(one, "as the report has it", page);
  for (const Document& lockout : list_at(report, "lockouts"))
    if (text_at(lockout, "case") == id)
      page.row(4, "locked", kLabel + 2,
               fmt::format("{} {}, {}", name_at(lockout, "user"), name_at(lockout, "locked_at"),
                           name_at(lockout, "basis")));
  for (const Document& cause : list_at(one, "causes"))
    show_cause(list_at(one, "evidence"), cause, page);
  show_members(object_at(one, "others"), "scores of the others", page);
}

}  // namespace

void write_explain(std::string_view name, bool json, std::uint32_t width, std::string& out) {
  std::vector<SignalInfo> list = explain_signals();
  if (!name.empty())
    std::erase_if(list, [&](const SignalInfo& signal) { return signal.name != name; });
  if (json) return append_json_page(json_list(list, signal_json), out);
  TextLayout page(width, false, out, kLabel);
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
  const auto report = parse_report(report_json, file, diagnostics);
  const Document* const one = report ? find_case(*report, file, id, diagnostics) : nullptr;
  if (one == nullptr) return false;
  TextLayout page(width, false, out, kLabel);
  show_case(*report, *one, page);
  return true;
}

}  // namespace whylocked
