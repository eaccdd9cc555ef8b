// The prefix of a log line: where its time ends and its message begins.
//
// In:  "May 19 08:07:19 host sshd[1]: ..." (RFC 3164), "<38>1 2026-05-19T08:07:19Z host sshd 1 - -
//      " (RFC 5424), ISO 8601 with a T or a blank, slashes, a weekday or level before or a year
//      after, "05/19 08:07:00" of Windows, seconds since 1970; with <PRI>, the container's name of
//      docker compose, the pod's of kubectl or the file's of grep before them, or in brackets near
//      the beginning: "W, [2026-05-19T08:07:19 #1]".
// Out: the time as written and what follows it; the host and the program stay in the message.
#pragma once

#include <span>
#include <string_view>

namespace whylocked::input {

struct LogLine {
  std::string_view time;     // empty: none was found
  std::string_view message;  // what follows it
  unsigned month = 0;        // 1 to 12 where the time has no year, else 0
  unsigned day = 0;          // beside a month
  std::string_view clock = {};
};

// Shapes of text, compared place by place: 0 a digit, 9 one or more, _ a digit or a blank, A a
// letter, s a sign, * all up to the byte after it. The end of the one that begins at `at`, or of
// the first of several; `at`: the text has another shape.
std::size_t skip(std::string_view text, std::size_t at, std::string_view shape);
std::size_t skip_one_of(std::string_view text, std::size_t at,
                        std::span<const std::string_view> shapes);

LogLine parse_log_line(std::string_view line);

// "web1" of "web1 sshd[11]: ..." and of "web1 sshd 11 - - ...", what follows the time; empty: it
// names no host.
std::string_view host_of(std::string_view message);

// "message repeated 3 times: [ Failed password ... ]": 3, and the message becomes what is inside.
// "last message repeated 3 times": 3, and the message is empty. Else 0.
unsigned parse_repetition(std::string_view& message);

}  // namespace whylocked::input
