// Events and groups as CSV or JSON Lines: one list of columns, two ways to write a row.
#include "report/tables.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "report/view.hpp"
#include "report/json/writer.hpp"

namespace whylocked {

namespace {

constexpr std::string_view kPrecisions[] = {"microsecond", "second", "minute", "hour", "day"};

// A row under construction: `name` is written only where the layout has names.
class TableRow {
 public:
  TableRow(bool jsonl, TimeText& times, std::string& out)
      : jsonl_(jsonl), times_(times), out_(out) {
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
    begin(name);
    if (address == nullptr) {
      if (jsonl_) out_ += "null";
      return;
    }
    quote();
    append_address(*address, out_);
    quote();
  }
  // Words of ours, which need no escape.
  void word(std::string_view name, std::string_view word) {
    begin(name);
    quote();
    out_ += word;
    quote();
  }
  void time(std::string_view name, Micros time) {
    begin(name);
    quote();
    times_.append(time, out_);
    quote();
  }
  void number(std::string_view name, std::uint64_t number) {
    begin(name);
    append_number(number, out_);
  }
  void end() { out_ += jsonl_ ? "}\n" : "\n"; }

 private:
  void begin(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    if (jsonl_) ((out_ += '"') += name) += "\":";
  }
  void quote() {
    if (jsonl_) out_ += '"';
  }

  bool jsonl_, first_ = true;
  TimeText& times_;
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

// Groups as CSV, the form of the largest answers: the same bytes as add_group_row, with the times
// of a window put into text once, and each name checked for escapes once.
class GroupCsv {
 public:
  GroupCsv(const ReportView& view, std::span<const char> plain, Micros length, std::string& out)
      : view_(view), plain_(plain), length_(length), out_(out) {}

  void add(const Group& group) {
    const std::string_view name = view_.user(group.user);
    if (plain_[group.user] != 0)
      out_ += name;
    else
      append_csv(name, out_);
    out_ += ',';
    if (const Address* address = view_.address_of(group.address)) append_address(*address, out_);
    out_ += window_text(group.from);
    append_number(group.failures, out_);
    out_ += ',';
    append_number(group.successes, out_);
    out_ += ',';
    times_.append(group.first, out_);
    out_ += ',';
    times_.append(group.last, out_);
    out_ += '\n';
  }

 private:
  // ",from,to,"
  const std::string& window_text(Micros from) {
    if (window_.empty() || from != window_from_) {
      window_from_ = from;
      window_ = ",";
      times_.append(from, window_);
      window_ += ',';
      times_.append(from + length_, window_);
      window_ += ',';
    }
    return window_;
  }

  const ReportView& view_;
  const std::span<const char> plain_;
  const Micros length_;
  std::string& out_;
  TimeText times_;
  Micros window_from_ = 0;
  std::string window_;
};

}  // namespace

void append_number(std::uint64_t number, std::string& out) {
  if (number < 10) {
    out += static_cast<char>('0' + number);
    return;
  }
  std::array<char, std::numeric_limits<std::uint64_t>::digits10 + 1> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_address(const Address& address, std::string& out) {
  if (!address.is_v4()) {
    out += to_text(address);
    return;
  }
  for (int shift = 24; shift >= 0; shift -= 8) {
    append_number(address.low >> shift & 0xff, out);
    if (shift > 0) out += '.';
  }
}

void TimeText::append(Micros time, std::string& out) {
  Micros of_day = time - day_;
  if (date_.empty() || of_day < 0 || of_day >= kDay) {
    of_day = (time % kDay + kDay) % kDay;
    day_ = time - of_day;
    date_ = to_rfc3339(day_);
    date_.resize(date_.find('T') + 1);
  }
  out += date_;
  std::array<char, kMaxClock> clock;
  out.append(clock.data(), put_clock(of_day, clock.data()));
}

void write_events(const Report& report, bool jsonl, std::string& out, const FlushCallback& flush) {
  const ReportView view(report);
  TimeText times;
  if (!jsonl)
    out += "time,precision,user,address,kind,reason,count,client,application,vendor,file,row\n";
  for (const Event& event : report.events.rows) {
    add_event_row(view, event, TableRow(jsonl, times, out));
    flush_if_large(flush, out);
  }
}

GroupWriter::GroupWriter(const Report& report, Micros window, bool jsonl)
    : report_(report), window_(window), jsonl_(jsonl) {
  if (jsonl) return;
  const Interner& users = report.events.users;
  plain_.resize(users.size());
  for (TextId id = 0; id < users.size(); ++id) plain_[id] = is_plain_csv(users.text(id));
}

void GroupWriter::begin(std::string& out) const {
  if (!jsonl_) out += "user,address,from,to,failures,successes,first,last\n";
}

void GroupWriter::write(std::span<const Group> groups, std::string& out) const {
  const ReportView view(report_);
  if (!jsonl_) {
    GroupCsv rows(view, plain_, window_, out);
    for (const Group& group : groups) rows.add(group);
    return;
  }
  TimeText times;
  for (const Group& group : groups)
    add_group_row(view, group, window_, TableRow(jsonl_, times, out));
}

void write_groups(const Report& report, bool jsonl, std::string& out) {
  const GroupWriter writer(report, report.correlation.policy.group_window_s * kSecond, jsonl);
  writer.begin(out);
  writer.write(report.correlation.groups, out);
}

}  // namespace whylocked
