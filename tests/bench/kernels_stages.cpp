// Each stage by itself, on a hundred thousand rows in memory, with one thread.
//
// "usual" has 20 users and 100 addresses, which gives about one lockout in 150 rows, like ten
// million rows with 20,000 users; "wide" has as many users and addresses as rows.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "generate.hpp"
#include "kernels.hpp"
#include "whylocked/attribute.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/correlate.hpp"
#include "whylocked/normalize.hpp"
#include "whylocked/read.hpp"

namespace whylocked::bench {

namespace {

constexpr std::uint32_t kStageRows = 100'000;
constexpr std::int64_t kWindowSeconds = 900;
constexpr TrafficOptions kUsual = {.rows = kStageRows, .users = 20, .addresses = 100};
constexpr TrafficOptions kWide = {.rows = kStageRows, .users = kStageRows, .addresses = kStageRows};

ReadOptions one_thread() {
  ReadOptions options;
  options.threads = 1;
  return options;
}

class NoSink : public RowSink {
 public:
  void begin(const Columns&) override {}
  bool consume(const RowBatch& rows) override {
    benchmark::DoNotOptimize(rows.numbers);
    return true;
  }
};

void read_and_normalize(std::string_view text, Events& events) {
  Diagnostics diagnostics;
  InputInfo info;
  Normalizer normalizer({}, 0, info, events, diagnostics);
  read_text(text, "export", one_thread(), normalizer, diagnostics, info);
  normalizer.finish();
}

void read_only(benchmark::State& state, Form form) {
  const std::string text = generate_text(kUsual, form);
  for (auto _ : state) {
    Diagnostics diagnostics;
    InputInfo info;
    NoSink sink;
    read_text(text, "export", one_thread(), sink, diagnostics, info);
  }
  report(state, kStageRows, text.size());
}
BENCHMARK_CAPTURE(read_only, csv, Form::csv);
BENCHMARK_CAPTURE(read_only, jsonl, Form::jsonl);

void read_normalize(benchmark::State& state, const TrafficOptions& traffic, Form form) {
  const std::string text = generate_text(traffic, form);
  for (auto _ : state) {
    Events events;
    read_and_normalize(text, events);
    benchmark::DoNotOptimize(events.rows.data());
  }
  report(state, kStageRows, text.size());
}
BENCHMARK_CAPTURE(read_normalize, usual, kUsual, Form::csv);
BENCHMARK_CAPTURE(read_normalize, wide, kWide, Form::csv);
BENCHMARK_CAPTURE(read_normalize, crlf, kUsual, Form::crlf);
BENCHMARK_CAPTURE(read_normalize, month_first, kUsual, Form::month_first);
BENCHMARK_CAPTURE(read_normalize, jsonl, kUsual, Form::jsonl);

void sort(benchmark::State& state, Form form) {
  Events events;
  read_and_normalize(generate_text(kUsual, form), events);
  const std::vector<Event> unsorted = events.rows;
  for (auto _ : state) {
    state.PauseTiming();
    events.rows = unsorted;
    state.ResumeTiming();
    sort_events(events);
  }
  report(state, kStageRows);
}
BENCHMARK_CAPTURE(sort, in_order, Form::csv);
BENCHMARK_CAPTURE(sort, newest_first, Form::newest_first);

Events sorted_events(const TrafficOptions& traffic) {
  Events events;
  read_and_normalize(generate_text(traffic), events);
  sort_events(events);
  return events;
}

void groups(benchmark::State& state, const TrafficOptions& traffic) {
  const Events events = sorted_events(traffic);
  for (auto _ : state) benchmark::DoNotOptimize(group_failures(events, kWindowSeconds).data());
  report(state, kStageRows);
}
BENCHMARK_CAPTURE(groups, usual, kUsual);
BENCHMARK_CAPTURE(groups, wide, kWide);

// Events with the networks of their addresses, as the later stages need them.
struct Located {
  explicit Located(const TrafficOptions& traffic) : events(sorted_events(traffic)) {
    for (TextId id = 0; id < events.addresses.size(); ++id)
      numbers.push_back(id == kNone ? 0 : networks.number_of(events.addresses.at(id), nullptr));
  }
  Events events;
  NetworkBook networks;
  std::vector<std::uint32_t> numbers;
};

void correlation(benchmark::State& state, const TrafficOptions& traffic) {
  const Located located(traffic);
  for (auto _ : state)
    benchmark::DoNotOptimize(correlate(located.events, located.numbers, {}).incidents.data());
  report(state, kStageRows);
}
BENCHMARK_CAPTURE(correlation, usual, kUsual)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(correlation, wide, kWide)->Unit(benchmark::kMillisecond);

void attribution(benchmark::State& state) {
  const Located located(kUsual);
  const Correlation found = correlate(located.events, located.numbers, {});
  for (auto _ : state)
    benchmark::DoNotOptimize(attribute({.events = located.events,
                                        .correlation = found,
                                        .site = {},
                                        .networks = located.networks})
                                 .data());
  report(state, kStageRows);
  count_rows(state, "per_lockout", found.incidents.size());
}
BENCHMARK(attribution)->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace whylocked::bench
