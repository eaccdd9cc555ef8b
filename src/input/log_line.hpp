// The front of a syslog line: where its time ends and its message begins.
//
// In:  "May 19 08:07:19 host sshd[1]: ..." (RFC 3164), "<38>1 2026-05-19T08:07:19Z host sshd 1 - -
// ..."
//      (RFC 5424), "2026-05-19T08:07:19.123456-04:00 host ..." (rsyslog, journalctl), a date and a
//      clock with a blank between, each with or without <PRI>.
// Out: the time as written and what follows it; the host and the program stay in the message.
// Lifetime: views into the line.  Threads: pure.  Failure: a line of another form has no time.
#pragma once

#include <string>
#include <string_view>

namespace whylocked::input {

struct LogLine {
  std::string_view time;     // empty: none was found
  std::string_view message;  // what stands behind it
  unsigned month = 0;        // 1 to 12 where the time has no year, else 0
};

LogLine take_apart(std::string_view line);

// "message repeated 3 times: [ Failed password ... ]": 3, and the message becomes what is inside.
// "last message repeated 3 times": 3, and the message is empty. Else 0.
unsigned take_repetition(std::string_view& message);

// Gives times without a year theirs: the first line's is told, and it turns when the month jumps by
// more than half a year, forwards or back (logs that were put together run back a little).
class LogCalendar {
 public:
  explicit LogCalendar(int year) : year_(year) {}
  bool knows_year() const { return year_ != 0; }
  // "2026-05-19T08:07:19".  REQUIRES: knows_year(), line.month != 0
  std::string_view whole_time(const LogLine& line);

 private:
  int year_;
  unsigned month_ = 0;
  std::string time_;
};

}  // namespace whylocked::input
