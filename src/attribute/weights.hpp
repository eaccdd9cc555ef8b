// The one table of numbers: priors, likelihood ratios, caps, and the reason for each.
//
// In:  an observation (a row) and a class of rival (a column).  Out: decibans.
// A number is 10 log10 of "how much more often is this seen when that kind of rival is the cause
// than when the average rival is" (weight of evidence, Good 1985). The numbers are judgements from
// the cited facts, rounded to whole decibans, and not fitted to any sample: 3 dB is a factor of 2,
// 10 dB a factor of 10. What a product documents (its range, its period, its client) is added by
// the signals through the few constants below the table.
// Lifetime: static.  Threads: const.  Failure: none.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "whylocked/attribute.hpp"
#include "whylocked/catalog.hpp"

namespace whylocked {

// How a rival behaves, as far as the table cares.
enum class RivalClass : std::uint8_t {
  cloud,     // product in its vendor's cloud
  premises,  // product on a server of the office
  desktop,   // product on a person's computer
  either,    // product in either place
  elsewhere,  // product of which the place is not known
  custom,     // own script or add-on
  unlisted,
  person,
  password_manager,
  spray,
  brute_force,
  stuffing,
};
inline constexpr std::size_t kRivalClasses = 12;

// One row of the table. `seen` is the name by which a signal asks for it.
enum class Seen : std::uint8_t {
  account_api_user,
  account_service_name,
  account_person,
  place_cloud,
  place_hoster,
  place_vendor,
  place_access,
  place_office,
  place_gateway,
  client_browser,
  client_script,
  client_admin_script,
  client_automation,
  schedule_fixed,
  schedule_daily,
  schedule_working_hours,
  schedule_round_the_clock,
  onset_change,
  onset_flip,
  earlier_success,
  never_succeeded,
  fan_out_many,
  fan_out_shared,
  fan_out_few,
  fan_out_one,
  fan_in_many,
  pace_burst,
  pace_hammer,
  pace_human,
  goes_on,
  stops,
  recovers,
  declared_not_installed,
};

struct Weight {
  Seen seen;
  std::array<std::int8_t, kRivalClasses> db;  // whole decibans, by RivalClass
  std::string_view reason;
};
std::span<const Weight> weights();
Decibans10 weight(Seen seen, RivalClass of);

// Log prior of a rival in tenths of a deciban.
Decibans10 prior(std::string_view id, RivalClass of, bool listed);

// A fact's confidence counts in three bands, so that 0.90 and 0.95 never make a false order.
enum class Trust : std::uint8_t { weak, medium, strong };
Trust trust(const Fact& fact);  // under 0.5, under 0.8, from 0.8

// Numbers for what a product itself declares or documents, by Trust where it matters.
inline constexpr Decibans10 kOwnedAccount = 400;     // site.json says whose account it is
inline constexpr Decibans10 kKnownSource = 350;      // site.json says whose address it is
inline constexpr Decibans10 kVendorOnRow = 350;      // the row itself carries the vendor
inline constexpr Decibans10 kRosterVendor = 330;     // the API-user table binds account to vendor
inline constexpr Decibans10 kCustomIdentifier = 150;  // "Custom (Internal Integration)": many use it
inline constexpr Decibans10 kProductInUsername = 180;  // text only: names outlive products
inline constexpr Decibans10 kVendorInUsername = 120;
inline constexpr Decibans10 kProductInClient = 250;  // the caller gives its own name
inline constexpr Decibans10 kInstalled = 100;        // on the declared list of installed products
inline constexpr std::array<Decibans10, 3> kPublishedRange = {100, 160, 300};
inline constexpr std::array<Decibans10, 3> kVendorNetwork = {60, 120, 150};
inline constexpr std::array<Decibans10, 3> kDocumentedCloud = {10, 20, 30};   // on top of the class
inline constexpr std::array<Decibans10, 3> kDocumentedRegion = {20, 40, 60};
inline constexpr std::array<Decibans10, 3> kOtherCloud = {-10, -30, -60};
inline constexpr std::array<Decibans10, 3> kKnownClient = {30, 80, 110};
inline constexpr Decibans10 kHumanPossible = 50;   // against the class on a person's account
inline constexpr Decibans10 kHumanAlways = 80;
inline constexpr Decibans10 kNoApiUser = -200;     // documented not to work with an API user

// Schedules: by the product's own kind, when the class says nothing better.
Decibans10 fixed_period_weight(ScheduleKind kind);
Decibans10 daily_weight(ScheduleKind kind);
Decibans10 working_hours_weight(ScheduleKind kind);
Decibans10 round_the_clock_weight(ScheduleKind kind);
// A period equal to a documented one: confidence over how common the period is among all
// schedulers, so that 60 minutes says less than 180.
Decibans10 period_match_weight(double period_minutes, Trust trust);
inline constexpr double kPeriodTolerance = 0.03;  // of the period: scheduler drift, minute clocks

// Caps. Address, operator and client are one observation of one place; timing is another.
inline constexpr Decibans10 kPlaceCap = 320;
inline constexpr Decibans10 kPlaceFloor = -240;
inline constexpr Decibans10 kTimingCap = 200;
inline constexpr Decibans10 kTimingFloor = -240;
inline constexpr Decibans10 kOnsetCap = 100;

// Temperature of the softmax. 1 until labelled cases exist to fit it on.
inline constexpr double kTemperature = 1.0;

}  // namespace whylocked
