// The view that signals have: the export as a whole, and one case of it.
//
// In:  events, correlation, site, networks.  Out: a Scene, built once; a CaseView for each case.
// Each signal is a function that returns at most a few Observations. What the export cannot show
// (see Coverage) gives none.
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
#include "whylocked/attribute.hpp"

namespace whylocked::attribution {

// How complete the site's list of installed products is, inferred from what names itself in the
// export: a Beta distribution, whose mean this is.
struct ListBelief {
  double completeness = 0;   // P(the cause is on the list | a product is the cause)
  double products = 0;       // prior of all products of the catalog
  double listed_prior = 0;   // share of the listed ones in it
  std::size_t count = 0;     // distinct listed products; 0: the site has no list
  std::vector<bool> listed;  // by hypothesis
};

// The product of an account or an address: a hypothesis, or one of these.
inline constexpr std::uint16_t kNoProduct = 0xffff, kSeveralProducts = 0xfffe;

struct AccountFacts {
  std::uint16_t product = kNoProduct;              // whose name it carries
  Micros entered = INT64_MAX;                      // its first success
  bool from_office = false, from_browser = false;  // some success was
};

struct AddressFacts {
  std::uint16_t product = kNoProduct;  // whose own account gets in from there
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
  std::vector<AccountFacts> of_account;                // by user
  std::vector<AddressFacts> of_address;                // by address
  std::vector<std::uint16_t> named;                    // products with an account; sorted
  std::vector<std::optional<bool>> is_browser_client;  // by client, of those that got in
  ListBelief list;
  bool shows_locked_attempts = false;  // some account was tried while it was locked

  LogSystem system_of(std::uint32_t event) const;
  // The last success with the caller's client text from anywhere. Browsers are left out: everybody
  // has the same, attackers too, so that they do not show that a caller has moved. nullopt: never.
  std::optional<Micros> last_success(const Caller& caller) const;

 private:
  void add_success(const Event& success);
};

// The place of a caller.
struct CallerPlace {
  std::optional<Seen> seen;          // a place_* row; none: the export has no address
  const Network* network = nullptr;  // null: nothing is known of it
  std::string address;               // one of its addresses, or its computer
  double valid = 1;                  // chance that the table of networks was so at that time
  bool is_private = false;
  bool is_published_office = false;  // declared as an office, but a vendor publishes the range
};

struct CaseView {
  CaseView(const Scene& scene, std::size_t case_index);

  const Scene& scene;
  const Case& one;
  bool shows_cause;  // failures that locked the account, or the lock row; or it locked nobody
  const Caller* lead = nullptr;     // the caller with the largest share; null: none in sight
  const Incident* first = nullptr;  // the first lockout; null: it locked nobody
  Turn turn;                        // of vendors at that lockout
  TextId user = kNone;
  Account account;
  CallerPlace place;
  std::vector<std::uint32_t> failures;  // of the lead, in time order, at most kMaxFailures
  std::vector<std::uint32_t> rows;      // at most kRowsShown that represent the case
  LogSystem system{};                   // whose log the rows are from
  bool autotask = true;                 // the catalog's products are candidates

  const Candidates& candidates() const {
    return autotask ? autotask_candidates() : other_candidates();
  }
  // The lead's; null: not measured.
  const CallerRhythms* rhythms() const {
    return lead == nullptr || lead->rhythms == 0 ? nullptr
                                                 : &scene.correlation.rhythms[lead->rhythms];
  }
  bool is_campaign() const { return one.kind == CaseKind::campaign; }
  // A campaign from an address where others sign in too, without a client text that separates them:
  // that address's other attempts are theirs.
  bool is_among_others() const;
  // The lead's failures have a time of day; else what lies within a day has no order.
  bool has_clock() const;
  // The same for times: it also tried before or after the campaign.
  bool is_mixed() const {
    return is_among_others() ||
           (is_campaign() && lead != nullptr && (lead->first < one.first || lead->last > one.last));
  }
  std::string_view text(TextId id) const { return scene.events.texts.text(id); }
};
inline constexpr std::size_t kMaxFailures = 4096;
inline constexpr std::uint32_t kManyAddresses = 8;  // of a campaign

template <class T>
void sort_unique(std::vector<T>& values) {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// The hypotheses that a vendor's identifier, a product's or a vendor's name may mean; sorted.
// "Custom (Internal Integration)" is every script of one's own; an unknown name is an unlisted
// integration.
std::vector<std::uint16_t> meant_by(std::string_view text);

// Scanners and printers, programs and scripts send mail so (learn.microsoft.com: set up a
// multifunction device or application to send email).
bool sends_mail(std::string_view client);

// The row of the table that was seen; its words, unless there are others.
Observation seen(const CaseView& view, Seen what, Text words = {});
// Without a row: as likely whatever the behaviour, so that facts alone decide.
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

// All of them, in the order in which reports show them.
Observations observe(const CaseView& view);

// "5 min", "90 s", "3 h": for people.
std::string duration_in_words(double seconds);

}  // namespace whylocked::attribution
