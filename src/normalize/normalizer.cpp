// A row's columns are looked at one after the other: time, user, what happened, the rest. What can
// refuse a row comes first, so that a row is kept whole or not at all; the place in time comes last
// of these, because it counts on the event that follows.
#include <algorithm>
#include <array>

#include "normalize/footer.hpp"
#include "normalize/letters.hpp"
#include "normalize/meaning.hpp"
#include "normalize/memo.hpp"
#include "normalize/messages.hpp"
#include "normalize/texts.hpp"
#include "normalize/times.hpp"
#include "normalize/unknown_words.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

using normalizing::equal_ignoring_case;
using normalizing::is_absent;
using normalizing::is_no_data;
using normalizing::Lack;
using normalizing::Meaning;
using normalizing::MeaningOfRow;
using normalizing::Memo;
using normalizing::Messages;
using normalizing::RowTexts;
using normalizing::RowTimes;
using normalizing::TimeText;
using normalizing::UnknownWords;

namespace {

// "Only the first 5,000 records are exported" from a grid of Autotask, says its help ("Projects
// tab", "Searching and managing contracts").
constexpr std::uint64_t kGridLimit = 5000;

// Of a stream, whose size nobody knows beforehand: what two million events and their texts take
// (100 and 48 MiB) leaves room below 256 MiB for the work on them.
constexpr std::size_t kMostStreamEvents = std::size_t{1} << 21;
constexpr std::size_t kMostStreamText = std::size_t{48} << 20;

constexpr Field kMeaningFields[] = {Field::event, Field::outcome, Field::reason, Field::reason_code,
                                    Field::locked};

// What an administrator does to somebody else's account, or the system does to it.
bool is_change(EventKind kind) {
  return kind != EventKind::login_failed && kind != EventKind::login_succeeded &&
         kind != EventKind::other;
}

// FNV-1a, 32 bits: two ids are compared only within one instant.
std::uint32_t id_of(std::string_view text) {
  if (text.empty() || is_absent(text)) return 0;
  std::uint32_t hash = 0x811c9dc5;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193;
  return hash == 0 ? 1 : hash;
}

// The name of a row of sums in a table of calls.
bool is_total(std::string_view name) {
  constexpr std::string_view kTotals[] = {"total", "totals", "all", "sum", "summe", "gesamt"};
  return std::any_of(std::begin(kTotals), std::end(kTotals),
                     [&](std::string_view total) { return equal_ignoring_case(name, total); });
}

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
        times(options_given, messages, out_given.rows),
        texts(messages, out_given) {}

  const NormalizeOptions& options;
  const std::uint16_t file;
  InputInfo& info;
  Events& out;
  const std::size_t first_event;
  Messages messages;
  RowTimes times;
  RowTexts texts;
  Columns columns;
  std::optional<MeaningOfRow> meaning_of_row;
  Memo<Meaning> meanings;  // by the texts of kMeaningFields
  std::array<char, Memo<Meaning>::kLongestKey> phrase;
  UnknownWords unknown_words;
  std::uint64_t data_rows = 0, skipped = 0;
  bool too_much = false;

  void row(const Row& row);
  void activity_row(const Row& row);
  void keep_activity();
  bool is_full();
  // Whether the row has a time, a name and an attempt; says so if not.
  bool check(const Row& row, TimeText& time, Event& event);
  std::string_view join_phrase(const Row& row);
  Meaning meaning(const Row& row);
  bool refuse();
  void describe();
  bool finish();
};

bool Normalizer::State::check(const Row& row, TimeText& time, Event& event) {
  const bool timed = times.parse(row, time);
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
    times.tell_fault(row);
  else
    messages.about_text(row.number, Field::user, row[Field::user], 0,
                        {"user-missing", Severity::warning, "no username, the row is left out"});
  return false;
}

// Until keep_activity() such a row is an Event with a vendor and no user.
void Normalizer::State::activity_row(const Row& row) {
  Event event;
  event.row = static_cast<std::uint32_t>(row.number);
  event.file = file;
  TimeText time;
  const bool timed = times.parse(row, time);
  event.vendor = texts.vendor(row);
  if (event.vendor == kNone || is_total(row[Field::vendor])) return;
  ++data_rows;
  if (!timed || !times.place(row, time, event)) {
    ++skipped;
    if (!timed) times.tell_fault(row);
    return;
  }
  event.count = texts.count(row).value_or(0);
  event.kind = meaning(row).kind;
  out.rows.push_back(event);
}

