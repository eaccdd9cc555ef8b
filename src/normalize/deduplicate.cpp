// Sorted rows of one instant are adjacent, so duplicates are found within such runs, most of which
// have one row. Then rows within two seconds are joined if two systems report one attempt in them.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "normalize/accounts.hpp"
#include "normalize/event/codes.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

namespace {

using Rows = std::vector<Event>;
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;  // row indexes

constexpr double kNearlyAll = .9;  // share of a file's rows that makes it a copy

auto by_content(const Event& e) {
  return std::tuple(e.user, e.kind, e.reason, e.address, e.program, e.count);
}

// Calls `use` with the indexes of rows that share a key, ordered by file and row.
template <typename Key, typename Use>
void for_each_group(const Rows& rows, std::vector<std::size_t>& places, Key key, Use use) {
  std::ranges::sort(places, {}, [&](std::size_t i) {
    return std::tuple(key(rows[i]), rows[i].file, rows[i].row);
  });
  for (auto from = places.begin(), to = from; from != places.end(); from = to) {
    to = std::find_if(from, places.end(),
                      [&](std::size_t i) { return key(rows[i]) != key(rows[*from]); });
    use(std::span<const std::size_t>(from, to));
  }
}

// Calls `use` with the index range [from, to) of each instant.
template <typename Use>
void for_each_instant(const Rows& rows, Use use) {
  for (std::size_t from = 0, to = 0; from < rows.size(); from = to) {
    while (to < rows.size() && rows[to].time == rows[from].time) ++to;
    use(from, to);
  }
}

std::string span_text(Micros length) {
  const std::int64_t minutes = length / kMinute;
  if (minutes >= 2 * 24 * 60) return std::to_string(minutes / (24 * 60)) + " days";
  if (minutes >= 2 * 60) return std::to_string(minutes / 60) + " hours";
  return std::to_string(minutes) + " minutes";
}

// Consecutive rows of one file that all occur twice.
struct Stretch {
  Pairs pairs;
  bool has_others = false;  // other than failures

  void end(Pairs& copies) {
    constexpr std::size_t kMinRows = 5;
    if (pairs.size() >= kMinRows && has_others)
      copies.insert(copies.end(), pairs.begin(), pairs.end());
    pairs.clear();
    has_others = false;
  }
};

class Merger {
 public:
  Merger(Events& events, std::vector<InputInfo>& inputs, Diagnostics& diagnostics)
      : rows_(events.rows), ids_(events.row_ids), inputs_(inputs), diagnostics_(diagnostics) {}

  void run() {
    const Pairs copies = find_copies();
    if (inputs_.size() < 2 && !ids_.any() && copies.empty()) return;
    repeated_.assign(rows_.size(), false);
    for (const auto& [kept, copy] : copies) repeat(copy, kept);
    merge_rounded();
    for_each_instant(rows_, [&](std::size_t from, std::size_t to) {
      if (to - from > 1) merge(from, to);
    });
    drop();
    add_diagnostics();
  }

 private:
  // Pairs of rows and their copies in the same file, left by joining overlapping exports. Programs
  // may well fail twice in a second, so only stretches count in which every row occurs exactly
  // twice and not all are failures.
  Pairs find_copies() {
    Pairs copies;
    std::vector<Stretch> stretches(inputs_.size());  // by file
    const auto add_equal = [&](std::span<const std::size_t> equal) {
      const Event& event = rows_[equal.front()];
      Stretch& stretch = stretches[event.file];
      if (equal.size() != 2 || event.precision >= Precision::minute || ids_.of(event) != 0)
        return stretch.end(copies);
      stretch.pairs.emplace_back(equal[0], equal[1]);
      stretch.has_others |= event.kind != EventKind::login_failed;
    };
    const auto key = [](const Event& e) { return std::tuple(e.file, by_content(e)); };
    for_each_instant(rows_, [&](std::size_t from, std::size_t to) {
      if (to - from == 1) return stretches[rows_[from].file].end(copies);
      run_.resize(to - from);
      std::iota(run_.begin(), run_.end(), from);
      for_each_group(rows_, run_, key, add_equal);
    });
    for (Stretch& stretch : stretches) stretch.end(copies);
    return copies;
  }

