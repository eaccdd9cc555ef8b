// Events and groups as CSV or JSON Lines: one list of columns, two ways to write a row.
#include "report/tables.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

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
    char text[kMaxAddress];
    out_.append(text, static_cast<std::size_t>(put_address(*address, text) - text));
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
// of a window put into text once, and a name that needs no escape looked at once.
class GroupCsv {
 public:
  GroupCsv(const ReportView& view, std::span<const char> plain, Micros length, std::string& out)
      : view_(view), plain_(plain), length_(length), out_(out) {}
  ~GroupCsv() { flush(); }

  void add(const Group& group) {
    add_user(group.user);
    *to_++ = ',';
    if (const Address* address = view_.address_of(group.address)) to_ = put_address(*address, to_);
    const std::string_view window = window_text(group.from);
    to_ = std::copy(window.begin(), window.end(), to_);
    add_number(group.failures);
    add_number(group.successes);
    const char* const first = to_;
    to_ = times_.put(group.first, to_);
    const char* const end = to_;
    *to_++ = ',';
    to_ = group.last == group.first ? std::copy(first, end, to_) : times_.put(group.last, to_);
    *to_++ = '\n';
  }

 private:
  static constexpr std::size_t kMaxName = 256;  // longer ones go their own way
  static constexpr std::size_t kMaxNumber = 20;
  static constexpr std::size_t kMaxRow =
      kMaxName + kMaxAddress + 4 * TimeText::kLongest + 2 * kMaxNumber + 8;

  void flush() {
    out_.append(rows_, static_cast<std::size_t>(to_ - rows_));
    to_ = rows_;
  }
  void add_user(TextId id) {
    if (to_ + kMaxRow > std::end(rows_)) flush();
    const std::string_view name = view_.user(id);
    if (plain_[id] != 0 && name.size() <= kMaxName) {
      to_ = std::copy(name.begin(), name.end(), to_);
      return;
    }
    flush();
    append_csv(name, out_);
  }
  void add_number(std::uint64_t number) {
    if (number < 10)
      *to_++ = static_cast<char>('0' + number);
    else
      to_ = std::to_chars(to_, to_ + kMaxNumber, number).ptr;
    *to_++ = ',';
  }
  // ",from,to,"
  std::string_view window_text(Micros from) {
    if (window_length_ > 0 && from == window_from_) return {window_, window_length_};
    window_from_ = from;
    char* to = window_;
    *to++ = ',';
    to = times_.put(from, to);
    *to++ = ',';
    to = times_.put(from + length_, to);
    *to++ = ',';
    window_length_ = static_cast<std::size_t>(to - window_);
    return {window_, window_length_};
  }

  const ReportView& view_;
  const std::span<const char> plain_;
  const Micros length_;
  std::string& out_;
  TimeText times_;
  Micros window_from_ = 0;
  std::size_t window_length_ = 0;
  char window_[2 * TimeText::kLongest + 3];
  char rows_[16384];  // on their way to out_
  char* to_ = rows_;
};

// "0." to "255.", with their lengths: a part of an address in one step.
struct AddressPart {
  char text[4];
  std::uint8_t length;
};
constexpr auto kAddressParts = [] {
  std::array<AddressPart, 256> parts{};
  for (unsigned value = 0; value < parts.size(); ++value) {
    AddressPart& part = parts[value];
    const auto put = [&](unsigned digit) {
      part.text[part.length++] = static_cast<char>('0' + digit);
    };
    if (value >= 100) put(value / 100);
    if (value >= 10) put(value / 10 % 10);
    put(value % 10);
    part.text[part.length++] = '.';
  }
  return parts;
}();

}  // namespace

char* put_address(const Address& address, char* to) {
  if (!address.is_v4()) {
    const std::string text = to_text(address);
    return std::copy(text.begin(), text.end(), to);
  }
  for (int shift = 24; shift >= 0; shift -= 8) {
    const AddressPart& part = kAddressParts[address.low >> shift & 0xff];
    std::memcpy(to, part.text, sizeof part.text);
    to += part.length;
  }
  return to - 1;  // the last dot is none
}

void TimeText::set_day(Micros day) {
  const std::string text = to_rfc3339(day);
  day_ = day;
  date_length_ = text.find('T') + 1;
  text.copy(date_, date_length_);
}

char* TimeText::put(Micros time, char* to) {
  Micros of_day = time - day_;
  if (date_length_ == 0 || of_day < 0 || of_day >= kDay) {
    of_day = (time % kDay + kDay) % kDay;
    set_day(time - of_day);
  }
  std::memcpy(to, date_, sizeof date_);  // all of it: a constant is a few instructions
  return put_clock(of_day, to + date_length_);
}

void TimeText::append(Micros time, std::string& out) {
  char text[kLongest];
  out.append(text, static_cast<std::size_t>(put(time, text) - text));
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
