// What happened in a row: the columns event, outcome, reason, reason code and locked, put together.
//
// In:  the columns of a file, then its rows.  Out: kind and reason, or what is lacking.
// The event column leads, a message column stands in for it, else the header of the time does
// ("Locked at"). The outcome column decides between success and failure; reasons and codes come
// last. A file that does not say what happened is answered by --rows-are.
// Lifetime: refers to the options.  Threads: one.  Failure: `lack` says what could not be told; the
// kind is then that of --rows-are, or `other`.
#pragma once

#include <optional>
#include <string_view>

#include "normalize/event/words.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked::normalize {

enum class Unclassified : std::uint8_t {
  none,
  event_word,    // the word in the event column is unknown
  outcome_word,  // likewise
  reason_word,   // likewise; the kind is known all the same
  flag,          // "1" or "true", and the header does not say of what
  outcome,       // a login, but not whether it worked
  everything,
};

struct Classification {
  EventKind kind = EventKind::other;
  Reason reason = Reason::unknown;
  Unclassified unclassified = Unclassified::none;
  Field field = Field::event;  // of the unknown word
};

// What an administrator does to somebody else's account, or the system does to it.
bool changes_account(EventKind kind);

class EventClassifier {
 public:
  EventClassifier(const NormalizeOptions& options, const Columns& columns);
  Classification operator()(const Row& row) const;
  // Whether any column or header can say what happened.
  bool file_has_events() const { return has_events_; }

 private:
  struct Said {
    PhraseParse event, outcome, reason, code;
    PhraseParse lead;  // event, or what stands in for it
    bool flag = false, lead_is_event = false, lead_is_reason = false;
    bool event_unknown = false, outcome_unknown = false, reason_unknown = false,
         code_unknown = false;
    std::optional<bool> locked;
  };

  Said parse_columns(const Row& row) const;
  PhraseParse outcome_of(std::string_view text, bool& flag) const;
  void choose_lead(Said& said) const;
  static std::optional<EventKind> change_of(const Said& said);
  static bool is_other(const Said& said);
  static std::optional<bool> success_of(const Said& said);
  static Classification failed(const Said& said);
  Classification unclassified(const Said& said) const;

  const NormalizeOptions& options_;
  std::optional<bool> yes_is_success_;  // what "yes" means in the outcome column
  bool reason_is_message_ = false;      // the column tells events, not only why they failed
  bool has_events_ = false;
  PhraseParse header_;  // of the time or count column
};

}  // namespace whylocked::normalize
