// Events that go to a sink, and files that are read in parts: each part has a Normalizer with
// events, ids and messages of its own, and merge() makes of them what one alone would have made.
#include <algorithm>
#include <utility>

#include "base/parallel.hpp"
#include "normalize/normalizer_state.hpp"

namespace whylocked {

using normalize::RowTimes;
using normalize::UnknownWords;

void Normalizer::State::count(std::span<const Event> events) {
  if (events.empty()) return;
  given += events.size();
  const auto [earliest, latest] = std::ranges::minmax(events, {}, &Event::time);
  first = std::min(first.value_or(earliest.time), earliest.time);
  last = std::max(last.value_or(latest.time), latest.time);
}

void Normalizer::State::give_some() {
  constexpr std::size_t kMinEvents = 1024;  // 32 KiB
  if (sink == nullptr || out.rows.size() < kMinEvents) return;
  if (results_missing > 0 || !times.resolve_pending()) return;  // finish() completes them
  give();
}

void Normalizer::State::give() {
  count(out.rows);
  sink->take(out.rows);
  out.rows.clear();
}

// Maps the ids of a part to those of the whole. A million names take their time, so they have a
// thread of their own.
IdMap Normalizer::State::ids_of(const Events& part) {
  const auto ids_in = [](std::size_t count, auto intern) {
    std::vector<TextId> ids(count);
    for (TextId id = kNone + 1; id < count; ++id) ids[id] = intern(id);
    return ids;
  };
  IdMap ids;
  const auto map_users = [&] {
    ids.users =
        ids_in(part.users.size(), [&](TextId id) { return out.users.intern(part.users.text(id)); });
  };
  const auto map_others = [&] {
    ids.addresses = ids_in(part.addresses.size(),
                           [&](TextId id) { return out.addresses.intern(part.addresses.at(id)); });
    const std::vector<TextId> texts =
        ids_in(part.texts.size(), [&](TextId id) { return out.texts.intern(part.texts.text(id)); });
    ids.programs = ids_in(part.programs.size(), [&](TextId id) {
      const Program& program = part.programs.at(id);
      return out.programs.intern({.client = texts[program.client],
                                  .application = texts[program.application],
                                  .vendor = texts[program.vendor],
                                  .computer = texts[program.computer]});
    });
  };
  parallel_for(2, 2, 1, [&](std::size_t from, std::size_t to, unsigned) {
    if (from == 0) map_users();
    if (to == 2) map_others();
  });
  return ids;
}

// Rows of a part have numbers and ids of their own; their times are final.
void Normalizer::State::take(State& part, std::uint64_t records_before) {
  skipped += part.skipped;
  data_rows += part.data_rows;
  for (const std::string& event : part.info.other_events) note_other(event);
  part.resolve_results(results_are_implied());
  if (sink != nullptr) part.give();
  given += part.given;
  if (part.first) first = std::min(first.value_or(*part.first), *part.first);
  if (part.last) last = std::max(last.value_or(*part.last), *part.last);

  const auto before = static_cast<std::uint32_t>(records_before);
  for (Event& event : part.out.rows) event.row += before;
  out.row_ids.add(std::exchange(part.out.row_ids, {}), before);
  out.recorders.add(std::exchange(part.out.recorders, {}), before);
  out.has_reporters |= part.out.has_reporters;
  const bool is_first = out.rows.empty() && out.users.size() == 1 && out.texts.size() == 1;
  const IdMap ids = is_first ? IdMap{} : ids_of(part.out);
  if (is_first) {  // nothing has an id yet, so that all of these stay
    std::swap(out.rows, part.out.rows);
    std::swap(out.users, part.out.users);
    std::swap(out.texts, part.out.texts);
    std::swap(out.addresses, part.out.addresses);
    std::swap(out.programs, part.out.programs);
  }
  for (Event& event : part.out.rows) {
    event.user = ids.users[event.user];
    event.address = ids.addresses[event.address];
    event.program = ids.programs[event.program];
  }
  out.rows.insert(out.rows.end(), part.out.rows.begin(), part.out.rows.end());
  part.out.rows = {};
  if (sink != nullptr) sink->join(*part.sink, ids);
}

bool Normalizer::State::merge(std::span<const Part> parts) {
  if (!parts.empty() && parts.back().records_before > kMaxRowNumber / 2) return false;
  std::vector<RowTimes*> times_of_parts;
  UnknownWords words;
  std::uint64_t implied = 0;
  for (const Part& part : parts) {
    auto& state = static_cast<State&>(part.rows);
    times_of_parts.push_back(&state.times);
    implied += state.results_missing;
    has_failure |= state.has_failure;
    has_success |= state.has_success;
    if (!words.join(state.unknown_words, part.records_before)) return false;
  }
  if (!times.join(times_of_parts)) return false;
  unknown_words = std::move(words);
  results_missing = implied;
  for (const Part& part : parts) take(static_cast<State&>(part.rows), part.records_before);
  return true;
}

std::unique_ptr<RowSink> Normalizer::State::split(InputInfo& part_info, Diagnostics& diagnostics) {
  if (columns.is_activity) return nullptr;
  auto part = std::make_unique<State>(*this, std::make_unique<Events>(), part_info, diagnostics);
  if (sink != nullptr) {
    part->own_sink = sink->fork();
    part->sink = part->own_sink.get();
  }
  part->begin(columns);
  return part;
}

}  // namespace whylocked
