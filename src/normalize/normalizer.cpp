// Looks up the texts of a batch column by column, then turns each row into an event. All checks
// that can reject a row come first, so a row is kept whole or not at all; its time comes last of
// these, because it relies on the event being appended next.
#include <algorithm>
#include <iterator>
#include <limits>
#include <span>
#include <string>

#include "base/utf8.hpp"
#include "normalize/event/classifier.hpp"
#include "normalize/fields.hpp"
#include "normalize/letters.hpp"
#include "normalize/messages.hpp"
#include "normalize/time/row_times.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

using namespace normalize;

namespace {

// "Only the first 5,000 records are exported" from an Autotask grid, according to its help
// ("Projects tab", "Searching and managing contracts").
constexpr std::uint64_t kGridLimit = 5000;

// Limit for a stream, whose size is not known beforehand: two million events and their texts (64
// and 48 MiB) leave room below 256 MiB for the work on them.
constexpr std::size_t kMaxStreamEvents = std::size_t{1} << 21;
constexpr std::size_t kMaxStreamText = std::size_t{48} << 20;

// Event::row has 32 bits; later rows are reported and left out.
constexpr std::uint64_t kMaxRowNumber = UINT32_MAX;

constexpr std::uint32_t bit(EventKind kind) { return 1u << static_cast<unsigned>(kind); }

struct Lookup : RowLookup {
  Lookup(const NormalizeOptions& options, const Columns& columns, bool programs, Messages& messages,
         Events& out)
      : fields(columns, programs, messages, out), classify(options, columns) {
    std::vector<Field> deciding;
    std::ranges::copy_if(EventClassifier::kFields, std::back_inserter(deciding),
                         [&](Field field) { return columns.has(field); });
    classified = CellMemo<Classification>(deciding);
  }
  void read(const RowBatch& rows) override {
    fields.read(rows);
    if (!classified.read(rows)) return;
    for (std::size_t i = 0; i < rows.size(); ++i) classification(rows, i);
  }
  const Classification& classification(const RowBatch& rows, std::size_t i) {
    return classified.of(i, [&] { return classify(rows.row(i)); });
  }
  FieldReader fields;
  const EventClassifier classify;
  CellMemo<Classification> classified;
};

}  // namespace

struct Normalizer::State {
  State(const NormalizeOptions& options_given, std::uint16_t file_given, InputInfo& info_given,
        Events& out_given, Diagnostics& diagnostics)
      : options(options_given),
        file(file_given),
        info(info_given),
        out(out_given),
        first_event(out_given.rows.size()),
        messages(info_given, diagnostics),
        times(options_given, messages, out_given.rows) {}

  const NormalizeOptions& options;
  const std::uint16_t file;
  InputInfo& info;
  Events& out;
  const std::size_t first_event;
  Messages messages;
  RowTimes times;
  Columns columns;
  std::function<void(std::span<const Event>)> consumer;  // null: events stay in `out`
  std::unique_ptr<Lookup> own;                           // for batches that come without one
  Lookup* lookup = nullptr;                              // of the batch
  bool has_counts = false;                               // of attempts
  bool counts_failures = false;  // a success, lock or change in such a row counts once
  UnknownWords unknown_words;
  std::uint64_t data_rows = 0, skipped = 0;
  std::uint64_t emitted = 0;  // events sent to the consumer
  Micros first = std::numeric_limits<Micros>::max(), last = std::numeric_limits<Micros>::min();
  bool too_much = false;
  std::uint64_t results_missing = 0;  // events of `out` with Event::result_missing
  std::uint32_t kinds = 0;            // of the events so far, one bit each

