// Fields of CSV, addresses and times, for the writers of many small rows.
//
// In:  text, an address or a time.  Out: bytes appended.
// TimeText gives the bytes of to_rfc3339, and remembers the date of a few days: rows come in the
// order of time, so the calendar is computed once a day and not once a row.
// Lifetime: none.  Threads: one TimeText a thread.  Failure: none.
#pragma once

#include <array>
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
  // Groups of one window share its times, and a group with one failure has it twice.
  struct Text {
    Micros time = -1;  // "1969-12-31T23:59:59.999999Z" has length 0 until it is written
    std::size_t length = 0;
    std::array<char, 2 * kMaxClock> bytes{};
  };
  void write(Text& text);
  std::array<Text, 64> recent_;
  // "2026-05-19T" of a day; by the number of the day, so that times around midnight share the
  // table.
  struct Date {
    Micros day = 1;  // its start; none starts at 1
    std::size_t length = 0;
    std::array<char, kMaxClock> text{};
  };
  std::array<Date, 4> dates_;
};

}  // namespace whylocked::report
