// Events and groups as CSV or JSON Lines: one list of columns, two ways to write a row.
#include "report/tables.hpp"

#include "report/json_parts.hpp"

namespace whylocked {

namespace {

constexpr std::string_view kPrecisions[] = {"microsecond", "second", "minute", "hour", "day"};

void put_two(std::uint32_t number, char* to) {
  to[0] = static_cast<char>('0' + number / 10);
  to[1] = static_cast<char>('0' + number % 10);
}

// to_text(address), without the way through printf for IPv4.
void append_address(const Address& address, std::string& out) {
  if (!address.is_v4()) {
    out += to_text(address);
    return;
  }
  char text[16];
  char* to = text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    const auto part = static_cast<unsigned>(address.low >> shift & 0xff);
    if (part >= 100) *to++ = static_cast<char>('0' + part / 100);
    if (part >= 10) *to++ = static_cast<char>('0' + part / 10 % 10);
    *to++ = static_cast<char>('0' + part % 10);
    if (shift > 0) *to++ = '.';
  }
  out.append(text, static_cast<std::size_t>(to - text));
}

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
    if (number < 10)
      out_ += static_cast<char>('0' + number);
    else
      out_ += std::to_string(number);
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

void add_event_row(const View& view, const Event& event, TableRow row) {
  row.time("time", event.time);
  row.word("precision", kPrecisions[static_cast<std::size_t>(event.precision)]);
  row.text("user", view.user(event.user));
  row.address("address", view.address_of(event.address));
  row.word("kind", to_text(event.kind));
  row.word("reason", to_text(event.reason));
  row.number("count", event.count);
  row.text("client", view.text(event.client));
  row.text("application", view.text(event.application));
  row.text("vendor", view.text(event.vendor));
  row.text("file", view.file(event.file));
  row.number("row", event.row);
  row.end();
}

void add_group_row(const View& view, const Group& group, Micros length, TableRow row) {
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

}  // namespace

void TimeText::append(Micros time, std::string& out) {
  const Micros of_day = (time % kDay + kDay) % kDay;
  if (date_.empty() || time - of_day != day_) {
    day_ = time - of_day;
    date_ = to_rfc3339(day_);
    date_.resize(date_.find('T') + 1);
  }
  const auto seconds = static_cast<std::uint32_t>(of_day / kSecond);
  char clock[] = "00:00:00";
  put_two(seconds / 3600, clock);
  put_two(seconds / 60 % 60, clock + 3);
  put_two(seconds % 60, clock + 6);
  out += date_;
  out.append(clock, 8);
  if (const Micros fraction = of_day % kSecond; fraction != 0) {
    out += '.';
    for (Micros digit = kSecond / 10, rest = fraction; rest != 0; rest %= digit, digit /= 10)
      out += static_cast<char>('0' + rest / digit);
  }
  out += 'Z';
}

void write_events(const Report& report, bool jsonl, std::string& out) {
  const View view(report);
  TimeText times;
  if (!jsonl)
    out += "time,precision,user,address,kind,reason,count,client,application,vendor,file,row\n";
  for (const Event& event : report.events.rows)
    add_event_row(view, event, TableRow(jsonl, times, out));
}

GroupWriter::GroupWriter(const Report& report, Micros window, bool jsonl)
    : report_(report), window_(window), jsonl_(jsonl) {}

void GroupWriter::begin(std::string& out) const {
  if (!jsonl_) out += "user,address,from,to,failures,successes,first,last\n";
}

void GroupWriter::write(std::span<const Group> groups, std::string& out) const {
  const View view(report_);
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
