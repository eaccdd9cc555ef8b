// What the writers of many small rows share: fields of CSV, addresses, and times at the speed of
// the rows.
//
// In:  text, an address or a time.  Out: bytes appended, or put somewhere with room for them.
// TimeText gives the bytes of to_rfc3339, and remembers the date: rows come in the order of time,
// so the calendar is computed once a day and not once a row.
// Lifetime: none.  Threads: one TimeText a thread.  Failure: none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "whylocked/event.hpp"

namespace whylocked {

void append_csv(std::string_view text, std::string& out);  // escape_csv, appending
bool is_plain_csv(std::string_view text);                  // escape_csv changes nothing

// to_text(address), without the way through printf for IPv4; the place behind it.
inline constexpr std::size_t kMaxAddress = 48;
char* put_address(const Address& address, char* to);

class TimeText {
 public:
  static constexpr std::size_t kLongest = 48;
  char* put(Micros time, char* to);
  void append(Micros time, std::string& out);

 private:
  void set_day(Micros day);

  Micros day_ = 0;  // start of the day that date_ names
  char date_[24];   // "2026-05-19T"; the years that an int64 of microseconds can name are short
  std::size_t date_length_ = 0;
};

}  // namespace whylocked
