#include "normalize/running_counts.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace whylocked::normalize {

namespace {

// Sums of attempts seldom go 1, 2, 3 twice, and never without an exception.
constexpr std::uint32_t kMinSteps = 3;

struct Counter {
  std::uint32_t steps = 0;  // rows that count one more than the row before
  std::uint32_t highest = 0;
  bool counts_up = true;  // each row does, or begins anew
};

}  // namespace

void undo_running_counts(Events& events, const std::vector<InputInfo>& inputs,
                         Diagnostics& diagnostics) {
  if (std::none_of(inputs.begin(), inputs.end(), [](const InputInfo& input) {
        return input.columns.has(Field::count) && !input.columns.is_activity;
      }))
    return;
  std::vector<Counter> counters(inputs.size());
  std::map<std::pair<std::uint16_t, TextId>, std::uint32_t> last;  // count by file and user
  for (const Event& event : events.rows) {
    if (event.kind != EventKind::login_failed || !inputs[event.file].columns.has(Field::count))
      continue;
    Counter& counter = counters[event.file];
    const auto [before, first] = last.try_emplace({event.file, event.user}, event.count);
    const bool steps = !first && event.count == before->second + 1;
    counter.steps += steps;
    counter.counts_up &= steps || event.count == 1;
    counter.highest = std::max(counter.highest, event.count);
    before->second = event.count;
  }
  std::vector<bool> runs(inputs.size());
  for (std::size_t file = 0; file < inputs.size(); ++file) {
    const Counter& counter = counters[file];
    runs[file] = counter.counts_up && counter.steps >= kMinSteps && counter.highest >= kMinSteps;
    if (!runs[file]) continue;
    const std::string& column = inputs[file].columns.header[static_cast<std::size_t>(Field::count)];
    diagnostics.add(
        "running-count",
        {.severity = Severity::note,
         .file = inputs[file].file,
         .message = "\"" + column + "\" counts up from row to row; each row is one attempt",
         .excerpt = {},
         .hint = {}});
  }
  for (Event& event : events.rows)
    if (runs[event.file]) event.count = 1;
}

}  // namespace whylocked::normalize