  void begin(const Columns& columns_of_file) {
    columns = info.columns = columns_of_file;
    // Events that may have to be compared with others must be kept. Mails may cover
    // only some of the events.
    const bool has_twins = columns.has(Field::recorder) || info.system == LogSystem::windows ||
                           info.system == LogSystem::ssh || info.system == LogSystem::appliance;
    const bool compared = columns.has(Field::id) || columns.has(Field::realm) ||
                          columns.has(Field::count) || info.format == "mail" || has_twins;
    if (columns.is_activity || compared) consumer = nullptr;
    times.begin(columns);
    own = new_lookup();
    has_counts = columns.has(Field::count) || columns.has(Field::successes);
    counts_failures = parse_phrases(columns.header[Field::count]).failures;
    if (!consumer) reserve_events();
  }

  std::unique_ptr<Lookup> new_lookup() {
    const bool programs = !consumer;  // groups do not use programs
    return std::make_unique<Lookup>(options, columns, programs, messages, out);
  }

  bool consume(const RowBatch& rows) {
    lookup = own.get();
    if (rows.lookup == nullptr)
      own->read(rows);
    else
      lookup = static_cast<Lookup*>(rows.lookup);
    if (columns.is_activity)
      for (std::size_t i = 0; i < rows.size(); ++i) add_activity(rows, i);
    else
      for (std::size_t i = 0; i < rows.size(); ++i) add(rows, i);
    emit_some();
    return !is_full();
  }

  bool finish() {
    if (!own) return true;  // no table was found, as read has reported
    if (too_much) {
      messages.about_file(
          {"stream-limit", Severity::error,
           "more events than are kept from a pipe or a compressed file: 2,097,152, or "
           "48 MiB of distinct text",
           "save it as a plain file, or lift the limit with --unlimited"});
      return drop_events();
    }
    resolve_results();
    bool ok = times.finish() || drop_events();
    const std::uint64_t lost = skipped + info.skipped, seen = data_rows + info.skipped;
    if (ok && lost > 0 && event_count() == 0) {
      messages.about_file({"no-events", Severity::error, "no row of the file could be used",
                           "say what a column means with --map FIELD=COLUMN"});
      ok = false;
    }
    if (ok && lost * 2 > seen)
      messages.about_file({"mostly-skipped", Severity::warning,
                           std::to_string(lost) + " of " + std::to_string(seen) +
                               " rows could not be used; the report covers the rest",
                           "see the messages about its rows; export again if they are right"});
    if (ok) unknown_words.report(own->classify.file_has_events(), messages);
    if (data_rows == kGridLimit)
      messages.about_file({"grid-limit", Severity::note,
                           "exactly 5,000 rows: probably cut off at the limit of a grid export",
                           "export shorter periods, and give all files in one call"});
    describe();
    if (columns.is_activity) keep_activity();
    return ok;
  }

 private:
  // Reserved memory costs nothing until used, but a small machine may not grant more.
  void reserve_events() {
    constexpr std::uint64_t kBytesARow = 96;  // most exports have more
    constexpr std::uint64_t kMaxEvents = (1u << 30) / sizeof(Event);
    out.rows.reserve(first_event +
                     static_cast<std::size_t>(std::min(info.bytes / kBytesARow, kMaxEvents)));
  }

  // Returns false if the row counts no attempts.
  [[gnu::noinline]] bool count(const Classification& what, std::size_t i, Event& event,
                               std::uint32_t& successes) {
    const bool counts = !counts_failures || what.kind == EventKind::login_failed;
    event.count = counts ? lookup->fields.count(i) : 1;
    successes = lookup->fields.successes(i);
    return event.count != 0 || successes != 0;
  }

  // A lock need not name who made it.
  TextId account_changed(const Classification& what, std::size_t i) {
    return changes_account(what.kind) ? lookup->fields.target(i) : kNone;
  }

  // Sets the time of a row that needs more than KnownHours. Returns false, with a
  // message, if the row is not an event.
  [[gnu::noinline]] bool place(const RowBatch& rows, std::size_t i, const Classification& what,
                               Event& event, std::uint32_t& successes) {
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
    else if (!count(what, i, event, successes) || times.place(row, time, event))
      return true;
    ++skipped;
    return false;
  }

