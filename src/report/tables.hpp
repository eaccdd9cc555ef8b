// Fields of CSV, addresses and times, for the writers of many small rows.
//
// TimeText gives the bytes of to_rfc3339, and remembers recent times and the last date: rows come
// in the order of time, so the calendar is computed once a day and not once a row. Each thread
// needs one of its own.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "whylocked/event.hpp"

namespace whylocked::report {

// A CSV field: quoted where needed, with ' before a leading = + - @ tab or CR (formula injection).
void append_csv(std::string_view text, std::string& out);

class TimeText {
 public:
  void append(Micros time, std::string& out);

 private:
  // Groups of one window share its times, and a group with one failure has it twice.
  struct Recent {
    Micros time = 0;
    std::string text;  // empty: no time yet
  };
  void write(Micros time, std::string& out);

  std::array<Recent, 64> recent_;
  Micros day_ = 1;  // start of the day of `date_`; none starts at 1
  std::string date_;
};

}  // namespace whylocked::report
