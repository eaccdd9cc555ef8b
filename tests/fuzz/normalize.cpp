// Any rows: every row is an event, skipped or noted; a rejected file leaves no events; messages
// are not empty, and carets stay inside the excerpt.
//
// The input is text: one row per line, fields separated by "|" in the order of kFields. The first
// byte selects the options.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "whylocked/normalize.hpp"

namespace {

using namespace whylocked;

constexpr Field kFields[] = {
    Field::time,      Field::user,        Field::address,   Field::event, Field::outcome,
    Field::reason,    Field::reason_code, Field::clock,     Field::count, Field::tracking_id,
    Field::time_zone, Field::locked,      Field::user_agent};

std::string_view cut(std::string_view& text, char mark) {
  const std::size_t at = text.find(mark);
  const std::string_view front = text.substr(0, at);
  text.remove_prefix(at == text.npos ? text.size() : at + 1);
  return front;
}

NormalizeOptions options_of(unsigned choice) {
  NormalizeOptions options;
  options.date_order = static_cast<DateOrder>(choice & 3);
  if ((choice & 4) != 0) options.time_zone = "America/New_York";
  if ((choice & 8) != 0) options.rows_are = EventKind::login_failed;
  return options;
}

Columns all_columns() {
  Columns columns;
  for (std::uint32_t i = 0; i < std::size(kFields); ++i) {
    columns.number[static_cast<std::size_t>(kFields[i])] = i + 1;
    columns.header[static_cast<std::size_t>(kFields[i])] = to_text(kFields[i]);
  }
  return columns;
}

void check(const Events& events, const InputInfo& info, std::size_t rows, bool ok) {
  if (info.events != events.rows.size() || info.events + info.skipped > rows) std::abort();
  if (!ok && info.events != 0) std::abort();
  for (const Event& event : events.rows) {
    if (event.user == kNone || event.count == 0) std::abort();
    if (event.time < info.first || event.time > info.last) std::abort();
    if (event.user >= events.users.size() || event.address >= events.addresses.size()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const unsigned choice = size > 0 ? data[0] : 0;
  text.remove_prefix(std::min<std::size_t>(size, 1));
  Events events;
  Diagnostics diagnostics;
  InputInfo info;
  const NormalizeOptions options = options_of(choice);
  Normalizer normalizer(options, 0, info, events, diagnostics);
  normalizer.begin(all_columns());
  std::size_t rows = 0;
  for (; !text.empty(); ++rows) {
    std::string_view line = cut(text, '\n');
    Row row;
    row.number = rows + 2;
    for (const Field field : kFields) row[field] = cut(line, '|');
    normalizer.consume(RowTexts(row).batch());
  }
  const bool ok = normalizer.finish();
  if (ok == diagnostics.has_errors()) std::abort();
  check(events, info, rows, ok);
  for (const Diagnostic& one : diagnostics.list())
    if (one.message.empty() || one.caret > one.excerpt.size()) std::abort();
  sort_events(events);
  if (!std::is_sorted(events.rows.begin(), events.rows.end(),
                      [](const Event& a, const Event& b) { return a.time < b.time; }))
    std::abort();
  return 0;
}
