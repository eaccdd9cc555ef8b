#include "attribute/scoring/likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace whylocked::attribution {

namespace {

using S = Seen;

constexpr Signal kSignals[] = {
    {"prior", "how common each cause is, before any evidence", "common causes from rare ones",
     "rates of an ordinary provider: judgements, since nobody publishes counts", S::end, S::end, 1},
    {"account-link", "site file, roster, vendor column, a product's name in the username",
     "names the product", "about 97 in 100 such statements are right", S::end, S::end, 1},
    {"other-account", "accounts named after a product, and where they are used",
     "products with their own account from the rest", "the vendor advises one API user per product",
     S::end, S::end, 1},
    {"account-kind", "API user, a service's name, a person's account, a built-in name",
     "programs from people",
     "API-only users cannot sign in to the web interface, so whoever types one's password is "
     "setting up a program; ordinary users have not been able to use the API since April 2020",
     S::kind_api_user, S::place_cloud, 1},
    {"declared", "the site's list of installed products and known sources",
     "products in use from the rest", "a list includes the cause in about 85 of 100 cases", S::end,
     S::end, 1},
    {"place", "published range, operator, region, office, access network, gateway",
     "hosted products from offices and homes, then products by cloud",
     "shares among the catalog's documented products, smoothed; attackers rent in the same clouds "
     "and borrow homes",
     S::place_cloud, S::client_browser, 1},
    {"client", "user agent and application", "browsers from programs, rarely products",
     "public clients and their libraries (clients.json); products rarely identify themselves",
     S::client_browser, S::logon_interactive, 1},
    {"logon-type", "the type of logon that Windows recorded", "services and tasks from people",
     "learn.microsoft.com: event 4625, logon types 2 to 11", S::logon_interactive,
     S::rhythm_poisson, .9},
    {"schedule", "rhythm of the caller's attempts, its period and hours",
     "programs by schedule, programs from people",
     "kinds of schedule among the catalog's 35 documented ones, smoothed; people work by day",
     S::rhythm_poisson, S::hours_day, 1},
    {"hours", "hours of the day in which the caller is quiet",
     "unattended programs from people and their computers",
     "people sleep for eight hours wherever they are, so no time zone is needed", S::hours_day,
     S::clock_work, .7},
    {"clock", "working hours at the site, if there are too few failures for a rhythm",
     "people from programs", "Monday to Friday, 7:00 to 19:00, is 36 % of a week", S::clock_work,
     S::pace_single, 1},
    {"pace", "seconds between the tries of one burst", "typing, retries, guessing",
     "public clients retry at once or not at all; typing a password takes 5 s to 3 min, sending a "
     "saved one again takes a click",
     S::pace_single, S::sitting_one, 1},
    {"sittings", "how far apart the failures of one lockout are",
     "people from programs and devices",
     "people who mistype a password try again at once, until it is right or the account is locked",
     S::sitting_one, S::goes_on, .6},
    {"persistence", "attempts while the account is locked", "programs from people",
     "no public client remembers a refusal; people ask for help", S::goes_on, S::history_flip, .5},
    {"history", "whether this caller got in before and after", "stale passwords from guessing",
     "a stored password worked until it was changed; guessing succeeds in about 1 of 100",
     S::history_flip, S::onset_at_change, 1},
    {"onset", "failures that begin at a change of password or username",
     "stored passwords from everything else",
     "the vendor's article: a changed password is the usual cause", S::onset_at_change,
     S::days_hours, 1},
    {"days", "how long the caller failed, and on how many of the days on which it tried",
     "stored passwords from people", "someone who mistypes once a month gets in the next day",
     S::days_hours, S::recurs_once, .7},
    {"recurrence", "how often, and on how many days, this caller locked the account",
     "stored passwords from people",
     "a program repeats until it is fixed; a person who is unlocked knows the password by the "
     "next day",
     S::recurs_once, S::spread_one, .6},
    {"spread", "accounts on which the same addresses were refused, and let in",
     "sprays from stale clients and shared offices",
     "successful users per refused user: 0.00 to 0.06 in sprays, 0.47 in offices (spray_check)",
     S::spread_one, S::crowd_alone, .9},
    {"crowd", "accounts that failed at the same time, from there or from other strange places",
     "a test of many accounts from an office where people slip",
     "five people in one office may slip within a week, but hardly within an hour", S::crowd_alone,
     S::callers_few, .9},
    {"callers", "unrelated callers with one or two tries each on one account",
     "distributed guessing from stale clients",
     "a stale client has one place, rarely three; only guessing has a dozen", S::callers_few,
     S::moves_one, .8},
    {"addresses", "how many addresses of access networks the case comes from",
     "mobile devices from fixed ones",
     "a phone changes between carrier, home and office several times a day", S::moves_one, S::end,
     1},
    {"api-activity", "calls per hour and vendor around the change",
     "the product, if its vendor is named",
     "it is unknown whether refused calls are counted, so half of the tables show it", S::end,
     S::end, .8},
};

// clang-format off
// P(seen | behaviour). Each block of rows is a signal whose columns sum to 1 (tested).
constexpr Row kRows[] = {
  //                      hosted serv  desk  script saved device osvc  auto  type  setup spray brute stuff
  {S::kind_api_user,     {{.50,  .42,  .22,  .400,  .004, .006,  .10,  .15,  .003, .320,  .08,  .08,  .05}}, "an API user"},
  {S::kind_service_name, {{.22,  .26,  .12,  .330,  .015, .020,  .60,  .50,  .020, .210,  .10,  .14,  .08}}, "a service's name"},
  {S::kind_person,       {{.08,  .10,  .42,  .080,  .806, .824,  .12,  .10,  .787, .210,  .60,  .45,  .65}}, "a person's account"},
  {S::kind_built_in,     {{.001, .004, .001, .008, .003, .003, .012, .008, .004, .008, .030, .120, .020}}, "a name that systems come with"},
  {S::kind_other_software, {{.015, .015, .010, .030, .003, .003, .050, .040, .004, .120, .020, .020, .010}}, "the name of a program the catalog does not list"},
  {S::kind_unknown,      {{.184, .201, .229, .152, .169, .144, .118, .202, .182, .132, .170, .190, .190}}, "its name suggests neither an API user nor a service"},

  {S::place_cloud,       {{.66,  .080, .030, .180, .020, .012,  .080, .340, .030, .220, .200, .150, .170}}, "a cloud's servers"},
  {S::place_hoster,      {{.11,  .050, .020, .110, .020, .010,  .040, .110, .035, .030, .290, .330, .200}}, "a hoster's servers"},
  {S::place_vendor,      {{.06,  .005, .003, .005, .002, .001,  .003, .005, .003, .003, .002, .002, .002}}, "a vendor's own network"},
  {S::place_access,      {{.157, .190, .450, .240, .520, .850,  .200, .150, .495, .330, .430, .420, .570}}, "an access network"},
  {S::place_office,      {{.01,  .660, .480, .450, .420, .118,  .670, .380, .420, .400, .070, .090, .050}}, "the office"},
  {S::place_gateway,     {{.003, .015, .017, .015, .018, .009,  .007, .015, .017, .017, .008, .008, .008}}, "a web gateway"},

  {S::client_browser,      {{.02, .03, .15, .010, .957, .270, .02, .150, .930, .45, .450, .350, .550}}, "a browser"},
  {S::client_test_browser, {{.003,.003,.003,.005, .003, .003, .003,.450, .003, .01, .030, .020, .040}}, "a browser driven by a program"},
  {S::client_python,       {{.120, .090, .020, .200, .001, .010, .080, .140, .001, .080, .170, .190, .130}}, "an HTTP or SOAP library of Python"},
  {S::client_script,       {{.400, .330, .230, .175, .002, .040, .220, .110, .003, .120, .150, .160, .120}}, "an HTTP or SOAP library"},
  {S::client_admin_script, {{.003,.02, .008,.280, .001, .001, .15, .030, .001, .12, .020, .030, .010}}, "PowerShell"},
  {S::client_library,      {{.01, .01, .01, .140, .001, .001, .01, .020, .001, .08, .005, .005, .005}}, "a public Autotask library"},
  {S::client_automation,   {{.06, .005,.005,.020, .001, .001, .005,.010, .001, .01, .005, .005, .005}}, "an automation cloud"},
  {S::client_mobile,        {{.001, .001, .006, .001, .014, .380, .001, .002, .015, .003, .010, .010, .010}}, "a phone or an app on it"},
  {S::client_sender,        {{.002, .010, .008, .015, .0005,.050, .006, .001, .0005,.002, .030, .030, .020}}, "a device or program that sends mail"},
  {S::client_other,         {{.224, .279, .358, .054, .0025,.194, .243, .057, .0245,.065, .050, .080, .050}}, "a client with its own name"},
  {S::client_none,         {{.157,.222,.202,.100, .017, .050, .262,.030, .020, .06, .080, .120, .060}}, "no client text"},

  {S::logon_interactive, {{.02, .02, .10, .03, .10, .060, .01, .05, .550, .30, .010, .010, .010}}, "an interactive logon"},
  {S::logon_network,     {{.93, .80, .85, .70, .85, .920, .25, .75, .250, .40, .880, .720, .930}}, "a network logon"},
  {S::logon_batch,       {{.02, .05, .02, .22, .01, .005, .34, .12, .003, .05, .005, .005, .005}}, "a batch logon: a scheduled task"},
  {S::logon_service,     {{.02, .12, .02, .03, .01, .005, .38, .05, .002, .05, .005, .005, .005}}, "a service logon"},
  {S::logon_remote,      {{.01, .01, .01, .02, .03, .010, .02, .03, .195, .20, .100, .260, .050}}, "a remote desktop logon"},

  {S::rhythm_poisson,       {{.14, .12, .10, .09, .200, .18, .07, .12, .270, .20, .300, .350, .380}}, "no beat"},
  {S::rhythm_clustered,     {{.18, .16, .15, .14, .240, .22, .10, .28, .290, .36, .420, .400, .420}}, "bursts without a beat"},
  {S::rhythm_fixed,         {{.40, .40, .15, .44, .008, .20, .48, .15, .004, .01, .070, .090, .040}}, "a fixed period"},
  {S::rhythm_daily,         {{.10, .14, .05, .17, .010, .02, .20, .20, .004, .01, .030, .010, .020}}, "once a day"},
  {S::rhythm_working_hours, {{.06, .07, .46, .04, .490, .22, .05, .18, .405, .39, .060, .040, .060}}, "in working hours only"},
  {S::rhythm_backoff,       {{.05, .04, .03, .04, .010, .10, .04, .02, .005, .01, .060, .060, .040}}, "growing pauses"},
  {S::rhythm_changed,       {{.07, .07, .06, .08, .042, .06, .06, .05, .022, .02, .060, .050, .040}}, "a period that changed"},

  {S::hours_day,  {{.13, .14, .72, .12, .780, .27, .07, .35, .800, .85, .250, .200, .220}}, "never in the quietest eight hours of the day"},
  {S::hours_some, {{.19, .20, .19, .16, .170, .35, .13, .20, .160, .12, .250, .200, .280}}, "seldom in the quietest eight hours of the day"},
  {S::hours_all,  {{.68, .66, .09, .72, .050, .38, .80, .45, .040, .03, .500, .600, .500}}, "around the clock"},

  {S::clock_work, {{.22, .22, .66, .20, .880, .30, .20, .62, .900, .90, .25, .25, .25}}, "in working hours only"},
  {S::clock_some, {{.18, .18, .20, .16, .080, .30, .16, .18, .050, .06, .15, .10, .20}}, "in and out of working hours"},
  {S::clock_off,  {{.60, .60, .14, .64, .040, .40, .64, .20, .050, .04, .60, .65, .55}}, "mostly at night or on weekends"},

  {S::pace_single, {{.450, .450, .360, .380, .2000, .420, .460, .120, .1500, .1700, .420, .060, .460}}, "single tries"},
  {S::pace_even,    {{.060, .060, .050, .060, .0200, .060, .060, .040, .0150, .0200, .010, .020, .010}}, "evenly spaced tries"},
  {S::pace_burst,   {{.240, .240, .220, .260, .1000, .220, .220, .250, .0200, .0900, .130, .100, .150}}, "several tries within a second or two"},
  {S::pace_quick,   {{.090, .090, .110, .090, .1600, .090, .090, .220, .0600, .1000, .060, .060, .080}}, "uneven tries, at most 5 s apart"},
  {S::pace_brisk,   {{.025, .025, .060, .030, .3700, .040, .025, .120, .1100, .0600, .030, .040, .040}}, "uneven tries, at most 15 s apart"},
  {S::pace_again,   {{.035, .035, .050, .045, .0500, .040, .035, .130, .0500, .2900, .050, .100, .080}}, "a few tries at once, and again after a pause"},
  {S::pace_typed,   {{.045, .045, .080, .050, .0700, .060, .045, .040, .4900, .1300, .060, .075, .090}}, "uneven tries, with pauses of up to 90 s"},
  {S::pace_slow,    {{.035, .035, .050, .040, .0250, .040, .035, .010, .0990, .1200, .030, .055, .030}}, "uneven tries, with pauses of minutes"},
  {S::pace_hammer, {{.009, .009, .009, .020, .0037, .014, .014, .031,.0057, .0174, .090, .160, .032}}, "a long run of tries without a pause"},
  {S::pace_storm,  {{.004, .004, .004, .008, .00095,.007, .006, .014,.00019, .0019, .025, .055, .009}}, "sixty or more tries in a row, seconds apart"},
  {S::pace_clocked, {{.003, .003, .004, .007, .00005,.005, .005, .015,.00001, .0002, .025, .055, .009}}, "a long run of tries, evenly spaced by seconds"},
  {S::pace_flood,  {{.004, .004, .003, .010, .0003, .004, .005, .010,.0001, .0005, .070, .220, .010}}, "more than a hundred tries, a second or two apart"},

  {S::sitting_one,  {{.30, .30, .35, .30, .80, .30, .25, .75, .91, .93, .60, .90, .60}}, "the failures that locked the account came within one sitting"},
  {S::sitting_two,  {{.17, .17, .20, .17, .12, .20, .15, .12, .06, .05, .15, .06, .15}}, "the failures that locked the account came in two sittings"},
  {S::sitting_many, {{.53, .53, .45, .53, .08, .50, .60, .13, .03, .02, .25, .04, .25}}, "the failures that locked the account came in three or more sittings"},

  {S::goes_on,      {{.35, .34, .23, .32, .1165, .40, .35, .18, .0296, .099, .23, .20, .12}}, "it goes on while the account is locked"},
  {S::goes_on_long, {{.40, .38, .15, .30, .0035, .30, .40, .12, .0004, .001, .07, .20, .03}}, "it goes on while the account is locked, for twenty or more tries"},
  {S::stops,   {{.25, .28, .62, .38, .88, .30, .25, .70, .97, .90, .70, .60, .85}}, "it stops at the lock"},

  {S::history_flip,     {{.52, .50, .42, .45, .25, .46, .50, .25, .08, .03, .004, .004, .004}}, "it got in before and has only failed since"},
  {S::history_mixed,    {{.11, .13, .17, .12, .25, .18, .13, .28, .28, .06, .006, .006, .006}}, "it alternates between success and failure"},
  {S::history_recovers, {{.04, .05, .11, .04, .34, .11, .04, .13, .48, .06, .005, .005, .005}}, "it got in soon after the lock"},
  {S::history_begins,   {{.04, .04, .05, .07, .04, .05, .04, .06, .04, .42, .010, .010, .010}}, "it got in only after its failures"},
  {S::history_inside, {{.028, .066, .125, .096, .072, .100, .116, .084, .072, .193, .487, .487, .487}}, "it never got in, but the account did so from the same office"},
  {S::history_never, {{.262, .214, .125, .224, .048, .100, .174, .196, .048, .237, .488, .488, .488}}, "it never got in"},

  {S::onset_at_change, {{.45, .45, .40, .40, .45, .50, .45, .20, .12, .15, .03, .03, .03}}, "its failures begin at a change"},
  {S::onset_elsewhere, {{.55, .55, .60, .60, .55, .50, .55, .80, .88, .85, .97, .97, .97}}, "its failures do not begin at a change"},

  {S::days_hours,  {{.150, .150, .210, .170, .130, .170, .140, .400, .480, .620, .500, .500, .540}}, "it failed within six hours, and not again"},
  {S::days_one,    {{.110, .110, .150, .130, .150, .100, .120, .080, .120, .160, .100, .050, .160}}, "it failed on one day"},
  {S::days_some,   {{.090, .108, .144, .108, .144, .135, .090, .198, .310, .108, .090, .090, .090}}, "it failed on several days, and on others it did not"},
  {S::days_both,   {{.100, .099, .083, .093, .094, .096, .100, .064, .060, .026, .052, .059, .038}}, "it failed on both days on which it tried"},
  {S::days_each,   {{.550, .533, .413, .499, .482, .499, .550, .258, .030, .086, .258, .301, .172}}, "it failed on each day on which it tried, day after day"},

  {S::recurs_once,  {{.32, .32, .42, .36, .51, .32, .30, .45, .792, .790, .75, .50, .80}}, "one lockout"},
  {S::recurs_day,   {{.16, .16, .17, .16, .16, .17, .16, .20, .142, .150, .10, .20, .09}}, "again within half a day"},
  {S::recurs_days,  {{.17, .17, .18, .17, .18, .19, .17, .15, .054, .045, .09, .14, .08}}, "again on another day"},
  {S::recurs_often, {{.35, .35, .23, .31, .15, .32, .37, .20, .012, .015, .06, .16, .03}}, "on three or more days, or six times"},

  {S::spread_one,    {{.80, .60, .48, .68, .46, .72, .62, .72, .44, .60, .02, .74, .22}}, "refused on this account only"},
  {S::spread_few,    {{.12, .17, .24, .16, .25, .15, .18, .17, .26, .22, .08, .12, .18}}, "refused on two to four accounts"},
  {S::spread_shared, {{.04, .20, .26, .13, .27, .12, .18, .08, .28, .16, .10, .04, .10}}, "refused on many accounts, and let in on many"},
  {S::spread_many,   {{.04, .03, .02, .03, .02, .01, .02, .03, .02, .02, .80, .10, .50}}, "refused on many accounts, let in on few"},

  {S::crowd_alone, {{.9098, .8548, .8199, .8895, .7999, .9099, .8696, .8, .7999, .8299, .037, .747, .298}}, "no other account failed there within the hour"},
  {S::crowd_few,   {{.072, .120, .16, .09, .180, .076, .10, .090, .180, .140, .08, .14, .20}}, "one or two others failed there within the hour"},
  {S::crowd_some,  {{.015, .021, .017,.017,.017, .012, .026,.026, .017, .027, .22, .07, .20}}, "three to six others failed there within the hour"},
  {S::crowd_many,  {{.0028,.0038,.0028,.0028,.0028,.0018,.0038,.004,.0028,.0028,.36,.03, .22}}, "seven or more others failed there within the hour"},
  {S::crowd_list,  {{.0002,.0002,.0002,.0002,.0002,.0002,.0002,.050,.0002,.0002,.30,.01, .08}}, "many accounts were tried one right after the other"},
  {S::crowd_round, {{.0002, .0002, .0001, .0005, .0001, .0001, .0004, .03, .0001, .0001, .003, .003, .002}}, "the same accounts were tried at a fixed period, day after day"},

  {S::callers_few,  {{.97, .990,.98, .97, .985, .90, .98, .96, .995, .995, .80, .65, .25}}, "one or a few callers"},
  {S::callers_many, {{.0295, .0098, .0197, .0295, .0149, .0996, .0197, .0395, .00498, .00495, .12, .2, .45}}, "many unrelated callers with one or two tries each"},
  {S::callers_swarm,{{.0005,.0002,.0003,.0005,.0001,.0004,.0003,.0005,.00002,.00005,.08,.15,.30}}, "unrelated callers from a dozen networks or two dozen addresses, with one or two tries each"},

  {S::moves_one,  {{.80, .90, .85, .88, .84, .50, .93, .93, .88, .90, .50, .60, .10}}, "one address"},
  {S::moves_few,  {{.17, .09, .13, .10, .14, .30, .06, .06, .11, .09, .30, .30, .30}}, "two to four addresses of access networks"},
  {S::moves_many, {{.03, .01, .02, .02, .02, .20, .01, .01, .01, .01, .20, .10, .60}}, "five or more addresses of access networks"},
};
// clang-format on

}  // namespace

