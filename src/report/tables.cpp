// Events and groups as CSV or JSON Lines: one list of columns, and two ways to write a row.
#include <algorithm>
#include <array>
#include <charconv>

#include "report/escape.hpp"
#include "report/json/json.hpp"
#include "report/view.hpp"

namespace whylocked::report {

namespace {

constexpr std::string_view kPrecisions[] = {"microsecond", "second", "minute", "hour", "day"};

// A row under construction. `name` is written only if the layout has names. All cells except log
// text are short, so the row is assembled here and appended at once.
class TableRow {
 public:
  TableRow(bool jsonl, std::string& out) : jsonl_(jsonl), out_(out) {}
  TableRow(const TableRow&) = delete;
  TableRow& operator=(const TableRow&) = delete;

  void begin() {
    if (jsonl_) *to_++ = '{';
  }
  void text(std::string_view name, std::string_view text) {
    put_name(name);
    if (jsonl_ && text.empty()) {
      put("null");
    } else {
      flush();
      jsonl_ ? append_json_string(text, out_) : append_csv(text, out_);
    }
    *to_++ = ',';
  }
  void address(std::string_view name, const Address* address) {
    if (address == nullptr) return text(name, {});
    quoted(name, [&] { to_ = put_text(*address, to_); });
  }
  void time(std::string_view name, Micros time) {
    quoted(name, [&] { to_ = put_rfc3339(time, to_); });
  }
  // Words of the program, which need no escaping.
  void word(std::string_view name, std::string_view word) {
    quoted(name, [&] { put(word); });
  }
  void number(std::string_view name, std::uint64_t number) {
    put_name(name);
    to_ = std::to_chars(to_, row_.data() + row_.size(), number).ptr;
    *to_++ = ',';
  }
  // Cells that are already formatted.
  void cells(std::string_view written) { put(written); }
  void end() {
    --to_;  // no separator after the last cell
    if (jsonl_) *to_++ = '}';
    *to_++ = '\n';
    flush();
  }
  void flush() {
    out_.append(row_.data(), to_);
    to_ = row_.data();
  }

 private:
  template <class Append>
  void quoted(std::string_view name, Append append) {
    put_name(name);
    if (jsonl_) *to_++ = '"';
    append();
    if (jsonl_) *to_++ = '"';
    *to_++ = ',';
  }
  void put_name(std::string_view name) {
    if (!jsonl_) return;
    *to_++ = '"';
    put(name);
    put("\":");
  }
  void put(std::string_view text) { to_ = std::copy(text.begin(), text.end(), to_); }

  const bool jsonl_;
  std::string& out_;
  std::array<char, 1024> row_;  // its end, which is not in `out_` yet; a row has five times at most
  char* to_ = row_.data();
};

void add_event_row(const ReportView& view, const Event& event, bool jsonl, std::string& out) {
  TableRow row(jsonl, out);
  row.begin();
  const Program& program = view.program(event);
  row.time("time", event.time);
  row.word("precision", kPrecisions[static_cast<std::size_t>(event.precision)]);
  row.text("user", view.user(event.user));
  row.address("address", view.address_of(event.address));
  row.word("kind", to_text(event.kind));
  row.word("reason", to_text(event.reason));
  row.number("count", event.count);
  row.text("client", view.text(program.client));
  row.text("application", view.text(program.application));
  row.text("vendor", view.text(program.vendor));
  row.text("file", view.file(event.file));
  row.number("row", event.row);
  row.end();
}

void add_group_row(const ReportView& view, const Group& group, std::string_view window,
                   TableRow& row) {
  row.begin();
  row.text("user", view.user(group.user));
  row.address("address", view.address_of(group.address));
  row.cells(window);
  row.number("failures", group.failures);
  row.number("successes", group.successes);
  row.time("first", group.first);
  row.time("last", group.last);
  row.end();
}

void write_events(const ReportView& view, bool jsonl, const FlushCallback& flush,
                  std::string& out) {
  for (const Event& event : view.report().events.rows) {
    add_event_row(view, event, jsonl, out);
    flush_if_large(flush, out);
  }
}

}  // namespace

void write_events_csv(const ReportView& view, const ReportOptions& options, std::string& out) {
  out += "time,precision,user,address,kind,reason,count,client,application,vendor,file,row\n";
  write_events(view, false, options.flush, out);
}

void write_events_jsonl(const ReportView& view, const ReportOptions& options, std::string& out) {
  write_events(view, true, options.flush, out);
}

void write_groups_csv(const ReportView& view, const ReportOptions&, std::string& out) {
  out += kGroupHeader;
  append_groups(view.report(), view.report().correlation.groups, false, out);
}

void write_groups_jsonl(const ReportView& view, const ReportOptions&, std::string& out) {
  append_groups(view.report(), view.report().correlation.groups, true, out);
}

}  // namespace whylocked::report

void whylocked::append_groups(const Report& report, std::span<const Group> groups, bool jsonl,
                              std::string& out) {
  using namespace whylocked::report;
  const ReportView view(report);
  const Micros length = report.correlation.policy.group_window_s * kSecond;
  std::string window;  // its cells, which all of its groups have
  TableRow row(jsonl, out);
  for (const Group* before = nullptr; const Group& group : groups) {
    if (before == nullptr || group.from != before->from) {
      window.clear();
      TableRow cells(jsonl, window);
      cells.time("from", group.from);
      cells.time("to", group.from + length);
      cells.flush();
    }
    add_group_row(view, group, window, row);
    before = &group;
  }
}
