#include <algorithm>
#include <string>
#include <vector>

#include "base/ascii.hpp"
#include "base/split.hpp"
#include "input/encoding.hpp"
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

// The lines "NAME=value" of a journal's entry. A value with line breaks or other bytes has its
// length before it in an export, and is not read.
bool is_journal_field(std::string_view line) {
  const std::string_view name = line.substr(0, line.find('='));
  return name.size() < line.size() && !name.empty() && std::ranges::all_of(name, [](char c) {
           return c == '_' || is_digit(c) || (c >= 'A' && c <= 'Z');
         });
}

// "Tue 2026-05-19 08:07:19.000000 UTC [s=6863c7;i=3e931]", before the indented fields of an entry.
bool is_verbose_head(std::string_view line) {
  return !line.starts_with(' ') && line.find(" [s=") != line.npos && line.ends_with(']');
}

// An export ends each entry with a blank line.
class JournalEntries : public json::JsonObjects {
 public:
  JournalEntries(ReadBuffer& buffer, std::size_t max_bytes) : lines_(buffer, max_bytes) {}

  bool next(json::JsonPiece& piece) override {
    piece.set(number_ + 1);
    for (; held_ || lines_.next(); held_ = false) {
      const std::string_view line = lines_.text();
      const bool is_head = is_verbose_head(trim(line)) && !line.starts_with(' ');
      held_ = is_head && piece.members.size() > 0;
      if (held_ || (trim(line).empty() && piece.members.size() > 0)) break;
      if (is_head)
        piece.members.add("__REALTIME_TIMESTAMP", line.substr(0, line.find(" [s=")));
      else if (std::string_view rest = trim(line); is_journal_field(rest))
        add(rest, piece.members);
    }
    if (piece.members.size() == 0) return false;
    ++number_;
    return true;
  }

 private:
  static void add(std::string_view line, json::Members& members) {
    const std::string_view name = take_until(line, '=');
    members.add(name, line);
  }

  Lines lines_;
  bool held_ = false;  // the line begins the next entry
  std::uint64_t number_ = 0;
};

// Tables of failures: "ann:" and the rows below, or a row an account.
class FailureTable : public json::JsonObjects {
 public:
  FailureTable(ReadBuffer& buffer, std::size_t max_bytes) : lines_(buffer, max_bytes) {}

  bool next(json::JsonPiece& piece) override {
    while (lines_.next()) {
      piece.set(lines_.number());
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

  // "ann 3 05/19/26 08:07:19 203.0.113.5"; faillog has a maximum after the count, and a zone after
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

bool begins_journal(std::string_view head) {
  while (head.starts_with("-- ")) take_until(head, '\n');
  return head.starts_with("__CURSOR=") || is_verbose_head(trim(take_until(head, '\n')));
}

bool begins_failure_table(std::string_view head) {
  const auto first = words_of(trim(take_until(head, '\n')));
  const auto second = words_of(trim(take_until(head, '\n')));
  const auto begins = [](const auto& words, std::initializer_list<std::string_view> wanted) {
    return words.size() >= wanted.size() && std::equal(wanted.begin(), wanted.end(), words.begin());
  };
  return begins(first, {"Login", "Failures", "Latest", "failure", "From"}) ||
         begins(first, {"Login", "Failures", "Maximum", "Latest", "On"}) ||
         (first.size() == 1 && begins(second, {"When", "Type", "Source", "Valid"}));
}

}  // namespace

std::unique_ptr<json::JsonObjects> tool_output(ReadBuffer& buffer, std::size_t max_bytes) {
  const std::string_view head = trim(buffer.text(0, std::min(buffer.size(), kHeadBytes)));
  if (begins_journal(head)) return std::make_unique<JournalEntries>(buffer, max_bytes);
  if (begins_failure_table(head)) return std::make_unique<FailureTable>(buffer, max_bytes);
  return nullptr;
}

}  // namespace whylocked::input
