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
using normalizing::LateIds;
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

constexpr std::size_t kGivenAtOnce = 1024;  // events to a sink: 48 KiB

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
  // Of a part, with events of its own.
  State(const State& whole, std::unique_ptr<Events> own_events, InputInfo& info_given,
        Diagnostics& diagnostics)
      : State(whole.options, whole.file, info_given, *own_events, diagnostics) {
    own = std::move(own_events);
  }

  std::unique_ptr<Events> own;  // of a part
  std::unique_ptr<EventSink> own_sink;
  EventSink* sink = nullptr;  // null: events stay in `out`
  bool wants_texts = true;
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
  std::vector<Field> meaning_fields;  // those of kMeaningFields that the file has
  Memo<Meaning> meanings;             // by the texts of meaning_fields
  std::array<char, Memo<Meaning>::kLongestKey> phrase;
  UnknownWords unknown_words;
  std::uint64_t data_rows = 0, skipped = 0;
  std::uint64_t given = 0;  // events that went to the sink, or were counted
  std::optional<Micros> first, last;
  bool too_much = false;

  void row(const Row& row);
  void activity_row(const Row& row);
  void keep_activity();
  bool is_full();
  // Whether the row has a time and a name; says so if not. `timed`: it has, and was set.
  bool check(const Row& row, bool timed, TimeText& time, Event& event);
  std::string_view join_phrase(const Row& row);
  Meaning meaning(const Row& row);
  void count_events();
  void give();
  bool join(std::span<const RowSink::Part> parts);
  void take(State& part, std::uint64_t records_before);
  bool refuse();
  void describe();
  bool finish();
};

