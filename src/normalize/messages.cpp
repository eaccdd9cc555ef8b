#include "normalize/messages.hpp"

#include <algorithm>
#include <vector>

#include "base/number.hpp"
#include "base/utf8.hpp"
#include "normalize/letters.hpp"

namespace whylocked::normalize {

namespace {

constexpr std::size_t kExcerpt = 120;  // bytes; longer texts do not fit a terminal's line

// True if a word of the row is at fault.
bool names_word(Unclassified what) {
  return what != Unclassified::attempt && what != Unclassified::outcome &&
         what != Unclassified::everything;
}

constexpr std::string_view kAsOther = "counted as \"other\"";
constexpr std::string_view kRowsAreHint =
    "if every row is a failed login, add --rows-are login_failed";

struct UnclassifiedText {
  Unclassified what;
  std::string_view kind;
  Severity severity;
  std::string_view fault, counted, hint;
};
constexpr UnclassifiedText kTexts[] = {
    {Unclassified::event_word, "event-word", Severity::warning, "unrecognized event type", kAsOther,
     "name another column with --map event=COLUMN, or say what such rows are with --rows-are"},
    {Unclassified::outcome_word, "outcome-word", Severity::warning, "unrecognized result", kAsOther,
     "name another column with --map outcome=COLUMN; if this is a number of failed logins, add "
     "--map count=COLUMN"},
    {Unclassified::reason_word, "reason-word", Severity::note, "unrecognized reason",
     "counted without one", ""},
    {Unclassified::number, "event-number", Severity::warning, "the text counts several failures",
     "counted as one attempt", "write the numbers into a column named Count"},
    {Unclassified::flag, "outcome-flag", Severity::warning,
     "the header does not show whether this means success", kAsOther,
     "name the column Success or Failed"},
    {Unclassified::attempt, "outcome-missing", Severity::warning,
     "nothing says whether the login worked", kAsOther, kRowsAreHint},
    {Unclassified::outcome, "outcome-missing", Severity::warning,
     "nothing says whether the login worked", kAsOther, kRowsAreHint},
    {Unclassified::everything, "event-missing", Severity::warning, "nothing says what happened",
     kAsOther, kRowsAreHint},
};

Message message_of(Unclassified what, std::uint64_t count) {
  const UnclassifiedText& text = *std::ranges::find(kTexts, what, &UnclassifiedText::what);
  return {text.kind, text.severity,
          std::string(text.fault) + ", " + counted(count, "row") + ' ' + std::string(text.counted),
          std::string(text.hint)};
}

}  // namespace

void Messages::about_text(std::uint64_t row, Field field, std::string_view text, Message message) {
  add(row, info_.columns.number[field], utf8_prefix(text, kExcerpt), std::move(message));
}

void Messages::add(std::uint64_t row, std::uint32_t column, std::string_view excerpt,
                   Message message) {
  diagnostics_.add(message.kind,
                   {.severity = message.severity,
                    .file = info_.file,
                    .row = row,
                    .column = column,
                    .message = std::move(message.what),
                    .excerpt = std::string(excerpt),
                    .caret = static_cast<std::uint32_t>(std::min(message.caret, excerpt.size())),
                    .hint = std::move(message.hint)});
}

void UnknownWords::count(const Classification& found, const Row& row) {
  const bool word = names_word(found.unclassified);
  std::string text(word ? utf8_prefix(row[found.field], kMaxWord) : std::string_view());
  auto entry = rows_.find({found.unclassified, found.field, text});
  if (entry == rows_.end()) {
    if (rows_.size() >= kMaxWords) text.clear();  // all further ones count together
    entry = rows_.try_emplace({found.unclassified, found.field, std::move(text)}).first;
  }
  if (entry->second.count++ == 0) entry->second.first = row.number;
}

void UnknownWords::drop(Unclassified what) {
  std::erase_if(rows_, [&](const auto& entry) { return std::get<0>(entry.first) == what; });
}

void UnknownWords::report(bool file_has_events, Messages& messages) const {
  if (rows_.empty()) return;
  if (!file_has_events) {
    messages.about_file(
        {"event-missing", Severity::warning,
         "the file does not say what happened; its rows count as \"other\"",
         std::string(kRowsAreHint) + "; if each is a lock, --rows-are account_locked"});
    return;
  }
  using Entry = decltype(rows_)::value_type;
  std::vector<const Entry*> entries;
  for (const Entry& entry : rows_) entries.push_back(&entry);
  std::ranges::sort(entries, {},
                    [](const Entry* one) { return std::tie(one->second.first, one->first); });
  for (const Entry* entry : entries) {
    const auto& [what, field, text] = entry->first;
    const Message message = message_of(what, entry->second.count);
    if (!names_word(what))
      messages.about_row(entry->second.first, message);
    else
      messages.about_text(entry->second.first, field, text, message);
  }
}

}  // namespace whylocked::normalize
