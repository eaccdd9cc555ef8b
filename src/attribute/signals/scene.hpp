// What signals look at: the whole export, and one case of it.
//
// In:  events, correlation, site, networks.  Out: a Scene, built once; a CaseView for each case.
// Each signal is a function that returns a few Observations at most, and none for what the export
// cannot show (see Coverage).
// Lifetime: a Scene refers to its input, a CaseView to its Scene.  Threads: const.  Failure: none.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "attribute/account.hpp"
#include "attribute/scoring/likelihood.hpp"
#include "attribute/signals/activity.hpp"
#include "attribute/signals/surge.hpp"
#include "whylocked/attribute.hpp"

namespace whylocked::attribution {

// The completeness of the site's list of installed products, inferred from products that appear by
// name in the export: the mean of a Beta distribution.
struct ListBelief {
  double completeness = 0;   // P(the cause is listed | the cause is a product)
  double products = 0;       // prior of all catalog products together
  double listed_prior = 0;   // share of the listed products in it
  std::size_t count = 0;     // listed products; 0: no list
  std::vector<bool> listed;  // by hypothesis
};

// The product of an account or address: a hypothesis, or one of these.
inline constexpr std::uint16_t kNoProduct = 0xffff, kSeveralProducts = 0xfffe;

struct AccountFacts {
  std::uint16_t product = kNoProduct;              // named in the username
  Micros entered = INT64_MAX;                      // first success
  bool from_office = false, from_browser = false;  // of some success
};

struct AddressFacts {
  std::uint16_t product = kNoProduct;  // whose own account signs in from here
  bool is_office = false;
};

struct Scene {
  explicit Scene(const AttributeInput& input);

  const Events& events;
  const Correlation& correlation;
  const Site& site;
  const NetworkBook& networks;
  std::span<const InputInfo> inputs;
  AccountBook accounts;
  ActivityBook activity;
  Surges surges;
  std::vector<AccountFacts> of_account;                // by user
  std::vector<AddressFacts> of_address;                // by address
  std::vector<std::uint16_t> named;                    // products named in a username; sorted
  std::vector<std::optional<bool>> is_browser_client;  // by client text; set if it succeeded
  ListBelief list;
  bool shows_locked_attempts = false;  // some account was tried while locked

  LogSystem system_of(std::uint32_t event) const;
  // The last success with the caller's client text, from any address. Browsers do not count:
  // everyone, attackers included, sends the same texts, so they do not show that a caller moved.
  std::optional<Micros> last_success(const Caller& caller) const;

 private:
  void add_success(const Event& success);
};

// The place of a caller.
struct CallerPlace {
  std::optional<Seen> seen;          // a place_* row; nullopt: the export has no address
  const Network* network = nullptr;  // null: unknown
  std::string address;               // one of its addresses, or its computer name
  double valid = 1;                  // probability that the table of networks held at that time
  bool is_private = false;
  bool is_published_office = false;  // declared as an office, yet published by a vendor
};

struct CaseView {
  CaseView(const Scene& scene, std::size_t case_index);

  const Scene& scene;
  const Case& one;
  bool shows_cause;  // the export has failures that counted or the lock row, or nothing was locked
  const Caller* lead = nullptr;     // the caller with the largest share; null: unknown
  const Incident* first = nullptr;  // the first lockout; null: none
  Turn turn;                        // vendors around the first lockout
  TextId user = kNone;
  Account account;
  CallerPlace place;
  std::vector<std::uint32_t> failures;  // the lead's, in time order, at most kMaxFailures
  std::vector<std::uint32_t> rows;      // rows that represent the case, at most kRowsShown
  LogSystem system{};                   // the system that logged `rows`
  bool autotask = true;                 // the catalog's products are candidates

  const Candidates& candidates() const {
    return autotask ? autotask_candidates() : other_candidates();
  }
  // The lead's rhythms; null if not measured.
  const CallerRhythms* rhythms() const {
    return lead == nullptr || lead->rhythms == 0 ? nullptr
                                                 : &scene.correlation.rhythms[lead->rhythms];
  }
  bool is_campaign() const { return one.kind == CaseKind::campaign; }
  // A campaign from an address where other users sign in too, with a browser's client text or none,
  // so the address's other attempts are theirs.
  bool is_among_others() const;
  // All of the lead's failures have a time of day; otherwise events of one day have no order.
  bool has_clock() const;
  // The same for its times: the lead also tried before or after the campaign.
  bool is_mixed() const {
    return is_among_others() ||
           (is_campaign() && lead != nullptr && (lead->first < one.first || lead->last > one.last));
  }
  std::string_view text(TextId id) const { return scene.events.texts.text(id); }
};
inline constexpr std::size_t kMaxFailures = 4096;
inline constexpr std::uint32_t kManyAddresses = 8;  // a campaign from many addresses

template <class T>
void sort_unique(std::vector<T>& values) {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// The hypotheses that a vendor or product name may refer to; sorted. "Custom (Internal
// Integration)" covers all scripts of your own; an unknown name means an unlisted integration.
std::vector<std::uint16_t> meant_by(std::string_view text);

// Scanners, printers, programs and scripts send mail over SMTP (learn.microsoft.com: set up a
// multifunction device or application to send email).
bool sends_mail(std::string_view client);

// An observation of a row of the table, with the row's words unless others are given.
Observation seen(const CaseView& view, Seen what, Text words = {});
// An observation that is equally likely under every behaviour, so only its facts count.
Observation seen_apart(const CaseView& view, std::string_view signal, Text words);

using Observations = std::vector<Observation>;
Observations observe_account_link(const CaseView&);
Observations observe_account_kind(const CaseView&);
Observations observe_declared(const CaseView&);
Observations observe_place(const CaseView&);
Observations observe_client(const CaseView&);
Observations observe_logon_type(const CaseView&);
Observations observe_schedule(const CaseView&);
Observations observe_hours(const CaseView&);
Observations observe_clock(const CaseView&);
Observations observe_pace(const CaseView&);
Observations observe_sittings(const CaseView&);
Observations observe_persistence(const CaseView&);
Observations observe_history(const CaseView&);
Observations observe_onset(const CaseView&);
Observations observe_days(const CaseView&);
Observations observe_recurrence(const CaseView&);
Observations observe_spread(const CaseView&);
Observations observe_crowd(const CaseView&);
Observations observe_callers(const CaseView&);
Observations observe_addresses(const CaseView&);
Observations observe_api_activity(const CaseView&);

// All signals, in the order in which reports show them.
Observations observe(const CaseView& view);

// For reports: "90 s", "5 min", "3 h".
std::string duration_in_words(double seconds);

}  // namespace whylocked::attribution
