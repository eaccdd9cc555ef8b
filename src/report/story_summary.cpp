// What was read, what failed most where nothing locked, what a fuller export would tell.
#include <algorithm>
#include <limits>
#include <tuple>
#include <unordered_map>

#include "report/page.hpp"
#include "report/story.hpp"

namespace whylocked {

namespace {

std::string file_words(const View& view) {
  const auto& inputs = view.report().inputs;
  if (inputs.size() != 1) return count_words(inputs.size(), "file");
  return inputs.front().file == "-" ? "standard input" : shown_name(inputs.front().file);
}

struct Span {
  Micros first = std::numeric_limits<Micros>::max(), last = std::numeric_limits<Micros>::min();
  bool any() const { return first <= last; }
};

Span span_of(const std::vector<InputInfo>& inputs) {
  Span span;
  for (const InputInfo& input : inputs)
    if (input.events > 0) {
      span.first = std::min(span.first, input.first);
      span.last = std::max(span.last, input.last);
    }
  return span;
}

std::string threshold_words(const Policy& policy) {
  constexpr std::string_view kSources[] = {"--threshold", "site file", "estimated", "assumed"};
  return "an account locks after " + count_words(policy.threshold, "failed login") + " (" +
         std::string(kSources[static_cast<std::size_t>(policy.threshold_source)]) + ')';
}

}  // namespace

std::string counts_words(const View& view) {
  const Report& report = view.report();
  const Summary& summary = report.summary;
  std::string words = file_words(view) + ": ";
  if (summary.lockouts > 0) words += count_words(summary.lockouts, "lockout") + ", ";
  words += count_words(summary.failures, "failed login") + ", " +
           count_words(summary.events, "event") + " of " + count_words(summary.users, "user");
  std::uint64_t skipped = 0;
  for (const InputInfo& input : report.inputs) skipped += input.skipped;
  if (skipped > 0) words += "; " + count_words(skipped, "row") + " skipped";
  return words;
}

std::string period_words(const Report& report) {
  const Span span = span_of(report.inputs);
  if (!span.any()) return {};
  std::string words = time_words(span.first) + " to " + time_words_after(span.last, span.first);
  if (report.summary.lockouts > 0) words += "; " + threshold_words(report.correlation.policy);
  return words;
}

// The largest `most`.
std::vector<Failures> largest_failures(const std::vector<Group>& groups, std::size_t most) {
  std::unordered_map<std::uint64_t, Failures> sums;
  for (const Group& group : groups) {
    Failures& sum = sums[std::uint64_t{group.user} << 32 | group.address];
    if (sum.count == 0) sum = {group.user, group.address, 0, group.first, group.last};
    sum.count += group.failures;
    sum.first = std::min(sum.first, group.first);
    sum.last = std::max(sum.last, group.last);
  }
  std::vector<Failures> all;
  for (const auto& [key, sum] : sums) all.push_back(sum);
  most = std::min(most, all.size());
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most), all.end(),
                    [](const Failures& a, const Failures& b) {
                      return a.count != b.count ? a.count > b.count
                                                : std::tie(a.first, a.user, a.address) <
                                                      std::tie(b.first, b.user, b.address);
                    });
  all.resize(most);
  return all;
}

std::string failures_words(const View& view, const Failures& failures) {
  std::string words = shown_name(view.user(failures.user));
  if (failures.address != kNone) words += " from " + view.address(failures.address);
  words += ", " + time_words(failures.first);
  if (failures.last > failures.first)
    words += " to " + time_words_after(failures.last, failures.first);
  return words;
}

std::vector<std::string> missing_columns(const Report& report) {
  std::vector<std::string> columns;
  const SharedTexts* before = nullptr;  // mostly all miss the same
  for (const Diagnosis& diagnosis : report.lockouts) {
    if (before != nullptr && before->is(diagnosis.missing)) continue;
    before = &diagnosis.missing;
    for (const std::string& column : diagnosis.missing)
      if (std::find(columns.begin(), columns.end(), column) == columns.end())
        columns.push_back(column);
  }
  return columns;
}

}  // namespace whylocked
