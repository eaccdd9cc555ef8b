// Finds the ends of fields and records in text that fits in the second-level cache, and splits the
// text into records through a read buffer.
#include <cstdint>
#include <string>
#include <vector>

#include "generate.hpp"
#include "input/csv/scanner.hpp"
#include "input/csv/splitter.hpp"
#include "kernels.hpp"

namespace whylocked::bench {

namespace {

using namespace whylocked::input;
using namespace whylocked::input::csv;

constexpr std::size_t kRows = 2'000;
constexpr std::size_t kRecordBytes = std::size_t{16} << 20;

const std::string& cached_text() {
  static const std::string text = generate_text({.rows = kRows});
  return text;
}

void scan_scalar(benchmark::State& state) {
  const std::string& text = cached_text();
  const std::size_t whole = text.size() / kBlock * kBlock;
  for (auto _ : state) {
    ScanState at_start;
    for (std::size_t at = 0; at < whole; at += kBlock)
      benchmark::DoNotOptimize(csv::scan_scalar(text.data() + at, kBlock, ',', at_start));
  }
  report(state, kRows, whole);
}
BENCHMARK(scan_scalar);

// Like RecordSplitter: many blocks in one call, ends as offsets.
void scan_offsets(benchmark::State& state) {
  const std::string& text = cached_text();
  const std::size_t whole = text.size() / kBlock * kBlock;
  std::vector<std::uint32_t> ends(whole), lines(whole);
  const ScanBlocks scan_blocks = best_scan();
  for (auto _ : state) {
    ScanState at_start;
    Offsets offsets{.ends = ends.data(), .lines = lines.data()};
    scan_blocks(text.data(), whole / kBlock, 0, ',', at_start, offsets);
    benchmark::DoNotOptimize(offsets.end_count);
    benchmark::ClobberMemory();
  }
  report(state, kRows, whole);
}
BENCHMARK(scan_offsets);

void split_records(benchmark::State& state) {
  const std::string& text = cached_text();
  for (auto _ : state) {
    MemorySource source(text);
    ReadBuffer buffer(source, kBufferBytes);
    RecordSplitter splitter(buffer, ',', kRecordBytes);
    for (Record record; splitter.next(record);) benchmark::DoNotOptimize(record.text.data());
  }
  report(state, kRows, text.size());
}
BENCHMARK(split_records);

}  // namespace

}  // namespace whylocked::bench
