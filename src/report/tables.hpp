// Fields of CSV, addresses and times, for the writers of many small rows.
//
// In:  text, an address or a time.  Out: bytes appended.
// TimeText gives the bytes of to_rfc3339, and remembers the date: rows come in the order of time,
// so the calendar is computed once a day and not once a row.
// Lifetime: none.  Threads: one TimeText a thread.  Failure: none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "whylocked/event.hpp"

namespace whylocked::report {

// A CSV field: quoted where needed, with ' before a leading = + - @ tab or CR (formula injection).
void append_csv(std::string_view text, std::string& out);

void append_number(std::uint64_t number, std::string& out);
void append_address(const Address& address, std::string& out);  // to_text(address), faster for IPv4

class TimeText {
 public:
  void append(Micros time, std::string& out);

 private:
  static constexpr std::size_t kMaxClock = 16;  // bytes; see put_clock
  Micros day_ = 0;                              // start of the day that date_ names
  std::string date_;                            // "2026-05-19T"; empty: none yet
};

}  // namespace whylocked::report
