#include "input/mail/digest.hpp"

#include <algorithm>
#include <string>

#include "base/ascii.hpp"
#include "base/split.hpp"
#include "input/encoding.hpp"
#include "input/mail/notice.hpp"
#include "input/mail/split.hpp"
#include "input/table/aliases.hpp"

namespace whylocked::input {

namespace {

using ascii::is_digit;

bool is_clock(std::string_view word) {
  const std::size_t colon = word.find(':');
  return (colon == 1 || colon == 2) && is_digit(word[0]) && is_digit(word[colon - 1]) &&
         colon + 1 < word.size() && is_digit(word[colon + 1]);
}

// "2026-05-19", "5/19/2026", "19.05.2026", also "2026-05-19T08:07:19Z".
bool is_date(std::string_view word) {
  constexpr std::string_view kMarks = "-/.";
  std::size_t at = 0;
  for (int number = 0; number < 3; ++number) {
    const std::size_t from = at;
    while (at < word.size() && is_digit(word[at])) ++at;
    if (at == from || at > from + 4) return false;
    if (number < 2 && (at == word.size() || kMarks.find(word[at++]) == kMarks.npos)) return false;
  }
  const std::string_view rest = word.substr(at);
  return rest.empty() || rest[0] == 'T' || rest[0] == ',';
}

// The half of the day, or a zone.
bool ends_clock(std::string_view word) {
  constexpr std::string_view kAfter[] = {"AM",  "PM",  "am",  "pm",  "UTC",  "GMT",
                                         "Z",   "EST", "EDT", "CST", "CDT",  "MST",
                                         "MDT", "PST", "PDT", "CET", "CEST", "BST"};
  const bool is_offset = word.size() > 2 && (word[0] == '+' || word[0] == '-') && is_digit(word[1]);
  return is_offset || std::ranges::find(kAfter, word) != std::end(kAfter);
}

// "2026-05-19 08:07:19 UTC" of a line; empty: it holds no date with a clock.
std::string_view time_in(std::string_view line) {
  std::string_view rest = line;
  while (!rest.empty()) {
    const std::string_view word = take_until(rest, ' ');
    if (!is_date(word)) continue;
    const auto end_of = [&](std::string_view last) { return last.data() + last.size(); };
    const char* end = word.find(':') == word.npos ? nullptr : end_of(word);
    std::string_view after = rest;
    for (std::string_view next = take_until(after, ' '); !next.empty();
         next = take_until(after, ' ')) {
      if (next == "at") continue;
      if (end == nullptr ? !is_clock(next) : !ends_clock(next)) break;
      end = end_of(next);
    }
    if (end == nullptr) continue;
    std::string_view time(word.data(), static_cast<std::size_t>(end - word.data()));
    while (!is_digit(time.back()) && !ascii::is_letter(time.back())) time.remove_suffix(1);
    return time;
  }
  return {};
}

// "Locked at: 19 May 2026 08:07" names a time.
std::string_view labelled_time(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == line.npos) return {};
  for (const Alias& alias : aliases_of(fold(trim(line.substr(0, colon)))))
    if (alias.field == Field::time) return trim(line.substr(colon + 1));
  return {};
}

// A value of an entry, and what its line has before it: a label, or nothing in a list.
struct Labelled {
  std::string label, value;

  bool repeats(const Labelled& earlier) const {
    return !value.empty() && !earlier.value.empty() && label == earlier.label;
  }
};

std::string label_of(std::string_view line) {
  return fold(trim(line.substr(0, line.find_first_of(":="))));
}

struct Entry {
  Labelled account, time;
  std::string text;
};

// An entry ends where its label of an account or a time comes again.
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
    if (account.repeats(entry_.account) ||
        (time.repeats(entry_.time) && !entry_.account.value.empty()))
      close();
    if (entry_.account.value.empty()) entry_.account = std::move(account);
    if (entry_.time.value.empty()) entry_.time = std::move(time);
    (entry_.text += line) += '\n';
  }

  std::vector<Entry> finish() {
    close();
    return std::move(entries_);
  }

 private:
  void close() {
    if (!entry_.account.value.empty()) entries_.push_back(std::move(entry_));
    entry_ = {};
  }

  Entry entry_;
  std::vector<Entry> entries_;
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

std::vector<Mail> entries_of_digest(const Mail& mail) {
  EntryReader reader;
  for (std::string_view rest = mail.body; !rest.empty();) reader.add(trim(take_until(rest, '\n')));
  std::vector<Entry> entries = reader.finish();
  const auto untimed = [](const Entry& one) { return one.time.value.empty(); };
  const bool keeps_times = !std::ranges::all_of(entries, untimed);
  if (keeps_times) std::erase_if(entries, untimed);
  const auto of_first = [&](const Entry& one) {
    return one.account.value == entries.front().account.value;
  };
  if (std::ranges::all_of(entries, of_first)) return {};
  std::vector<Mail> mails;
  for (Entry& entry : entries) {
    Mail one = mail;
    one.recipient = std::move(entry.account.value);
    one.body = std::move(entry.text);
    if (keeps_times || speaks_of_a_period(mail.subject)) one.time = std::move(entry.time.value);
    mails.push_back(std::move(one));
  }
  return mails;
}

}  // namespace whylocked::input