  void report_no_user(const Row& row) {
    Message message = {"user-missing", Severity::warning, "no username; row skipped",
                       "if the table names the user once per group, fill the name down"};
    if (is_spreadsheet_error(trim_blanks(row[Field::user])))
      message = {"user-spoilt", Severity::warning,
                 "a spreadsheet error in place of the username; row skipped",
                 std::string(kSpoiltHint)};
    messages.about_text(row.number, Field::user, row[Field::user], std::move(message));
  }

  [[gnu::always_inline]] void add(const RowBatch& rows, std::size_t i) {
    const Classification& what = lookup->classification(rows, i);
    Event event;
    event.row = static_cast<std::uint32_t>(rows.numbers[i]);
    event.file = file;
    event.user = lookup->fields.user(i);
    if (event.user == kNone && columns.has(Field::target)) event.user = account_changed(what, i);
    std::uint32_t successes = 0;
    if (event.user != kNone && rows.numbers[i] <= kMaxRowNumber && times.repeats(rows, i, event)) {
      ++data_rows;
      if (has_counts) count(what, i, event, successes);
    } else if (!place(rows, i, what, event, successes)) {
      return;
    }
    if (event.count == 0 && successes == 0)
      return messages.about_row(
          rows.numbers[i], {"count-zero", Severity::note, "no attempt in this row; row skipped"});
    event.kind = what.kind;
    event.reason = what.reason;
    kinds |= bit(what.kind);
    if (!what.is_attempt()) add_uncommon(what, rows, i, event);
    event.address = lookup->fields.address(i);
    if (!consumer) add_details(rows, i, event);
    if (event.count > 0) out.rows.push_back(event);
    if (successes > 0) add_successes(event, successes);
  }

  // A row may count failures and successes.
  [[gnu::noinline]] void add_successes(Event event, std::uint32_t successes) {
    event.kind = EventKind::login_succeeded;
    event.reason = Reason::unknown;
    event.count = successes;
    kinds |= bit(event.kind);
    out.rows.push_back(event);
  }

  [[gnu::noinline]] void add_uncommon(const Classification& what, const RowBatch& rows,
                                      std::size_t i, Event& event) {
    if (what.unclassified != Unclassified::none) unknown_words.count(what, rows.row(i));
    event.reporter = what.reporter;
    event.result_missing = what.unclassified == Unclassified::attempt;
    results_missing += event.result_missing;
    out.has_reporters |= what.reporter != Reporter::unknown;
    if (what.kind == EventKind::other) note_other(rows.text(Field::event, i));
    if (changes_account(what.kind))
      if (const TextId target = lookup->fields.target(i); target != kNone) event.user = target;
  }

  void note_other(std::string_view event) {
    constexpr std::size_t kMaxNoted = 3, kMaxEvent = 120;
    std::vector<std::string>& noted = info.other_events;
    event = utf8_prefix(event, kMaxEvent);
    if (noted.size() < kMaxNoted && !event.empty() &&
        std::ranges::find(noted, event) == noted.end())
      noted.emplace_back(event);
  }

  // Adds details that groups do not use.
  [[gnu::noinline]] void add_details(const RowBatch& rows, std::size_t i, Event& event) {
    if (columns.has(Field::id)) out.row_ids.set(file, event.row, id_of(rows.text(Field::id, i)));
    if (columns.has(Field::recorder) && event.reporter != Reporter::unknown)
      out.recorders.set(file, event.row, id_of(rows.text(Field::recorder, i)));
    event.program = lookup->fields.program(i);
    if (event.kind == EventKind::login_succeeded && lookup->fields.is_single_sign_on(i))
      event.reason = Reason::single_sign_on;
  }

