// `explain`: a signal in general, for whoever doubts a line of evidence; or one case of a report.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
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

void show_outcome(const SignalInfo::Outcome& outcome, TextLayout& page) {
  page.blank();
  page.text(2, outcome.seen);
  for (const auto& [behaviour, probability] : outcome.given)
    page.row(4, fmt::format("{:.3g}", probability), 8, behaviour);
}

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
  for (const SignalInfo::Outcome& outcome : signal.outcomes) show_outcome(outcome, page);
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

// A case as the JSON of a report has it.

std::string words_at(const Document& object, const char* key) {
  return shown_text(text_at(object, key));
}

std::string name_at(const Document& object, const char* key) {
  return shown_name(text_at(object, key));
}

std::string joined(const Document& object, const char* key) {
  std::vector<std::string> names;
  for (const std::string& one : texts_at(object, key)) names.push_back(shown_name(one));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string rows_of(const Document& line) {
  std::vector<std::string> files;
  for (const Document& file : list_at(line, "rows")) {
    std::vector<std::uint64_t> rows;
    for (const Document& row : list_at(file, "rows"))
      if (row.is_number_unsigned()) rows.push_back(row.get<std::uint64_t>());
    files.push_back(fmt::format("{}:{}", name_at(file, "file"), fmt::join(rows, ",")));
  }
  return files.empty() ? std::string() : fmt::format(" [{}]", fmt::join(files, " "));
}

// The fact of a cause behind a line of the case's evidence, and the probabilities of both.
std::string from_words(const Document& line, const Document& cause, std::size_t index, double db) {
  const double seen = number_at(line, "p_seen"), weight = number_at(line, "weight");
  std::string fact, words;
  if (seen > 0 && weight > 0)
    words = fmt::format("P(seen | cause) {:.3g}, P(seen) {:.3g}",
                        seen * std::pow(10, db / 10 / weight), seen);
  for (const Document& one : list_at(cause, "facts")) {
    if (number_at(one, "line") != static_cast<double>(index)) continue;
    fact = words_at(one, "says");
    words += fmt::format(", P(seen | fact) {:.3g}, P(seen | base) {:.3g}, confidence {:.3g}",
                         number_at(one, "p_fact"), number_at(one, "p_base"),
                         number_at(one, "confidence"));
  }
  if (weight < 1) words += fmt::format(", weight {:.3g}", weight);
  return fact + " {" + words + '}';
}

bool is_tied(const Document& one) { return text_at(one, "status") == "tied"; }

// The causes of rank 1, which come first: several where they are tied.
std::span<const Document> leaders(const Document& one) {
  const auto& causes = list_at(one, "causes").get_ref<const Document::array_t&>();
  const auto end = std::ranges::find_if(
      causes, [](const Document& cause) { return number_at(cause, "rank") != 1; });
  return {causes.begin(), end};
}

// The remedy of the first cause, where the case has one (Diagnosis::has_fix()).
void show_fix(const Document& report, const Document& one, TextLayout& page) {
  const auto first = leaders(one);
  const bool attacks = std::ranges::all_of(
      first, [](const Document& cause) { return text_at(cause, "kind") == "attack"; });
  if (first.empty() || (text_at(one, "verdict").empty() && !(is_tied(one) && attacks))) return;
  for (const Document& fix : list_at(report, "fixes")) {
    if (text_at(fix, "cause") != text_at(first.front(), "id")) continue;
    if (const std::string where = words_at(fix, "where"); !where.empty())
      page.row("Do this", where);
    int number = 0;
    for (const std::string& step : texts_at(fix, "steps"))
      page.row(2 + kLabel, std::to_string(++number) + '.', 3, shown_text(step));
  }
}

void show_cause(const Document& evidence, const Document& cause, TextLayout& page) {
  page.blank();
  page.text(2, name_at(cause, "name") + ", " + percent_words(number_at(cause, "probability")) +
                   " (" + name_at(cause, "id") + ')');
  const Document& db = list_at(cause, "db");
  for (std::size_t i = 0; i < evidence.size() && i < db.size(); ++i) {
    const double weight = db[i].is_number() ? db[i].get<double>() : 0;
    if (weight == 0) continue;
    page.row(4, fmt::format("{:+.1f}", weight), 7,
             words_at(evidence[i], "says") + from_words(evidence[i], cause, i, weight) +
                 rows_of(evidence[i]));
  }
  page.row(4, fmt::format("{:+.1f}", number_at(cause, "score_db")), 7,
           "total, in decibans (+10 = ten times as likely, +3 = twice)");
}

// The causes that are listed by their scores alone.
void show_others(const Document& one, TextLayout& page) {
  std::vector<std::string> words;
  for (const Document& scores : object_at(one, "others"))
    for (const auto& [id, score] : scores.items()) {
      const double db = number_at(scores, id.c_str()) - number_at(one, "total_db");
      words.push_back(fmt::format("{}{}{:.1f}{}%", shown_name(id), kNoBreak,
                                  100 * std::pow(10, db / 10), kNoBreak));
    }
  if (words.empty()) return;
  page.blank();
  page.row("Others", fmt::format("{}", fmt::join(words, ", ")));
}

void show_caller(const Document& caller, TextLayout& page) {
  std::string words = joined(caller, "addresses");
  for (const char* const key : {"computer", "operator", "region", "client"})
    if (const std::string text = text_at(caller, key); !text.empty())
      words += (words.empty() ? "" : ", ") + shown_name(text);
  words += fmt::format("; {:.0f} failures, {:.0f} successes", number_at(caller, "failures"),
                       number_at(caller, "successes"));
  if (const double period = number_at(object_at(caller, "rhythm"), "period_s"); period > 0)
    words += ", every " + duration_words(static_cast<Micros>(std::min(period, 1e9) * kSecond));
  page.row("Caller", words + "; " + percent_words(number_at(caller, "share")));
}

// An outcome names causes by id, which the case may list, or has words.
void show_test(const Document& one, TextLayout& page) {
  const Document& test = object_at(one, "next_test");
  if (test.empty()) return;
  std::map<std::string, std::string> names;
  for (const Document& cause : list_at(one, "causes"))
    names[text_at(cause, "id")] = text_at(cause, "name");
  page.row("Next test", words_at(test, "says"));
  for (const Document& outcome : list_at(test, "outcomes")) {
    std::vector<std::string> then;
    for (const std::string& cause : texts_at(outcome, "then"))
      then.push_back(shown_name(names.contains(cause) ? names[cause] : cause));
    page.row("", fmt::format("if {}: {}", words_at(outcome, "if"), fmt::join(then, ", ")));
  }
}

std::string likelihood_words(const Document& one) {
  const auto first = leaders(one);
  if (first.size() < 2 || !is_tied(one)) return percent_words(number_at(one, "probability"));
  double sum = 0;
  for (const Document& cause : first) sum += number_at(cause, "probability");
  return percent_words(sum) + " together";
}

void show_case(const Document& report, const Document& one, TextLayout& page) {
  std::string status = name_at(one, "status");
  std::ranges::replace(status, '_', ' ');
  page.text(0, "Case " + name_at(one, "id") + ": " + status + ", " + likelihood_words(one));
  const std::size_t listed = list_at(one, "users").size();
  const auto accounts = static_cast<std::size_t>(std::clamp(number_at(one, "accounts"), 0.0, 1e9));
  page.row("Accounts",
           joined(one, "users") +
               (accounts > listed ? fmt::format(" and {} more", accounts - listed) : ""));
  const std::vector<std::string> lockouts = texts_at(one, "lockouts");
  for (const Document& lockout : list_at(report, "lockouts"))
    if (std::ranges::find(lockouts, text_at(lockout, "id")) != lockouts.end())
      page.row("Locked", fmt::format("{} {}, {}", name_at(lockout, "user"),
                                     name_at(lockout, "locked_at"), name_at(lockout, "basis")));
  for (const Document& conflict : list_at(one, "conflicts"))
    page.row("Conflict", words_at(conflict, "declared") + ", but " + words_at(conflict, "seen"));
  for (const Document& caller : list_at(one, "callers")) show_caller(caller, page);
  for (const std::string& caveat : texts_at(one, "caveats")) page.row("Note", shown_text(caveat));
  show_fix(report, one, page);
  show_test(one, page);
  for (const Document& cause : list_at(one, "causes"))
    show_cause(list_at(one, "evidence"), cause, page);
  show_others(one, page);
}

}  // namespace

void write_explain(std::string_view name, bool json, std::uint32_t width, std::string& out) {
  std::vector<SignalInfo> list = explain_signals();
  if (!name.empty())
    std::erase_if(list, [&](const SignalInfo& signal) { return signal.name != name; });
  if (json) {
    append_json(json_list(list, signal_json), out);
    out += '\n';
    return;
  }
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
