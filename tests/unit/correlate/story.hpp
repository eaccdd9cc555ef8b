// Events from text, and incidents back to text: a test of lockouts is a table of stories.
//
// In:  one event per line:
//        [DATE] TIME WHAT USER [ADDRESS] [net=N] [client=C] [app=A] [vendor=V] [xN]
//        08:00:05 fail ann 198.51.100.7 net=3 client=curl x2
//      DATE is 2026-05-18 (a Monday) unless given; TIME is UTC, "08:05" has minute precision.
//      WHAT is ok, fail, lock, unlock, reset, expire, rename or other; fail:REASON adds the name of
//      a reason (fail:bad_password). `net` is the id of the address's network. "#" begins a
//      comment; blank lines are ignored.
// Out: a Story: Events in the order that sort_events promises, and the network of each address.
// Failure: an invalid line throws std::invalid_argument with the line.
#pragma once

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/correlate.hpp"

namespace whylocked::story {

struct Story {
  Events events;
  std::vector<std::uint32_t> networks;  // by address id, as correlate() wants it

  Correlation correlate(const CorrelateOptions& options = {}) const {
    return whylocked::correlate(events, networks, options);
  }
};

struct What {
  std::string_view word;
  EventKind kind;
};
inline constexpr What kWhat[] = {
    {"ok", EventKind::login_succeeded},      {"fail", EventKind::login_failed},
    {"lock", EventKind::account_locked},     {"unlock", EventKind::account_unlocked},
    {"reset", EventKind::password_changed},  {"expire", EventKind::password_expired},
    {"rename", EventKind::username_changed}, {"other", EventKind::other}};

inline constexpr std::int64_t kFirstDay = 20591;  // 2026-05-18 in days since the epoch

inline std::int64_t days_from_civil(int year, int month, int day) {
  year -= month <= 2;
  const int era = year / 400, of_era = year - era * 400;
  const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097LL + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

inline bool read_date(const std::string& word, Micros& day) {
  int year = 0, month = 0, date = 0;
  if (std::sscanf(word.c_str(), "%d-%d-%d", &year, &month, &date) != 3) return false;
  day = days_from_civil(year, month, date) * kDay;
  return true;
}

inline bool read_clock(const std::string& word, Event& event) {
  int hour = 0, minute = 0;
  double second = 0;
  const int parts = std::sscanf(word.c_str(), "%d:%d:%lf", &hour, &minute, &second);
  if (parts < 2) return false;
  event.precision = parts == 2 ? Precision::minute : Precision::second;
  event.time += hour * kHour + minute * kMinute + static_cast<Micros>(second * 1e6 + 0.5);
  return true;
}

inline bool read_what(const std::string& word, Event& event) {
  const std::string kind = word.substr(0, word.find(':'));
  for (const What& what : kWhat)
    if (what.word == kind) {
      event.kind = what.kind;
      if (kind == word) return true;
      for (int reason = 0; reason <= static_cast<int>(Reason::single_sign_on); ++reason)
        if (to_text(static_cast<Reason>(reason)) == word.substr(kind.size() + 1)) {
          event.reason = static_cast<Reason>(reason);
          return true;
        }
    }
  return false;
}

inline bool read_extra(const std::string& word, Story& story, Event& event, Program& program) {
  const std::string value = word.substr(std::min(word.size(), word.find('=') + 1));
  if (word.starts_with("net="))
    story.networks.at(event.address) = static_cast<std::uint32_t>(std::stoul(value));
  else if (word.starts_with("client="))
    program.client = story.events.texts.intern(value);
  else if (word.starts_with("app="))
    program.application = story.events.texts.intern(value);
  else if (word.starts_with("vendor="))
    program.vendor = story.events.texts.intern(value);
  else if (word.starts_with("computer="))
    program.computer = story.events.texts.intern(value);
  else if (word.starts_with("x"))
    event.count = static_cast<std::uint32_t>(std::stoul(word.substr(1)));
  else if (const auto address = parse_address(word)) {
    event.address = story.events.addresses.intern(*address);
    story.networks.resize(story.events.addresses.size());
  } else {
    return false;
  }
  return true;
}

inline void add_line(const std::string& line, std::uint32_t row, Story& story) {
  std::istringstream in(line.substr(0, line.find('#')));
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  if (words.empty()) return;
  Program program;
  Event event{.time = kFirstDay * kDay, .row = row};
  std::size_t at = read_date(words[0], event.time) ? 1 : 0;
  bool good =
      words.size() >= at + 3 && read_clock(words[at], event) && read_what(words[at + 1], event);
  if (good) event.user = story.events.users.intern(words[at + 2]);
  for (at += 3; good && at < words.size(); ++at)
    good = read_extra(words[at], story, event, program);
  if (!good) throw std::invalid_argument("story: " + line);
  event.program = story.events.programs.intern(program);
  story.events.rows.push_back(event);
}

// At one instant: changes and unlocks, attempts, locks, refusals because of the lock; then by row.
inline int rank_in_instant(const Event& event) {
  if (event.kind == EventKind::account_locked) return 2;
  if (event.kind == EventKind::login_failed) return event.reason == Reason::locked ? 3 : 1;
  return event.kind == EventKind::login_succeeded ? 1 : 0;
}

inline void sort(Events& events) {
  std::stable_sort(events.rows.begin(), events.rows.end(), [](const Event& a, const Event& b) {
    const int of_a = rank_in_instant(a), of_b = rank_in_instant(b);
    return std::tie(a.time, of_a, a.file, a.row) < std::tie(b.time, of_b, b.file, b.row);
  });
}

inline Story parse(std::string_view text) {
  Story story;
  story.networks.resize(1);
  std::istringstream in{std::string(text)};
  std::uint32_t row = 0;
  for (std::string line; std::getline(in, line);) add_line(line, ++row, story);
  sort(story.events);
  return story;
}

// "08:00:05" on the first day, "2026-05-19T08:00:05Z" on other days.
inline std::string clock(Micros time) {
  const std::string text = to_rfc3339(time);
  return text.starts_with("2026-05-18T") ? text.substr(11, text.size() - 12) : text;
}

inline std::string addresses(const Events& events, const Caller& origin) {
  std::string text;
  for (const TextId id : origin.addresses)
    text += (text.empty() ? "" : "+") + to_text(events.addresses.at(id));
  if (origin.client != kNone)
    text += (text.empty() ? "" : "/") + std::string(events.texts.text(origin.client));
  return text.empty() ? "nowhere" : text;
}

// One lockout per line: account, time, counted failures; then its callers:
//   "ann 08:00:25 recorded, 5 counted, 2 after, unlocked 08:30:00: 198.51.100.7 4 0.80 necessary"
inline std::string retell(const Events& events, const Correlation& correlation,
                          const Incident& incident) {
  std::string text = std::string(events.users.text(incident.user)) + ' ' +
                     clock(incident.locked_at) + ' ' + std::string(to_text(incident.basis)) + ", " +
                     std::to_string(incident.counted.size()) + " counted, " +
                     std::to_string(incident.after_lock.size()) + " after";
  if (incident.unlocked_at) text += ", unlocked " + clock(*incident.unlocked_at);
  for (const Contribution& blame : incident.contributions) {
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, " %llu %.2f",
                  static_cast<unsigned long long>(blame.counted), blame.share);
    text += (&blame == &incident.contributions.front() ? ": " : "; ") +
            addresses(events, correlation.callers.at(blame.caller)) + numbers +
            (blame.sufficient ? " sufficient" : "") + (blame.necessary ? " necessary" : "");
    if (blame.failed_after_lock > 0) text += " later " + std::to_string(blame.failed_after_lock);
  }
  return text;
}

inline std::vector<std::string> retell(const Story& story, const CorrelateOptions& options = {}) {
  const Correlation correlation = story.correlate(options);
  std::vector<std::string> lines;
  for (const Incident& incident : correlation.incidents)
    lines.push_back(retell(story.events, correlation, incident));
  return lines;
}

}  // namespace whylocked::story
