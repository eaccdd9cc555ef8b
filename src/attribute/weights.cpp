#include "attribute/weights.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>

namespace whylocked::old {

namespace {

// clang-format off
constexpr Weight kWeights[] = {
  //                                cloud prem desk eith else cust unli pers pwmg spry brut stuf
  {Seen::account_api_user,        {{  2,   2,   1,   2,   2,   2,   2, -12, -20,  -8,  -8,  -8}},
   "an API-only user cannot sign in to the pages, so people and password managers do not use it; its generated name is not guessed"},
  {Seen::account_service_name,    {{  1,   1,   1,   1,   1,   1,   1,  -6, -10,  -2,  -2,  -2}},
   "a name with api, svc or sync in it is usually no person's, but nothing enforces that"},
  {Seen::account_person,          {{ -4,  -2,   2,  -3,  -3,  -3,  -2,   3,   3,   1,   1,   1}},
   "current APIs refuse ordinary logins since April 2020, so an integration on a person's account is an old set-up"},
  {Seen::place_cloud,             {{  4, -12, -12,   1,   2,   1,   3, -10, -10,   1,   1,   1}},
   "people and office software do not call from a cloud's server range; hosted products do, attackers may rent there"},
  {Seen::place_hoster,            {{  1, -12, -12,   1,   1,   3,   1, -10, -10,   5,   5,   5}},
   "rented virtual machines: own scripts and attackers more often than established vendors"},
  {Seen::place_vendor,            {{ -5, -12, -12,  -6,  -5,  -8,  -3, -15, -15,  -6,  -6,  -6}},
   "a vendor's own network carries its own products; the vendor's products are lifted by kVendorNetwork"},
  {Seen::place_access,            {{ -6,   3,   3,   2,  -1,   2,   0,   3,   3,   0,   0,   0}},
   "no cloud, hoster or vendor in the table: an office, a home or a phone; a vendor in an unlisted data centre stays possible"},
  {Seen::place_office,            {{-15,   6,   6,   4,  -4,   5,  -2,   6,   6, -12, -12, -12}},
   "the site declares the address as its own, or it is private: no vendor's cloud calls from there"},
  {Seen::place_gateway,           {{ -8,   0,   3,  -2,  -3,   0,  -2,   3,   3,  -2,  -2,  -2}},
   "a web gateway hides the place, but it carries people's traffic, not vendors' servers"},
  {Seen::client_browser,          {{-12, -12,  -4, -12, -10, -12,  -8,   5,   5,   0,   0,   0}},
   "a browser's agent: a person, a saved password or a password manager; attackers pretend"},
  {Seen::client_script,           {{  0,   0,  -3,   0,   0,   2,   2, -15, -15,   3,   3,   3}},
   "an HTTP or SOAP library: no person types through it; agents of closed products are unknown, so they lose nothing"},
  {Seen::client_admin_script,     {{ -8,  -4,  -6,  -5,  -5,  14,  -3,  -6, -15,   0,   0,   0}},
   "PowerShell: an administrator's own script, seldom anything else"},
  {Seen::client_library,          {{ -5,  -4,  -5,  -4,  -4,  10,  -2, -15, -15,  -2,  -2,  -2}},
   "a public library for Autotask's interface: own code is built on it; vendors of products have code of their own"},
  {Seen::client_automation,       {{-12, -12, -12,  -8, -10,  -5,  -6, -20, -20,  -3,  -3,  -3}},
   "an automation cloud names itself; the named product is lifted by kKnownClient or kProductInClient"},
  {Seen::schedule_fixed,          {{  0,   0,   0,   0,   0,   0,   1, -15, -12,  -4,  -6,  -6}},
   "a steady period of minutes or hours is a machine; products are judged by their own schedule"},
  {Seen::schedule_daily,          {{  0,   0,   0,   0,   0,   0,   0, -10, -10,  -8,  -8,  -8}},
   "once a day at one hour is a job; products are judged by their own schedule"},
  {Seen::schedule_working_hours,  {{  0,   1,   2,   0,   0,   0,   0,   4,   4,  -3,  -3,  -3}},
   "only on working days between 7 and 19, without a beat: somebody is at work"},
  {Seen::schedule_round_the_clock,{{  0,   0,  -4,   0,   0,   0,   1,  -8,  -6,   1,   1,   1}},
   "at night and at weekends too: not a person's day"},
  {Seen::schedule_irregular,      {{  0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0}},
   "many runs without a beat: products that keep a documented beat lose; for all else it is usual"},
  {Seen::onset_change,            {{ 10,  10,  10,  10,  10,  10,  10,   6,  10,   0,   0,   0}},
   "share, in tenths, of the onset's Bayes factor: a stored password fails after a change, a person forgets the new one more often than an old one, an attack does not care"},
  {Seen::onset_flip,              {{  6,   6,   6,   6,   6,   6,   6,   1,   6,   0,   0,   0}},
   "the caller succeeded, then only failed: its password went stale although no change is recorded"},
  {Seen::earlier_success,         {{  3,   3,   3,   3,   3,   3,   3,   3,   3, -12, -12, -12}},
   "the same caller got in before, so it was entitled; attackers rarely had the password (trust by earlier success is what users of ban tools ask for)"},
  {Seen::never_succeeded,         {{ -1,  -1,  -1,  -1,  -1,  -1,  -1,  -2,  -1,   3,   3,   3}},
   "the export shows successes, none of them this caller's"},
  {Seen::fan_out_many,            {{-12, -12, -12, -12, -12, -12, -12, -15, -15,  20,  -4,  12}},
   "five accounts or more refused from one caller and hardly any let in: sprays show 0.00 to 0.06 successful users a source, benign sources 0.47"},
  {Seen::fan_out_shared,          {{ -3,   0,   1,   0,   0,   0,  -1,   3,   3,  -8,  -8,  -8}},
   "many accounts fail and many succeed from here: an office behind one address"},
  {Seen::fan_out_few,             {{ -2,  -1,   0,  -1,  -1,   0,  -1,   0,  -1,   0,  -1,   0}},
   "two to four accounts fail from here: an integration normally holds one"},
  {Seen::fan_out_one,             {{  0,   0,   0,   0,   0,   0,   0,   0,   0, -12,   1,  -4}},
   "one account only, although the export shows many: no spray"},
  {Seen::fan_in_some,             {{ -6,  -8,  -8,  -6,  -6,  -6,  -4,  -8,  -8,   4,  -2,   9}},
   "one account refused from three or four callers that never got in, one or two tries each"},
  {Seen::fan_in_many,             {{-10, -12, -12, -10, -10, -10,  -8,  -8,  -8,   4,   0,  15}},
   "one account refused from five or more unrelated callers, one or two tries each: lists of leaked passwords behave so"},
  {Seen::pace_burst,              {{  0,   0,   0,   0,   0,   1,   0,  -8,  -3,   0,   4,   0}},
   "the counter was filled within 10 seconds: too fast for typing; parallel calls and retries do that (15 failures in seconds were seen)"},
  {Seen::pace_hammer,             {{ -6,  -6, -10,  -6,  -6,  -2,  -4, -15, -12,  -3,  14,  -3}},
   "20 tries in a row, seconds apart, over more than a minute: recorded guessing runs at 0.04 to 2 s, no schedule does"},
  {Seen::pace_human,              {{ -3,  -3,  -1,  -3,  -3,  -3,  -3,   6,  -1,   0,   0,   0}},
   "several tries, some seconds to minutes apart, unevenly, then nothing: typing; what fills in a saved password is seldom sent that often"},
  {Seen::pace_sittings,           {{  0,   0,   1,   0,   0,   0,   0,  -7,   3,   0,  -3,   0}},
   "the tries come in sittings hours apart with no success between: a person who mistypes goes on until they are in"},
  {Seen::goes_on,                 {{  3,   3,   1,   3,   3,   3,   3,  -6,  -2,  -3,   3,  -3}},
   "keeps trying unchanged long after the lock: it does not read the answer"},
  {Seen::stops,                   {{ -2,  -2,  -1,  -2,  -2,  -2,  -2,   2,   1,   2,  -1,   2}},
   "stops at the lock although the export shows attempts on locked accounts"},
  {Seen::recovers,                {{ -6,  -6,  -3,  -6,  -6,  -4,  -4,   8,   2,  -6,  -6,  -6}},
   "the same place and client gets in soon after: the caller learnt the password, so it is a person"},
  {Seen::recurs_twice,            {{  1,   1,   1,   1,   1,   1,   1,  -5,   1,  -2,   0,  -3}},
   "the same caller had a part in two lockouts of the account: a stored password locks again after each unlock, a person who has learnt it does not"},
  {Seen::recurs_often,            {{  2,   2,   2,   2,   2,   2,   2,  -8,   1,  -3,   0,  -5}},
   "the same in three lockouts or more"},
  {Seen::declared_not_installed,  {{-12, -12, -12, -12, -12,  -8,  -8,   0,  -2,   0,   0,   0}},
   "the site lists what is installed and this is not on it; one list in ten is not complete, and scripts are forgotten first"},
};
// clang-format on

// Rough shares of locked accounts, before any evidence, written as decibans of the share. The
// vendor's article blames integrations first and names 28; cases that were read show people,
// scripts and stored browser passwords as the next. Sum of all rivals is about 1.
struct Prior {
  RivalClass of;
  Decibans10 db10;
};
constexpr Prior kPriors[] = {
    {RivalClass::custom, -170},   {RivalClass::unlisted, -140},
    {RivalClass::person, -80},    {RivalClass::password_manager, -120},
    {RivalClass::spray, -140},    {RivalClass::brute_force, -150},
    {RivalClass::stuffing, -160},
};
constexpr Decibans10 kListedPrior = -200;      // named in the article: 1 %
constexpr Decibans10 kUnnamedPrior = -230;     // any other product of the catalog: half of that
constexpr Decibans10 kOtherLoginPrior = -330;  // signs in elsewhere, not with the PSA password

// Share of schedulers that run at this period, in minutes: round values are common (5 minutes is
// the usual home-made one), any other window of +-3 % is rare.
struct PeriodShare {
  double minutes, share;
};
constexpr PeriodShare kPeriodShares[] = {{1, .05},  {5, .20},  {10, .08},  {15, .15},
                                         {30, .12}, {60, .20}, {1440, .15}};
constexpr double kOtherPeriodShare = .02;

// The middle of a month, "2026-06" or "2026-06-17".
std::optional<Micros> middle_of(std::string_view date) {
  int year = 0, month = 0;
  if (date.size() < 7 || date[4] != '-') return std::nullopt;
  std::from_chars(date.data(), date.data() + 4, year);
  std::from_chars(date.data() + 5, date.data() + 7, month);
  const std::chrono::year_month_day middle{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{15}};
  if (!middle.ok()) return std::nullopt;
  return std::chrono::sys_days{middle}.time_since_epoch().count() * kDay;
}

// Of a vendor that turned: less where chance turns as many.
Decibans10 turn_weight(double surely, double anyway) {
  const double ratio = kActivityTells / (anyway + std::pow(10, -surely));
  return ratio <= 1 ? 0 : static_cast<Decibans10>(std::lround(100 * std::log10(ratio)));
}

}  // namespace

std::span<const Weight> weights() { return kWeights; }

Decibans10 weight(Seen seen, RivalClass of) {
  return kWeights[static_cast<std::size_t>(seen)].db[static_cast<std::size_t>(of)] * 10;
}

Decibans10 prior(RivalClass of) {
  for (const Prior& row : kPriors)
    if (row.of == of) return row.db10;
  return kUnnamedPrior;
}

Decibans10 prior(RivalClass of, const Integration& product) {
  if (product.own_login.value == "yes") return kOtherLoginPrior;
  if (of == RivalClass::custom) return prior(of);
  return product.listed ? kListedPrior : kUnnamedPrior;
}

Trust trust(const Fact& fact) {
  return fact.confidence >= 0.8   ? Trust::strong
         : fact.confidence >= 0.5 ? Trust::medium
                                  : Trust::weak;
}

Decibans10 partly(Decibans10 db10, double chance) {
  if (chance >= 1 || db10 == 0) return db10;
  if (chance <= 0) return 0;
  const double ratio = 1 + chance * (std::pow(10, db10 / 100.0) - 1);
  return static_cast<Decibans10>(std::lround(100 * std::log10(ratio)));
}

double holds_at(std::string_view month, Micros time) {
  constexpr double kFullDays = 366, kHalfLifeDays = 730;
  const auto taken = middle_of(month);
  if (!taken) return 1;
  const double days =
      std::abs(static_cast<double>(time - *taken)) / static_cast<double>(kDay) - kFullDays;
  return days <= 0 ? 1 : std::exp2(-days / kHalfLifeDays);
}

Decibans10 silent_weight(double surely) { return turn_weight(surely, kStopsAnyway); }

Decibans10 failing_weight(double surely) { return turn_weight(surely, kFailsAnyway); }

// The product's documented kind of schedule against what was measured. Order of the rows is that
// of ScheduleKind: unknown, interval, daily, monthly, event, interactive, manual, custom, variable.
Decibans10 fixed_period_weight(ScheduleKind kind) {
  constexpr Decibans10 db[] = {0, 20, -80, -100, -60, -100, -100, 30, -50};
  return db[static_cast<std::size_t>(kind)];
}

Decibans10 daily_weight(ScheduleKind kind) {
  constexpr Decibans10 db[] = {0, -60, 80, -60, -80, -100, -80, 20, -50};
  return db[static_cast<std::size_t>(kind)];
}

Decibans10 working_hours_weight(ScheduleKind kind) {
  constexpr Decibans10 db[] = {0, -60, -60, -30, 20, 40, 40, -20, -20};
  return db[static_cast<std::size_t>(kind)];
}

Decibans10 round_the_clock_weight(ScheduleKind kind) {
  constexpr Decibans10 db[] = {0, -40, -80, -60, 20, -80, -80, 0, 30};
  return db[static_cast<std::size_t>(kind)];
}

Decibans10 irregular_weight(ScheduleKind kind) {
  constexpr Decibans10 db[] = {0, -50, -60, -80, 0, 0, 0, -20, 10};
  return db[static_cast<std::size_t>(kind)];
}

Decibans10 believed(Decibans10 weight, Trust of) {
  constexpr Decibans10 parts[] = {25, 50, 100};  // percent
  return weight * parts[static_cast<std::size_t>(of)] / 100;
}

namespace {

double share_of_period(double minutes) {
  for (const PeriodShare& row : kPeriodShares)
    if (std::abs(minutes - row.minutes) <= kPeriodTolerance * row.minutes) return row.share;
  return kOtherPeriodShare;
}

Decibans10 weight_of_share(double common, Trust of) {
  constexpr double believed[] = {.3, .6, .9};
  const double ratio = believed[static_cast<std::size_t>(of)] / common;
  return static_cast<Decibans10>(std::lround(100 * std::log10(ratio)));
}

}  // namespace

Decibans10 period_match_weight(double period_minutes, Trust of) {
  return weight_of_share(share_of_period(period_minutes), of);
}

Decibans10 lock_period_weight(double lock_minutes, Trust of) {
  double common = 0;
  for (unsigned runs = 1; runs <= kMaxRunsALock; ++runs)
    common += share_of_period(lock_minutes / runs);
  return weight_of_share(common, of);
}

}  // namespace whylocked::old
