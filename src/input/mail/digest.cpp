// Splits a digest into one mail per entry, and the text around the entries.
#include <algorithm>
#include <string>

#include "base/ascii.hpp"
#include "base/split.hpp"
#include "input/encoding.hpp"
#include "input/log/syslog_prefix.hpp"
#include "input/mail/notice.hpp"
#include "input/mail/split.hpp"
#include "input/table/aliases.hpp"

namespace whylocked::input {

namespace {

using ascii::is_digit;

// AM or PM, or a zone.
bool ends_clock(std::string_view word) {
  constexpr std::string_view kAfter[] = {"AM",  "PM",  "am",  "pm",  "UTC",  "GMT",
                                         "Z",   "EST", "EDT", "CST", "CDT",  "MST",
                                         "MDT", "PST", "PDT", "CET", "CEST", "BST"};
  const bool is_offset = word.size() > 2 && (word[0] == '+' || word[0] == '-') && is_digit(word[1]);
  return is_offset || std::ranges::find(kAfter, word) != std::end(kAfter);
}

// The date and clock in a line, such as "2026-05-19 08:07:19 UTC"; empty if there are none.
std::string_view time_in(std::string_view line) {
  constexpr std::string_view kDates[] = {"0000-9-9", "0000/9/9", "9-9-0000", "9/9/0000",
                                         "9.9.0000", "9/9/00",   "9.9.00"};
  constexpr std::string_view kClocks[] = {"T9:9", ",9:9", " 9:9", ", 9:9", " at 9:9", ", at 9:9"};
  for (std::string_view rest = line; !rest.empty(); take_until(rest, ' ')) {
    const std::size_t date = skip_one_of(rest, 0, kDates);
    const std::size_t end = skip_one_of(rest, date, kClocks);
    if (date == 0 || end == date) continue;
    std::string_view after = rest.substr(end);
    do take_until(after, ' ');
    while (ends_clock(after.substr(0, after.find(' '))));
    std::string_view time = rest.substr(0, rest.size() - after.size());
    while (!is_digit(time.back()) && !ascii::is_letter(time.back())) time.remove_suffix(1);
    return time;
  }
  return {};
}

// A value of an entry, and its label; in a list, the label is empty.
struct Labelled {
  std::string label, value;

  bool repeats(const Labelled& earlier) const {
    return !value.empty() && !earlier.value.empty() && label == earlier.label;
  }
};

std::string label_of(std::string_view line) {
  return fold(trim(line.substr(0, line.find_first_of(":="))));
}

// The end of the text before the first account; "Event: login failed" right above an account
// belongs to its entry.
std::size_t end_of_heading(std::string_view before) {
  const std::size_t blank = before.rfind("\n\n");
  std::size_t at = blank == before.npos ? 0 : blank + 2;
  for (std::string_view rest = before.substr(at); !rest.empty();) {
    const std::string_view line = take_until(rest, '\n');
    if (line.find(": ") != line.npos) break;
    at = before.size() - rest.size();
  }
  return at;
}

// An entry ends where its label of an account or a time is repeated.
class EntryReader {
 public:
  void add(std::string_view line) {
    Labelled account, time;
    if (const auto value = labelled_account(line); !value.empty())
      account = {label_of(line), std::string(value)};
    if (const auto value = labelled_time(line); !value.empty())
      time = {label_of(line), std::string(value)};
    else if (const auto stated = time_in(line); !stated.empty())
      time = {{}, std::string(stated)};
    if (account.value.empty() && !time.value.empty() && time.label.empty())
      account.value = account_of(line);
    if (account.repeats(account_) || (time.repeats(time_) && !account_.value.empty())) close();
    const bool states = !account.value.empty() || !time.value.empty();
    if (!account.value.empty() && account_.value.empty() && digest_.entries.empty()) cut_heading();
    if (account_.value.empty()) account_ = std::move(account);
    if (time_.value.empty()) time_ = std::move(time);
    (text_ += line) += '\n';
    if (states) stated_ = text_.size();
  }

  Digest finish() {
    if (!account_.value.empty() && !has_paragraphs_) cut_closing();
    close();
    return std::move(digest_);
  }

 private:
  void cut_heading() {
    const std::size_t end = end_of_heading(text_);
    digest_.heading = text_.substr(0, end);
    text_.erase(0, end);
  }

  // The end of the paragraph with the last account or time of the entry.
  std::size_t end_of_paragraph() const {
    return std::min(text_.find("\n\n", stated_ - 1), text_.size());
  }

  void cut_closing() {
    const std::size_t end = end_of_paragraph();
    digest_.heading.append(text_, end);
    text_.erase(end);
  }

  void close() {
    if (!account_.value.empty()) {
      has_paragraphs_ |= !trim(std::string_view(text_).substr(end_of_paragraph())).empty();
      Mail& entry = digest_.entries.emplace_back();
      entry.recipient = std::move(account_.value);
      entry.time = std::move(time_.value);
      entry.body = std::move(text_);
    }
    account_ = time_ = {};
    text_.clear();
    stated_ = 0;
  }

  Labelled account_, time_;
  std::string text_;
  std::size_t stated_ = 0;       // the end of the last line of text_ with an account or a time
  bool has_paragraphs_ = false;  // an entry continues after a blank line
  Digest digest_;
};

bool speaks_of_a_period(std::string_view text) {
  while (!text.empty()) {
    std::string_view word = take_until(text, ' ');
    while (!word.empty() && !ascii::is_letter(word.back())) word.remove_suffix(1);
    if ((mail_word(word) & kPeriod) != 0) return true;
  }
  return false;
}

}  // namespace

Digest read_digest(const Mail& mail) {
  EntryReader reader;
  for (std::string_view rest = mail.body; !rest.empty();) reader.add(trim(take_until(rest, '\n')));
  Digest digest = reader.finish();
  std::vector<Mail>& entries = digest.entries;
  const auto untimed = [](const Mail& one) { return one.time.empty(); };
  const bool keeps_times = !std::ranges::all_of(entries, untimed);
  if (keeps_times) std::erase_if(entries, untimed);
  const auto of_first = [&](const Mail& one) { return one.recipient == entries.front().recipient; };
  if (std::ranges::all_of(entries, of_first)) return {};
  for (Mail& one : entries) {
    one.id = mail.id;
    if (!keeps_times && !speaks_of_a_period(mail.subject)) one.time = mail.time;
  }
  return digest;
}

}  // namespace whylocked::input