  // Until keep_activity(), such a row is an Event with a program that has only a
  // vendor, and no user.
  void add_activity(const RowBatch& rows, std::size_t i) {
    const Row row = rows.row(i);
    Event event;
    event.row = static_cast<std::uint32_t>(row.number);
    event.file = file;
    ParsedTime time;
    const bool timed = times.parse(row, time);
    const TextId vendor = lookup->fields.vendor(i);
    if (vendor == kNone || (cell_word(row[Field::vendor]) & kTotal) != 0) return;
    ++data_rows;
    if (!timed || !times.place(row, time, event)) {
      ++skipped;
      if (!timed) times.report_unreadable(row);
      return;
    }
    event.program = out.programs.intern({.vendor = vendor});
    event.count = lookup->fields.count(i);
    event.kind = lookup->classification(rows, i).kind;
    out.rows.push_back(event);
  }

  void keep_activity() {
    for (std::size_t i = first_event; i < out.rows.size(); ++i) {
      const Event& event = out.rows[i];
      const std::uint32_t failures = event.kind == EventKind::login_failed ? event.count : 0;
      out.activity.push_back({event.time, out.programs.at(event.program).vendor, event.count,
                              failures, event.row, event.file});
    }
    out.rows.resize(first_event);
  }

  bool is_full() {
    if (!info.unsized || options.unlimited || too_much) return too_much;
    too_much = out.rows.size() - first_event >= kMaxStreamEvents ||
               out.texts.bytes() + out.users.bytes() > kMaxStreamText;
    return too_much;
  }

  // Counts rows that are final, or sends them to the consumer.
  void emit() {
    const std::span<const Event> rows = std::span(out.rows).subspan(first_event);
    emitted += rows.size();
    if (rows.empty()) return;
    for (const Event& event : rows) {
      first = std::min(first, event.time);
      last = std::max(last, event.time);
    }
    if (!consumer) return;
    consumer(out.rows);
    out.rows.clear();
  }

  // Emits once enough events have come together, unless something about them is still open.
  void emit_some() {
    constexpr std::size_t kMinEvents = 1024;  // 32 KiB
    if (consumer && out.rows.size() >= kMinEvents && results_missing == 0 &&
        times.resolve_pending())
      emit();
  }

  // If a file names failures but no success, a sign-in without a result is a success: "LOGIN" next
  // to "FAILED_LOGIN". If it names neither or both, the result stays unknown.
  void resolve_results() {
    constexpr std::uint32_t kFailed = bit(EventKind::login_failed),
                            kBoth = kFailed | bit(EventKind::login_succeeded);
    if (results_missing == 0 || (kinds & kBoth) != kFailed || options.rows_are) return;
    for (Event& event : std::span(out.rows).subspan(first_event)) {
      if (!event.result_missing) continue;
      event.result_missing = false;
      event.kind = EventKind::login_succeeded;
    }
    unknown_words.drop(Unclassified::attempt);
    messages.about_file({"outcome-implied", Severity::note,
                         "sign-ins without a result count as successes, since the file names its "
                         "failures"});
  }

  // Drops the events of a file that fails.
  bool drop_events() {
    skipped += event_count();
    emitted = 0;
    out.rows.resize(first_event);
    return false;
  }

  void describe() {
    times.describe(info);
    info.skipped += skipped;
    emit();
    info.events = emitted;
    if (emitted == 0) return;
    info.first = first;
    info.last = last;
  }

  std::uint64_t event_count() const { return emitted + out.rows.size() - first_event; }
};

Normalizer::Normalizer(const NormalizeOptions& options, std::uint16_t file, InputInfo& info,
                       Events& out, Diagnostics& diagnostics)
    : state_(std::make_unique<State>(options, file, info, out, diagnostics)) {}

Normalizer::~Normalizer() = default;

void Normalizer::stream_to(std::function<void(std::span<const Event>)> consumer) {
  state_->consumer = std::move(consumer);
}

void Normalizer::begin(const Columns& columns) { state_->begin(columns); }

bool Normalizer::consume(const RowBatch& rows) { return state_->consume(rows); }

std::unique_ptr<RowLookup> Normalizer::lookup() { return state_->new_lookup(); }

bool Normalizer::finish() { return state_->finish(); }

}  // namespace whylocked