bool Normalizer::State::check(const Row& row, bool timed, TimeText& time, Event& event) {
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
  texts.late().drop();  // what the row before has left, if it was refused
  Event event;
  event.row = static_cast<std::uint32_t>(row.number);
  event.file = file;
  TimeText time;
  const bool timed = times.repeats(row, event);
  if (!check(row, timed, time, event)) return;
  const auto count = texts.count(row);
  if (!count)
    return messages.about_row(
        row.number, {"count-zero", Severity::note, "no attempt in this row, it is left out"});
  if (!timed && !times.place(row, time, event)) {
    ++skipped;
    return;
  }
  const Meaning what = meaning(row);
  if (what.lack != Lack::none) unknown_words.count(what, row);
  event.kind = what.kind;
  event.reason = what.reason;
  if (is_change(what.kind))
    if (const TextId target = texts.target(row); target != kNone) {
      if (event.user == LateIds::kLater) texts.late().name_now();
      event.user = target;
    }
  event.count = *count;
  event.address = texts.address(row);
  event.id = id_of(row[Field::id]);
  if (wants_texts) {
    event.client = texts.text(row, Field::user_agent);
    event.application = texts.text(row, Field::application);
    event.vendor = texts.vendor(row);
  }
  out.rows.push_back(event);
  texts.late().keep(out.rows.size() - 1);
  if (sink != nullptr && out.rows.size() >= kGivenAtOnce && times.settle()) give();
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

Meaning Normalizer::State::meaning(const Row& row) {
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
  if (const Meaning* const known = meanings.find(hash, same)) return *known;
  const Meaning found = (*meaning_of_row)(row);
  if (const std::string_view joined = join_phrase(row); !joined.empty())
    meanings.put(joined, hash, found);
  return found;
}

void Normalizer::State::count_events() {
  const auto events = std::span(out.rows).subspan(first_event);
  if (events.empty()) return;
  given += events.size();
  Micros earliest = first.value_or(events.front().time), latest = last.value_or(earliest);
  for (const Event& event : events) {
    earliest = std::min(earliest, event.time);
    latest = std::max(latest, event.time);
  }
  first = earliest;
  last = latest;
}

void Normalizer::State::give() {
  texts.late().settle();
  count_events();
  sink->take(out.rows);
  out.rows.clear();
}

// Rows of a part have a number, an id of its texts and a time of their own; the time is right.
void Normalizer::State::take(State& part, std::uint64_t records_before) {
  part.texts.late().settle();
  skipped += part.skipped;
  data_rows += part.data_rows;
  if (part.given + part.own->rows.size() > 0 && part.sink != nullptr) part.give();
  const auto ids_in = [](const auto& from, auto& to, auto text_of) {
    std::vector<TextId> ids(from.size());
    for (TextId id = kNone + 1; id < from.size(); ++id) ids[id] = to.intern(text_of(from, id));
    return ids;
  };
  const auto text = [](const Interner& from, TextId id) { return from.text(id); };
  const IdMap ids{ids_in(part.own->users, out.users, text),
                  ids_in(part.own->addresses, out.addresses,
                         [](const AddressBook& from, TextId id) { return from.at(id); }),
                  ids_in(part.own->texts, out.texts, text)};
  if (part.sink != nullptr) {
    sink->join(*part.sink, ids);
    given += part.given;
    if (part.first) first = std::min(first.value_or(*part.first), *part.first);
    if (part.last) last = std::max(last.value_or(*part.last), *part.last);
    return;
  }
  for (Event& event : part.own->rows) {
    event.row += static_cast<std::uint32_t>(records_before);
    event.user = ids.users[event.user];
    event.address = ids.addresses[event.address];
    event.client = ids.texts[event.client];
    event.application = ids.texts[event.application];
    event.vendor = ids.texts[event.vendor];
  }
  if (out.rows.empty())
    out.rows = std::move(part.own->rows);
  else
    out.rows.insert(out.rows.end(), part.own->rows.begin(), part.own->rows.end());
  part.own.reset();
}

bool Normalizer::State::join(std::span<const RowSink::Part> parts) {
  std::vector<RowTimes*> times_of_parts;
  UnknownWords words;
  for (const RowSink::Part& part : parts) {
    State& state = *static_cast<Normalizer&>(part.rows).state_;
    times_of_parts.push_back(&state.times);
    if (!words.join(state.unknown_words, part.records_before)) return false;
  }
  if (!times.join(times_of_parts)) return false;
  unknown_words = std::move(words);
  for (const RowSink::Part& part : parts)
    take(*static_cast<Normalizer&>(part.rows).state_, part.records_before);
  return true;
}

// The rows of a refused file are no events.
bool Normalizer::State::refuse() {
  skipped += given + out.rows.size() - first_event;
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
    count_events();
  info.events = given;
  info.first = first.value_or(0);
  info.last = last.value_or(0);
}

bool Normalizer::State::finish() {
  texts.late().settle();
  if (!meaning_of_row) return true;  // read found no table and has told so
  if (too_much) {
    messages.about_file({"stream-limit", Severity::error,
                         "more events than are kept of a pipe or a compressed file: 2,097,152, or "
                         "48 MiB of distinct text",
                         "save it as a plain file, or lift the limit with --unlimited"});
    return refuse();
  }
  bool ok = times.finish() || refuse();
  if (ok && skipped > 0 && given + out.rows.size() == first_event) {
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

Normalizer::Normalizer(std::unique_ptr<State> state) : state_(std::move(state)) {}

Normalizer::~Normalizer() = default;

void Normalizer::stream_to(EventSink& sink) { state_->sink = &sink; }

void Normalizer::begin(const Columns& columns) {
  // What may have to be compared with other events has to be kept. Mails are not all there is.
  const bool compared = columns.has(Field::id) || state_->info.format == "mail";
  if (columns.is_activity || compared) state_->sink = nullptr;
  state_->wants_texts = state_->sink == nullptr || state_->sink->needs_texts();
  state_->columns = columns;
  state_->info.columns = state_->columns;
  state_->times.begin(columns);
  state_->meaning_of_row.emplace(state_->options, columns);
  std::copy_if(std::begin(kMeaningFields), std::end(kMeaningFields),
               std::back_inserter(state_->meaning_fields),
               [&](Field field) { return columns.has(field); });
}

bool Normalizer::row(const Row& row) {
  state_->row(row);
  return !state_->is_full();
}

bool Normalizer::finish() { return state_->finish(); }

std::unique_ptr<RowSink> Normalizer::fork(InputInfo& info, Diagnostics& diagnostics) {
  if (state_->columns.is_activity) return nullptr;
  auto part = std::make_unique<State>(*state_, std::make_unique<Events>(), info, diagnostics);
  if (state_->sink != nullptr) {
    part->own_sink = state_->sink->fork();
    part->sink = part->own_sink.get();
  }
  std::unique_ptr<Normalizer> normalizer(new Normalizer(std::move(part)));
  normalizer->begin(state_->columns);
  return normalizer;
}

bool Normalizer::join(std::span<const RowSink::Part> parts) { return state_->join(parts); }

}  // namespace whylocked
