// Rows of one instant lie together after sorting, so that everything is decided within such a run;
// most runs have one row. One file without ids has nothing to merge and costs nothing.
#include <algorithm>
#include <map>
#include <tuple>

#include "whylocked/normalize.hpp"

namespace whylocked {

namespace {

using Rows = std::vector<Event>;

auto by_content(const Event& e) {
  return std::tuple(e.user, e.kind, e.reason, e.address, e.program, e.count);
}

std::string span_text(Micros length) {
  const std::int64_t minutes = length / kMinute;
  if (minutes >= 2 * 24 * 60) return std::to_string(minutes / (24 * 60)) + " days";
  if (minutes >= 2 * 60) return std::to_string(minutes / 60) + " hours";
  return std::to_string(minutes) + " minutes";
}

class Merger {
 public:
  Merger(Events& events, std::vector<InputInfo>& inputs, Diagnostics& diagnostics)
      : rows_(events.rows), ids_(events.row_ids), inputs_(inputs), diagnostics_(diagnostics) {}

  void run() {
    if (inputs_.size() < 2 && !ids_.any()) return;
    repeated_.assign(rows_.size(), false);
    for (std::size_t from = 0; from < rows_.size();) {
      std::size_t to = from + 1;
      while (to < rows_.size() && rows_[to].time == rows_[from].time) ++to;
      if (to - from > 1) merge(from, to);
      from = to;
    }
    drop();
    tell();
  }

 private:
  void merge(std::size_t from, std::size_t to) {
    run_.clear();
    for (std::size_t i = from; i < to; ++i) run_.push_back(i);
    merge_by_id();
    std::erase_if(run_, [&](std::size_t i) { return repeated_[i]; });
    if (inputs_.size() > 1) merge_by_content();
  }

  void merge_by_id() {
    if (!ids_.any()) return;
    const auto row = [&](std::size_t i) -> const Event& { return rows_[i]; };
    const auto same_id = [&](std::size_t i) {
      return std::tuple(ids_.of(row(i)), row(i).user, row(i).kind);
    };
    const auto by_id = [&](std::size_t i) {
      return std::tuple(same_id(i), row(i).file, row(i).row);
    };
    std::sort(run_.begin(), run_.end(),
              [&](std::size_t a, std::size_t b) { return by_id(a) < by_id(b); });
    for (std::size_t i = 1; i < run_.size(); ++i)
      if (ids_.of(row(run_[i])) != 0 && same_id(run_[i]) == same_id(run_[i - 1])) {
        std::size_t first = i - 1;  // of the chain
        while (repeated_[run_[first]]) --first;
        repeat(run_[i], run_[first]);
      }
  }

  void merge_by_content() {
    const auto row = [&](std::size_t i) -> const Event& { return rows_[i]; };
    std::sort(run_.begin(), run_.end(), [&](std::size_t a, std::size_t b) {
      return std::tuple(by_content(row(a)), row(a).file, row(a).row) <
             std::tuple(by_content(row(b)), row(b).file, row(b).row);
    });
    for (std::size_t from = 0; from < run_.size();) {
      std::size_t to = from + 1;
      while (to < run_.size() && by_content(row(run_[to])) == by_content(row(run_[from]))) ++to;
      keep_longest(from, to);
      from = to;
    }
  }

  // Equal rows, file after file. Where all have ids, they are different events.
  void keep_longest(std::size_t from, std::size_t to) {
    const auto file = [&](std::size_t i) { return rows_[run_[i]].file; };
    if (file(from) == file(to - 1)) return;
    if (std::all_of(run_.begin() + static_cast<std::ptrdiff_t>(from),
                    run_.begin() + static_cast<std::ptrdiff_t>(to),
                    [&](std::size_t i) { return ids_.of(rows_[i]) != 0; }))
      return;
    std::size_t best = from, best_count = 0;
    for (std::size_t i = from; i < to;) {
      std::size_t end = i + 1;
      while (end < to && file(end) == file(i)) ++end;
      if (end - i > best_count) best = i, best_count = end - i;
      i = end;
    }
    for (std::size_t i = from; i < to; ++i)
      if (i < best || i >= best + best_count) repeat(run_[i], run_[best]);
  }

  void repeat(std::size_t row, std::size_t kept) {
    repeated_[row] = true;
    ++pairs_[{rows_[row].file, rows_[kept].file}];
    ++inputs_[rows_[row].file].repeated;
  }

  void drop() {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (!repeated_[i]) rows_[kept++] = rows_[i];
    rows_.resize(kept);
  }

  void tell() {
    for (const auto& [files, count] : pairs_) {
      const std::string rows = std::to_string(count) + (count == 1 ? " row is" : " rows are");
      const std::string where =
          files.first == files.second ? "told twice" : "in " + inputs_[files.second].file + " too";
      diagnostics_.add("repeated", {Severity::note,
                                    inputs_[files.first].file,
                                    0,
                                    0,
                                    rows + ' ' + where + ", counted once",
                                    {},
                                    0,
                                    {}});
    }
  }

  Rows& rows_;
  const RowIds& ids_;
  std::vector<InputInfo>& inputs_;
  Diagnostics& diagnostics_;
  std::vector<bool> repeated_;
  std::vector<std::size_t> run_;                                            // rows of one instant
  std::map<std::pair<std::uint16_t, std::uint16_t>, std::uint64_t> pairs_;  // (of, also in)
};

// The longest time between two rows of one file.
Micros longest_silence(const Rows& rows, std::size_t files) {
  std::vector<std::optional<Micros>> last(files);
  Micros longest = 0;
  for (const Event& event : rows) {
    if (last[event.file]) longest = std::max(longest, event.time - *last[event.file]);
    last[event.file] = event.time;
  }
  return longest;
}

void report_gaps(const Rows& rows, const std::vector<InputInfo>& inputs, Diagnostics& diagnostics) {
  std::vector<const InputInfo*> order;
  for (const InputInfo& input : inputs)
    if (input.events > 0 && !input.columns.is_activity) order.push_back(&input);
  if (order.size() < 2) return;
  std::stable_sort(order.begin(), order.end(),
                   [](const InputInfo* a, const InputInfo* b) { return a->first < b->first; });
  const Micros usual = std::max(longest_silence(rows, inputs.size()), kDay);
  const InputInfo* covered = order.front();  // the one that reaches farthest so far
  for (const InputInfo* next : order) {
    const Micros gap = next->first - covered->last;
    if (gap > usual)
      diagnostics.add("gap", {Severity::note,
                              next->file,
                              0,
                              0,
                              "nothing is known of the " + span_text(gap) + " between " +
                                  covered->file + " and this file",
                              {},
                              0,
                              "export from " + to_rfc3339(covered->last) + " to " +
                                  to_rfc3339(next->first) + " too if there is more"});
    if (next->last > covered->last) covered = next;
  }
}

}  // namespace

void merge_events(Events& events, std::vector<InputInfo>& inputs, Diagnostics& diagnostics) {
  report_gaps(events.rows, inputs, diagnostics);
  Merger(events, inputs, diagnostics).run();
}

}  // namespace whylocked
