// The Report as writers read it: ids and indexes resolved, causes explained on demand.
//
// Text comes back raw; each writer escapes it for its medium. A ReportView and its string_views
// refer to the Report. Use one ReportView per thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/words.hpp"
#include "whylocked/catalog.hpp"
#include "whylocked/report.hpp"

namespace whylocked::report {

// Rows of an input.
struct FileRows {
  std::uint16_t file = 0;
  std::vector<std::uint32_t> rows;
};

// A caller of a case. Attempts on several accounts from the same addresses with the same client
// count as one caller here.
struct CaseCaller {
  const Caller* caller = nullptr;      // its Caller on the account with the largest share
  std::vector<std::uint32_t> members;  // indexes in Correlation::callers, one per account
  double share = 0;                    // of the case
  std::uint64_t failures = 0, successes = 0;
  Micros first = 0, last = 0;  // of its attempts
};

class ReportView {
 public:
  explicit ReportView(const Report& report);

  const Report& report() const { return report_; }
  const Event& event(std::uint32_t index) const { return report_.events.rows[index]; }
  std::string_view user(TextId id) const { return report_.events.users.text(id); }
  std::string_view text(TextId id) const { return report_.events.texts.text(id); }
  const Program& program(const Event& event) const {
    return report_.events.programs.at(event.program);
  }
  std::string address(TextId id) const {  // empty: none
    return id == kNone ? std::string() : to_text(report_.events.addresses.at(id));
  }
  const Address* address_of(TextId id) const {
    return id == kNone ? nullptr : &report_.events.addresses.at(id);
  }
  std::string_view file(std::uint16_t index) const;
  // From the first event to the last; nullopt if there are none.
  struct Period {
    Micros first = 0, last = 0;
  };
  std::optional<Period> period() const;
  // Formats times in the zone of the inputs if they share one, and without the year if all have the
  // same.
  const Clock& clock() const { return clock_; }
  // Text of another stage, escaped and truncated, with times as the clock writes them.
  std::string shown(std::string_view text) const { return shown_text(text, &clock_); }

  const Case& case_of(const Diagnosis& diagnosis) const {
    return report_.correlation.cases[diagnosis.case_index];
  }
  const Incident& incident(std::uint32_t index) const {
    return report_.correlation.incidents[index];
  }
  // The diagnosis of an incident's case; null if not shown.
  const Diagnosis* diagnosis_of(const Incident& incident) const {
    return by_case_[incident.case_index];
  }
  // Indexes of the lockouts of all shown cases, by time.
  const std::vector<std::uint32_t>& lockouts() const { return lockouts_; }
  // The lockout that represents a case: the first whose main caller is the case's. Null for a case
  // without lockouts.
  const Incident* lead(const Diagnosis& diagnosis) const;

  // An account's runs of failures that count towards a lock: the longest, and the one open at the
  // end of the export.
  struct Series {
    std::uint64_t failures = 0;
    std::size_t from = 0, to = 0;  // first and last row
  };
  struct AccountSeries {
    Series longest, open;
    const Incident* last_lock = nullptr;
  };
  const AccountSeries& series_of(TextId user) const;

  // Diagnosis::causes in words, at least the first `most`.
  std::vector<Cause> explain(const Diagnosis& diagnosis, std::size_t most = SIZE_MAX) const;
  // The first cause, or one without evidence; if only a kind is likely, the first of that kind.
  Cause leading_cause(const Diagnosis& diagnosis) const;

  bool is_known(std::uint32_t incident) const {
    return report_.known && report_.known->lockouts[incident];
  }
  bool is_known(const Diagnosis& diagnosis) const {
    return whylocked::is_known(report_, diagnosis);
  }

  const Caller& caller(std::uint32_t index) const { return report_.correlation.callers[index]; }
  Rhythm failure_rhythm(const Caller& caller) const {
    return whylocked::failure_rhythm(report_.events, report_.correlation, caller);
  }
  // The network of an address; nullptr if unknown.
  const Network* network(TextId address) const {
    const std::uint32_t number = report_.network_of_address[address];
    return number == 0 ? nullptr : &report_.networks.at(number);
  }
  // The network of a caller's addresses; nullptr if unknown or several.
  const Network* network(const Caller& caller) const;
  // Largest share first; valid until the next call.
  const std::vector<CaseCaller>& callers_of(const Case& one) const;
  // False for a caller that had a part in a campaign's lockouts but is not of the campaign.
  bool is_own(const Case& one, const Caller& caller) const {
    const auto index = static_cast<std::size_t>(&one - report_.correlation.cases.data());
    return one.kind != CaseKind::campaign || caller.campaign == index;
  }
  // Rows to show, at most kRowsShown of each kind.
  std::vector<FileRows> rows_of(std::span<const std::uint32_t> events,
                                std::span<const std::uint32_t> activity = {}) const;
  // The caller's user agent, or its application.
  std::string_view client(const Caller& caller) const {
    return text(caller.client != kNone ? caller.client : caller.application);
  }

  // Attempts, not rows: a row may count several.
  std::uint64_t attempts(std::span<const std::uint32_t> events) const;
  // Whether this caller signed in before its first failure that counted.
  bool succeeded_before(const Contribution& part) const;
  // Successful logins of a case's callers, from its first failure to an hour after its last.
  std::uint64_t let_in(const Case& one) const;
  // Sums over the lockouts of a case, for example of &Incident::after_lock.
  std::uint64_t attempts(const Case& one, std::vector<std::uint32_t> Incident::*events) const;

 private:
  const Report& report_;
  Clock clock_;
  std::vector<const Diagnosis*> by_case_;  // by index in Correlation::cases
  std::vector<std::uint32_t> lockouts_;
  mutable std::unique_ptr<const Explainer> explainer_;  // built on first use
  mutable std::vector<AccountSeries> series_;           // by account, made at first use
  mutable const Case* listed_ = nullptr;                // whose callers they are
  mutable std::vector<CaseCaller> callers_;             // a campaign may have a million
};

// The causes of rank 1: one, or all tied ones.
std::span<const RankedCause> leaders(const Diagnosis& diagnosis);

inline bool happened(const Trigger& trigger) {
  return trigger.kind != TriggerKind::none_seen && trigger.kind != TriggerKind::unknown;
}

// Flushes the output once it is large.
inline void flush_if_large(const FlushCallback& flush, std::string& out) {
  constexpr std::size_t kLarge = 1u << 20;
  if (flush && out.size() >= kLarge) flush(out);
}

}  // namespace whylocked::report
