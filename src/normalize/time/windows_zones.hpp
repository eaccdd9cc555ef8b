// Windows' names for time zones and the IANA zones they mean.
//
// In:  "Eastern Standard Time", as tzutil /g and Get-TimeZone print it, or its daylight form.
// Out: "America/New_York"; empty for any other name.
// Source: Unicode CLDR, common/supplemental/windowsZones.xml, mapTimezones otherVersion 7e11800,
// typeVersion 2021a (retrieved 2026-11 at 062dc06), the rows of territory 001. Where CLDR keeps a
// zone's former name (Asia/Calcutta, Europe/Kiev) the table has the present one of the IANA
// database, 2025b. "UTC" and its offsets are read before this table.
// Lifetime: constant.  Threads: safe.
#pragma once

#include <string_view>

namespace whylocked::normalize {

std::string_view iana_name_of_windows_zone(std::string_view name);

}  // namespace whylocked::normalize
