#include <algorithm>
#include <string>
#include <vector>

#include "base/ascii.hpp"
#include "base/split.hpp"
#include "input/encoding.hpp"
#include "input/formats/pattern.hpp"
#include "input/log/event_text.hpp"
#include "whylocked/address.hpp"

namespace whylocked::input {

namespace {

using ascii::is_digit;

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty())
    if (const std::string_view word = take_until(line, ' '); !word.empty()) words.push_back(word);
  return words;
}

using Fault = json::JsonPiece::Fault;

bool is_field_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return c == '_' || is_digit(c) || (c >= 'A' && c <= 'Z');
  });
}

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

// "Tue 2026-05-19 08:07:19.000000 UTC [s=6863c7;i=3e931]" precedes the indented fields of an entry.
bool is_verbose_head(std::string_view line) {
  return !line.starts_with(' ') && line.find(" [s=") != line.npos && line.ends_with(']');
}

// Reads lines "NAME=value", and never mistakes what a program wrote into a value for a line of the
// journal. In an export, a value with line breaks or binary bytes follows its length and is
// skipped, and a blank line ends each entry; the verbose form indents further lines of a value.
class JournalEntries : public json::JsonObjects {
 public:
  JournalEntries(ReadBuffer& buffer, std::size_t max_bytes, bool is_verbose)
      : lines_(buffer, max_bytes), max_(max_bytes), is_verbose_(is_verbose) {}

  bool next(json::JsonPiece& piece) override {
    bytes_ = 0;
    for (; held_ || lines_.next(); held_ = false) {
      const std::string_view line = lines_.text();
      const bool is_head = is_verbose_ && !line.starts_with(' ') && is_verbose_head(trim(line));
      held_ = is_head && bytes_ > 0;
      if (held_ || (bytes_ > 0 && ends_entry(line))) break;
      if (is_head)
        begin_verbose_entry(line, piece);
      else
        add_line(line, piece);
    }
    return bytes_ > 0;
  }

 private:
  bool ends_entry(std::string_view line) const {
    return !is_verbose_ && trim(line).empty() && !lines_.is_too_long();
  }

  void begin_verbose_entry(std::string_view line, json::JsonPiece& piece) {
    indent_ = kUnknown;
    add("__REALTIME_TIMESTAMP", line.substr(0, line.find(" [s=")), piece);
  }

  void add_line(std::string_view line, json::JsonPiece& piece) {
    if (lines_.is_too_long()) return leave_out(piece);
    std::string_view value = trim(line);
    if (value.empty()) return;
    if (indent_ == kUnknown) indent_ = indent_of(line);
    if (is_verbose_ && indent_of(line) > indent_) return;
    const bool has_value = value.find('=') != value.npos;
    const std::string_view name = take_until(value, '=');
    if (!is_field_name(name)) return;
    if (has_value)
      add(name, value, piece);
    else if (!is_verbose_ && !skip_value() && piece.fault == Fault::none)
      piece.fault = Fault::damaged;
  }

  // After "NAME": the length in eight bytes, little-endian, the value, a line feed.
  bool skip_value() {
    constexpr std::uint64_t kMaxValue = std::uint64_t{1} << 32;  // a journal stores less
    const std::string_view bytes = lines_.take(sizeof(std::uint64_t));
    std::uint64_t length = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
      length = length << 8 | static_cast<unsigned char>(bytes[i]);
    if (bytes.size() < sizeof length || length >= kMaxValue) return false;
    while (length > 0) {
      const std::size_t count = lines_.take(std::min<std::uint64_t>(length, kBufferBytes)).size();
      if (count == 0) return false;
      length -= count;
    }
    return lines_.take(1) == "\n";
  }

  // Counts the memory of a field, which exceeds the bytes of its line.
  void add(std::string_view name, std::string_view value, json::JsonPiece& piece) {
    bytes_ += sizeof(json::Member) + name.size() + value.size();
    if (bytes_ > max_) return leave_out(piece);
    piece.members.add(name, value);
  }

