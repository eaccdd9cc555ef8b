#include "normalize/event/classifier.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/number.hpp"
#include "base/split.hpp"
#include "event/json_reader.hpp"
#include "normalize/event/codes.hpp"
#include "normalize/letters.hpp"

namespace whylocked::normalize {

namespace {

// Yes or no in several languages, as written by people and spreadsheets: "WAHR",
// "FAUX", "VERDADERO".
std::optional<bool> truth_of(std::string_view text) {
  const std::uint32_t kinds = cell_word(text);
  return (kinds & (kYes | kNo)) == 0 ? std::nullopt : std::optional((kinds & kYes) != 0);
}

std::optional<bool> locked_flag(std::string_view text) {
  if (is_absent(text)) return std::nullopt;
  if (const auto truth = truth_of(text)) return truth;
  return parse_phrases(text).change == EventKind::account_locked;
}

bool is_number(std::string_view text) {
  return text.size() >= 3 && std::ranges::all_of(text, is_digit);
}

// "5 failed logins", if it is about `failures`; "login failed (5 times)", "login failed x5": 5.
std::uint32_t number_of_failures(std::string_view text, bool failures) {
  if (std::ranges::none_of(text, is_digit)) return 0;
  const std::string plain = plain_words(text);
  std::uint32_t before = 0;
  bool first = true;
  for (std::string_view rest = trim_blanks(plain); !rest.empty(); first = false) {
    std::string_view word = take_until(rest, ' ');
    if (before > 0 && (cell_word(word) & kTimes) != 0) return before;
    const bool times = word.starts_with('x') || word.ends_with('x');
    if (times) word = word.starts_with('x') ? word.substr(1) : word.substr(0, word.size() - 1);
    before = parse_whole<std::uint32_t>(word).value_or(0);
    if (before > 0 && (times || (first && failures))) return before;
  }
  return 0;
}

using Entries = std::vector<std::pair<std::string, std::string>>;

void add_entries(const JsonNode& node, Entries& entries) {
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const JsonNode& item = node.items[i];
    if (item.type == JsonNode::Type::object) add_entries(item, entries);
    if (i >= node.keys.size()) continue;
    if (item.type == JsonNode::Type::text) entries.emplace_back(node.keys[i].name, item.text);
    if (item.type == JsonNode::Type::boolean || item.type == JsonNode::Type::number)
      entries.emplace_back(node.keys[i].name, std::to_string(std::int64_t(item.number)));
  }
}

// The entries of "key: value; key: value".
Entries pairs_of(std::string_view text, std::string_view between_pairs, char mark) {
  constexpr std::string_view kAround = " \t\r\n'\"@{}";
  const auto bare = [&](std::string_view piece) {
    piece.remove_prefix(std::min(piece.find_first_not_of(kAround), piece.size()));
    return piece.substr(0, piece.find_last_not_of(kAround) + 1);
  };
  Entries entries;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find_first_of(between_pairs));
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
    const std::size_t at = piece.find(mark);
    if (at != piece.npos)
      entries.emplace_back(bare(piece.substr(0, at)), bare(piece.substr(at + 1)));
  }
  return entries;
}

// Entries of a cell that holds an object: JSON, or as printed by PowerShell, .NET and Python:
//   @{errorCode=0; failureReason=Other.}, {'errorCode': 0, 'failureReason': None},
//   errorCode=0, failureReason=, class SignInStatus { ErrorCode: 0 } with one entry per line.
// Empty for any other text.
Entries entries_of(std::string_view text) {
  Entries entries;
  if (text.starts_with("@{")) return pairs_of(text, ";", '=');
  if (text.starts_with("class ")) return pairs_of(text.substr(text.find('{') + 1), "\n", ':');
  if (!text.starts_with('{')) return pairs_of(text, ",;", '=');
  const auto parsed = parse_json_tree(text);
  if (const auto* const tree = std::get_if<JsonNode>(&parsed)) {
    add_entries(*tree, entries);
    return entries;
  }
  return pairs_of(text, ",", ':');
}

bool is_object(std::string_view text) {
  if (text.starts_with('{') || text.starts_with("@{")) return true;
  if (text.starts_with("class ") && text.find('{') != text.npos) return true;
  return equal_ignoring_case(text.substr(0, text.find('=')), "errorcode");
}

