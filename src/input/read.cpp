#include "whylocked/read.hpp"

#include <algorithm>
#include <iterator>

#include "input/input.hpp"

namespace whylocked {

namespace {

constexpr std::string_view kFieldNames[] = {
    "time",       "clock",       "user",  "display_name", "address",   "outcome",
    "reason",     "reason_code", "event", "application",  "vendor",    "tracking_id",
    "user_agent", "count",       "id",    "locked",       "time_zone", "target",
    "computer",   "logon_type",  "realm"};
static_assert(std::size(kFieldNames) == kFieldCount);

constexpr std::string_view kSystemNames[] = {"autotask",  "windows",     "identity_provider", "ssh",
                                             "appliance", "application", "cloud", "mail_notice"};
static_assert(std::size(kSystemNames) == kLogSystemCount);

class OneInput : public InputSink {
 public:
  OneInput(RowSink& rows, InputInfo& info) : to_{rows, info} {}
  std::optional<Target> open(const std::string& name) override {
    to_.info.file = name;
    return to_;
  }
  void close(bool) override {}

 private:
  Target to_;
};

}  // namespace

std::string_view to_text(Field field) { return kFieldNames[static_cast<std::size_t>(field)]; }

std::optional<Field> parse_field(std::string_view name) {
  const auto found = std::find(std::begin(kFieldNames), std::end(kFieldNames), name);
  if (found == std::end(kFieldNames)) return std::nullopt;
  return static_cast<Field>(found - std::begin(kFieldNames));
}

std::string_view to_text(LogSystem system) {
  return kSystemNames[static_cast<std::size_t>(system)];
}

std::optional<LogSystem> parse_log_system(std::string_view name) {
  const auto found = std::find(std::begin(kSystemNames), std::end(kSystemNames), name);
  if (found == std::end(kSystemNames)) return std::nullopt;
  return static_cast<LogSystem>(found - std::begin(kSystemNames));
}

RowBatch RowBatch::part(std::size_t at, std::size_t most) const {
  RowBatch some;
  some.first = first + at;
  some.count = std::min(most, count - at);
  for (std::size_t field = 0; field < kFieldCount; ++field)
    if (columns[field] != nullptr) some.columns[field] = columns[field] + at;
  return some;
}

bool read_path(const std::string& path, const ReadOptions& options, InputSink& sink,
               Diagnostics& diagnostics) {
  return input::InputReader(options, sink, diagnostics, false).read_path(path);
}

bool read_input(const std::string& path, const ReadOptions& options, RowSink& sink,
                Diagnostics& diagnostics, InputInfo& info) {
  OneInput one(sink, info);
  return input::InputReader(options, one, diagnostics, true).read_path(path);
}

bool read_text(std::string_view bytes, const std::string& name, const ReadOptions& options,
               RowSink& sink, Diagnostics& diagnostics, InputInfo& info) {
  OneInput one(sink, info);
  return input::InputReader(options, one, diagnostics, true).read_bytes(bytes, name);
}

}  // namespace whylocked
