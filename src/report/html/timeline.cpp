// The timeline: a lane a caller, drawn as pictures that stretch with the page, labelled in text.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/html/parts.hpp"
#include "report/layout.hpp"
#include "report/timeline.hpp"

namespace whylocked {

namespace {

constexpr double kMiddle = 18, kLargest = 16, kSmallest = 8;  // of a lane, in pixels
constexpr std::size_t kMarksInLanes = 40;  // more of them would hide what they stand beside

std::uint64_t sum_of(const Sums& sums) {
  std::uint64_t sum = 0;
  for (const std::uint64_t one : sums) sum += one;
  return sum;
}

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

// Bars from the middle line, `up` or down.
void add_bars(std::string_view name, const Sums& sums, std::uint64_t largest, bool up,
              std::string& out) {
  std::string path;
  for (std::size_t i = 0; i < kSteps; ++i) {
    if (sums[i] == 0) continue;
    const double height = height_of(sums[i], largest);
    path += fmt::format("M{}.5 {}v{:.0f}", i, kMiddle + (up ? -1 : 1), up ? -height : height);
  }
  if (!path.empty()) out += fmt::format("<path class={} d=\"{}\"/>", name, path);
}

void add_marks(std::string_view name, const Sums& sums, std::string_view shape, std::string& out) {
  std::string path;
  for (std::size_t i = 0; i < kSteps; ++i)
    if (sums[i] > 0) path += fmt::format("M{}.5 {}", i, shape);
  if (!path.empty()) out += fmt::format("<path class={} d=\"{}\"/>", name, path);
}

void add_locked(const Timeline& line, std::string& out) {
  std::string path;
  for (std::size_t i = 0; i < kSteps; ++i) {
    if (!line.locked[i]) continue;
    const std::size_t from = i;
    while (i + 1 < kSteps && line.locked[i + 1]) ++i;
    path += fmt::format("M{} 0h{}v36h-{}z", from, i + 1 - from, i + 1 - from);
  }
  out += fmt::format("<path class=locked d=\"{}\"/>", path);
}

void open_picture(std::string_view label, std::string& out) {
  out += fmt::format("<svg role=img viewBox=\"0 0 {} 36\" preserveAspectRatio=none aria-label=\"",
                     kSteps);
  append_attribute(label, out);
  out += "\">";
}

std::string lane_words(const Lane& lane) {
  const std::uint64_t failures = sum_of(lane.failures), effects = sum_of(lane.effects);
  std::string words = failures > 0 ? count_words(failures, "failed login") : std::string();
  if (effects > 0) words += ", " + number_words(effects) + " of them while locked";
  if (const std::uint64_t successes = sum_of(lane.successes); successes > 0)
    words += (words.empty() ? "" : "; ") + count_words(successes, "successful login");
  return words;
}

// Under the name of the caller stands how much of what; the picture says when.
void add_lane(const Timeline& line, const Lane& lane, std::uint64_t largest, std::string& out) {
  out += "<li><p><bdi>";
  append_html(lane.caller.empty() ? std::string_view("all other callers") : lane.caller, out);
  out += "</bdi> ";
  add_element("span class=soft", lane_words(lane), out);
  out += "</p>";
  std::size_t first = kSteps, last = 0;
  for (std::size_t i = 0; i < kSteps; ++i)
    if (lane.failures[i] > 0) first = std::min(first, i), last = i;
  std::string label = lane_words(lane);
  const auto time = [&](std::size_t step) {
    return time_words((line.from + (line.to - line.from) / static_cast<Micros>(kSteps) *
                                       static_cast<Micros>(step)) /
                      kMinute * kMinute);
  };
  if (first <= last)
    label += "; failures from about " + time(first) + (last > first ? " to " + time(last) : "");
  open_picture(label, out);
  add_locked(line, out);
  out += fmt::format("<path class=axis d=\"M0 {}h{}\"/>", kMiddle, kSteps);
  add_bars("effect", lane.failures, largest, true, out);
  Sums causes{};
  for (std::size_t i = 0; i < kSteps; ++i) causes[i] = lane.failures[i] - lane.effects[i];
  add_bars("failure", causes, largest, true, out);
  add_bars("success", lane.successes, largest, false, out);
  const auto marks = kSteps - std::count(line.locks.begin(), line.locks.end(), 0u);
  if (static_cast<std::size_t>(marks) <= kMarksInLanes) add_marks("lock", line.locks, "0v36", out);
  out += "</svg></li>";
}

// What happened to the account: changes, locks, unlocks.
void add_account_lane(const Timeline& line, std::string& out) {
  std::string words;
  const auto add = [&](const Sums& sums, std::string_view what) {
    const std::uint64_t sum = sum_of(sums);
    if (sum > 0)
      words += (words.empty() ? "" : ", ") + number_words(sum) + kNoBreak + std::string(what);
  };
  add(line.changes, sum_of(line.changes) == 1 ? "change" : "changes");
  add(line.locks, sum_of(line.locks) == 1 ? "lock" : "locks");
  add(line.unlocks, sum_of(line.unlocks) == 1 ? "unlock" : "unlocks");
  out += "<li><p>account <span class=soft>";
  append_html(words, out);
  out += "</span></p>";
  open_picture("the account: " + words, out);
  add_locked(line, out);
  add_marks("change", line.changes, "6v24", out);
  add_marks("lock", line.locks, "0v36", out);
  add_marks("unlock", line.unlocks, "6v24", out);
  out += "</svg></li>";
}

void add_scale(const Timeline& line, std::string& out) {
  out += "<p class=scale aria-hidden=true>";
  constexpr int kMarks = 4;
  for (int i = 0; i <= kMarks; ++i) {
    const Micros at = line.from + (line.to - line.from) / kMarks * i;
    std::string words = time_words(at / kSecond * kSecond);
    if (line.to - line.from > kHour) words = words.substr(0, words.rfind(':')) + 'Z';
    words[words.find(kNoBreak)] = ' ';
    add_element("span", words, out);
  }
  out += "</p>";
}

void add_key(const Timeline& line, std::string& out) {
  struct Sign {
    std::string_view name, words, path;
    bool shown;
  };
  const auto any = [&](auto member) {
    return std::any_of(line.lanes.begin(), line.lanes.end(),
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

}  // namespace

void add_timeline(const ReportView& view, const CaseGroup& block, std::string& out) {
  const Timeline line = make_timeline(view, block);
  const std::uint64_t largest = largest_of(line);
  out += "<h3>When</h3>\n<ol class=lanes>";
  add_account_lane(line, out);
  for (const Lane& lane : line.lanes) add_lane(line, lane, largest, out);
  out += "</ol>\n";
  add_scale(line, out);
  add_key(line, out);
  if (line.trigger_before)
    add_element("p class=soft", "The change before it is too far back for this scale.", out);
  out += '\n';
}

}  // namespace whylocked