  void merge(std::size_t from, std::size_t to) {
    run_.clear();
    for (std::size_t i = from; i < to; ++i)
      if (!repeated_[i]) run_.push_back(i);
    if (ids_.any()) {
      const auto same_id = [&](const Event& e) { return std::tuple(ids_.of(e), e.user, e.kind); };
      for_each_group(rows_, run_, same_id, [&](std::span<const std::size_t> group) {
        if (ids_.of(rows_[group[0]]) == 0) return;
        for (const std::size_t i : group.subspan(1)) repeat(i, group[0]);
      });
      std::erase_if(run_, [&](std::size_t i) { return repeated_[i]; });
    }
    if (inputs_.size() > 1)
      for_each_group(rows_, run_, by_content,
                     [&](std::span<const std::size_t> group) { keep_longest(group); });
  }

  bool is_rounded(std::size_t i) const { return rows_[i].precision == Precision::minute; }

  // A spreadsheet saves times without seconds. If nearly all rows of such a file
  // have a twin in the same minute of other files, or nearly all of another file's
  // have one in this, they are the same rows.
  void merge_rounded() {
    constexpr std::size_t kMinTwins = 3, kMaxRows = 256;  // per minute; more are not compared
    if (inputs_.size() < 2) return;
    std::vector<Pairs> twins(inputs_.size());  // rounded and exact row, by the rounded file
    std::vector<std::size_t> rounded(inputs_.size()), exact(inputs_.size());  // rows by file
    for (std::size_t from = 0, to = 0; from < rows_.size(); from = to) {
      const Micros minute = rows_[from].time / kMinute;
      for (to = from; to < rows_.size() && rows_[to].time / kMinute == minute; ++to)
        ++(is_rounded(to) ? rounded : exact)[rows_[to].file];
      if (to - from > 1 && to - from <= kMaxRows) find_exact(from, to, twins);
    }
    const auto nearly_all = [&](std::size_t some, std::size_t all) {
      return static_cast<double>(some) >=
             kNearlyAll * static_cast<double>(std::max(all, kMinTwins));
    };
    for (std::size_t file = 0; file < twins.size(); ++file) {
      std::vector<std::size_t> parts(inputs_.size());  // twins by the file of the exact row
      for (const auto& [row, twin] : twins[file]) ++parts[rows_[twin].file];
      const bool whole = nearly_all(twins[file].size(), rounded[file]);
      for (const auto& [row, twin] : twins[file]) {
        const std::size_t part = rows_[twin].file;
        if (whole || nearly_all(parts[part], exact[part])) repeat(row, twin);
      }
    }
  }

  void find_exact(std::size_t from, std::size_t to, std::vector<Pairs>& twins) const {
    std::set<std::pair<std::uint16_t, std::size_t>> used;  // rounded file and exact row
    for (std::size_t i = from; i < to; ++i) {
      if (!is_rounded(i)) continue;
      for (std::size_t k = from; k < to; ++k) {
        if (rows_[k].precision >= Precision::minute || rows_[k].file == rows_[i].file ||
            by_content(rows_[k]) != by_content(rows_[i]) || !used.emplace(rows_[i].file, k).second)
          continue;
        twins[rows_[i].file].emplace_back(i, k);
        break;
      }
    }
  }