void Normalizer::State::keep_activity() {
  for (std::size_t i = first_event; i < out.rows.size(); ++i) {
    const Event& event = out.rows[i];
    const std::uint32_t failures = event.kind == EventKind::login_failed ? event.count : 0;
    out.activity.push_back(
        {event.time, event.vendor, event.count, failures, event.row, event.file});
  }
  out.rows.resize(first_event);
}

bool Normalizer::State::is_full() {
  if (!info.unsized || options.unlimited || too_much) return too_much;
  too_much = out.rows.size() - first_event >= kMostStreamEvents ||
             out.texts.bytes() + out.users.bytes() > kMostStreamText;
  return too_much;
}

void Normalizer::State::row(const Row& row) {
  if (columns.is_activity) return activity_row(row);
  Event event;
  event.row = static_cast<std::uint32_t>(row.number);
  event.file = file;
  TimeText time;
  if (!check(row, time, event)) return;
  const auto count = texts.count(row);
  if (!count)
    return messages.about_row(
        row.number, {"count-zero", Severity::note, "no attempt in this row, it is left out"});
  if (!times.place(row, time, event)) {
    ++skipped;
    return;
  }
  const Meaning what = meaning(row);
  if (what.lack != Lack::none) unknown_words.count(what, row);
  event.kind = what.kind;
  event.reason = what.reason;
  if (is_change(what.kind))
    if (const TextId target = texts.target(row); target != kNone) event.user = target;
  event.count = *count;
  event.address = texts.address(row);
  event.id = id_of(row[Field::id]);
  event.client = texts.text(row, Field::user_agent);
  event.application = texts.text(row, Field::application);
  event.vendor = texts.vendor(row);
  out.rows.push_back(event);
}

// All that can say what happened as one text, each part with its length, so that no row can pass
// for another; empty if it is too long to be remembered.
std::string_view Normalizer::State::join_phrase(const Row& row) {
  std::size_t end = 0;
  for (const Field field : kMeaningFields) {
    const std::string_view text = row[field];
    if (end + text.size() + 2 > phrase.size()) return {};
    std::copy(text.begin(), text.end(), phrase.data() + end);
    end += text.size();
    phrase[end++] = static_cast<char>(text.size() & 0xff);
    phrase[end++] = static_cast<char>(text.size() >> 8);
  }
  return {phrase.data(), end};
}

Meaning Normalizer::State::meaning(const Row& row) {
  const std::string_view joined = join_phrase(row);
  if (joined.empty()) return (*meaning_of_row)(row);
  if (const Meaning* const known = meanings.find(joined)) return *known;
  const Meaning found = (*meaning_of_row)(row);
  meanings.put(joined, found);
  return found;
}

// The rows of a refused file are no events.
bool Normalizer::State::refuse() {
  skipped += out.rows.size() - first_event;
  out.rows.resize(first_event);
  return false;
}

void Normalizer::State::describe() {
  times.describe(info);
  info.skipped += skipped;
  info.events = out.rows.size() - first_event;
  info.first = info.last = 0;
  if (info.events == 0) return;
  const auto [first, last] = std::minmax_element(
      out.rows.begin() + static_cast<std::ptrdiff_t>(first_event), out.rows.end(),
      [](const Event& a, const Event& b) { return a.time < b.time; });
  info.first = first->time;
  info.last = last->time;
}

bool Normalizer::State::finish() {
  if (!meaning_of_row) return true;  // read found no table and has told so
  if (too_much) {
    messages.about_file({"stream-limit", Severity::error,
                         "more events than are kept of a pipe or a compressed file: 2,097,152, or "
                         "48 MiB of distinct text",
                         "save it as a plain file, or lift the limit with --unlimited"});
    return refuse();
  }
  bool ok = times.finish() || refuse();
  if (ok && skipped > 0 && out.rows.size() == first_event) {
    messages.about_file({"no-events", Severity::error, "no row of the file could be used",
                         "--map FIELD=COLUMN tells what a column means"});
    ok = false;
  }
  if (ok) unknown_words.tell(meaning_of_row->file_can_tell(), messages);
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

void Normalizer::begin(const Columns& columns) {
  state_->columns = columns;
  state_->info.columns = state_->columns;
  state_->times.begin(columns);
  state_->meaning_of_row.emplace(state_->options, columns);
}

bool Normalizer::row(const Row& row) {
  state_->row(row);
  return !state_->is_full();
}

bool Normalizer::finish() { return state_->finish(); }

}  // namespace whylocked
