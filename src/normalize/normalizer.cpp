// The texts of a batch are looked up column by column, then each row becomes an event. What can
// reject a row comes first, so that a row is kept whole or not at all; the place in time comes last
// of these, because it counts on the event that follows.
#include <algorithm>
#include <span>
#include <string>

#include "base/utf8.hpp"
#include "normalize/fields.hpp"
#include "normalize/letters.hpp"
#include "normalize/normalizer_state.hpp"

namespace whylocked {

using normalize::Classification;
using normalize::is_absent;
using normalize::is_no_data;
using normalize::ParsedTime;
using normalize::Unclassified;

namespace {

// "Only the first 5,000 records are exported" from a grid of Autotask, says its help ("Projects
// tab", "Searching and managing contracts").
constexpr std::uint64_t kGridLimit = 5000;

// Limit for a stream, whose size is not known beforehand: what two million events and their texts
// take (64 and 48 MiB) leaves room below 256 MiB for the work on them.
constexpr std::size_t kMaxStreamEvents = std::size_t{1} << 21;
constexpr std::size_t kMaxStreamText = std::size_t{48} << 20;

}  // namespace

// The time of a row with an hour or a form of its own. False: the row is no event, and a message
// says so.
bool Normalizer::State::place(const RowBatch& rows, std::size_t i, Event& event) {
  const Row row = rows.row(i);
  if (row.number > kMaxRowNumber) {
    ++data_rows;
    ++skipped;
    messages.about_row(row.number,
                       {"row-limit", Severity::error, "rows after 4,294,967,295 are left out",
                        "split the file and give all parts in one call"});
    return false;
  }
  ParsedTime time;
  const bool timed = times.parse(row, time);
  if ((!timed || event.user == kNone) && is_no_data(row, columns)) {
    messages.about_row(row.number, {"no-data", Severity::note,
                                    "not an event but a total, a footer or a second header"});
    return false;
  }
  ++data_rows;
  if (!timed)
    times.report_unreadable(row);
  else if (event.user == kNone)
    report_no_user(row);
  else if ((event.count = count_of(i)) == 0 || times.place(row, time, event))
    return true;
  ++skipped;
  return false;
}

std::uint32_t Normalizer::State::count_of(std::size_t i) {
  const bool counts = !counts_failures || classifier->of(i).kind == EventKind::login_failed;
  return counts ? fields.count(i) : 1;
}

void Normalizer::State::report_no_user(const Row& row) {
  normalize::Message message = {"user-missing", Severity::warning, "no username; row skipped",
                                "if the table names the user once a group, fill the name down"};
  if (normalize::is_spreadsheet_error(normalize::trim_blanks(row[Field::user])))
    message = {"user-spoilt", Severity::warning,
               "a spreadsheet error in place of the username; row skipped",
               std::string(normalize::kSpoiltHint)};
  messages.about_text(row.number, Field::user, row[Field::user], 0, std::move(message));
}

// Until keep_activity() such a row is an Event of a program with a vendor alone, and of no user.
void Normalizer::State::add_activity(const RowBatch& rows, std::size_t i) {
  const Row row = rows.row(i);
  Event event;
  event.row = static_cast<std::uint32_t>(row.number);
  event.file = file;
  ParsedTime time;
  const bool timed = times.parse(row, time);
  const TextId vendor = fields.vendor(i);
  if (vendor == kNone || (normalize::cell_word(row[Field::vendor]) & normalize::kTotal) != 0)
    return;
  ++data_rows;
  if (!timed || !times.place(row, time, event)) {
    ++skipped;
    if (!timed) times.report_unreadable(row);
    return;
  }
  event.program = out.programs.intern({.vendor = vendor});
  event.count = fields.count(i);
  event.kind = classifier->of(i).kind;
  out.rows.push_back(event);
}

void Normalizer::State::keep_activity() {
  for (std::size_t i = first_event; i < out.rows.size(); ++i) {
    const Event& event = out.rows[i];
    const std::uint32_t failures = event.kind == EventKind::login_failed ? event.count : 0;
    out.activity.push_back({event.time, out.programs.at(event.program).vendor, event.count,
                            failures, event.row, event.file});
  }
  out.rows.resize(first_event);
}

bool Normalizer::State::is_full() {
  if (!info.unsized || options.unlimited || too_much) return too_much;
  too_much = out.rows.size() - first_event >= kMaxStreamEvents ||
             out.texts.bytes() + out.users.bytes() > kMaxStreamText;
  return too_much;
}

inline void Normalizer::State::add(const RowBatch& rows, std::size_t i) {
  Event event;
  event.row = static_cast<std::uint32_t>(rows.numbers[i]);
  event.file = file;
  event.user = fields.user(i);
  if (event.user != kNone && rows.numbers[i] <= kMaxRowNumber && times.repeats(rows, i, event)) {
    ++data_rows;
    event.count = count_of(i);
  } else if (!place(rows, i, event)) {
    return;
  }
  if (event.count == 0)
    return messages.about_row(
        rows.numbers[i], {"count-zero", Severity::note, "no attempt in this row; row skipped"});
  const Classification& what = classifier->of(i);
  event.kind = what.kind;
  event.reason = what.reason;
  has_failure |= what.kind == EventKind::login_failed;
  has_success |= what.kind == EventKind::login_succeeded;
  if (!what.is_attempt()) add_uncommon(what, rows, i, event);
  event.address = fields.address(i);
  if (sink == nullptr) add_details(rows, i, event);
  out.rows.push_back(event);
}

bool Normalizer::State::consume(const RowBatch& rows) {
  fields.read(rows);
  classifier->read(rows);
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (columns.is_activity)
      add_activity(rows, i);
    else
      add(rows, i);
  give_some();
  return !is_full();
}

void Normalizer::State::add_uncommon(const Classification& what, const RowBatch& rows,
                                     std::size_t i, Event& event) {
  if (what.unclassified != Unclassified::none) unknown_words.count(what, rows.row(i));
  event.reporter = what.reporter;
  event.result_missing = what.unclassified == Unclassified::attempt;
  results_missing += event.result_missing;
  out.has_reporters |= what.reporter != Reporter::unknown;
  if (what.kind == EventKind::other) note_other(rows[Field::event][i]);
  if (normalize::changes_account(what.kind))
    if (const TextId target = fields.target(i); target != kNone) event.user = target;
}

// Details that groups do not use.
void Normalizer::State::add_details(const RowBatch& rows, std::size_t i, Event& event) {
  if (columns.has(Field::id))
    out.row_ids.set(file, event.row, normalize::id_of(rows.text(Field::id, i)));
  if (columns.has(Field::recorder) && event.reporter != Reporter::unknown)
    out.recorders.set(file, event.row, normalize::id_of(rows.text(Field::recorder, i)));
  event.program = fields.program(i);
}

void Normalizer::State::note_other(std::string_view event) {
  constexpr std::size_t kMaxNoted = 3, kMaxEvent = 120;
  std::vector<std::string>& noted = info.other_events;
  event = utf8_prefix(event, kMaxEvent);
  if (noted.size() < kMaxNoted && !event.empty() &&
      std::find(noted.begin(), noted.end(), event) == noted.end())
    noted.emplace_back(event);
}

// If a file names failures and no success, a sign-in without a result is a success: "LOGIN"
// beside "FAILED_LOGIN". Where it names neither, or both, the result stays unknown.
void Normalizer::State::resolve_results(bool succeeded) {
  if (results_missing == 0 || !succeeded) return;
  for (Event& event : std::span(out.rows).subspan(first_event)) {
    if (!event.result_missing) continue;
    event.result_missing = false;
    event.kind = EventKind::login_succeeded;
  }
  results_missing = 0;
}

// The rows of a refused file are no events.
bool Normalizer::State::refuse() {
  skipped += event_count();
  given = 0;
  first = last = std::nullopt;
  out.rows.resize(first_event);
  return false;
}

void Normalizer::State::describe() {
  times.describe(info);
  info.skipped += skipped;
  if (sink != nullptr)
    give();
  else
    count(std::span(out.rows).subspan(first_event));
  info.events = given;
  info.first = first.value_or(0);
  info.last = last.value_or(0);
}

bool Normalizer::State::finish() {
  if (!classifier) return true;  // read found no table and has reported it
  if (too_much) {
    messages.about_file({"stream-limit", Severity::error,
                         "more events than are kept of a pipe or a compressed file: 2,097,152, or "
                         "48 MiB of distinct text",
                         "save it as a plain file, or lift the limit with --unlimited"});
    return refuse();
  }
  const std::uint64_t implied = results_are_implied() ? results_missing : 0;
  if (implied > 0) {
    unknown_words.drop(Unclassified::attempt);
    resolve_results(true);
    messages.about_file({"outcome-implied", Severity::note,
                         "sign-ins without a result count as successes, since the file names its "
                         "failures"});
  }
  bool ok = times.finish() || refuse();
  const std::uint64_t lost = skipped + info.skipped, seen = data_rows + info.skipped;
  if (ok && lost > 0 && event_count() == 0) {
    messages.about_file({"no-events", Severity::error, "no row of the file could be used",
                         "--map FIELD=COLUMN says what a column means"});
    ok = false;
  }
  if (ok && lost * 2 > seen)
    messages.about_file({"mostly-skipped", Severity::warning,
                         std::to_string(lost) + " of " + std::to_string(seen) +
                             " rows could not be used; the report covers the rest",
                         "see the messages about its rows; export again if they are right", true});
  if (ok) unknown_words.report(classifier->file_has_events(), messages);
  if (data_rows == kGridLimit)
    messages.about_file({"grid-limit", Severity::note,
                         "exactly 5,000 rows: probably cut off at the limit of a grid export",
                         "export shorter periods, and give all files in one call"});
  describe();
  if (columns.is_activity) keep_activity();
  return ok;
}

Normalizer::Normalizer(const NormalizeOptions& options, std::uint16_t file, InputInfo& info,
                       Events& out, Diagnostics& diagnostics)
    : state_(std::make_unique<State>(options, file, info, out, diagnostics)) {}

Normalizer::~Normalizer() = default;

void Normalizer::stream_to(EventSink& sink) { state_->sink = &sink; }

void Normalizer::begin(const Columns& columns) { state_->begin(columns); }

bool Normalizer::consume(const RowBatch& rows) { return state_->consume(rows); }

std::unique_ptr<RowSink> Normalizer::split(InputInfo& info, Diagnostics& diagnostics) {
  return state_->split(info, diagnostics);
}

bool Normalizer::merge(std::span<const RowSink::Part> parts) { return state_->merge(parts); }

bool Normalizer::finish() { return state_->finish(); }

void Normalizer::State::begin(const Columns& columns_of_file) {
  columns = info.columns = columns_of_file;
  // Events that may have to be compared with others have to be kept. Mails may cover only some of
  // the events.
  const bool has_twins = columns.has(Field::recorder) || info.system == LogSystem::windows ||
                         info.system == LogSystem::ssh || info.system == LogSystem::appliance;
  const bool compared = columns.has(Field::id) || columns.has(Field::realm) ||
                        columns.has(Field::count) || info.format == "mail" || has_twins;
  if (columns.is_activity || compared) sink = nullptr;
  times.begin(columns);
  fields.begin(columns, sink == nullptr);  // groups do not use what a caller claims to be
  classifier.emplace(options, columns);
  const std::string& counted = columns.header[Field::count];
  counts_failures = normalize::parse_phrases(counted).failures;
  if (sink == nullptr) reserve_events();
}

// Reserved memory that is not used costs nothing, but a small machine may not grant more.
void Normalizer::State::reserve_events() {
  constexpr std::uint64_t kBytesARow = 96;  // of most exports more
  const std::uint64_t max = (own == nullptr ? 1u << 30 : 1u << 28) / sizeof(Event);
  out.rows.reserve(first_event + static_cast<std::size_t>(std::min(info.bytes / kBytesARow, max)));
}

}  // namespace whylocked
