// The Report as the writers read it: ids and indexes looked up.
//
// In:  a Report.  Out: names, addresses, files, networks, and the few sums that more than one
//      format shows.
// Text comes back raw; each writer escapes it for its medium.
// Lifetime: a ReportView and its string_views refer to the Report.  Threads: one a ReportView.
// Failure: none; an index must be one of the Report's own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/catalog.hpp"
#include "whylocked/report.hpp"

namespace whylocked {

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
  std::string address(TextId id) const;  // empty: none
  const Address* address_of(TextId id) const {
    return id == kNone ? nullptr : &report_.events.addresses.at(id);
  }
  std::string_view file(std::uint16_t index) const;
  // Without its folders where that is enough to tell the inputs apart.
  std::string_view short_file(const Event& event) const;

  const Incident& incident(const Diagnosis& diagnosis) const {
    return report_.correlation.incidents[diagnosis.incident];
  }
  const Caller& origin(const Contribution& blame) const {
    return report_.correlation.callers[blame.caller];
  }
  // The network of its addresses; nullptr: none that is known.
  const Network* network(const Caller& origin) const {
    return origin.network == 0 ? nullptr : &report_.networks.at(origin.network);
  }
  // What the caller says it is: the user agent, or else the application.
  std::string_view client(const Caller& origin) const;

  // Attempts, not rows: a row may stand for several.
  std::uint64_t attempts(const std::vector<std::uint32_t>& events) const;
  // A login of this caller succeeded before its first failure that counted.
  bool succeeded_before(const Contribution& blame) const;

 private:
  const Report& report_;
  std::vector<std::string_view> short_files_;  // by input
  // By origin, filled when asked for; the largest value: none.
  mutable std::vector<std::optional<Micros>> first_success_;
};

// Lockouts put together as people think of them: one block a story.
//
// In:  a ReportView.  Out: blocks: the lockouts of one account with one verdict; or of several accounts
//      that one caller attacked.
// Blocks are ordered by the number of lockouts of their account, then by time; a spray over fifty
// accounts is one block and not fifty.
// Lifetime: blocks refer to the Report.  Threads: pure.  Failure: none.  Cost: linear in lockouts
// and in addresses of attackers, but for sorting the blocks.

struct CaseGroup {
  std::vector<TextId> users;               // by first lockout
  std::vector<const Diagnosis*> lockouts;  // by time
  const Diagnosis* lead = nullptr;  // the one whose evidence is shown: the most certain, the first
};

std::vector<CaseGroup> make_case_groups(const ReportView& view);

// The causes of rank 1, which come first: one, or those of a tie.
std::vector<CauseInBrief> leaders(const Diagnosis& diagnosis);

// Hands over what has been written once it is large.
inline void flush_if_large(const FlushCallback& flush, std::string& out) {
  constexpr std::size_t kLarge = 1u << 20;
  if (flush && out.size() >= kLarge) flush(out);
}

}  // namespace whylocked