std::span<const Signal> signals() { return kSignals; }

const Signal& signal(std::string_view name) {
  return *std::ranges::find(kSignals, name, &Signal::name);
}

const Signal& signal_of(Seen seen) {
  return *std::ranges::find_if(
      kSignals, [&](const Signal& one) { return one.from <= seen && seen < one.to; });
}

const Row& row(Seen seen) { return kRows[static_cast<std::size_t>(seen)]; }

std::string_view to_text(Behaviour behaviour) {
  constexpr std::string_view names[] = {
      "hosted product",     "product on a server", "product on a desktop",
      "own script",         "saved password",      "phone or mail app",
      "service or task",    "automated test",      "person",
      "administrator",      "password spray",      "password guessing",
      "credential stuffing"};
  return names[static_cast<std::size_t>(behaviour)];
}

double by_class(const Observation& observation, const Hypothesis& one) {
  double sum = 0;
  for (std::size_t b = 0; b < kBehaviours; ++b) sum += one.mixture[b] * observation.given[b];
  return sum;
}

double refined(const Refinement& fact) {
  return fact.confidence * fact.given_fact / fact.given_base + 1 - fact.confidence;
}

Belief::Belief(const Candidates& candidates)
    : mixture(candidates.mixture), first(candidates.members.size()) {
  const auto all = hypotheses();
  for (std::size_t m = 0; m < first.size(); ++m)
    if (all[candidates.members[m]].product != nullptr) first[m] = candidates.prior[m];
  const double sum = std::accumulate(first.begin(), first.end(), 0.0);
  for (double& share : first) share /= std::max(sum, 1e-300);
}