// Parses a column's name: "Locked at", "Lockout source", "Caller Computer Name".
PhraseParse parse_header(const Columns& columns, Field field) {
  PhraseParse header = parse_phrases(columns.header[field]);
  // In a message the computer is where a logon came from; a table with nothing else lists locks.
  if (field == Field::computer &&
      plain_words(columns.header[field]).find(" caller computer ") != std::string::npos)
    header.note(Statement::lock, Reason::locked);
  return header;
}

}  // namespace

bool changes_account(EventKind kind) {
  return kind != EventKind::login_failed && kind != EventKind::login_succeeded &&
         kind != EventKind::other;
}

EventClassifier::EventClassifier(const NormalizeOptions& options, const Columns& columns)
    : options_(options) {
  const PhraseParse outcome = parse_phrases(columns.header[Field::outcome]);
  if (!outcome.both) yes_is_success_ = outcome.success;
  if (!outcome.success && outcome.state) yes_is_success_ = false;  // "Blocked"
  // "Result", "Login status", "Esito": the column answers an attempt, so "locked" is a refusal.
  is_result_ = has_word(columns.header[Field::outcome], kResult);
  has_count_ = columns.has(Field::count);
  answers_attempts_ =
      is_result_ || outcome.attempt || parse_phrases(columns.header[Field::time]).attempt;
  event_is_id_ = plain_words(columns.header[Field::event]).ends_with(" id ");
  reason_is_message_ =
      columns.has(Field::reason) && !has_word(columns.header[Field::reason], kExplains);
  for (const Field field : kFields) has_events_ |= columns.has(field);
  if (!options.rows_are)
    for (const Field field : {Field::time, Field::count, Field::computer}) {
      if (field == Field::computer && has_events_) break;
      const PhraseParse header = parse_header(columns, field);
      if (!header.change && !header.speaks_of_failure() && !header.failures) continue;
      header_ = header;
      break;
    }
  has_events_ |= !header_.is_empty();
}

PhraseParse EventClassifier::parse_outcome(std::string_view text, ColumnParses& parses) const {
  PhraseParse parse;
  if (const auto truth = truth_of(text)) {
    parse.known = true;
    const bool marks = is_result_ && !is_ascii(text.front());  // "✓"
    parses.flag = !yes_is_success_ && !marks;
    if (!parses.flag) parse.success = *truth == yes_is_success_.value_or(true);
    return parse;
  }
  if (const auto code = parse_code(text)) {
    parses.outcome_is_code = true;
    return *code;
  }
  if (is_number(text)) return parse;
  parse = parse_phrases(text);
  if (const std::uint32_t kinds = cell_word(text) & (kWorked | kDidNot); kinds != 0) {
    parse.known = true;
    parse.success = kinds == kWorked;
  }
  if (!parse.success && (parse.fault || parse.state || parse.challenge)) parse.success = false;
  return parse;
}

// An object's entries count as the columns they are named after; other words in it are ignored.
void EventClassifier::parse_record(std::string_view text, ColumnParses& parses) const {
  for (const auto& [key, value] : entries_of(text)) {
    if (is_absent(value)) continue;
    const std::string name = plain_words(key);
    const auto has = [&](std::string_view word) { return name.find(word) != name.npos; };
    if (const auto truth = truth_of(value); truth && has(" success ")) {
      parses.outcome.known = true;
      parses.outcome.success = truth;
    } else if (has("code ") && !parses.code.known) {
      parses.code = parse_code(value).value_or(PhraseParse{});
    } else if ((has(" status ") || has(" result ") || has(" outcome ") || has(" success ")) &&
               !parses.outcome.known) {
      parses.outcome = parse_outcome(value, parses);
    } else if ((has(" reason ") || has(" error ") || has(" message ")) && !parses.reason.known) {
      parses.reason = parse_phrases(value);
    } else if ((has(" event ") || has(" action ") || has(" operation ")) && !parses.event.known) {
      parses.event = parse_phrases(value);
    }
  }
}