  void leave_out(json::JsonPiece& piece) {
    bytes_ = max_ + 1;
    piece.members.clear();
    piece.fault = Fault::too_long;
  }

  Lines lines_;
  const std::size_t max_;
  const bool is_verbose_;
  static constexpr std::size_t kUnknown = static_cast<std::size_t>(-1);
  std::size_t indent_ = kUnknown;  // of the entry's fields, in the verbose form
  std::size_t bytes_ = 0;          // of the entry
  bool held_ = false;              // the line begins the next entry
};

// Tables of failures: "ann:" above the rows of an account, or one row per account.
class FailureTable : public json::JsonObjects {
 public:
  FailureTable(ReadBuffer& buffer, std::size_t max_bytes) : lines_(buffer, max_bytes) {}

  bool next(json::JsonPiece& piece) override {
    while (lines_.next()) {
      piece.number = lines_.number();
      const std::vector<std::string_view> words = words_of(trim(lines_.text()));
      if (words.size() == 1 && words[0].ends_with(':'))
        account_ = words[0].substr(0, words[0].size() - 1);
      else if (!account_.empty() ? add_failure(words, piece.members)
                                 : add_tally(words, piece.members))
        return true;
    }
    return false;
  }

 private:
  // "2026-05-19 08:07:19 RHOST 203.0.113.5 V"
  bool add_failure(const std::vector<std::string_view>& words, json::Members& members) const {
    if (words.size() < 4 || !is_digit(words[0][0])) return false;
    members.add("account", account_);
    members.add("When", std::string(words[0]) + ' ' + std::string(words[1]));
    members.add("Valid", words.back());
    if (words.size() > 4) members.add(words[2], words[3]);
    return true;
  }

  // "ann 3 05/19/26 08:07:19 203.0.113.5"; faillog adds a maximum after the count, and a zone after
  // the time.
  static bool add_tally(const std::vector<std::string_view>& words, json::Members& members) {
    const auto date = std::ranges::find_if(
        words, [](std::string_view word) { return word.find('/') == 2 && is_digit(word[0]); });
    if (words.end() - date < 2 || date - words.begin() < 2) return false;
    std::string time = std::string(date[0]) + ' ' + std::string(date[1]);
    const bool has_zone = words.end() - date > 2 && (date[2][0] == '+' || date[2][0] == '-');
    if (has_zone) (time += ' ') += date[2];
    members.add("account", words[0]);
    members.add("Login failures", words[1]);
    members.add("Latest failure", time);
    const std::string_view from = words.back();
    members.add("From", parse_address(from) ? from : std::string_view());
    return true;
  }

  Lines lines_;
  std::string account_;  // of faillock
};

// The first line of a journal, after journalctl's own remarks.
std::string_view first_entry_line(std::string_view head) {
  while (head.starts_with("-- ")) take_until(head, '\n');
  return trim(take_until(head, '\n'));
}

bool begins_failure_table(std::string_view head) {
  const NormalizedText first(take_until(head, '\n')), second(take_until(head, '\n'));
  return first.text().starts_with("Login Failures Latest failure From") ||
         first.text().starts_with("Login Failures Maximum Latest On") ||
         (first.text().find(' ') == std::string_view::npos &&
          second.text().starts_with("When Type Source Valid"));
}

}  // namespace

std::unique_ptr<json::JsonObjects> tool_output(ReadBuffer& buffer, std::size_t max_bytes) {
  const std::string_view head = trim(buffer.text(0, std::min(buffer.size(), kHeadBytes)));
  const std::string_view first = first_entry_line(head);
  if (const bool is_verbose = is_verbose_head(first); is_verbose || first.starts_with("__CURSOR="))
    return std::make_unique<JournalEntries>(buffer, max_bytes, is_verbose);
  if (begins_failure_table(head)) return std::make_unique<FailureTable>(buffer, max_bytes);
  return nullptr;
}

}  // namespace whylocked::input
