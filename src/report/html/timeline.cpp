// Pictures: the timeline of a case, a lane a caller; all accounts, a row each; hours and gaps of a
// caller. They stretch with the page and are labelled in text.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "report/html/parts.hpp"
#include "report/layout.hpp"
#include "report/timeline.hpp"

namespace whylocked::report {

namespace {

constexpr double kMiddle = 18, kLargest = 16, kSmallest = 8;  // of a lane, in pixels
constexpr std::size_t kMarksInLanes = 40;                     // more would hide what is beside them

std::uint64_t largest_of(const Timeline& line) {
  std::uint64_t largest = 1;
  for (const Lane& lane : line.lanes)
    for (std::size_t i = 0; i < kSteps; ++i)
      largest = std::max({largest, lane.failures[i], lane.successes[i]});
  return largest;
}

// By the logarithm: one attempt is seen beside ten thousand.
double height_of(std::uint64_t count, std::uint64_t largest) {
  if (largest < 2) return kLargest * 0.75;
  return kSmallest + (kLargest - kSmallest) * std::log(static_cast<double>(count)) /
                         std::log(static_cast<double>(largest));
}

// A shape at each step that has something.
template <class Shape>
std::string marks(std::string_view name, const Sums& sums, Shape shape) {
  std::string path;
  for (std::size_t i = 0; i < kSteps; ++i)
    if (sums[i] > 0) path += fmt::format("M{}.5 {}", i, shape(sums[i]));
  return path.empty() ? path : fmt::format("<path class={} d=\"{}\"/>", name, path);
}
std::string lines(std::string_view name, const Sums& sums, std::string_view shape) {
  return marks(name, sums, [&](std::uint64_t) { return shape; });
}
// Bars from the middle line, `up` or down.
std::string bars(std::string_view name, const Sums& sums, std::uint64_t largest, bool up = true) {
  return marks(name, sums, [&](std::uint64_t sum) {
    const double height = height_of(sum, largest);
    return fmt::format("{}v{:.0f}", kMiddle + (up ? -1 : 1), up ? -height : height);
  });
}

std::string locked(const Timeline& line) {
  std::string path;
  for (std::size_t i = 0; i < kSteps; ++i) {
    if (!line.locked[i]) continue;
    const std::size_t from = i;
    while (i + 1 < kSteps && line.locked[i + 1]) ++i;
    path += fmt::format("M{} 0h{}v36h-{}z", from, i + 1 - from, i + 1 - from);
  }
  return fmt::format("<path class=locked d=\"{}\"/>", path);
}

std::string open_lane(std::string_view name, std::string_view words, std::string_view label) {
  return fmt::format(
      "<li><p>{} {}</p><svg role=img viewBox=\"0 0 {} 36\" preserveAspectRatio=none "
      "aria-label=\"{}\">",
      name, html_element("span class=soft", words), kSteps, html_attribute(label));
}

std::string lane_words(const Lane& lane) {
  const std::uint64_t failures = sum_of(lane.failures), effects = sum_of(lane.effects);
  std::string words = failures > 0 ? count_words(failures, "failed login") : std::string();
  if (effects > 0) words += ", " + number_words(effects) + " of them while locked";
  if (const std::uint64_t successes = sum_of(lane.successes); successes > 0)
    words += (words.empty() ? "" : "; ") + count_words(successes, "successful login");
  return words;
}

// Below the name of the caller how much of what; the picture shows when.
void add_lane(const Timeline& line, const Lane& lane, std::uint64_t largest, const Clock& clock,
              std::string& out) {
  std::size_t first = kSteps, last = 0;
  for (std::size_t i = 0; i < kSteps; ++i)
    if (lane.failures[i] > 0) first = std::min(first, i), last = i;
  std::string label = lane_words(lane);
  const auto time = [&](std::size_t step) {
    return clock.moment((line.from + (line.to - line.from) / static_cast<Micros>(kSteps) *
                                         static_cast<Micros>(step)) /
                        kMinute * kMinute);
  };
  if (first <= last)
    label += "; failures from about " + time(first) + (last > first ? " to " + time(last) : "");
  const std::string caller = lane.caller.empty() ? "all other callers" : lane.caller;
  out += open_lane("<bdi>" + html_text(caller) + "</bdi>", lane_words(lane), label);
  Sums causes{};
  for (std::size_t i = 0; i < kSteps; ++i) causes[i] = lane.failures[i] - lane.effects[i];
  out += locked(line) + fmt::format("<path class=axis d=\"M0 {}h{}\"/>", kMiddle, kSteps) +
         bars("effect", lane.failures, largest) + bars("failure", causes, largest) +
         bars("success", lane.successes, largest, false);
  const auto locks = kSteps - std::ranges::count(line.locks, 0u);
  if (static_cast<std::size_t>(locks) <= kMarksInLanes) out += lines("lock", line.locks, "0v36");
  out += "</svg></li>";
}

// Changes, locks and unlocks of the accounts.
void add_account_lane(const Timeline& line, std::string& out) {
  std::string words;
  for (const auto& [sum, what] : {std::pair(sum_of(line.changes), "change"),
                                  {sum_of(line.locks), "lock"},
                                  {sum_of(line.unlocks), "unlock"}})
    if (sum > 0) words += (words.empty() ? "" : ", ") + count_words(sum, what);
  out += open_lane("account", words, "the account: " + words);
  out += locked(line) + lines("change", line.changes, "6v24") + lines("lock", line.locks, "0v36") +
         lines("unlock", line.unlocks, "6v24") + "</svg></li>";
}

void add_scale(Micros from, Micros to, const Clock& clock, std::string& out) {
  out += "<p class=scale aria-hidden=true>";
  constexpr int kMarks = 4;
  const Micros unit = to - from > kHour ? kMinute : kSecond;
  for (int i = 0; i <= kMarks; ++i) {
    const Micros mark = (from + (to - from) / kMarks * i) / unit * unit;
    out += html_element("span", with_blanks(clock.moment(mark)));
  }
  out += "</p>";
}

void add_key(const Timeline& line, std::string& out) {
  struct Sign {
    std::string_view name, words, path;
    bool shown;
  };
  const auto any = [&](auto member) {
    return std::ranges::any_of(line.lanes,
                               [&](const Lane& lane) { return sum_of(lane.*member) > 0; });
  };
  const Sign signs[] = {
      {"failure", "failed login (up)", "M6 18v-14", any(&Lane::failures)},
      {"effect", "failed while locked: an effect", "M6 18v-14", any(&Lane::effects)},
      {"success", "successful login (down)", "M6 18v14", any(&Lane::successes)},
      {"change", "change of password or name", "M6 6v24", sum_of(line.changes) > 0},
      {"lock", "locked", "M6 0v36", true},
      {"unlock", "unlocked", "M6 6v24", sum_of(line.unlocks) > 0},
  };
  out += "<ul class=key>";
  for (const Sign& sign : signs)
    if (sign.shown)
      out += fmt::format(
          "<li><svg viewBox=\"0 0 12 36\" aria-hidden=true><path class={} d=\"{}\"/></svg>{}</li>",
          sign.name, sign.path, sign.words);
  out += "</ul>";
}

// One row of the timeline of all accounts: its locks, its failures that counted.
struct AccountRow {
  std::string name;
  Sums locks{}, failures{};
  std::uint64_t lockouts = 0;
};

constexpr std::size_t kAccountRows = 40;

Scale span_of(const ReportView& view) {
  const Incident& first = view.incident(view.lockouts().front());
  Scale span{first.window_from, first.locked_at};
  for (const std::uint32_t index : view.lockouts()) {
    span.from = std::min(span.from, view.incident(index).window_from);
    span.to = std::max(span.to, view.incident(index).locked_at);
  }
  return span;
}

// By falling number of lockouts, then name; the last row sums those that have none of their own.
std::vector<AccountRow> account_rows(const ReportView& view, const Scale& span) {
  std::map<TextId, std::vector<const Incident*>> by_user;
  for (const std::uint32_t index : view.lockouts())
    by_user[view.incident(index).user].push_back(&view.incident(index));
  std::vector<std::pair<TextId, std::vector<const Incident*>>> order(by_user.begin(),
                                                                     by_user.end());
  std::ranges::sort(order, [&](const auto& a, const auto& b) {
    return std::pair(b.second.size(), view.user(a.first)) <
           std::pair(a.second.size(), view.user(b.first));
  });
  std::vector<AccountRow> rows;
  for (const auto& [user, lockouts] : order) {
    if (rows.size() < kAccountRows) rows.emplace_back().name = shown_name(view.user(user));
    AccountRow& row = rows.back();
    row.lockouts += lockouts.size();
    for (const Incident* const one : lockouts) {
      ++row.locks[span.step(one->locked_at)];
      for (const std::uint32_t event : one->counted)
        row.failures[span.step(view.event(event).time)] += view.event(event).count;
    }
  }
  if (order.size() > kAccountRows)
    rows.back().name = number_words(order.size() - kAccountRows + 1) + " more accounts";
  return rows;
}

// Bars of the hours around a circle: midnight on top.
void add_clock_face(const std::array<std::uint16_t, 24>& hours, std::string_view label,
                    std::string& out) {
  const double most = std::max<std::uint16_t>(1, *std::ranges::max_element(hours));
  out += "<svg class=face role=img viewBox=\"-60 -60 120 120\" aria-label=\"" +
         html_attribute(label) +
         "\"><circle class=axis r=18 /><text y=-50>0</text><text x=54 y=4>6</text>"
         "<text y=58>12</text><text x=-52 y=4>18</text><path class=failure d=\"";
  for (std::size_t hour = 0; hour < 24; ++hour) {
    if (hours[hour] == 0) continue;
    const double angle = (static_cast<double>(hour) + 0.5) * std::numbers::pi / 12;
    const double length = 20 + 26 * hours[hour] / most;
    out += fmt::format("M{:.1f} {:.1f}L{:.1f} {:.1f}", 20 * std::sin(angle), -20 * std::cos(angle),
                       length * std::sin(angle), -length * std::cos(angle));
  }
  out += "\"/></svg>";
}

// The gaps between failures, one after the other, by the logarithm: a clock gives a level line.
void add_gaps(const ReportView& view, const Caller& caller, std::string_view label,
              std::string& out) {
  constexpr std::size_t kMaxPoints = 240;
  std::vector<double> gaps;
  Micros before = 0;
  for (const std::uint32_t index : caller.attempts) {
    const Event& event = view.event(index);
    if (event.kind != EventKind::login_failed) continue;
    if (before != 0 && gaps.size() < kMaxPoints)
      gaps.push_back(std::log10(std::max(1.0, static_cast<double>(event.time - before) / kSecond)));
    before = event.time;
  }
  if (gaps.size() < 3) return;
  const double most = std::max(1.0, *std::ranges::max_element(gaps));
  out += fmt::format(
      "<svg class=gaps role=img viewBox=\"0 0 {} 40\" preserveAspectRatio=none aria-label=\"{}\">"
      "<path class=failure d=\"",
      gaps.size(), html_attribute(label));
  for (std::size_t i = 0; i < gaps.size(); ++i)
    out += fmt::format("M{}.2 {:.0f}h.6", i, 38 - 36 * gaps[i] / most);
  out += "\"/></svg>";
}

}  // namespace

void add_timeline(const ReportView& view, const Case& one, std::string& out) {
  const Timeline line = make_timeline(view, one);
  const Clock& clock = view.clock();
  const std::uint64_t largest = largest_of(line);
  out += "<h3>When</h3>\n<ol class=lanes>";
  add_account_lane(line, out);
  for (const Lane& lane : line.lanes) add_lane(line, lane, largest, clock, out);
  out += "</ol>\n";
  add_scale(line.from, line.to, clock, out);
  add_key(line, out);
  if (line.trigger_before)
    out += html_element("p class=soft", "The change before it is too far back for this scale.");
  out += '\n';
}

void add_accounts_timeline(const ReportView& view, std::string& out) {
  const Scale span = span_of(view);
  out += "<section id=accounts>\n<h2>All accounts</h2>\n<ol class=\"lanes accounts\">";
  for (const AccountRow& row : account_rows(view, span)) {
    const std::string words = count_words(row.lockouts, "lockout");
    out += open_lane("<bdi>" + html_text(row.name) + "</bdi>", words, row.name + ": " + words);
    const std::uint64_t largest = *std::ranges::max_element(row.failures);
    out +=
        bars("failure", row.failures, largest) + lines("lock", row.locks, "0v36") + "</svg></li>";
  }
  out += "</ol>\n";
  add_scale(span.from, span.to, view.clock(), out);
  out += "</section>\n";
}

void add_rhythm(const ReportView& view, const Case& one, std::string& out) {
  if (one.callers.empty()) return;
  const Caller& caller = view.caller(one.callers.front());
  const Rhythm rhythm = view.failure_rhythm(caller);
  const std::string words = rhythm_words(view, caller);
  if (words.empty()) return;
  const std::string label = "calls " + words + ", " + count_words(rhythm.bursts, "burst");
  out += "<figure>";
  if (rhythm.best() == RhythmModel::fixed_period || rhythm.best() == RhythmModel::backoff)
    add_gaps(view, caller, "pauses between failures: " + label, out);
  else
    add_clock_face(rhythm.hours_local, "hours of day: " + label, out);
  out += "<figcaption>" + html_text("The main caller " + label) + "</figcaption></figure>\n";
}

}  // namespace whylocked::report
