#include "input/xlsx/number_format.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "base/ascii.hpp"
#include "base/number.hpp"
#include "input/limits.hpp"

namespace whylocked::input::xlsx {

namespace {

// Ranges of built-in date formats, inclusive (ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are
// East Asian). 46 is a span of time.
struct BuiltIn {
  std::uint32_t first, last;
  NumberKind kind;
};
constexpr BuiltIn kBuiltIn[] = {{14, 17, NumberKind::date},      {18, 22, NumberKind::date_time},
                                {27, 31, NumberKind::date},      {32, 33, NumberKind::date_time},
                                {34, 36, NumberKind::date},      {45, 45, NumberKind::date_time},
                                {47, 47, NumberKind::date_time}, {50, 58, NumberKind::date}};

constexpr std::int64_t kMsOfDay = 86'400'000;
constexpr double kDaysEnd = 2'958'466;  // the day after 9999-12-31
constexpr double kLeapDay1900 = 60;     // 29 February 1900, which did not exist
// 1970-01-01 in each date system.
constexpr std::int64_t kEpochSince1900 = 25'569, kEpochSince1904 = 24'107;
constexpr int kExactDigits = 15;  // significant digits of a cell

using ascii::lower;

NumberKind kind_of_built_in(std::uint32_t id) {
  for (const BuiltIn& known : kBuiltIn)
    if (id >= known.first && id <= known.last) return known.kind;
  return NumberKind::number;
}

// "[h]", "[mm]", "[ss]"
bool is_span(std::string_view bracket) {
  return !bracket.empty() && lower(bracket[0]) != 'd' &&
         bracket.find_first_not_of(bracket[0]) == bracket.npos &&
         std::string_view("hms").find(lower(bracket[0])) != std::string_view::npos;
}

}  // namespace

// Letters inside quotes and brackets, and after \ _ and *, are literal. Only the first
// section counts: the others are for negative numbers, zero and text.
NumberKind kind_of_format(std::string_view code) {
  constexpr std::string_view kOfDates = "ymd", kOfClocks = "hs";
  NumberKind kind = NumberKind::number;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    const char c = lower(code[i]);
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"' || c == '[') {
      const std::size_t close = std::min(code.find(c == '"' ? '"' : ']', i + 1), code.size());
      if (c == '[' && is_span(code.substr(i + 1, close - i - 1))) return NumberKind::number;
      i = close;
    } else if (kOfClocks.find(c) != kOfClocks.npos) {
      kind = NumberKind::date_time;
    } else if (kOfDates.find(c) != kOfDates.npos) {
      kind = std::max(kind, NumberKind::date);
    }
  }
  return kind;
}

void CellFormats::start(std::string_view name, const XmlAttributes& attributes) {
  const bool defines = name == "numFmt" && !in_cells_, uses = name == "xf" && in_cells_;
  in_cells_ |= name == "cellXfs";
  if (!defines && !uses) return;
  if (std::max(custom_.size(), kinds_.size()) == kMaxFormats) return fail("too many formats");
  const std::uint32_t id = parse_whole<std::uint32_t>(attributes["numFmtId"]).value_or(0);
  if (defines) {
    custom_[id] = kind_of_format(attributes["formatCode"]);
  } else {
    const auto custom = custom_.find(id);
    kinds_.push_back(custom == custom_.end() ? kind_of_built_in(id) : custom->second);
  }
}

namespace {

std::string_view date_text(double days, bool has_clock, bool since_1904, std::string& room) {
  const std::int64_t ms = std::llround(days * double{kMsOfDay});
  const std::int64_t day = ms / kMsOfDay, clock = ms % kMsOfDay;
  room.clear();
  const auto out = std::back_inserter(room);
  if (day > 0) {
    const std::int64_t before_leap_day = !since_1904 && day < 60;
    const std::chrono::days since_1970{day + before_leap_day -
                                       (since_1904 ? kEpochSince1904 : kEpochSince1900)};
    const std::chrono::year_month_day date{std::chrono::sys_days{since_1970}};
    fmt::format_to(out, "{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()},
                   unsigned{date.day()});
    if (clock == 0 && !has_clock) return room;
    room += ' ';
  }
  fmt::format_to(out, "{:02}:{:02}:{:02}", clock / 3'600'000, clock / 60'000 % 60,
                 clock / 1'000 % 60);
  if (clock % 1'000 != 0) fmt::format_to(out, ".{:03}", clock % 1'000);
  return room;
}

bool can_be_date(double value, bool since_1904) {
  const bool is_no_day = !since_1904 && value >= kLeapDay1900 && value < kLeapDay1900 + 1;
  return value >= 0 && value < kDaysEnd && !is_no_day;
}

}  // namespace

std::string_view number_text(std::string_view written, NumberKind kind, bool since_1904,
                             std::string& room) {
  const bool is_date = kind != NumberKind::number;
  const bool plain = written.size() <= std::size_t{kExactDigits} &&
                     written.find_first_not_of("0123456789") == written.npos;
  if (plain && !is_date) return written;
  double value = 0;
  const char* const end = written.data() + written.size();
  const auto [stop, error] = std::from_chars(written.data(), end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value)) return written;
  if (is_date && can_be_date(value, since_1904))
    return date_text(value, kind == NumberKind::date_time, since_1904, room);
  return room = fmt::format("{:.{}g}", value, kExactDigits);
}

}  // namespace whylocked::input::xlsx
