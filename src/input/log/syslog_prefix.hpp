// The prefix of a log line: where its time ends and its message begins.
//
// In:  "May 19 08:07:19 host sshd[1]: ..." (RFC 3164), "<38>1 2026-05-19T08:07:19Z host sshd 1 - -
//      " (RFC 5424), ISO 8601 with a T or a blank, slashes, a weekday or level before or a year
//      after, "05/19 08:07:00" in Windows, seconds since 1970; after <PRI>, the container name of
//      docker compose, the pod name of kubectl or the file name of grep, or in brackets near the
//      beginning: "W, [2026-05-19T08:07:19 #1]".
// Out: the time as written, and the rest of the line; host and program stay in the message.
#pragma once

#include <span>
#include <string_view>

namespace whylocked::input {

struct LogLine {
  std::string_view time;     // empty: none was found
  std::string_view message;  // the rest of the line
  unsigned month = 0;        // 1 to 12 if the time has no year, else 0
  unsigned day = 0;          // with a month
  std::string_view clock = {};
};

// Match a shape of text place by place: 0 is a digit, 9 one or more, _ a digit or a blank, A a
// letter, s a sign, * all up to the byte after it. Return the end of the match at `at`, or of the
// first shape that matches; `at` if there is no match.
std::size_t skip(std::string_view text, std::size_t at, std::string_view shape);
std::size_t skip_one_of(std::string_view text, std::size_t at,
                        std::span<const std::string_view> shapes);

LogLine parse_log_line(std::string_view line);

// The host in a message, which follows the time: "web1" in "web1 sshd[11]: ..." and in "web1 sshd
// 11 - - ..."; empty if it names none.
std::string_view host_of(std::string_view message);

// "message repeated 3 times: [ Failed password ... ]": 3, and the message becomes what is inside.
// "last message repeated 3 times": 3, and the message is empty. Else 0.
unsigned parse_repetition(std::string_view& message);

}  // namespace whylocked::input
