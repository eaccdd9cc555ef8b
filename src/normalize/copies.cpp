#include "normalize/copies.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>

namespace whylocked::normalize {

namespace {

using Pair = std::pair<std::size_t, std::size_t>;

auto content_of(const Event& e) {
  return std::tuple(e.file, e.user, e.kind, e.reason, e.address, e.program, e.count);
}

// Rows of one file that follow each other, each twice.
struct Stretch {
  std::vector<Pair> pairs;
  bool has_others = false;  // than failures
};

class CopyFinder {
 public:
  CopyFinder(const Events& events, std::size_t files)
      : rows_(events.rows), ids_(events.row_ids), stretches_(files) {}

  std::vector<Pair> run() {
    for (std::size_t from = 0, to = 0; from < rows_.size(); from = to) {
      for (to = from + 1; to < rows_.size() && rows_[to].time == rows_[from].time;) ++to;
      add_instant(from, to);
    }
    for (Stretch& stretch : stretches_) end(stretch);
    return std::move(copies_);
  }

 private:
  void add_instant(std::size_t from, std::size_t to) {
    if (to - from == 1) return end(stretches_[rows_[from].file]);
    instant_.clear();
    for (std::size_t i = from; i < to; ++i) instant_.push_back(i);
    const auto key = [&](std::size_t i) { return content_of(rows_[i]); };
    std::ranges::stable_sort(instant_, {}, key);
    for (auto first = instant_.begin(), last = first; first != instant_.end(); first = last) {
      last =
          std::find_if(first, instant_.end(), [&](std::size_t i) { return key(i) != key(*first); });
      add_equal({first, last});
    }
  }

  void add_equal(std::span<const std::size_t> equal) {
    const Event& event = rows_[equal.front()];
    Stretch& stretch = stretches_[event.file];
    if (equal.size() != 2 || event.precision >= Precision::minute || ids_.of(event) != 0)
      return end(stretch);
    stretch.pairs.emplace_back(equal[0], equal[1]);
    stretch.has_others |= event.kind != EventKind::login_failed;
  }

  void end(Stretch& stretch) {
    constexpr std::size_t kMinRows = 5;
    if (stretch.pairs.empty()) return;
    if (stretch.pairs.size() >= kMinRows && stretch.has_others)
      copies_.insert(copies_.end(), stretch.pairs.begin(), stretch.pairs.end());
    stretch = {};
  }

  const std::vector<Event>& rows_;
  const RowIds& ids_;
  std::vector<Stretch> stretches_;  // by file
  std::vector<std::size_t> instant_;
  std::vector<Pair> copies_;
};

// Whether `other` has a row like `event` at `time`, among the first of that instant.
bool has_row(const std::vector<Event>& rows, Event event, std::uint16_t other, Micros time) {
  constexpr std::ptrdiff_t kMaxRows = 256;  // of an instant: more are not compared
  event.file = other;
  const auto from = std::ranges::lower_bound(rows, time, {}, &Event::time);
  for (auto at = from; at != rows.end() && at->time == time && at - from < kMaxRows; ++at)
    if (content_of(*at) == content_of(event)) return true;
  return false;
}

// By how much later `other` has all these rows of another file; nullopt: it has not, or, as rows
// that repeat by the hour do, at several distances.
std::optional<Micros> distance(const std::vector<Event>& rows, std::span<const Event> some,
                               std::uint16_t other) {
  constexpr Micros kStep = 30 * kMinute, kMaxOffset = 14 * kHour;
  std::optional<Micros> found;
  for (Micros apart = -kMaxOffset; apart <= kMaxOffset; apart += kStep) {
    if (apart == 0) continue;
    const auto same = std::ranges::count_if(
        some, [&](const Event& event) { return has_row(rows, event, other, event.time + apart); });
    if (static_cast<double>(same) < kNearlyAll * static_cast<double>(some.size())) continue;
    if (found) return std::nullopt;
    found = apart;
  }
  return found;
}

}  // namespace

std::vector<Pair> find_copies(const Events& events, std::size_t files) {
  return CopyFinder(events, files).run();
}

void report_shifted_files(const Events& events, const std::vector<InputInfo>& inputs,
                          Diagnostics& diagnostics) {
  constexpr std::size_t kMinRows = 8, kMaxRows = 64, kMaxFiles = 16;
  if (inputs.size() < 2 || inputs.size() > kMaxFiles) return;
  std::vector<std::vector<Event>> some(inputs.size());
  for (const Event& event : events.rows)
    if (event.precision < Precision::hour && some[event.file].size() < kMaxRows)
      some[event.file].push_back(event);
  for (std::uint16_t a = 0; a < inputs.size(); ++a)
    for (std::uint16_t b = a + 1; b < inputs.size(); ++b) {
      if (some[a].size() < kMinRows || some[b].size() < kMinRows) continue;
      const auto apart = distance(events.rows, some[a], b);
      if (!apart) continue;
      const Micros minutes = std::abs(*apart) / kMinute;
      diagnostics.add(
          "zones-differ",
          {.severity = Severity::warning,
           .file = inputs[a].file,
           .message = "its rows are in " + Text::quoted(NameKind::file, inputs[b].file) + ' ' +
                      std::to_string(minutes / 60) + (minutes % 60 == 0 ? " h" : ".5 h") +
                      (*apart > 0 ? " later" : " earlier") +
                      "; the files seem to be of two time zones, and every attempt counts twice",
           .hint = "set the zone of one with --time-zone FILE=ZONE"});
    }
}

}  // namespace whylocked::normalize
