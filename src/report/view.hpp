// The Report as the writers read it: ids and indexes looked up, words of causes explained once.
//
// Text comes back raw; each writer escapes it for its medium. A ReportView and its string_views
// refer to the Report; each thread needs a ReportView of its own.
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

// A caller of a case. Attempts on several accounts from the same addresses with the same client are
// one caller here.
struct CaseCaller {
  const Caller* caller = nullptr;      // that of the account with the largest share
  std::vector<std::uint32_t> members;  // indexes in Correlation::callers, one an account
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
  // From the first event to the last; nullopt: none.
  struct Period {
    Micros first = 0, last = 0;
  };
  std::optional<Period> period() const;
  // Writes the times of the report for people: in the zone of the inputs if they share one, without
  // the year if all are of one.
  const Clock& clock() const { return clock_; }
  // Text of another stage, fit for a page, with its times as the clock writes them.
  std::string shown(std::string_view text) const { return shown_text(text, &clock_); }

  const Case& case_of(const Diagnosis& diagnosis) const {
    return report_.correlation.cases[diagnosis.case_index];
  }
  const Incident& incident(std::uint32_t index) const {
    return report_.correlation.incidents[index];
  }
  // The diagnosis of an incident's case; null if it is not shown.
  const Diagnosis* diagnosis_of(const Incident& incident) const {
    return by_case_[incident.case_index];
  }
  // Indexes of the lockouts of all cases that are shown, in the order of time.
  const std::vector<std::uint32_t>& lockouts() const { return lockouts_; }
  // The lockout shown for a case: the first whose main caller is that of the case. Null for a case
  // that locked nobody.
  const Incident* lead(const Diagnosis& diagnosis) const;

  // Failures of an account in a row that count towards a lock: the longest series, and the one that
  // is open when the export ends.
  struct Series {
    std::uint64_t failures = 0;
    std::size_t from = 0, to = 0;  // rows of the first and the last
  };
  struct AccountSeries {
    Series longest, open;
    const Incident* last_lock = nullptr;
  };
  const AccountSeries& series_of(TextId user) const;

  // Diagnosis::causes with their words, at least the first `most`.
  std::vector<Cause> explain(const Diagnosis& diagnosis, std::size_t most = SIZE_MAX) const;
  // The first of them, or one without evidence; where only a kind is likely, the first of it.
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
  // The network of an address; nullptr: none that is known.
  const Network* network(TextId address) const {
    const std::uint32_t number = report_.network_of_address[address];
    return number == 0 ? nullptr : &report_.networks.at(number);
  }
  // The one network of a caller's addresses; nullptr also if they are of several.
  const Network* network(const Caller& caller) const;
  // By falling share; valid until the next call.
  const std::vector<CaseCaller>& callers_of(const Case& one) const;
  // Rows to look at, at most kRowsShown of each kind.
  std::vector<FileRows> rows_of(std::span<const std::uint32_t> events,
                                std::span<const std::uint32_t> activity = {}) const;
  // How the caller names itself: the user agent, or else the application.
  std::string_view client(const Caller& caller) const {
    return text(caller.client != kNone ? caller.client : caller.application);
  }

  // Attempts, not rows: a row may count several.
  std::uint64_t attempts(std::span<const std::uint32_t> events) const;
  // A login of this caller succeeded before its first failure that counted.
  bool succeeded_before(const Contribution& part) const;
  // Logins of a case's callers that succeeded from its first failure to an hour after its last.
  std::uint64_t let_in(const Case& one) const;
  // Sums over the lockouts of a case: those of &Incident::after_lock, for example.
  std::uint64_t attempts(const Case& one, std::vector<std::uint32_t> Incident::*events) const;

 private:
  const Report& report_;
  Clock clock_;
  std::vector<const Diagnosis*> by_case_;  // by index in Correlation::cases
  std::vector<std::uint32_t> lockouts_;
  mutable std::unique_ptr<const Explainer> explainer_;  // made at first use
  mutable std::vector<AccountSeries> series_;           // by account, made at first use
  mutable const Case* listed_ = nullptr;                // whose callers these are
  mutable std::vector<CaseCaller> callers_;             // of a campaign there may be a million
};

// The causes of rank 1, which come first: one, or those of a tie.
std::span<const RankedCause> leaders(const Diagnosis& diagnosis);

inline bool happened(const Trigger& trigger) {
  return trigger.kind != TriggerKind::none_seen && trigger.kind != TriggerKind::unknown;
}

// Hands over what has been written once it is large.
inline void flush_if_large(const FlushCallback& flush, std::string& out) {
  constexpr std::size_t kLarge = 1u << 20;
  if (flush && out.size() >= kLarge) flush(out);
}

}  // namespace whylocked::report