Likelihood likelihood(const Observation& observation, const Candidates& candidates,
                      Belief& belief) {
  std::vector<Given>& mixture = belief.mixture;
  std::vector<double> by_group(mixture.size(), 0.0);
  for (std::size_t g = 0; g < mixture.size(); ++g) {
    for (std::size_t b = 0; b < kBehaviours; ++b)
      by_group[g] += mixture[g][b] * observation.given[b];
    for (std::size_t b = 0; b < kBehaviours; ++b)
      mixture[g][b] *= observation.given[b] / by_group[g];
  }
  Likelihood result;
  result.given.reserve(candidates.members.size());
  auto fact = observation.facts.begin();
  bool of_products = false;
  double first = 0;
  for (std::size_t m = 0; m < candidates.members.size(); ++m) {
    double given = by_group[candidates.group[m]];
    while (fact != observation.facts.end() && fact->hypothesis < candidates.members[m]) ++fact;
    const bool known = fact != observation.facts.end() && fact->hypothesis == candidates.members[m];
    if (hypotheses()[candidates.members[m]].category == CauseCategory::several && first > 0) {
      given = first * (known && !of_products ? refined(*fact) : 1);
    } else if (known) {
      given *= refined(*fact);
      of_products |= belief.first[m] > 0;
    }
    first += belief.first[m] * given;
    result.given.push_back(given);
    result.overall += candidates.prior[m] * given;
  }
  for (std::size_t m = 0; first > 0 && m < belief.first.size(); ++m)
    belief.first[m] *= result.given[m] / first;
  return result;
}

Decibans10 line_of(double given, double overall, double weight) {
  return static_cast<Decibans10>(std::lround(weight * 100 * std::log10(given / overall)));
}

}  // namespace whylocked::attribution
