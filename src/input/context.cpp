#include "input/context.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/split.hpp"
#include "base/text_location.hpp"
#include "event/secrets.hpp"
#include "input/log/message.hpp"

namespace whylocked::input {

namespace {

// Splits "EXAMPLE\ann", in a column that holds both.
void split_realm(Row& row) {
  std::string_view& user = row[Field::user];
  const std::size_t slash = user.find('\\');
  if (slash == user.npos) return;
  row[Field::realm] = user.substr(0, slash);
  user.remove_prefix(slash + 1);
}

// The values of a JSON list are joined with commas.
bool has_item(std::string_view list, std::string_view item) {
  while (!list.empty())
    if (ascii::equal_ignoring_case(take_until(list, ','), item)) return true;
  return false;
}

// False if the row is not an event, by the profile's words.
bool translate(const Profile& profile, Row& row) {
  constexpr std::string_view kAnyOther = "*", kNoEvent = "-";
  for (const Profile::Move& move : profile.moves)
    if (ascii::equal_ignoring_case(row[Field::event], move.event)) {
      if (move.from == Field::realm && row[Field::realm].empty()) split_realm(row);
      if (row[move.to].empty()) row[move.to] = row[move.from];
      row[move.from] = {};
    }
  ByField<bool> done{};  // each value is translated once
  for (const Profile::Word& word : profile.words) {
    std::string_view& value = row[word.field];
    const bool any = word.from == kAnyOther && !value.empty();
    if (done[word.field] || (!any && !has_item(value, word.from))) continue;
    value = word.to;
    done[word.field] = true;
  }
  return row[Field::event] != kNoEvent;
}

}  // namespace

void InputContext::add_diagnostic(Severity severity, std::string_view kind, const Text& message,
                                  const Problem& problem) {
  failed_ |= severity == Severity::error;
  Diagnostic diagnostic{
      .severity = severity, .file = name, .row = problem.row, .column = problem.column};
  if (++counts_[kind] <= Diagnostics::kKeptOfAKind) {  // the others are only counted
    diagnostic.message = message;
    diagnostic.hint = problem.hint;
    // Mask before cutting: the name of a secret may be in the part that is cut off.
    if (!may_hold_secret(problem.column))
      set_excerpt(mask_secrets(problem.excerpt), problem.caret, diagnostic);
  }
  diagnostics_.add(kind, std::move(diagnostic));
}

bool InputContext::fail(std::string_view kind, const Error& error) {
  add_diagnostic(Severity::error, kind, error.message, {.hint = error.hint});
  return false;
}

void InputContext::note_repairs(std::uint64_t row, const Repairs& repairs) {
  if (repairs.nul)
    add_diagnostic(Severity::warning, "nul", "NUL bytes; dropped",
                   {.row = row, .hint = "the file may be damaged; export again if in doubt"});
  if (repairs.guessed)
    add_diagnostic(Severity::note, "encoding", "not valid UTF-8; read as Windows-1252",
                   {.row = row});
}

InputContext::InputContext(const std::string& file, const ReadOptions& how, RowSink& to,
                           Diagnostics& diagnostics, InputInfo& about)
    : name(file), options(how), sink(to), info(about), diagnostics_(diagnostics) {}

InputContext::~InputContext() = default;

void InputContext::begin(const Columns& columns, const Profile* profile) {
  info.columns = columns;
  info.columns.dates_since_1904 |= dates_since_1904;
  if (profile != nullptr) {
    set_profile(*profile);
    profile_ = profile;
    translates_ = !profile->words.empty() || !profile->moves.empty();
  }
  if (columns.has(Field::text)) {
    const bool is_log = info.format == "log" && !columns.has(Field::time);
    messages_ = message_reader(profile, is_log, *this);
    const ByField<bool> fields = messages_->fields();
    for (std::size_t i = 0; i < kFieldCount; ++i)
      if (fields[i]) name_field(static_cast<Field>(i), Field::text);
    if (is_log) info.columns.number[Field::text] = 0;  // a log has no columns
    translates_ = true;
  }
  if (profile != nullptr)
    for (const Profile::Move& move : profile->moves) name_field(move.to, move.from);
  if (info.columns.has(Field::logon_type) && !info.columns.mapped[Field::application]) {
    name_field(Field::application, Field::logon_type);
    adds_logon_type_ = translates_ = true;
  }
  begun_ = true;
  sink.begin(info.columns);
}

void InputContext::set_profile(const Profile& profile) {
  info.profile = profile.name;
  info.profile_title = profile.title;
  info.system = profile.system;
}

// `field` is read from the column of `from`, unless it has its own.
void InputContext::name_field(Field field, Field from) {
  if (info.columns.has(field)) return;
  info.columns.number[field] = info.columns.number[from];
  info.columns.header[field] = info.columns.header[from];
  info.columns.mapped[field] = info.columns.mapped[from];
}

// False if the row is not an event or cannot be used.
bool InputContext::fill_from_message(Row& row) {
  const MessageReader::Result result = messages_->read(row);
  no_events_ += result == MessageReader::Result::no_event;
  if (result != MessageReader::Result::found) return false;
  if (const Profile* const profile = messages_->found_by(); profile && info.profile.empty())
    set_profile(*profile);
  return true;
}

void InputContext::emit(const Row& row, const Profile* words) {
  if (!translates_ && words == nullptr) return add_to_batch(row);
  Row plain = row;
  if (messages_ && !fill_from_message(plain)) return;
  if (messages_) words = messages_->found_by();
  if (words == nullptr) words = profile_;
  if (words != nullptr && !translate(*words, plain)) {
    ++no_events_;
    return;
  }
  if (adds_logon_type_) add_logon_type(plain);
  add_to_batch(plain);
}

void InputContext::add_to_batch(const Row& row) {
  constexpr std::size_t kMaxRows = 128, kMaxBytes = 64u << 10;
  ++info.rows;
  batch_.add(row);
  if (batch_.rows() == kMaxRows || batch_.bytes() >= kMaxBytes) flush();
}

void InputContext::emit(const RowBatch& rows) {
  flush();
  info.rows += rows.size();
  stopped_ = stopped_ || !sink.consume(rows) || info.rows >= options.max_rows;
}

void InputContext::flush() {
  if (batch_.rows() > 0)
    stopped_ = stopped_ || !sink.consume(batch_.batch()) || info.rows >= options.max_rows;
  batch_.clear();
}

// Appends the Windows logon type, in the words of its documentation, to the program that logged on.
void InputContext::add_logon_type(Row& row) {
  constexpr std::pair<std::string_view, std::string_view> kTypes[] = {{"2", "interactive"},
                                                                      {"3", "network"},
                                                                      {"4", "batch"},
                                                                      {"5", "service"},
                                                                      {"7", "unlock"},
                                                                      {"8", "network cleartext"},
                                                                      {"9", "new credentials"},
                                                                      {"10", "remote interactive"},
                                                                      {"11", "cached interactive"}};
  const std::string_view text = row[Field::logon_type];
  std::string_view& application = row[Field::application];
  for (const auto& [number, word] : kTypes)
    if (text == number || ascii::equal_ignoring_case(text, word)) {
      const bool alone = application.empty() || application == "-" || application == text;
      application_ = alone ? std::string() : std::string(application) + ", ";
      application = application_.append(word).append(" logon");
      return;
    }
}

bool InputContext::finish(bool ok) {
  flush();
  if (!ok) return false;
  const std::string row = info.format == "log" ? "line" : "row";
  const std::string none = std::to_string(no_events_) + ' ' + row +
                           (no_events_ == 1 ? " is no sign-in event" : "s are no sign-in events");
  if (no_events_ > 0 && info.rows == 0)
    return fail("no-event", {"no " + row + " is a sign-in event: " + none,
                             "check the period, or describe the messages in a profile: --profile "
                             "FILE"});
  if (no_events_ > 0) add_diagnostic(Severity::note, "no-events", none);
  if (info.rows == 0 || info.skipped < info.rows || failed_) return true;
  const bool lines = info.format == "log" || info.format == "mail";
  return !lines || fail("no-events", {"no line of the file could be used", {}});
}

void InputContext::set_names(const std::vector<std::string>& names) {
  info.names = names;
  secrets_.clear();
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names_secret(std::string_view(names[i]).substr(names[i].rfind('.') + 1)))
      secrets_.push_back(static_cast<std::uint32_t>(i + 1));
}

bool InputContext::may_hold_secret(std::uint32_t column) const {
  const std::uint32_t tracking = info.columns.number[Field::tracking_id];
  const bool any = tracking != 0 || !secrets_.empty();
  return any && (column == 0 || column == tracking ||
                 std::ranges::find(secrets_, column) != secrets_.end());
}

}  // namespace whylocked::input