EventClassifier::ColumnParses EventClassifier::parse_columns(const Row& row) const {
  ColumnParses parses;
  const auto text_of = [&](Field field) {
    const std::string_view text = row[field];
    const bool object = is_object(text);
    if (object) parse_record(text, parses);
    return object || is_absent(text) ? std::string_view() : text;
  };
  std::string_view event = text_of(Field::event);
  if ((cell_word(event) & kLevel) != 0) event = {};
  const std::string_view outcome = text_of(Field::outcome), reason = text_of(Field::reason),
                         code = text_of(Field::reason_code);
  const auto code_or_words = [](std::string_view text) {
    const auto known = parse_code(text);
    return known ? *known : parse_phrases(text);
  };
  if (!event.empty()) {
    parses.event = parse_event_id(event).value_or(parse_phrases(event));
    if (parses.event.reporter == Reporter::unknown) parses.event.reporter = reporter_of(event);
  }
  if (!outcome.empty()) parses.outcome = parse_outcome(outcome, parses);
  if (!reason.empty()) parses.reason = code_or_words(reason);
  if (!code.empty()) parses.code = code_or_words(code);
  parses.event_unknown = !event.empty() && !parses.event.known && !event_is_id_;
  parses.outcome_unknown = !outcome.empty() && !parses.outcome.known;
  parses.reason_unknown = !reason.empty() && !parses.reason.known;
  parses.code_unknown = !code.empty() && !parses.code.known;
  parses.single_sign_on = is_single_sign_on(event) || is_single_sign_on(reason);
  parses.locked = locked_flag(row[Field::locked]);
  choose_lead(parses);
  return parses;
}

// True for "User Update", "Account unlocked" and the like, where the details say what was done.
bool EventClassifier::details_lead(const ColumnParses& parses) const {
  const PhraseParse& event = parses.event;
  return reason_is_message_ && parses.reason.change && !parses.reason.attempt &&
         !parses.reason.other && (parses.event_unknown || event.other) && !event.attempt &&
         !event.change && !event.speaks_of_failure() && parses.outcome.success != false &&
         parses.code.success != false;
}

// A message replaces a missing event. Next to a failure, though, "account locked" is its reason.
void EventClassifier::choose_lead(ColumnParses& parses) const {
  parses.lead_is_event =
      (parses.event_unknown || !parses.event.is_empty()) && !details_lead(parses);
  if (parses.lead_is_event) {
    parses.lead = parses.event;
    return;
  }
  const bool failed = parses.outcome.success == false || parses.code.success == false;
  const bool explains = failed && (parses.reason.change == EventKind::account_locked ||
                                   parses.reason.change == EventKind::password_expired);
  parses.lead_is_reason = reason_is_message_ && !explains && !parses.reason.is_empty();
  parses.lead = parses.lead_is_reason ? parses.reason : header_;
}

std::optional<EventKind> EventClassifier::change_of(const ColumnParses& parses) const {
  const bool nothing_leads = !parses.lead_is_event && parses.lead.is_empty();
  const bool refusal = answers_attempts_ && parses.outcome.change == EventKind::account_locked;
  auto change = parses.lead.change;
  if (!change && nothing_leads && !refusal) change = parses.outcome.change;
  if (!change || change == EventKind::account_locked || change == EventKind::password_expired)
    return change;
  // A failed attempt at a change changed nothing.
  const bool failed = parses.lead.success == false || parses.outcome.success == false;
  return failed ? EventKind::other : change;
}

bool EventClassifier::is_other(const ColumnParses& parses) {
  const PhraseParse& lead = parses.lead;
  const bool of_sign_in = lead.attempt || lead.fault || lead.failures || lead.challenge ||
                          parses.reason.reason != Reason::unknown ||
                          parses.code.reason != Reason::unknown;
  if (lead.topic && !of_sign_in) return true;
  if (lead.other) return !lead.fault && !(lead.attempt && lead.success);
  const bool state_alone = lead.state && lead.reason != Reason::mfa && !lead.attempt &&
                           !lead.success && !lead.fault && !lead.challenge && !lead.failures;
  if (!state_alone || parses.outcome.success == false) return false;
  return parses.lead_is_event || !parses.outcome.success;
}

// True if no password was checked: the server failed, or a code says so of a
// failure without a reason.
bool EventClassifier::is_unjudged(const ColumnParses& parses) {
  const std::initializer_list<const PhraseParse*> all = {&parses.lead, &parses.outcome,
                                                         &parses.reason, &parses.code};
  const bool outage = std::ranges::any_of(all, [](auto* one) { return one->outage; });
  const bool reason =
      std::ranges::any_of(all, [](auto* one) { return one->reason != Reason::unknown; });
  return (outage || parses.code.other) && !reason && success_of(parses) != true;
}

