#include "whylocked/read.hpp"

#include <algorithm>
#include <iterator>

#include "read/source.hpp"

namespace whylocked {

namespace {

constexpr std::string_view kFieldNames[] = {
    "time",       "clock",       "user",  "display_name", "address",  "outcome",
    "reason",     "reason_code", "event", "application",  "vendor",   "tracking_id",
    "user_agent", "count",       "id",    "locked",       "time_zone",
    "target"};
static_assert(std::size(kFieldNames) == kFieldCount);

}  // namespace

std::string_view to_text(Field field) { return kFieldNames[static_cast<std::size_t>(field)]; }

std::optional<Field> parse_field(std::string_view name) {
  const auto found = std::find(std::begin(kFieldNames), std::end(kFieldNames), name);
  if (found == std::end(kFieldNames)) return std::nullopt;
  return static_cast<Field>(found - std::begin(kFieldNames));
}

bool read_path(const std::string& path, const ReadOptions& options, InputSink& sink,
               Diagnostics& diagnostics) {
  const auto to = sink.open(path);
  if (!to) return false;
  const bool read = read_input(path, options, to->rows, diagnostics, to->info);
  sink.close(read);
  return read;
}

bool read_input(const std::string& path, const ReadOptions& options, RowSink& sink,
                Diagnostics& diagnostics, InputInfo& info) {
  info.file = path;
  reading::Job job(path, options, sink, diagnostics, info);
  const auto source = reading::open_file(path, job);
  return source && reading::read_source(*source, reading::kBufferBytes, job);
}

bool read_text(std::string_view bytes, const std::string& name, const ReadOptions& options,
               RowSink& sink, Diagnostics& diagnostics, InputInfo& info) {
  info.file = name;
  reading::Job job(name, options, sink, diagnostics, info);
  reading::MemorySource source(bytes);
  return reading::read_source(source, reading::kBufferBytes, job);
}

}  // namespace whylocked
