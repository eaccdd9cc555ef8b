#include "report/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "base/ascii.hpp"
#include "report/escape.hpp"
#include "report/layout.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/report.hpp"

namespace whylocked::report {

namespace {

constexpr std::size_t kMaxName = 120, kMaxText = 400;  // columns, then "…"
constexpr std::size_t kNamesOfMany = 3;

constexpr std::string_view kKinds[] = {"a cloud-hosted integration",
                                       "an integration in the office",
                                       "an integration on a person's computer",
                                       "a password manager or browser",
                                       "a script or add-on of your own",
                                       "an integration that the catalog does not list",
                                       "a person",
                                       "an attack",
                                       "a device or mail app with an old password",
                                       "a service or scheduled task of your own",
                                       "automated tests or monitors",
                                       "an administrator's setup work",
                                       "several causes on one account"};

// A unit is used up to the length at which the next one is easier to grasp.
struct Unit {
  Micros length, until;
  std::string_view name;
};
constexpr Unit kUnits[] = {{kSecond, 2 * kMinute, "s"},
                           {kMinute, 2 * kHour, "min"},
                           {kHour, 2 * kDay, "h"},
                           {kDay, std::numeric_limits<Micros>::max(), "days"}};

std::chrono::sys_seconds local(Micros time, const std::string& zone) {
  using std::chrono::microseconds;
  const microseconds shifted(time + utc_offset_minutes(zone, time) * kMinute);
  return std::chrono::floor<std::chrono::seconds>(std::chrono::sys_time<microseconds>(shifted));
}

// Words such as "2026-05-19T08:07:19Z," as the clock writes them.
std::string with_times(std::string_view text, const Clock& clock) {
  constexpr std::size_t kShortest = std::string_view("2026-05-19T08:07:19Z").size();
  std::string out;
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    const std::size_t end = text.substr(0, blank).rfind('Z') + 1;  // npos + 1 is 0
    const auto time = end >= kShortest && ascii::is_digit(text[0]) && text[10] == 'T'
                          ? parse_time_point(text.substr(0, end), "UTC")
                          : std::nullopt;
    const std::size_t used = time ? end : 0;
    if (time) out += clock.moment(*time);
    out += text.substr(used, blank + 1 - used);
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  return out;
}

}  // namespace

std::string number_words(std::uint64_t number) {
  return fmt::format("{}", fmt::group_digits(number));
}

std::string count_words(std::uint64_t number, std::string_view noun, std::string_view plural) {
  std::string text = number_words(number) + kNoBreak;
  if (number == 1) return text.append(noun);
  return plural.empty() ? text.append(noun) + 's' : text.append(plural);
}

std::string percent_words(double probability) {
  if (probability < 0.01) return no_break("<1 %");
  if (probability >= 0.9995) return no_break(">99.9 %");
  return fmt::format("{:.{}f}{}%", 100 * probability, probability >= 0.99 ? 1 : 0, kNoBreak);
}

std::string deciban_words(Decibans10 db10) { return fmt::format("{:+.1f}", db10 / 10.0); }

std::string factor_words(Decibans10 db10) {
  const double factor = std::pow(10.0, std::abs(db10) / 100.0);
  const std::string_view way = db10 < 0 ? "less likely" : "more likely";
  if (factor < 1.25) return "about as likely";
  if (factor < 2) return fmt::format("slightly {}", way);
  if (factor >= 1000) return fmt::format("over 1,000 times {}", way);
  if (factor < 2.5) return db10 < 0 ? "about half as likely" : "about twice as likely";
  const double step = factor < 20 ? 1 : factor < 100 ? 10 : 100;
  return fmt::format("about {:.0f} times {}", std::round(factor / step) * step, way);
}

std::string duration_words(Micros duration) {
  for (const Unit& unit : kUnits) {
    if (duration >= unit.until) continue;
    const double number = static_cast<double>(duration) / static_cast<double>(unit.length);
    const double tenths = std::round(10 * number) / 10;
    const bool whole = tenths >= 10 || unit.length < kHour || tenths == std::round(tenths);
    return fmt::format("{:.{}f}{}{}", tenths, whole ? 0 : 1, kNoBreak, unit.name);
  }
  return {};
}

std::string Clock::day(Micros time) const {
  constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(local(time, zone_)));
  std::string words = fmt::format("{} {}", static_cast<unsigned>(date.day()),
                                  kMonths[static_cast<unsigned>(date.month()) - 1]);
  if (year_ == Year::shown) words += fmt::format(" {}", static_cast<int>(date.year()));
  return no_break(words);
}

std::string Clock::clock(Micros time) const {
  const auto at = local(time, zone_);
  const auto of_day = (at - std::chrono::floor<std::chrono::days>(at)).count();
  std::string words = fmt::format("{:02}:{:02}", of_day / 3600, of_day / 60 % 60);
  if (of_day % 60 != 0) words += fmt::format(":{:02}", of_day % 60);
  return words;
}

std::string Clock::moment(Micros time) const { return day(time) + kNoBreak + clock(time); }

std::string Clock::moment_after(Micros time, Micros before) const {
  using std::chrono::days, std::chrono::floor;
  const bool same_day = floor<days>(local(time, zone_)) == floor<days>(local(before, zone_));
  return same_day ? clock(time) : moment(time);
}

std::string_view kind_words(CauseCategory kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::string list_words(const std::vector<std::string>& names, std::size_t most,
                       std::string_view last) {
  std::size_t shown = names.size() <= most ? names.size() : std::min(names.size(), kNamesOfMany);
  std::vector<std::string> list(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown));
  if (shown < names.size()) list.push_back(number_words(names.size() - shown) + kNoBreak + "more");
  const bool lists_inside = std::ranges::any_of(list, [](const std::string& name) {
    return name.find(',') != name.npos || name.find(" or ") != name.npos;
  });
  std::string text;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0 && i + 1 == list.size())
      text += (lists_inside ? "; " : " ") + std::string(last) + ' ';
    else if (i > 0)
      text += lists_inside ? "; " : ", ";
    text += list[i];
  }
  return text;
}

std::string shown_text(std::string_view text, const Clock* clock) {
  const std::string out = escape_clipped(text, kMaxText);
  return clock == nullptr ? out : with_times(out, *clock);
}

std::string shown_name(std::string_view name) { return escape_clipped(name, kMaxName); }

std::string shown_account(std::string_view name) {
  std::string shown = shown_name(name);
  std::ranges::replace(shown, ' ', kNameBlank);
  return shown;
}

std::string form_words(const InputInfo& input) {
  std::string words = shown_name(input.format);
  if (!input.compression.empty()) words += ", " + input.compression;
  if (!input.sheet.empty()) words += ", sheet \"" + shown_name(input.sheet) + '"';
  if (!input.encoding.empty()) words += ", " + input.encoding;
  if (input.delimiter == '\t') return words + ", divided by tabs";
  return input.delimiter == 0 ? words : words + ", divided by \"" + input.delimiter + '"';
}

std::string location_words(const Diagnostic& diagnostic) {
  if (diagnostic.file.empty()) return {};
  std::string words = escape_terminal(diagnostic.file);
  if (diagnostic.row > 0) words += ':' + std::to_string(diagnostic.row);
  if (diagnostic.row > 0 && diagnostic.column > 0) words += ':' + std::to_string(diagnostic.column);
  return words + ": ";
}

}  // namespace whylocked::report
