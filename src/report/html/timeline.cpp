// Timelines as pictures: a lane per caller of a case, or per account of the export. They stretch
// with the page and are labelled in text.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/html/parts.hpp"
#include "report/layout.hpp"
#include "report/timeline.hpp"

namespace whylocked::report {

namespace {

constexpr double kMiddle = 18, kLargest = 16, kSmallest = 8;  // lane height, in pixels
constexpr std::size_t kMarksInLanes = 40;                     // more would hide their neighbors

std::uint64_t largest_of(const Timeline& line) {
  std::uint64_t largest = 1;
  for (const Lane& lane : line.lanes)
    for (std::size_t i = 0; i < kSteps; ++i)
      largest = std::max({largest, lane.failures[i], lane.successes[i]});
  return largest;
}

// Logarithmic, so that one attempt is visible beside ten thousand.
double height_of(std::uint64_t count, std::uint64_t largest) {
  if (largest < 2) return kLargest * 0.75;
  return kSmallest + (kLargest - kSmallest) * std::log(static_cast<double>(count)) /
                         std::log(static_cast<double>(largest));
}

// A shape at each nonzero step.
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
  return path.empty() ? path : fmt::format("<path class=locked d=\"{}\"/>", path);
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
  for (const auto& [sum, what] :
       {std::pair(sum_of(lane.successes), "successful login"), {sum_of(lane.locks), "lockout"}})
    if (sum > 0) words += (words.empty() ? "" : "; ") + count_words(sum, what);
  return words;
}

// Totals below the caller's name; the picture shows when.
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
  out += lines("lock", lane.locks, "0v36");
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

void add_lanes(const Timeline& line, const Clock& clock, std::string& out) {
  const std::uint64_t largest = largest_of(line);
  for (const Lane& lane : line.lanes) add_lane(line, lane, largest, clock, out);
  out += "</ol>\n";
  add_scale(line.from, line.to, clock, out);
  add_key(line, out);
  out += '\n';
}

}  // namespace

void add_timeline(const ReportView& view, const Case& one, std::string& out) {
  const Timeline line = make_timeline(view, one);
  out += "<h3>When</h3>\n<ol class=lanes>";
  add_account_lane(line, out);
  add_lanes(line, view.clock(), out);
  if (line.trigger_before)
    out += html_element("p class=soft", "The change before it is too far back for this scale.");
}

void add_accounts_timeline(const ReportView& view, std::string& out) {
  const Timeline line = make_accounts_timeline(view);
  out += "<section id=accounts>\n<h2>All accounts</h2>\n<ol class=\"lanes accounts\">";
  add_lanes(line, view.clock(), out);
  out += html_more(view.report().summary.accounts, line.lanes.size(), "account") + "</section>\n";
}

}  // namespace whylocked::report
