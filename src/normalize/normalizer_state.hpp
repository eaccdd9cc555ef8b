// The state of a Normalizer for its file, for the two files that work on it: normalizer.cpp row by
// row, normalizer_parts.cpp where a file is read in parts or events go to a sink.
//
// In:  rows.  Out: events in `out`, or given to `sink` and forgotten.
// Lifetime: refers to what the Normalizer was given; a part owns its events and its sink.
// Threads: one a State.  Failure: as normalize.hpp says.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "normalize/event/classifier.hpp"
#include "normalize/fields.hpp"
#include "normalize/messages.hpp"
#include "normalize/time/row_times.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

// Event::row has 32 bits; rows after this one are reported and left out.
inline constexpr std::uint64_t kMaxRowNumber = UINT32_MAX;

struct Normalizer::State : RowSink {
  State(const NormalizeOptions& options_given, std::uint16_t file_given, InputInfo& info_given,
        Events& out_given, Diagnostics& diagnostics)
      : options(options_given),
        file(file_given),
        info(info_given),
        out(out_given),
        first_event(out_given.rows.size()),
        messages(info_given, diagnostics),
        times(options_given, messages, out_given.rows),
        fields(messages, out_given) {}
  // The state of a part, with events of its own.
  State(const State& whole, std::unique_ptr<Events> events, InputInfo& info_given,
        Diagnostics& diagnostics)
      : State(whole.options, whole.file, info_given, *events, diagnostics) {
    own = std::move(events);
  }

  std::unique_ptr<Events> own;  // of a part
  std::unique_ptr<EventSink> own_sink;
  EventSink* sink = nullptr;  // null: events stay in `out`
  const NormalizeOptions& options;
  const std::uint16_t file;
  InputInfo& info;
  Events& out;
  const std::size_t first_event;
  normalize::Messages messages;
  normalize::RowTimes times;
  normalize::FieldReader fields;
  Columns columns;
  std::optional<normalize::BatchClassifier> classifier;
  bool counts_failures = false;  // the count column: a success, lock or change beside it is one
  normalize::UnknownWords unknown_words;
  std::uint64_t data_rows = 0, skipped = 0;
  std::uint64_t given = 0;  // events that went to the sink
  std::optional<Micros> first, last;
  bool too_much = false;
  std::uint64_t results_missing = 0;  // of `out`, see Event::result_missing
  bool has_failure = false, has_success = false;

  void begin(const Columns& columns_of_file) override;
  bool consume(const RowBatch& rows) override;
  std::unique_ptr<RowSink> split(InputInfo& part_info, Diagnostics& diagnostics) override;
  bool merge(std::span<const Part> parts) override;
  void add(const RowBatch& rows, std::size_t i);
  void add_activity(const RowBatch& rows, std::size_t i);
  void keep_activity();
  bool is_full();
  bool results_are_implied() const { return has_failure && !has_success && !options.rows_are; }
  void resolve_results(bool succeeded);
  void reserve_events();
  bool place(const RowBatch& rows, std::size_t i, Event& event);
  std::uint32_t count_of(std::size_t i);
  void add_uncommon(const normalize::Classification& what, const RowBatch& rows, std::size_t i,
                    Event& event);
  void add_details(const RowBatch& rows, std::size_t i, Event& event);
  void report_no_user(const Row& row);
  void note_other(std::string_view event);
  std::uint64_t event_count() const { return given + out.rows.size() - first_event; }
  void count(std::span<const Event> events);
  void give();
  void give_some();  // once enough have come together
  IdMap ids_of(const Events& part);
  void take(State& part, std::uint64_t records_before);
  bool refuse();
  void describe();
  bool finish();
};

}  // namespace whylocked
