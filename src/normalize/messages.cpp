#include "normalize/messages.hpp"

#include <algorithm>
#include <vector>

#include "normalize/letters.hpp"

namespace whylocked::normalize {

namespace {

constexpr std::size_t kExcerpt = 120;  // bytes; longer texts do not fit a terminal's line

std::string rows_text(std::uint64_t count) {
  return count == 1 ? "1 row" : std::to_string(count) + " rows";
}

constexpr std::string_view kRowsAreHint =
    "if every row is a failed login, add --rows-are login_failed";

Message message_of(Unclassified lack, std::uint64_t count) {
  const std::string rows = rows_text(count);
  const std::string_view as_other = "counted as \"other\"";
  const auto text = [&](std::string_view what) {
    return std::string(what) + ", " + rows + ' ' + std::string(as_other);
  };
  switch (lack) {
    case Unclassified::event_word:
      return {"event-word", Severity::warning, text("not a kind of event this program knows"),
              "--map event=COLUMN names another column; --rows-are tells what such rows are"};
    case Unclassified::outcome_word:
      return {"outcome-word", Severity::warning, text("not a result this program knows"),
              "--map outcome=COLUMN names another column"};
    case Unclassified::flag:
      return {"outcome-flag", Severity::warning,
              text("the header does not tell whether this means success"),
              "name the column Success or Failed"};
    case Unclassified::outcome:
      return {"outcome-missing", Severity::warning, text("no word on whether the login worked"),
              std::string(kRowsAreHint)};
    case Unclassified::reason_word:
      return {"reason-word", Severity::note,
              "not a reason this program knows, " + rows + " counted without"};
    default:
      return {"event-missing", Severity::warning, text("no word on what happened"),
              std::string(kRowsAreHint)};
  }
}

}  // namespace

void Messages::about_file(Message message) { about_row(0, std::move(message)); }

void Messages::about_column(Field field, Message message) {
  about_text(0, field, {}, 0, std::move(message));
}

void Messages::about_row(std::uint64_t row, Message message) {
  ++told_;
  diagnostics_.add(message.kind, {message.severity,
                                  info_.file,
                                  row,
                                  0,
                                  std::move(message.what),
                                  {},
                                  0,
                                  std::move(message.hint)});
}

void Messages::about_text(std::uint64_t row, Field field, std::string_view text, std::size_t caret,
                          Message message) {
  ++told_;
  const std::uint32_t column = info_.columns.number[static_cast<std::size_t>(field)];
  const std::string_view excerpt = clip(text, kExcerpt);
  diagnostics_.add(
      message.kind,
      {message.severity, info_.file, row, column, std::move(message.what), std::string(excerpt),
       static_cast<std::uint32_t>(std::min(caret, excerpt.size())), std::move(message.hint)});
}

void UnknownWords::count(const Classification& meaning, const Row& row) {
  const bool word = meaning.unclassified != Unclassified::outcome && meaning.unclassified != Unclassified::everything;
  std::string text(word ? clip(row[meaning.field], kMaxWord) : std::string_view());
  auto found = rows_.find({meaning.unclassified, meaning.field, text});
  if (found == rows_.end()) {
    if (rows_.size() >= kMaxWords) text.clear();  // the rest, as one
    found = rows_.try_emplace({meaning.unclassified, meaning.field, std::move(text)}).first;
  }
  if (found->second.count++ == 0) found->second.first = row.number;
}

bool UnknownWords::join(const UnknownWords& part, std::uint64_t rows_before) {
  for (const auto& [word, rows] : part.rows_) {
    Rows& of = rows_[word];
    if (of.count == 0) of.first = rows.first + rows_before;
    of.count += rows.count;
  }
  return rows_.size() < kMaxWords;
}

void UnknownWords::tell(bool file_has_events, Messages& messages) const {
  if (rows_.empty()) return;
  if (!file_has_events) {
    messages.about_file({"event-missing", Severity::warning,
                         "the file does not say what happened; its rows count as \"other\"",
                         std::string(kRowsAreHint)});
    return;
  }
  using Entry = decltype(rows_)::value_type;
  std::vector<const Entry*> entries;
  for (const Entry& entry : rows_) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(), [](const Entry* a, const Entry* b) {
    return std::tie(a->second.first, a->first) < std::tie(b->second.first, b->first);
  });
  for (const Entry* entry : entries) {
    const auto& [lack, field, text] = entry->first;
    const Message message = message_of(lack, entry->second.count);
    if (lack == Unclassified::outcome || lack == Unclassified::everything)
      messages.about_row(entry->second.first, message);
    else
      messages.about_text(entry->second.first, field, text, 0, message);
  }
}

}  // namespace whylocked::normalize
