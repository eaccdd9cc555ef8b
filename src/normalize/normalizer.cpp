// A row's columns are looked at one after the other: time, user, what happened, the rest. What can
// refuse a row comes first, so that a row is kept whole or not at all; the place in time comes last
// of these, because it counts on the event that follows.
#include <algorithm>
#include <span>
#include <string>

#include "base/hash.hpp"
#include "normalize/fields.hpp"
#include "normalize/letters.hpp"
#include "normalize/normalizer_state.hpp"

namespace whylocked {

using normalize::Classification;
using normalize::equal_ignoring_case;
using normalize::is_absent;
using normalize::is_no_data;
using normalize::ParsedTime;
using normalize::Unclassified;

namespace {

// "Only the first 5,000 records are exported" from a grid of Autotask, says its help ("Projects
// tab", "Searching and managing contracts").
constexpr std::uint64_t kGridLimit = 5000;

// Limit for a stream, whose size is not known beforehand: what two million events and their texts take
// (64 and 48 MiB) leaves room below 256 MiB for the work on them.
constexpr std::size_t kMaxStreamEvents = std::size_t{1} << 21;
constexpr std::size_t kMaxStreamText = std::size_t{48} << 20;

constexpr Field kMeaningFields[] = {Field::event, Field::outcome, Field::reason, Field::reason_code,
                                    Field::locked};
static_assert(std::size(kMeaningFields) <= normalize::RowCache::kMaxWordColumns);

// The name of a row of sums in a table of calls.
bool is_total(std::string_view name) {
  constexpr std::string_view kTotals[] = {"total", "totals", "all", "sum", "summe", "gesamt"};
  return std::any_of(std::begin(kTotals), std::end(kTotals),
                     [&](std::string_view total) { return equal_ignoring_case(name, total); });
}

}  // namespace

bool Normalizer::State::check(const Row& row, bool timed, ParsedTime& time, Event& event) {
  timed = timed || times.parse(row, time);
  event.user = texts.user(row);
  if ((!timed || event.user == kNone) && is_no_data(row, columns)) {
    messages.about_row(row.number, {"no-data", Severity::note,
                                    "not an event but a total, a footer or a second header"});
    return false;
  }
  ++data_rows;
  if (timed && event.user != kNone) return true;
  ++skipped;
  if (!timed)
    times.report_unreadable(row);
  else
    messages.about_text(row.number, Field::user, row[Field::user], 0,
                        {"user-missing", Severity::warning, "no username; row skipped"});
  return false;
}

// Until keep_activity() such a row is an Event of a program with a vendor alone, and of no user.
void Normalizer::State::activity_row(const Row& row) {
  Event event;
  event.row = static_cast<std::uint32_t>(row.number);
  event.file = file;
  ParsedTime time;
  const bool timed = times.parse(row, time);
  const TextId vendor = texts.vendor(row);
  if (vendor == kNone || is_total(row[Field::vendor])) return;
  ++data_rows;
  if (!timed || !times.place(row, time, event)) {
    ++skipped;
    if (!timed) times.report_unreadable(row);
    return;
  }
  event.program = out.programs.intern({.vendor = vendor});
  event.count = texts.count(row).value_or(0);
  event.kind = meaning(row).kind;
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

void Normalizer::State::row(const Row& row) {
  cacheable = false;
  if (row.number > kMaxRowNumber) {
    ++data_rows;
    ++skipped;
    return messages.about_row(
        row.number, {"row-limit", Severity::error, "rows after 4,294,967,295 are left out",
                     "split the file and give all parts in one call"});
  }
  if (columns.is_activity) return activity_row(row);
  const std::uint64_t reported_before = messages.count();
  Event event;
  event.row = static_cast<std::uint32_t>(row.number);
  event.file = file;
  ParsedTime time;
  const bool timed = times.repeats(row, event);
  if (!check(row, timed, time, event)) return;
  const Classification what = meaning(row);
  const bool of_failures = counts_failures && what.kind != EventKind::login_failed;
  const auto count = of_failures ? std::optional(1u) : texts.count(row);
  if (!count)
    return messages.about_row(
        row.number, {"count-zero", Severity::note, "no attempt in this row; row skipped"});
  if (!timed && !times.place(row, time, event)) {
    ++skipped;
    return;
  }
  if (what.unclassified != Unclassified::none) unknown_words.count(what, row);
  event.kind = what.kind;
  event.reason = what.reason;
  event.reporter = what.reporter;
  event.result_missing = what.unclassified == Unclassified::attempt;
  results_missing += event.result_missing;
  out.has_reporters |= what.reporter != Reporter::unknown;
  has_failure |= what.kind == EventKind::login_failed;
  has_success |= what.kind == EventKind::login_succeeded;
  if (normalize::changes_account(what.kind))
    if (const TextId target = texts.target(row); target != kNone) event.user = target;
  event.count = *count;
  event.address = texts.address(row);
  if (sink == nullptr) {
    out.row_ids.set(file, event.row, normalize::id_of(row[Field::id]));
    const TextId client = texts.text(row, Field::user_agent);
    const TextId application = texts.text(row, Field::application);
    event.program = out.programs.intern({client, application, texts.vendor(row),
                                         texts.text(row, Field::computer)});
  }
  out.rows.push_back(event);
  cacheable = what.unclassified == Unclassified::none && messages.count() == reported_before;
}

std::size_t Normalizer::State::consume_batch(const RowBatch& rows) {
  cacheable = false;  // the next row may never come to row(): a total, the header once more
  if (too_much || rows.first + rows.count > kMaxRowNumber) return 0;
  const std::size_t taken = recall.take(rows, times, file, out);
  data_rows += taken;
  give_some();
  is_full();
  return taken;
}

void Normalizer::State::warm(const RowBatch& rows, std::size_t at) {
  if (cacheable) recall.warm(rows, at, out);
}

// All that can say what happened as one text, each part with its length, so that no row can pass
// for another; empty if it is too long to be remembered.
std::string_view Normalizer::State::join_phrase(const Row& row) {
  std::size_t end = 0;
  for (const Field field : meaning_fields) {
    const std::string_view text = row[field];
    if (end + text.size() + 2 > phrase.size()) return {};
    phrase[end++] = static_cast<char>(text.size() & 0xff);
    phrase[end++] = static_cast<char>(text.size() >> 8);
    std::copy(text.begin(), text.end(), phrase.data() + end);
    end += text.size();
  }
  return {phrase.data(), end};
}

Classification Normalizer::State::meaning(const Row& row) {
  std::uint64_t hash = 0;
  for (const Field field : meaning_fields) hash = hash_pair(hash, hash_bytes(row[field]));
  const auto same = [&](std::string_view joined) {
    for (const Field field : meaning_fields) {
      const std::string_view text = row[field];
      if (joined.size() < text.size() + 2 || joined[0] != static_cast<char>(text.size() & 0xff) ||
          joined[1] != static_cast<char>(text.size() >> 8) ||
          !equal_bytes(joined.substr(2, text.size()), text))
        return false;
      joined.remove_prefix(text.size() + 2);
    }
    return true;
  };
  if (const Classification* const known = meanings.find(hash, same)) return *known;
  const Classification found = (*meaning_of_row)(row);
  if (const std::string_view joined = join_phrase(row); !joined.empty())
    meanings.put(joined, hash, found);
  return found;
}

// Where a file names failures and no success, a sign-in without a result is a success: "LOGIN"
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
  uncounted = first_event;
  return false;
}

void Normalizer::State::describe() {
  times.describe(info);
  info.skipped += skipped;
  if (sink != nullptr)
    give();
  else
    count_events();
  info.events = given;
  info.first = first.value_or(0);
  info.last = last.value_or(0);
}

bool Normalizer::State::finish() {
  if (lent) take_back();
  if (!meaning_of_row) return true;  // read found no table and has reported it
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
  if (ok) unknown_words.report(meaning_of_row->file_has_events(), messages);
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

Normalizer::Normalizer(std::unique_ptr<State> state) : state_(std::move(state)) {}

Normalizer::~Normalizer() = default;

void Normalizer::stream_to(EventSink& sink) { state_->sink = &sink; }

void Normalizer::begin(const Columns& columns) {
  // What may have to be compared with other events has to be kept. Mails are not all there is.
  const bool compared = columns.has(Field::id) || columns.has(Field::realm) ||
                        columns.has(Field::count) || state_->info.format == "mail";
  if (columns.is_activity || compared) state_->sink = nullptr;
  state_->columns = columns;
  state_->info.columns = state_->columns;
  state_->times.begin(columns);
  state_->texts.begin(columns);
  state_->meaning_of_row.emplace(state_->options, columns);
  const std::string& counted = columns.header[static_cast<std::size_t>(Field::count)];
  state_->counts_failures = normalize::parse_phrases(counted).failures;
  std::copy_if(std::begin(kMeaningFields), std::end(kMeaningFields),
               std::back_inserter(state_->meaning_fields),
               [&](Field field) { return columns.has(field); });
  state_->recall.begin(columns, state_->meaning_fields, state_->sink == nullptr);
}

// Groups do not use what a caller claims to be.
bool Normalizer::reads(Field field) const {
  return state_->sink == nullptr ||
         (field != Field::user_agent && field != Field::application && field != Field::vendor &&
          field != Field::tracking_id && field != Field::computer);
}

bool Normalizer::row(const Row& row) {
  if (state_->lent) state_->take_back();
  state_->give_some();
  state_->row(row);
  return !state_->is_full();
}

bool Normalizer::accepts_batches() const { return state_->recall.is_used(); }

std::size_t Normalizer::consume_batch(const RowBatch& rows) {
  if (state_->lent) state_->take_back();
  return state_->consume_batch(rows);
}

void Normalizer::warm(const RowBatch& rows, std::size_t at) { state_->warm(rows, at); }

bool Normalizer::finish() { return state_->finish(); }

}  // namespace whylocked
