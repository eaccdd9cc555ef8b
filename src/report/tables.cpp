// Events and groups as CSV or JSON Lines: one list of columns, two ways to write a row.
#include <fmt/format.h>

#include "report/escape.hpp"
#include "report/json/json.hpp"
#include "report/view.hpp"

namespace whylocked::report {

namespace {

constexpr std::string_view kPrecisions[] = {"microsecond", "second", "minute", "hour", "day"};

// A row under construction: `name` is written only where the layout has names.
class TableRow {
 public:
  TableRow(bool jsonl, std::string& out) : jsonl_(jsonl), out_(out) {
    if (jsonl_) out_ += '{';
  }
  void text(std::string_view name, std::string_view text) {
    begin(name);
    if (!jsonl_) return append_csv(text, out_);
    if (text.empty())
      out_ += "null";
    else
      append_json_string(text, out_);
  }
  void address(std::string_view name, const Address* address) {
    address != nullptr ? word(name, to_text(*address)) : text(name, {});
  }
  void time(std::string_view name, Micros time) {
    quoted(name, [&] { append_rfc3339(time, out_); });
  }
  // Words of ours, which need no escape.
  void word(std::string_view name, std::string_view word) {
    quoted(name, [&] { out_ += word; });
  }
  void number(std::string_view name, std::uint64_t number) {
    begin(name);
    out_ += fmt::format_int(number).str();
  }
  void end() { out_ += jsonl_ ? "}\n" : "\n"; }

 private:
  template <class Append>
  void quoted(std::string_view name, Append append) {
    begin(name);
    if (jsonl_) out_ += '"';
    append();
    if (jsonl_) out_ += '"';
  }
  void begin(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    if (jsonl_) ((out_ += '"') += name) += "\":";
  }

  bool jsonl_, first_ = true;
  std::string& out_;
};

void add_event_row(const ReportView& view, const Event& event, TableRow row) {
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

void add_group_row(const ReportView& view, const Group& group, Micros length, TableRow row) {
  row.text("user", view.user(group.user));
  row.address("address", view.address_of(group.address));
  row.time("from", group.from);
  row.time("to", group.from + length);
  row.number("failures", group.failures);
  row.number("successes", group.successes);
  row.time("first", group.first);
  row.time("last", group.last);
  row.end();
}

void write_events(const ReportView& view, bool jsonl, const FlushCallback& flush,
                  std::string& out) {
  for (const Event& event : view.report().events.rows) {
    add_event_row(view, event, TableRow(jsonl, out));
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
  write_group_header(false, out);
  write_group_rows(view.report(), view.report().correlation.groups, false, out);
}

void write_groups_jsonl(const ReportView& view, const ReportOptions&, std::string& out) {
  write_group_rows(view.report(), view.report().correlation.groups, true, out);
}

}  // namespace whylocked::report

namespace whylocked {

using namespace report;

void write_group_header(bool jsonl, std::string& out) {
  if (!jsonl) out += "user,address,from,to,failures,successes,first,last\n";
}

void write_group_rows(const Report& report, std::span<const Group> groups, bool jsonl,
                      std::string& out) {
  const ReportView view(report);
  const Micros window = report.correlation.policy.group_window_s * kSecond;
  for (const Group& group : groups) add_group_row(view, group, window, TableRow(jsonl, out));
}

}  // namespace whylocked
