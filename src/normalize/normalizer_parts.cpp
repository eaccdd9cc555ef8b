// Events that go to a sink, and files that are read in parts: each part has a Normalizer with
// events, ids and messages of its own, and join() makes of them what one alone would have made.
#include <algorithm>
#include <utility>

#include "normalize/normalizer_state.hpp"

namespace whylocked {

using normalizing::RowTimes;
using normalizing::UnknownWords;

namespace {

constexpr std::size_t kGivenAtOnce = 1024;  // events to a sink: 48 KiB

// Events of a part until all are put together: as blocks, each freed as soon as it is copied.
constexpr std::size_t kBlockEvents = std::size_t{1} << 15;

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
  if (sink != nullptr) {
    if (out.rows.size() >= kGivenAtOnce && times.settle()) give();
  } else if (own != nullptr && out.rows.size() >= kBlockEvents && times.settle()) {
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
  out.rows.reserve(kBlockEvents + RawRows::kMost);
  uncounted = 0;
}

// What the ids of a part are here.
IdMap Normalizer::State::ids_of(const State& part) {
  const auto ids_in = [](const auto& from, auto& to, auto text_of) {
    std::vector<TextId> ids(from.size());
    for (TextId id = kNone + 1; id < from.size(); ++id) ids[id] = to.intern(text_of(from, id));
    return ids;
  };
  const auto text = [](const Interner& from, TextId id) { return from.text(id); };
  return {ids_in(part.own->users, out.users, text),
          ids_in(part.own->addresses, out.addresses,
                 [](const AddressBook& from, TextId id) { return from.at(id); }),
          ids_in(part.own->texts, out.texts, text)};
}

// Rows of a part have a number, an id of its texts and a time of their own; the time is right.
void Normalizer::State::take(State& part, std::uint64_t records_before) {
  skipped += part.skipped;
  data_rows += part.data_rows;
  if (part.sink != nullptr)
    part.give();
  else
    part.close_block();
  const IdMap ids = ids_of(part);
  given += part.given;
  if (part.first) first = std::min(first.value_or(*part.first), *part.first);
  if (part.last) last = std::max(last.value_or(*part.last), *part.last);
  if (part.sink != nullptr) return sink->join(*part.sink, ids);
  for (std::vector<Event>& block : part.blocks) {
    for (Event& event : block) {
      event.row += static_cast<std::uint32_t>(records_before);
      event.user = ids.users[event.user];
      event.address = ids.addresses[event.address];
      event.client = ids.texts[event.client];
      event.application = ids.texts[event.application];
      event.vendor = ids.texts[event.vendor];
    }
    out.rows.insert(out.rows.end(), block.begin(), block.end());
    block = std::vector<Event>();
  }
  uncounted = out.rows.size();
  part.own.reset();
}

std::size_t Normalizer::State::events_in(std::span<const RowSink::Part> parts) {
  std::size_t count = 0;
  for (const RowSink::Part& part : parts) {
    const State& state = *static_cast<Normalizer&>(part.rows).state_;
    for (const std::vector<Event>& block : state.blocks) count += block.size();
    count += state.out.rows.size();
  }
  return count;
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
  out.rows.reserve(out.rows.size() + events_in(parts));
  for (const RowSink::Part& part : parts)
    take(*static_cast<Normalizer&>(part.rows).state_, part.records_before);
  return true;
}

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
