#include "input/context.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "event/secrets.hpp"
#include "input/limits.hpp"

namespace whylocked::input {

namespace {

// Fits a terminal of 80 columns, with some room on both sides of the caret.
constexpr std::size_t kExcerpt = 72, kBeforeCaret = 40;

std::size_t boundary(std::string_view text, std::size_t at) {
  while (at < text.size() && is_utf8_continuation(text[at])) ++at;
  return at;
}

// The line of `text` around its byte `caret`, cut to size between characters.
void cut_excerpt(std::string_view text, std::size_t caret, Diagnostic& diagnostic) {
  caret = std::min(caret, text.size());
  const std::size_t before = text.substr(0, caret).find_last_of("\r\n");
  const std::size_t line_at = before == text.npos ? 0 : before + 1;
  const std::size_t line_end = std::min(text.find_first_of("\r\n", caret), text.size());
  const std::string_view line = text.substr(line_at, line_end - line_at);
  caret -= line_at;
  const std::size_t from = boundary(line, caret > kBeforeCaret ? caret - kBeforeCaret : 0);
  const std::size_t to = boundary(line, std::min(from + kExcerpt, line.size()));
  diagnostic.excerpt = line.substr(from, to - from);
  diagnostic.caret = static_cast<std::uint32_t>(std::min(caret - std::min(from, caret), to - from));
}

}  // namespace

void InputContext::add_diagnostic(Severity severity, std::string_view kind,
                                  std::string_view message, const Problem& problem) {
  failed_ |= severity == Severity::error;
  auto known = std::find_if(counts_.begin(), counts_.end(),
                            [&](const KindCount& one) { return one.kind == kind; });
  if (known == counts_.end()) known = counts_.insert(counts_.end(), {kind, 0});
  Diagnostic diagnostic;
  diagnostic.severity = severity;
  diagnostic.file = name;
  diagnostic.row = problem.row;
  diagnostic.column = problem.column;
  if (++known->count <= Diagnostics::kKeptOfAKind) {  // the others are only counted
    diagnostic.message = message;
    diagnostic.hint = problem.hint;
    // Masked before it is cut: the name of a secret may be in the part that is cut away.
    if (!may_hold_secret(problem.column))
      cut_excerpt(mask_secrets(problem.excerpt), problem.caret, diagnostic);
  }
  diagnostics_.add(kind, std::move(diagnostic));
}

bool InputContext::fail(std::string_view kind, const Error& error) {
  add_diagnostic(Severity::error, kind, error.message, {.hint = error.hint});
  return false;
}

void InputContext::begin(const Columns& columns, const Profile* profile) {
  info.columns = columns;
  info.columns.dates_since_1904 |= dates_since_1904;
  if (profile != nullptr) {
    info.profile = profile->name;
    info.system = profile->system;
    words_ = profile->words;
  }
  begun_ = true;
  sink.begin(info.columns);
}

const Row& InputContext::translate(const Row& row) {
  translated_ = row;
  for (const Profile::Word& word : words_) {
    std::string_view& text = translated_.fields[static_cast<std::size_t>(word.field)];
    if (ascii::equal_ignoring_case(text, word.from)) text = word.to;
  }
  return translated_;
}

void InputContext::merge(const InputContext& part, std::uint64_t before) {
  info.rows += part.info.rows;
  info.skipped += part.info.skipped;
  failed_ |= part.failed_;
  diagnostics_.take(part.diagnostics_, before);
}

void InputContext::set_names(const std::vector<std::string>& names) {
  info.names = names;
  secrets_.clear();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string_view path = names[i];
    if (names_secret(path.substr(path.rfind('.') + 1)))
      secrets_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

bool InputContext::may_hold_secret(std::uint32_t column) const {
  const std::uint32_t tracking = info.columns.number[static_cast<std::size_t>(Field::tracking_id)];
  const bool any = tracking != 0 || !secrets_.empty();
  return any && (column == 0 || column == tracking ||
                 std::find(secrets_.begin(), secrets_.end(), column) != secrets_.end());
}

std::string in_bytes(std::size_t count) {
  if (count >= kGiB && count % kGiB == 0) return std::to_string(count / kGiB) + " GiB";
  if (count >= kMiB && count % kMiB == 0) return std::to_string(count / kMiB) + " MiB";
  return std::to_string(count) + " bytes";
}

}  // namespace whylocked::input
