// Events that go to a sink, and files that are read in parts: each part has a Normalizer with
// events, ids and messages of its own, and join() makes of them what one alone would have made.
#include <algorithm>

#include "normalize/normalizer_state.hpp"

namespace whylocked {

using normalizing::RowTimes;
using normalizing::UnknownWords;

namespace {

constexpr std::size_t kGivenAtOnce = 1024;  // events to a sink: 48 KiB

}  // namespace

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

void Normalizer::State::give_some() {
  if (sink != nullptr && out.rows.size() >= kGivenAtOnce && times.settle()) give();
}

void Normalizer::State::give() {
  count_events();
  sink->take(out.rows);
  out.rows.clear();
}

// Rows of a part have a number, an id of its texts and a time of their own; the time is right.
void Normalizer::State::take(State& part, std::uint64_t records_before) {
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
