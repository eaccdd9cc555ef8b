// The fast path of a Normalizer: rows of texts that came before become events by look-ups alone,
// column by column, so that many cache misses overlap.
//
// In:  rows as in the file; after a row with a new text, the event that the slow path made of it.
// Out: the events of the first rows, up to one with an unknown text.
// New names and addresses in their usual form are interned here. A row with a diagnostic is never
// cached, for the diagnostic is due each time.
// Lifetime: values.  Threads: one.  Failure: none; unknown texts take the slow path, whose result
// is the definition.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "normalize/text_dictionary.hpp"
#include "normalize/time/row_times.hpp"
#include "whylocked/event.hpp"
#include "whylocked/read.hpp"

namespace whylocked::normalize {

class RowCache {
 public:
  // The numbers of one row's words are packed into 32 bits.
  static constexpr std::uint32_t kBitsOfWord = 6, kMaxWordColumns = 31 / kBitsOfWord;

  // `meaning`: the columns that decide the kind and reason. `callers`: whether Event::program is
  // wanted.
  void begin(const Columns& columns, const std::vector<Field>& meaning, bool callers);
  bool is_used() const { return used_; }
  std::size_t take(const RowBatch& rows, const RowTimes& times, std::uint16_t file, Events& events);
  // Row `at` became the last of the events.
  void warm(const RowBatch& rows, std::size_t at, const Events& events);

 private:
  // The distinct texts of a column, numbered; there are few.
  struct Words {
    Field field;
    RawWords texts;
    std::uint32_t count = 0;
  };
  struct Caller {
    Field field;
    TextId Program::*id;
    RawNames texts;
  };
  struct Meant {
    std::uint32_t words = 0;  // 0: free
    EventKind kind = EventKind::other;
    Reason reason = Reason::unknown;
    Reporter reporter = Reporter::unknown;
  };
  struct Met {
    Program program;
    TextId id = kNone;
  };
  static constexpr std::size_t kMeant = 1024, kMet = 1024;
  using Numbers = RawNames::Numbers;

  void warm_meaning(const RowBatch& rows, std::size_t at, const Event& event);
  std::size_t recall_meanings(const RowBatch& rows, std::size_t count, Event* events);
  std::size_t recall_programs(const RowBatch& rows, std::size_t count, Event* events,
                              ProgramBook& programs);
  std::size_t recall_counts(const RowBatch& rows, std::size_t count, Event* events) const;
  std::size_t read_ids(const RowBatch& rows, std::size_t count);
  std::size_t recall_users(const RowBatch& rows, std::size_t count, Event* events, Interner& users);
  std::size_t recall_addresses(const RowBatch& rows, std::size_t count, Event* events,
                               AddressBook& addresses);
  template <typename Plain>
  std::size_t read_new(const std::string_view* texts, std::size_t count,
                       std::array<Plain, RowBatch::kMaxRows>& plain);
  static bool names_two_vendors(const RowBatch& rows, std::size_t at);
  TextId id_of(const Program& program, ProgramBook& programs);

  bool used_ = false;
  bool has_target_ = false;
  std::vector<Words> words_;
  std::vector<Meant> meant_;
  std::vector<Caller> callers_;
  std::vector<Met> met_;
  RawNames users_, addresses_;
  RawWords counts_;
  Numbers numbers_{}, ids_{};
  std::array<std::uint8_t, RowBatch::kMaxRows> new_{};  // rows of texts that are not known
  std::size_t new_count_ = 0;
};

}  // namespace whylocked::normalize