  // Expects equal rows, ordered by file. If all have ids, they are different events.
  void keep_longest(std::span<const std::size_t> group) {
    const auto file = [&](std::size_t i) { return rows_[group[i]].file; };
    if (file(0) == file(group.size() - 1)) return;
    if (std::ranges::all_of(group, [&](std::size_t i) { return ids_.of(rows_[i]) != 0; })) return;
    std::size_t best = 0, best_count = 0;
    for (std::size_t i = 0, end = 0; i < group.size(); i = end) {
      while (end < group.size() && file(end) == file(i)) ++end;
      if (end - i <= best_count) continue;
      best = i;
      best_count = end - i;
    }
    for (std::size_t i = 0; i < group.size(); ++i)
      if (i < best || i >= best + best_count) repeat(group[i], group[best]);
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

  void add_diagnostics() {
    for (const auto& [files, count] : pairs_) {
      const bool one = count == 1;
      const Text rows =
          files.first == files.second
              ? Text(std::to_string(count)) + (one ? " duplicate row" : " duplicate rows")
              : std::to_string(count) + (one ? " row is" : " rows are") + " in " +
                    Text::quoted(NameKind::file, inputs_[files.second].file) + " too";
      diagnostics_.add("repeated", {.severity = Severity::note,
                                    .file = inputs_[files.first].file,
                                    .message = rows + ", counted once"});
    }
  }

  Rows& rows_;
  const RowIds& ids_;
  std::vector<InputInfo>& inputs_;
  Diagnostics& diagnostics_;
  std::vector<bool> repeated_;
  std::vector<std::size_t> run_;                                            // rows of one instant
  std::map<std::pair<std::uint16_t, std::uint16_t>, std::uint64_t> pairs_;  // (file, other file)
};

// A domain controller forwards a wrong password to the PDC emulator, which has the newest, and both
// log it: Microsoft Learn, "4776" and "Account lockout".
bool is_controller(Reporter reporter) {
  return reporter == Reporter::windows_ntlm || reporter == Reporter::windows_kerberos;
}

bool are_twins(Reporter a, Reporter b) {
  return std::ranges::any_of(normalize::twins(), [&](const auto& pair) {
    return pair == std::pair(a, b) || pair == std::pair(b, a);
  });
}

class TwinJoiner {
 public:
  static constexpr Micros kMaxApart = 2 * kSecond;

  TwinJoiner(Events& events, std::vector<InputInfo>& inputs, Diagnostics& diagnostics)
      : events_(events), inputs_(inputs), diagnostics_(diagnostics) {}

  void run() {
    if (!events_.has_reporters) return;
    Rows& rows = events_.rows;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      while (oldest_ < kept && rows[oldest_].time < rows[i].time - kMaxApart) ++oldest_;
      if (Event* const twin = find_twin(rows[i], kept))
        join(*twin, rows[i]);
      else
        keep(rows[i], kept++);
    }
    rows.resize(kept);
    report();
  }

 private:
  static std::uint32_t bit(Reporter reporter) { return 1u << static_cast<unsigned>(reporter); }

  void keep(const Event& event, std::size_t at) {
    reporters_.push_back(bit(event.reporter));
    events_.rows[at] = event;
  }

  // The bit to add to the components that have reported `other`; 0 if `event` is a
  // separate attempt.
  std::uint32_t bit_of_twin(const Event& event, const Event& other) const {
    if (are_twins(other.reporter, event.reporter)) return bit(event.reporter);
    const bool passed_on = event.reporter == other.reporter && is_controller(event.reporter) &&
                           are_two_machines(event, other);
    return passed_on ? bit(event.reporter) << 16 : 0;
  }

  // The first attempt within two seconds that this row reports again.
  Event* find_twin(const Event& event, std::size_t kept) {
    const bool attempt =
        event.kind == EventKind::login_failed || event.kind == EventKind::login_succeeded;
    if (event.reporter == Reporter::unknown || !attempt || event.count != 1) return nullptr;
    for (std::size_t i = oldest_; i < kept; ++i) {
      Event& other = events_.rows[i];
      const std::uint32_t twin = bit_of_twin(event, other);
      if (other.user == event.user && other.kind == event.kind && other.count == 1 && twin != 0 &&
          (reporters_[i] & twin) == 0 && !differ(other.address, event.address)) {
        reporters_[i] |= twin;
        return &other;
      }
    }
    return nullptr;
  }

  // Rows that do not name the machine that wrote them count as one machine per file.
  bool are_two_machines(const Event& a, const Event& b) const {
    const std::uint32_t one = events_.recorders.of(a), other = events_.recorders.of(b);
    return one == 0 || other == 0 ? a.file != b.file : one != other;
  }

  static bool differ(TextId a, TextId b) { return a != kNone && b != kNone && a != b; }

  // Copies to the kept row what it lacks.
  void join(Event& kept, const Event& twin) {
    ++inputs_[twin.file].twins;
    if (kept.address == kNone) kept.address = twin.address;
    if (kept.reason == Reason::unknown) kept.reason = twin.reason;
    Program program = events_.programs.at(kept.program);
    const Program& more = events_.programs.at(twin.program);
    for (const auto field :
         {&Program::client, &Program::application, &Program::vendor, &Program::computer})
      if (program.*field == kNone) program.*field = more.*field;
    kept.program = events_.programs.intern(program);
  }

