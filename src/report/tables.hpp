// What the writers of many small rows share: fields of CSV, and times at the speed of the rows.
//
// In:  text or a time.  Out: bytes appended.
// TimeText gives the bytes of to_rfc3339, and remembers the date: rows come in the order of time,
// so the calendar is computed once a day and not once a row.
// Lifetime: none.  Threads: one TimeText a thread.  Failure: none.
#pragma once

#include <limits>
#include <string>
#include <string_view>

#include "whylocked/event.hpp"

namespace whylocked {

void append_csv(std::string_view text, std::string& out);  // escape_csv, appending

class TimeText {
 public:
  void append(Micros time, std::string& out);

 private:
  Micros day_ = std::numeric_limits<Micros>::min();  // start of the day that date_ names
  std::string date_;                                 // "2026-05-19T"
};

}  // namespace whylocked
