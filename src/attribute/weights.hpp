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

#include "whylocked/attribute_old.hpp"
#include "whylocked/catalog.hpp"

namespace whylocked::old {

// How a rival behaves, as far as the table cares.
enum class RivalClass : std::uint8_t {
  cloud,      // product in its vendor's cloud
  premises,   // product on a server of the office
  desktop,    // product on a person's computer
  either,     // product in either place
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
  client_library,
  client_automation,
  schedule_fixed,
  schedule_daily,
  schedule_working_hours,
  schedule_round_the_clock,
  schedule_irregular,
  onset_change,
  onset_flip,
  earlier_success,
  never_succeeded,
  fan_out_many,
  fan_out_shared,
  fan_out_few,
  fan_out_one,
  fan_in_some,
  fan_in_many,
  pace_burst,
  pace_hammer,
  pace_human,
  pace_sittings,
  goes_on,
  stops,
  recovers,
  recurs_twice,
  recurs_often,
  declared_not_installed,
  end,  // none: behind the last
};

struct Weight {
  Seen seen;
  std::array<std::int8_t, kRivalClasses> db;  // whole decibans, by RivalClass
  std::string_view reason;
};
std::span<const Weight> weights();
Decibans10 weight(Seen seen, RivalClass of);

// Log prior of a rival in tenths of a deciban: of one of the six, of a product.
Decibans10 prior(RivalClass of);
Decibans10 prior(RivalClass of, const Integration& product);

// A fact's confidence counts in three bands, so that 0.90 and 0.95 never make a false order.
enum class Trust : std::uint8_t { weak, medium, strong };
Trust trust(const Fact& fact);  // under 0.5, under 0.8, from 0.8

// Numbers for what a product itself declares or documents, by Trust where it matters.
inline constexpr Decibans10 kOwnedAccount = 400;  // site.json says whose account it is
inline constexpr Decibans10 kKnownSource = 350;   // site.json says whose address it is
inline constexpr Decibans10 kVendorOnRow = 350;   // the row itself carries the vendor
inline constexpr Decibans10 kRosterVendor = 330;  // the API-user table binds account to vendor
inline constexpr Decibans10 kCustomIdentifier =
    150;                                           // "Custom (Internal Integration)": many use it
inline constexpr Decibans10 kUnknownVendor = 250;  // row or roster name one not in the catalog
// One service account in five carries its product's name; of the callers on such an account about
// one in a thousand is another product (shared accounts, names that outlive a product).
inline constexpr Decibans10 kProductInUsername = 240;
inline constexpr Decibans10 kVendorInUsername = 180;
inline constexpr Decibans10 kProductInClient = 250;  // the caller gives its own name
inline constexpr Decibans10 kInstalled = 100;        // on the declared list of installed products
// Others call from a vendor's range or network once in some hundreds to thousands: what is hosted
// with the vendor, addresses given back to the cloud. A doubtful fact divides the gain by little.
inline constexpr std::array<Decibans10, 3> kPublishedRange = {200, 250, 300};
inline constexpr std::array<Decibans10, 3> kVendorNetwork = {180, 220, 250};
// From a cloud, but outside the ranges that the product publishes; outside its vendor's network.
inline constexpr std::array<Decibans10, 3> kOutsidePublished = {-10, -40, -80};
inline constexpr std::array<Decibans10, 3> kOutsideNetwork = {-5, -20, -50};
inline constexpr std::array<Decibans10, 3> kDocumentedCloud = {10, 20, 30};  // on top of the class
inline constexpr std::array<Decibans10, 3> kDocumentedRegion = {20, 40, 60};
inline constexpr std::array<Decibans10, 3> kOtherCloud = {-10, -40, -90};  // 1 - confidence
inline constexpr std::array<Decibans10, 3> kOtherRegion = {-5, -20, -50};
inline constexpr std::array<Decibans10, 3> kKnownClient = {20, 40, 60};  // on top of the class
inline constexpr std::array<Decibans10, 3> kOtherClient = {-10, -30, -60};
inline constexpr Decibans10 kHumanPossible = 50;  // against the class on a person's account
inline constexpr Decibans10 kHumanAlways = 80;
inline constexpr Decibans10 kNoApiUser = -200;  // documented not to work with an API user

// What is left of evidence that holds with this chance and else says nothing: of the likelihood
// ratio the excess over 1. Equal numbers stay equal.
Decibans10 partly(Decibans10 db10, double chance);
// The chance that a row of a dated table ("2026-06") was so at `time`. For a year on either side it
// counts in full: operators add ranges every month, but seldom give one back. Beyond, half is lost
// every two years, which is 3 % a month (a judgement); a range may be as false before the table was
// taken as after.
double holds_at(std::string_view month, Micros time);

// Calls an hour and vendor. Whether the table counts refused calls is not known, nor whether it
// tells them apart: a caller with a stale credential falls silent (or fails) in one table of two.
// One steady integration in fifty is taken to stop in just these hours for a reason of its own (it
// is paused, replaced, its vendor is down), and one in a hundred to begin to fail. There are fewer:
// modest like the rest of the table, because the temperature doubles it (tuning.hpp).
inline constexpr double kActivityTells = 0.5;
inline constexpr double kStopsAnyway = 0.02;
inline constexpr double kFailsAnyway = 0.01;
Decibans10 silent_weight(double surely);   // log10 of the Bayes factor of the turn
Decibans10 failing_weight(double surely);  // at most 14 and 17 dB
// It uses the API with a name that the table would show, and made no call in it: two in three of
// those who lock an account had a working credential in the weeks before (a judgement).
inline constexpr Decibans10 kNotInActivity = -20;

// Schedules: by the product's own kind, when the class says nothing better. What speaks against a
// product counts in full only where its schedule is known well: see believed().
Decibans10 fixed_period_weight(ScheduleKind kind);
Decibans10 daily_weight(ScheduleKind kind);
Decibans10 working_hours_weight(ScheduleKind kind);
Decibans10 round_the_clock_weight(ScheduleKind kind);
Decibans10 irregular_weight(ScheduleKind kind);
Decibans10 believed(Decibans10 weight, Trust trust);
// A period equal to a documented one: confidence over how common the period is among all
// schedulers, so that 60 minutes says less than 180.
Decibans10 period_match_weight(double period_minutes, Trust trust);
// The same where only locks are seen, in notices say: the account locks at every run, or at every
// second to fifth, as it takes to reach the usual threshold. So a period of locks fits five periods
// of runs, and says less than one of runs by what those are together.
inline constexpr unsigned kMaxRunsALock = 5;
Decibans10 lock_period_weight(double lock_minutes, Trust trust);
inline constexpr Decibans10 kOtherPeriod = -80;   // a documented period, and a steady other one
inline constexpr double kPeriodTolerance = 0.03;  // of the period: scheduler drift, minute clocks

}  // namespace whylocked::old
