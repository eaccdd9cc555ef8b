// What the number in a cell is, by the format of the cell: a number, a day, a time of day.
//
// In:  the part with the formats; a number as written in a sheet.  Out: its text.
// A date is stored as days since the end of 1899 or, in some workbooks from a Mac, since 1904; only
// the format tells it from a number. Excel holds 1900 for a leap year, so its day 60 is none.
// Lifetime: values.  Threads: pure once loaded.  Failure: load() says what was wrong; a number that
// is no date, whatever its format, is given as a number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input/bytes/file.hpp"

namespace whylocked::input {

enum class NumberKind : std::uint8_t { number, day, day_and_clock, clock };

// Of a format code: "yyyy-mm-dd h:mm". A span of time ("[h]:mm") is a number.
NumberKind kind_of_format(std::string_view code);

class CellFormats {
 public:
  // Why it could not be read; empty: it was.
  std::string load(ByteSource& source);
  // By the number in a cell; one that is not there is no date.
  NumberKind kind(std::size_t format) const {
    return format < kinds_.size() ? kinds_[format] : NumberKind::number;
  }

 private:
  class Loader;

  std::vector<NumberKind> kinds_;
};

// "2026-05-19 08:07:19", "2026-05-19", "08:07:19.250", "42"; what is no number comes back as it is.
// A full hour of a day is a day alone only if the format has no clock.
std::string_view number_text(std::string_view written, NumberKind kind, bool since_1904,
                             std::string& room);

}  // namespace whylocked::input