std::optional<bool> EventClassifier::success_of(const ColumnParses& parses) {
  const PhraseParse &lead = parses.lead, &outcome = parses.outcome, &reason = parses.reason;
  if (parses.lead_is_reason && outcome.success) return outcome.success;
  if (parses.lead_is_reason && parses.code.success) return parses.code.success;
  if (lead.success == false || outcome.success == false) return false;
  if (lead.success || outcome.success) return true;
  if (lead.failures) return false;
  if (parses.code.success) return parses.code.success;
  if (reason.success) return reason.success;
  // A reason for a failure implies one.
  const bool met = lead.attempt && lead.reason != Reason::unknown && lead.reason != Reason::mfa;
  const bool refused = met || lead.fault || lead.challenge || reason.reason != Reason::unknown ||
                       parses.code.reason != Reason::unknown ||
                       (outcome.change && outcome.reason != Reason::unknown);
  return refused ? std::optional(false) : std::nullopt;
}

Classification EventClassifier::failed(const ColumnParses& parses) {
  Classification found{.kind = EventKind::login_failed};
  // A text outranks a code (50053 is a lock or a malicious address). A code outranks the bare word
  // "interrupted" and the code of a result, which is more general.
  const bool general = parses.outcome.challenge || parses.outcome_is_code;
  const Reason outcome = general ? Reason::unknown : parses.outcome.reason;
  for (const Reason reason : {parses.reason.reason, parses.lead.reason, outcome, parses.code.reason,
                              parses.outcome.reason}) {
    if (reason == Reason::unknown) continue;
    // After a wrong second factor, "wrong" refers to the code, not the password.
    const bool second = parses.lead_is_event && parses.lead.reason == Reason::mfa;
    found.reason = second && reason == Reason::bad_password ? Reason::mfa : reason;
    return found;
  }
  if (parses.reason_unknown || parses.code_unknown) {
    found.unclassified = Unclassified::reason_word;
    found.field = parses.reason_unknown ? Field::reason : Field::reason_code;
  }
  return found;
}

Classification EventClassifier::unclassified(const ColumnParses& parses) const {
  if (options_.rows_are) {
    Classification found = failed(parses);
    found.kind = *options_.rows_are;
    if (found.kind != EventKind::login_failed) found.reason = Reason::unknown;
    return found;
  }
  const auto missing = [](Unclassified what, Field field) {
    return Classification{.unclassified = what, .field = field};
  };
  if (parses.event_unknown) return missing(Unclassified::event_word, Field::event);
  if (parses.flag) return missing(Unclassified::flag, Field::outcome);
  if (parses.outcome_unknown) return missing(Unclassified::outcome_word, Field::outcome);
  if (parses.lead.attempt && !parses.reason_unknown && !parses.code_unknown)
    return missing(Unclassified::attempt, Field::event);
  if (parses.lead_is_event || parses.lead.attempt || parses.reason.attempt)
    return missing(Unclassified::outcome, Field::event);
  if (parses.reason_unknown) return missing(Unclassified::event_word, Field::reason);
  if (parses.code_unknown) return missing(Unclassified::event_word, Field::reason_code);
  return missing(Unclassified::everything, Field::event);
}

Classification EventClassifier::classify(const ColumnParses& parses) const {
  if (const auto change = change_of(parses)) return {.kind = *change};
  if (is_other(parses) || is_unjudged(parses)) return {};
  const auto success = success_of(parses);
  // The result of an unknown event is that of an unknown action, unless only a login can have it.
  const bool says_failure = parses.outcome.success == false || parses.code.success == false ||
                            parses.reason.speaks_of_failure() || parses.reason.attempt;
  if (parses.event_unknown && parses.lead_is_event &&
      (success != false || failed(parses).reason == Reason::unknown || !says_failure))
    return unclassified(parses);
  if (success == false) return failed(parses);
  if (success)
    return {.kind = EventKind::login_succeeded,
            .reason = parses.single_sign_on ? Reason::single_sign_on : Reason::unknown};
  if (parses.code.other || parses.outcome.other) return {};
  if (parses.locked && !parses.lead_is_event && !parses.lead_is_reason && !options_.rows_are)
    return {.kind = *parses.locked ? EventKind::account_locked : EventKind::other};
  return unclassified(parses);
}

Classification EventClassifier::operator()(const Row& row) const {
  const ColumnParses parses = parse_columns(row);
  Classification found = classify(parses);
  const Field lead = parses.lead_is_reason ? Field::reason : Field::event;
  if (found.kind == EventKind::login_failed && !has_count_ &&
      number_of_failures(row[lead], parses.lead.failures) > 1) {
    found.unclassified = Unclassified::number;
    found.field = lead;
  }
  found.reporter = parses.lead.reporter;
  return found;
}

}  // namespace whylocked::normalize