  void report() const {
    for (const InputInfo& input : inputs_) {
      if (input.twins == 0) continue;
      const bool one = input.twins == 1;
      diagnostics_.add("twins", {.severity = Severity::note,
                                 .file = input.file,
                                 .message = std::to_string(input.twins) +
                                            (one ? " attempt was" : " attempts were") +
                                            " reported by two systems, counted once"});
    }
  }

  Events& events_;
  std::vector<InputInfo>& inputs_;
  Diagnostics& diagnostics_;
  std::size_t oldest_ = 0;                // first kept row within reach
  std::vector<std::uint32_t> reporters_;  // of each kept row, one bit per component
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
  std::ranges::stable_sort(order, {}, &InputInfo::first);
  const Micros usual = std::max(longest_silence(rows, inputs.size()), kDay);
  const InputInfo* covered = order.front();  // the file that reaches farthest so far
  for (const InputInfo* next : order) {
    const Micros gap = next->first - covered->last;
    if (gap > usual)
      diagnostics.add("gap",
                      {.severity = Severity::note,
                       .file = next->file,
                       .message = "no input covers the " + span_text(gap) + " between " +
                                  Text::quoted(NameKind::file, covered->file) + " and this file",
                       .hint = "export from " + to_rfc3339(covered->last) + " to " +
                               to_rfc3339(next->first) + " too if there is more"});
    if (next->last > covered->last) covered = next;
  }
}

// True if `other` has a row like `event` at `time`, among the first of that instant.
bool has_row(const Rows& rows, const Event& event, std::uint16_t other, Micros time) {
  constexpr std::ptrdiff_t kMaxRows = 256;  // per instant; more are not compared
  const auto from = std::ranges::lower_bound(rows, time, {}, &Event::time);
  for (auto at = from; at != rows.end() && at->time == time && at - from < kMaxRows; ++at)
    if (at->file == other && by_content(*at) == by_content(event)) return true;
  return false;
}

// How much later `other` has all these rows; nullopt if it lacks them, or has them at several
// distances, as with rows that repeat hourly.
std::optional<Micros> distance(const Rows& rows, std::span<const Event> some, std::uint16_t other) {
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

// Warns about files with the same rows some hours apart, because their times are
// in different zones.
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
                      "; the files seem to use two time zones, so every attempt counts twice",
           .hint = "set the zone of one with --time-zone FILE=ZONE"});
    }
}

// Numbers of attempts rarely go 1, 2, 3 twice, and never without an exception.
constexpr std::uint32_t kMinSteps = 3;

struct Counter {
  std::uint32_t steps = 0;  // rows whose count is one more than in the row before
  std::uint32_t highest = 0;
  bool counts_up = true;  // every row does that or restarts at one
};

// Replaces counts that are the account's running counter (1, 2, 3, then 1 again) by one attempt per
// row: in files whose failures all count up or restart at one.
void undo_running_counts(Events& events, const std::vector<InputInfo>& inputs,
                         Diagnostics& diagnostics) {
  if (std::ranges::none_of(inputs, [](const InputInfo& input) {
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
    const std::string& column = inputs[file].columns.header[Field::count];
    diagnostics.add("running-count",
                    {.severity = Severity::note,
                     .file = inputs[file].file,
                     .message = Text::quoted(NameKind::column, column) +
                                " counts up from row to row; each row is one attempt"});
  }
  for (Event& event : events.rows)
    if (runs[event.file]) event.count = 1;
}

}  // namespace

void merge_events(Events& events, std::vector<InputInfo>& inputs, Diagnostics& diagnostics) {
  normalize::join_accounts(events, inputs, diagnostics);
  undo_running_counts(events, inputs, diagnostics);
  report_gaps(events.rows, inputs, diagnostics);
  Merger(events, inputs, diagnostics).run();
  report_shifted_files(events, inputs, diagnostics);
  TwinJoiner(events, inputs, diagnostics).run();
}

}  // namespace whylocked
