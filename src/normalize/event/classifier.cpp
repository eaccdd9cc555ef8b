#include "normalize/event/classifier.hpp"

#include <algorithm>

#include "normalize/event/codes.hpp"
#include "normalize/event/words.hpp"
#include "normalize/letters.hpp"

namespace whylocked::normalize {

namespace {

std::string_view header_of(const Columns& columns, Field field) {
  return columns.header[static_cast<std::size_t>(field)];
}

bool states_something(const PhraseParse& said) {
  return said.attempt || said.success || said.change || said.fault || said.state ||
         said.challenge || said.failures || said.other;
}

// "WAHR" and "FALSCH" are what a German spreadsheet writes.
std::optional<bool> truth_of(std::string_view text) {
  for (const std::string_view yes : {"true", "1", "yes", "y", "ja", "wahr"})
    if (equal_ignoring_case(text, yes)) return true;
  for (const std::string_view no : {"false", "0", "no", "n", "nein", "falsch"})
    if (equal_ignoring_case(text, no)) return false;
  return std::nullopt;
}

std::optional<bool> locked_flag(std::string_view text) {
  if (is_absent(text)) return std::nullopt;
  if (const auto truth = truth_of(text)) return truth;
  return parse_phrases(text).change == EventKind::account_locked;
}

bool is_number(std::string_view text) {
  return text.size() >= 3 && std::all_of(text.begin(), text.end(), is_digit);
}

// "Failure reason", "Grund", "Error message" only explain; "Details", "Message" tell events.
bool only_explains(std::string_view header) {
  const std::string words = plain_words(header);
  for (const std::string_view word : {" reason ", " error ", " failure ", " grund ", " fehler ",
                                      " ursache ", " fehlergrund ", " fehlermeldung "})
    if (words.find(word) != std::string::npos) return true;
  return false;
}

}  // namespace

bool changes_account(EventKind kind) {
  return kind != EventKind::login_failed && kind != EventKind::login_succeeded &&
         kind != EventKind::other;
}

EventClassifier::EventClassifier(const NormalizeOptions& options, const Columns& columns)
    : options_(options) {
  const PhraseParse outcome = parse_phrases(header_of(columns, Field::outcome));
  if (!outcome.both) yes_is_success_ = outcome.success;
  if (!outcome.success && outcome.state) yes_is_success_ = false;  // "Blocked"
  reason_is_message_ =
      columns.has(Field::reason) && !only_explains(header_of(columns, Field::reason));
  header_ = parse_phrases(header_of(columns, Field::time));
  if (!header_.change && !header_.speaks_of_failure())
    header_ = parse_phrases(header_of(columns, Field::count));
  if (options.rows_are || !(header_.change || header_.speaks_of_failure() || header_.failures))
    header_ = {};
  has_events_ = states_something(header_);
  for (const Field field :
       {Field::event, Field::outcome, Field::reason, Field::reason_code, Field::locked})
    has_events_ |= columns.has(field);
}

PhraseParse EventClassifier::outcome_of(std::string_view text, bool& flag) const {
  PhraseParse said;
  if (const auto truth = truth_of(text)) {
    said.known = true;
    flag = !yes_is_success_;
    if (yes_is_success_) said.success = *truth == *yes_is_success_;
    return said;
  }
  if (is_number(text)) return parse_code(text).value_or(said);
  said = parse_phrases(text);
  if (!said.success && (said.fault || said.state || said.challenge)) said.success = false;
  return said;
}

EventClassifier::Said EventClassifier::parse_columns(const Row& row) const {
  Said said;
  const auto text_of = [&](Field field) {
    return is_absent(row[field]) ? std::string_view() : row[field];
  };
  const std::string_view event = text_of(Field::event), outcome = text_of(Field::outcome),
                         reason = text_of(Field::reason), code = text_of(Field::reason_code);
  if (!event.empty()) said.event = parse_phrases(event);
  if (!outcome.empty()) said.outcome = outcome_of(outcome, said.flag);
  if (!reason.empty())
    said.reason =
        is_number(reason) ? parse_code(reason).value_or(PhraseParse{}) : parse_phrases(reason);
  if (!code.empty()) {
    const auto known = parse_code(code);
    said.code = known ? *known : parse_phrases(code);
  }
  said.event_unknown = !event.empty() && !said.event.known;
  said.outcome_unknown = !outcome.empty() && !said.outcome.known;
  said.reason_unknown = !reason.empty() && !said.reason.known;
  said.code_unknown = !code.empty() && !said.code.known;
  said.locked = locked_flag(row[Field::locked]);
  choose_lead(said);
  return said;
}

// A message stands in for a missing event, but beside a failure "account locked" is its reason.
void EventClassifier::choose_lead(Said& said) const {
  said.lead_is_event = said.event_unknown || states_something(said.event);
  if (said.lead_is_event) {
    said.lead = said.event;
    return;
  }
  const bool explains =
      said.outcome.success == false && (said.reason.change == EventKind::account_locked ||
                                        said.reason.change == EventKind::password_expired);
  said.lead_is_reason = reason_is_message_ && !explains && states_something(said.reason);
  said.lead = said.lead_is_reason ? said.reason : header_;
}

std::optional<EventKind> EventClassifier::change_of(const Said& said) {
  const bool nothing_leads = !said.lead_is_event && !states_something(said.lead);
  const auto change = said.lead.change ? said.lead.change
                      : nothing_leads  ? said.outcome.change
                                       : std::nullopt;
  if (!change || change == EventKind::account_locked || change == EventKind::password_expired)
    return change;
  // What was tried and did not work has changed nothing.
  const bool failed = said.lead.success == false || said.outcome.success == false;
  return failed ? EventKind::other : change;
}

bool EventClassifier::is_other(const Said& said) {
  const PhraseParse& lead = said.lead;
  if (lead.other) return !lead.fault && !(lead.attempt && lead.success);
  const bool state_alone = lead.state && lead.reason != Reason::mfa && !lead.attempt &&
                           !lead.success && !lead.fault && !lead.challenge && !lead.failures;
  if (!state_alone || said.outcome.success == false) return false;
  return said.lead_is_event || !said.outcome.success;
}

std::optional<bool> EventClassifier::success_of(const Said& said) {
  const PhraseParse &lead = said.lead, &outcome = said.outcome, &reason = said.reason;
  if (lead.success == false || outcome.success == false) return false;
  if (lead.success || outcome.success) return true;
  if (lead.failures) return false;
  if (said.code.success) return said.code.success;
  if (reason.success) return reason.success;
  // A reason for a failure is a failure.
  const bool met = lead.attempt && lead.reason != Reason::unknown && lead.reason != Reason::mfa;
  const bool refused = met || lead.fault || lead.challenge || reason.reason != Reason::unknown ||
                       said.code.reason != Reason::unknown ||
                       (outcome.change && outcome.reason != Reason::unknown);
  return refused ? std::optional(false) : std::nullopt;
}

Classification EventClassifier::failed(const Said& said) {
  Classification meaning{.kind = EventKind::login_failed};
  // A text outranks a code (50053 is a lock or a malicious address), a code the bare word
  // "interrupted".
  const Reason outcome = said.outcome.challenge ? Reason::unknown : said.outcome.reason;
  for (const Reason reason :
       {said.reason.reason, said.lead.reason, outcome, said.code.reason, said.outcome.reason}) {
    if (reason == Reason::unknown) continue;
    meaning.reason = reason;
    return meaning;
  }
  if (said.reason_unknown || said.code_unknown) {
    meaning.unclassified = Unclassified::reason_word;
    meaning.field = said.reason_unknown ? Field::reason : Field::reason_code;
  }
  return meaning;
}

Classification EventClassifier::unclassified(const Said& said) const {
  if (options_.rows_are) {
    Classification meaning = failed(said);
    meaning.kind = *options_.rows_are;
    if (meaning.kind != EventKind::login_failed) meaning.reason = Reason::unknown;
    return meaning;
  }
  const auto lacks = [](Unclassified lack, Field field) {
    return Classification{EventKind::other, Reason::unknown, lack, field};
  };
  if (said.event_unknown) return lacks(Unclassified::event_word, Field::event);
  if (said.flag) return lacks(Unclassified::flag, Field::outcome);
  if (said.outcome_unknown) return lacks(Unclassified::outcome_word, Field::outcome);
  if (said.lead_is_event || said.lead.attempt || said.reason.attempt)
    return lacks(Unclassified::outcome, Field::event);
  if (said.reason_unknown) return lacks(Unclassified::event_word, Field::reason);
  if (said.code_unknown) return lacks(Unclassified::event_word, Field::reason_code);
  return lacks(Unclassified::everything, Field::event);
}

Classification EventClassifier::operator()(const Row& row) const {
  const Said said = parse_columns(row);
  if (const auto change = change_of(said)) return {.kind = *change};
  if (is_other(said)) return {};
  const auto success = success_of(said);
  // A result beside an unknown event is the result of we do not know what, unless a login's.
  if (said.event_unknown && (success != false || failed(said).reason == Reason::unknown))
    return unclassified(said);
  if (success) return *success ? Classification{.kind = EventKind::login_succeeded} : failed(said);
  if (said.code.other || said.outcome.other) return {};
  if (said.locked && !said.lead_is_event && !said.lead_is_reason && !options_.rows_are)
    return {.kind = *said.locked ? EventKind::account_locked : EventKind::other};
  return unclassified(said);
}

}  // namespace whylocked::normalize
