// Events that go to a sink, and files that are read in parts: each part has a Normalizer with
// events, ids and messages of its own, and merge() makes of them what one alone would have made.
#include <algorithm>
#include <utility>

#include "base/parallel.hpp"
#include "normalize/normalizer_state.hpp"

namespace whylocked {

using normalize::RowTimes;
using normalize::UnknownWords;

namespace {

constexpr std::size_t kGivenAtOnce = 1024;  // events to a sink: 32 KiB

// Events of a part are kept in blocks of 4 MiB until the merge, each freed as soon as it is copied.
constexpr std::size_t kBlockEvents = (std::size_t{4} << 20) / sizeof(Event) - RowBatch::kMaxRows;

}  // namespace

void Normalizer::State::count_events() {
  const auto events = std::span(out.rows).subspan(uncounted);
  uncounted = out.rows.size();
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

void Normalizer::State::give_some() {
  if (results_missing > 0) return;  // finish() gives them their kind
  if (sink != nullptr) {
    if (out.rows.size() >= kGivenAtOnce && times.resolve_pending()) give();
  } else if (own != nullptr && out.rows.size() >= kBlockEvents && times.resolve_pending()) {
    close_block();
  }
}

void Normalizer::State::give() {
  count_events();
  sink->take(out.rows);
  out.rows.clear();
  uncounted = 0;
}

void Normalizer::State::close_block() {
  count_events();
  blocks.push_back(std::exchange(out.rows, {}));
  out.rows.reserve(kBlockEvents + RowBatch::kMaxRows);
  uncounted = 0;
}

// Maps the ids of a part to those of the whole. The books are independent, and a million names take
// their time.
IdMap Normalizer::State::ids_of(const State& part) {
  const auto ids_in = [](const auto& from, auto& to, auto text_of) {
    std::vector<TextId> ids(from.size());
    for (TextId id = kNone + 1; id < from.size(); ++id) ids[id] = to.intern(text_of(from, id));
    return ids;
  };
  const auto text = [](const Interner& from, TextId id) { return from.text(id); };
  IdMap ids;
  const auto others = [&] {
    ids.addresses = ids_in(part.own->addresses, out.addresses,
                           [](const AddressBook& from, TextId id) { return from.at(id); });
    const std::vector<TextId> said = ids_in(part.own->texts, out.texts, text);
    const auto program = [&](const ProgramBook& from, TextId id) {
      const Program& one = from.at(id);
      return Program{.client = said[one.client],
                     .application = said[one.application],
                     .vendor = said[one.vendor],
                     .computer = said[one.computer]};
    };
    ids.programs = ids_in(part.own->programs, out.programs, program);
  };
  parallel_for(2, 2, 1, [&](std::size_t from, std::size_t to, unsigned) {
    for (std::size_t work = from; work < to; ++work)
      work == 0 ? void(ids.users = ids_in(part.own->users, out.users, text)) : others();
  });
  return ids;
}

// The parts could not be merged, and the file is read once more.
void Normalizer::State::take_back() {
  lent = false;
  out.rows.resize(first_event);
}

// Rows of a part have numbers and ids of their own; their times are final.
void Normalizer::State::take_rows(State& part, const IdMap& ids, std::uint32_t records_before) {
  if (part.own == nullptr) {
    for (Event& event : std::span(out.rows).subspan(first_event)) event.row += records_before;
    out.row_ids.shift(file, records_before);
    return out.recorders.shift(file, records_before);
  }
  for (std::vector<Event>& block : part.blocks) {
    for (Event& event : block) {
      event.row += records_before;
      event.user = ids.users[event.user];
      event.address = ids.addresses[event.address];
      event.program = ids.programs[event.program];
    }
    out.rows.insert(out.rows.end(), block.begin(), block.end());
    block = {};
  }
  out.row_ids.add(part.own->row_ids, records_before);
  out.recorders.add(part.own->recorders, records_before);
  out.has_reporters |= part.own->has_reporters;
}

void Normalizer::State::take(State& part, std::uint64_t records_before) {
  skipped += part.skipped;
  data_rows += part.data_rows;
  for (const std::string& event : part.info.other_events) note_other(event);
  part.resolve_results(results_are_implied());
  if (part.sink != nullptr)
    part.give();
  else if (part.own != nullptr)
    part.close_block();
  else
    part.count_events();
  const IdMap ids = part.own == nullptr ? IdMap{} : ids_of(part);
  given += part.given;
  if (part.first) first = std::min(first.value_or(*part.first), *part.first);
  if (part.last) last = std::max(last.value_or(*part.last), *part.last);
  if (part.sink != nullptr) return sink->join(*part.sink, ids);
  take_rows(part, ids, static_cast<std::uint32_t>(records_before));
  uncounted = out.rows.size();
  part.own.reset();
}

std::size_t Normalizer::State::events_in(std::span<const RowSink::Part> parts) {
  std::size_t count = 0;
  for (const RowSink::Part& part : parts) {
    const State& state = *static_cast<Normalizer&>(part.rows).state_;
    for (const std::vector<Event>& block : state.blocks) count += block.size();
    if (state.own != nullptr) count += state.out.rows.size();
  }
  return count;
}

bool Normalizer::State::merge(std::span<const RowSink::Part> parts) {
  if (!parts.empty() && parts.back().records_before > kMaxRowNumber / 2) return false;
  std::vector<RowTimes*> times_of_parts;
  UnknownWords words;
  std::uint64_t implied = 0;
  for (const RowSink::Part& part : parts) {
    State& state = *static_cast<Normalizer&>(part.rows).state_;
    times_of_parts.push_back(&state.times);
    implied += state.results_missing;
    has_failure |= state.has_failure;
    has_success |= state.has_success;
    if (!words.join(state.unknown_words, part.records_before)) return false;
  }
  if (!times.join(times_of_parts)) return false;
  unknown_words = std::move(words);
  results_missing = implied;
  lent = false;
  out.rows.reserve(out.rows.size() + events_in(parts));
  for (const RowSink::Part& part : parts)
    take(*static_cast<Normalizer&>(part.rows).state_, part.records_before);
  return true;
}

std::unique_ptr<RowSink> Normalizer::split(InputInfo& info, Diagnostics& diagnostics) {
  if (state_->columns.is_activity) return nullptr;
  const bool first = !std::exchange(state_->lent, true);
  auto own = first ? nullptr : std::make_unique<Events>();
  auto part = std::make_unique<State>(*state_, std::move(own), info, diagnostics);
  if (state_->sink != nullptr) {
    part->own_sink = state_->sink->fork();
    part->sink = part->own_sink.get();
  }
  std::unique_ptr<Normalizer> normalizer(new Normalizer(std::move(part)));
  normalizer->begin(state_->columns);
  return normalizer;
}

bool Normalizer::merge(std::span<const RowSink::Part> parts) { return state_->merge(parts); }

}  // namespace whylocked
