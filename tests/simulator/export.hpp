// What happened, written as an administrator would have it: an export, a site file, a table of API
// users. Column names, delimiter, words and the form of times differ from export to export.
//
// In:  a World, its Played and a Random for the dialect.  Out: text.
// Only unambiguous times are written: with a zone, in UTC, or in a zone that the site file names.
// Lifetime: values.  Threads: pure.  Failure: none.
#pragma once

#include <string>

#include "simulator/play.hpp"

namespace whylocked::sim {

// How many rows the export will have.
std::size_t rows_shown(const World& world, const Played& played);

std::string write_export(const World& world, const Played& played, Random& random);
std::string write_site(const World& world);
std::string write_api_users(const World& world);  // empty if there is no table

// A point in time in one of the forms.
enum class TimeForm : std::uint8_t { iso_utc, iso_offset, plain, named_month, unix_seconds };
void append_time(std::string& out, TimeForm form, Micros at, Micros unit,
                 std::int32_t offset_minutes);

}  // namespace whylocked::sim
