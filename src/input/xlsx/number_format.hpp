// Decides from a cell's format whether its number is a date.
//
// In:  the styles part of a workbook; a number as written in a sheet.  Out: the number's text.
// A date is stored as days since the end of 1899 or, in some workbooks from a Mac, since 1904; only
// the format distinguishes it from a number. Excel treats 1900 as a leap year, but the resulting
// day 60 does not exist. A number that cannot be a date stays a number, whatever its format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "input/xlsx/xml.hpp"

namespace whylocked::input::xlsx {

enum class NumberKind : std::uint8_t {
  number,
  date,       // without a time of day
  date_time,  // or a time of day alone
};

// "yyyy-mm-dd h:mm" formats a date; a span of time ("[h]:mm") is a number.
NumberKind kind_of_format(std::string_view code);

class CellFormats : public XmlParser {
 public:
  // `format`: the format index of a cell. Numbers with an unknown one are not dates.
  NumberKind kind(std::size_t format) const {
    return format < kinds_.size() ? kinds_[format] : NumberKind::number;
  }

 private:
  void start(std::string_view name, const XmlAttributes& attributes) override;
  void end(std::string_view name) override { in_cells_ &= name != "cellXfs"; }

  bool in_cells_ = false;
  std::unordered_map<std::uint32_t, NumberKind> custom_;
  std::vector<NumberKind> kinds_;
};

// "2026-05-19 08:07:19", "2026-05-19" at midnight if the format has no clock, "08:07:19.250"
// without a day, "42"; text that is not a number is returned unchanged.
std::string_view number_text(std::string_view written, NumberKind kind, bool since_1904,
                             std::string& room);

}  // namespace whylocked::input::xlsx
