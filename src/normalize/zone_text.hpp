// Zones that are a fixed distance from UTC: "Z", "UTC", "+10:00", "-0500", "UTC+2", "EST", "MESZ".
//
// In:  text of a zone.  Out: minutes east of UTC.
// Only abbreviations with one meaning are in the table (in exports of this kind: CST is taken as
// American, as the product's users are). BST and IST name several zones and are reported.
// Lifetime: values.  Threads: pure.  Failure: nullopt, never a guess.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace whylocked::normalizing {

std::optional<std::int32_t> parse_fixed_zone(std::string_view text);
bool is_ambiguous_abbreviation(std::string_view text);  // "BST", "IST"

// "UTC", "+10:00".
std::string offset_text(std::int32_t minutes);

// A header such as "Date (UTC)" or "Time (GMT+02:00)" says the zone of its column.
std::optional<std::int32_t> zone_in_header(std::string_view header);

}  // namespace whylocked::normalizing
