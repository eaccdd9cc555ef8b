// The kind and reason of a row, from its columns event, outcome, reason, reason code and locked.
//
// In:  the columns of a file, then its rows.  Out: a Classification.
// The event column leads; without it a message column, else the header of the time ("Locked at").
// The outcome column decides between success and failure; then codes, then words of reasons. A
// result column outranks all words of a message, including JSON text in a cell. For a file that
// does not say what happened use --rows-are.
// Lifetime: refers to the options.  Threads: one.  Failure: `unclassified` names what is missing;
// the kind is then that of --rows-are, or `other`.
#pragma once

#include <optional>
#include <string_view>

#include "normalize/event/words.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::normalize {

enum class Unclassified : std::uint8_t {
  none,
  event_word,    // unknown word in the event column
  outcome_word,  // unknown word in the outcome column
  reason_word,   // unknown word in a reason column; the kind is still known
  number,        // a number of failures, in words; the row counts as one
  flag,          // "1" or "true" under a header that does not say of what
  attempt,       // a sign-in without a result, which the file's other rows may imply
  outcome,       // an event whose result is missing
  everything,
};

struct Classification {
  EventKind kind = EventKind::other;
  Reason reason = Reason::unknown;
  Unclassified unclassified = Unclassified::none;
  Field field = Field::event;  // of the unknown word
  Reporter reporter = Reporter::unknown;

  // True for a success or failure with nothing else to note.
  bool is_attempt() const {
    return (kind == EventKind::login_failed || kind == EventKind::login_succeeded) &&
           unclassified == Unclassified::none && reporter == Reporter::unknown;
  }
};

// True for kinds that are done to an account rather than by it: locks, changes of
// password and name.
bool changes_account(EventKind kind);

class EventClassifier {
 public:
  // Columns that can say what happened.
  static constexpr Field kFields[] = {Field::event, Field::outcome, Field::reason,
                                      Field::reason_code, Field::locked};

  EventClassifier(const NormalizeOptions& options, const Columns& columns);
  Classification operator()(const Row& row) const;
  // True if any column or header can say what happened.
  bool file_has_events() const { return has_events_; }

 private:
  struct ColumnParses {
    PhraseParse event, outcome, reason, code;
    PhraseParse lead;  // event, or what replaces it
    bool outcome_is_code = false, single_sign_on = false;
    bool flag = false, lead_is_event = false, lead_is_reason = false;
    bool event_unknown = false, outcome_unknown = false, reason_unknown = false,
         code_unknown = false;
    std::optional<bool> locked;
  };

  ColumnParses parse_columns(const Row& row) const;
  void parse_record(std::string_view text, ColumnParses& parses) const;
  PhraseParse parse_outcome(std::string_view text, ColumnParses& parses) const;
  bool details_lead(const ColumnParses& parses) const;
  void choose_lead(ColumnParses& parses) const;
  std::optional<EventKind> change_of(const ColumnParses& parses) const;
  static bool is_other(const ColumnParses& parses);
  static bool is_unjudged(const ColumnParses& parses);
  static std::optional<bool> success_of(const ColumnParses& parses);
  static Classification failed(const ColumnParses& parses);
  Classification classify(const ColumnParses& parses) const;
  Classification unclassified(const ColumnParses& parses) const;

  const NormalizeOptions& options_;
  std::optional<bool> yes_is_success_;  // what "yes" means in the outcome column
  bool is_result_ = false;              // "Result": a tick is a success
  bool has_count_ = false;
  bool answers_attempts_ = false;   // the outcome column is the result of a sign-in
  bool event_is_id_ = false;        // numbers of Windows events, or irrelevant ids
  bool reason_is_message_ = false;  // the column describes all events, not only failures
  bool has_events_ = false;
  PhraseParse header_;  // of the time, count or computer column: "Locked at", "Lockout source"
};

}  // namespace whylocked::normalize
