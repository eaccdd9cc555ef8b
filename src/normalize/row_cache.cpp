#include "normalize/row_cache.hpp"

#include <algorithm>

#include "normalize/event/classifier.hpp"
#include "normalize/fields.hpp"
#include "normalize/plain_texts.hpp"

namespace whylocked::normalize {

namespace {

constexpr std::uint32_t kMaxWords = 1u << RowCache::kBitsOfWord;
static_assert(1 + RowCache::kMaxWordColumns * RowCache::kBitsOfWord <= 32);  // one bit marks "used"

// A slot of 1024.
std::size_t slot_of(std::uint64_t key) {
  constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15;  // 2^64 divided by the golden ratio
  return key * kGolden >> 54;
}

}  // namespace

// A clock or a zone in a column of its own belongs to the time, a realm to the user, and without
// addresses the application may be one.
void RowCache::begin(const Columns& columns, const std::vector<Field>& meaning, bool callers) {
  used_ = !columns.is_activity && !columns.has(Field::clock) && !columns.has(Field::time_zone) &&
          !columns.has(Field::realm) && !columns.dates_since_1904 &&
          (columns.has(Field::address) || !columns.has(Field::application));
  static_assert(kMeant == 1024 && kMet == 1024);  // see slot_of
  has_target_ = columns.has(Field::target);
  meant_.assign(kMeant, {});
  met_.assign(kMet, {});
  for (const Field field : meaning) words_.push_back({field, {}});
  if (!callers) return;
  callers_ = {{Field::user_agent, &Program::client, {}},
              {Field::application, &Program::application, {}},
              {Field::vendor, &Program::vendor, {}},
              {Field::tracking_id, &Program::vendor, {}},
              {Field::computer, &Program::computer, {}}};
  std::erase_if(callers_, [&](const Caller& caller) { return !columns.has(caller.field); });
  static constexpr char kNothing[RowBatch::kReadable] = {};
  for (Caller& caller : callers_) caller.texts.put({kNothing, 0}, kNone);
}

std::size_t RowCache::recall_meanings(const RowBatch& rows, std::size_t count, Event* events) {
  std::array<std::uint32_t, RowBatch::kMaxRows> words;
  words.fill(1);
  for (const Words& column : words_) {
    column.texts.find(rows[column.field], count, numbers_);
    for (std::size_t i = 0; i < count; ++i) {
      if (numbers_[i] == kUnknown) count = i;
      words[i] = words[i] << kBitsOfWord | numbers_[i];
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Meant& meant = meant_[slot_of(words[i])];
    if (meant.words != words[i]) return i;
    events[i].kind = meant.kind;
    events[i].reason = meant.reason;
    events[i].reporter = meant.reporter;
  }
  return count;
}

// Which of the two is used depends on their texts.
bool RowCache::names_two_vendors(const RowBatch& rows, std::size_t at) {
  const auto *const vendors = rows[Field::vendor], *const ids = rows[Field::tracking_id];
  return vendors != nullptr && ids != nullptr && !vendors[at].empty() && !ids[at].empty();
}

TextId RowCache::id_of(const Program& program, ProgramBook& programs) {
  const std::uint64_t texts = std::uint64_t{program.client} << 32 | program.application;
  Met& met = met_[slot_of((texts * 31 + program.vendor) * 31 + program.computer)];
  if (met.program != program) met = {program, programs.intern(program)};
  return met.id;
}

std::size_t RowCache::recall_programs(const RowBatch& rows, std::size_t count, Event* events,
                                      ProgramBook& programs) {
  if (callers_.empty()) return count;
  for (std::size_t i = 0; i < count; ++i)
    if (names_two_vendors(rows, i)) count = i;
  std::array<Program, RowBatch::kMaxRows> said{};
  for (const Caller& caller : callers_) {
    caller.texts.find(rows[caller.field], count, numbers_);
    for (std::size_t i = 0; i < count; ++i) {
      if (numbers_[i] == kUnknown)
        count = i;
      else
        said[i].*caller.id |= numbers_[i];  // one of two vendors is none
    }
  }
  for (std::size_t i = 0; i < count; ++i) events[i].program = id_of(said[i], programs);
  return count;
}

std::size_t RowCache::recall_counts(const RowBatch& rows, std::size_t count, Event* events) const {
  if (rows[Field::count] == nullptr) return count;
  Numbers numbers;
  counts_.find(rows[Field::count], count, numbers);
  for (std::size_t i = 0; i < count; ++i) {
    if (numbers[i] == kUnknown) return i;
    events[i].count = numbers[i];
  }
  return count;
}

// Ids seldom repeat, so they are hashed anew.
std::size_t RowCache::read_ids(const RowBatch& rows, std::size_t count) {
  const std::string_view* const texts = rows[Field::id];
  if (texts == nullptr) return count;
  const auto is_mark = [](char c) { return c > ' ' && c != '"'; };
  for (std::size_t i = 0; i < count; ++i) {
    if (!texts[i].empty() && (!is_mark(texts[i].front()) || !is_mark(texts[i].back()))) return i;
    ids_[i] = normalize::id_of(texts[i]);
  }
  return count;
}

// Counts the first rows whose text is known, or new and plain; `plain` gets the new ones, `new_`
// their rows.
template <typename Plain>
std::size_t RowCache::read_new(const std::string_view* texts, std::size_t count,
                               std::array<Plain, RowBatch::kMaxRows>& plain) {
  new_count_ = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (numbers_[i] != kUnknown) continue;
    if (!plain[new_count_].read(texts[i])) return i;
    new_[new_count_++] = static_cast<std::uint8_t>(i);
  }
  return count;
}

// With more names than fit into the processor's cache most of the time is spent waiting for memory.
// So the slots of all new names are prefetched first, then their texts, and only then compared.
std::size_t RowCache::recall_users(const RowBatch& rows, std::size_t count, Event* events,
                                   Interner& users) {
  const std::string_view* const texts = rows[Field::user];
  users_.find(texts, count, numbers_);
  std::array<PlainName, RowBatch::kMaxRows> names;
  count = read_new(texts, count, names);
  for (std::size_t n = 0; n < new_count_; ++n) users.prefetch(names[n].hash);
  for (std::size_t n = 0; n < new_count_; ++n) users.prefetch_text(users.guess(names[n].hash));
  for (std::size_t n = 0; n < new_count_; ++n) {
    const std::string_view text = texts[new_[n]];
    numbers_[new_[n]] = names[n].intern(text, users);
    users_.put(text, numbers_[new_[n]]);
  }
  for (std::size_t i = 0; i < count; ++i) events[i].user = numbers_[i];
  return count;
}

std::size_t RowCache::recall_addresses(const RowBatch& rows, std::size_t count, Event* events,
                                       AddressBook& addresses) {
  const std::string_view* const texts = rows[Field::address];
  if (texts == nullptr) return count;
  addresses_.find(texts, count, numbers_);
  std::array<PlainAddress, RowBatch::kMaxRows> plain;
  count = read_new(texts, count, plain);
  for (std::size_t n = 0; n < new_count_; ++n) addresses.prefetch(plain[n].hash);
  for (std::size_t n = 0; n < new_count_; ++n) addresses.prefetch_guess(plain[n].hash);
  for (std::size_t n = 0; n < new_count_; ++n) {
    numbers_[new_[n]] = addresses.intern(plain[n].address, plain[n].hash);
    addresses_.put(texts[new_[n]], numbers_[new_[n]]);
  }
  for (std::size_t i = 0; i < count; ++i) events[i].address = numbers_[i];
  return count;
}

// Names and addresses come last, so that one is interned only if its row is consumed, or is next.
std::size_t RowCache::take(const RowBatch& rows, const RowTimes& times, std::uint16_t file,
                           Events& events) {
  const std::size_t before = events.rows.size();
  events.rows.resize(before + rows.count);
  Event* const to = events.rows.data() + before;
  std::size_t count = times.repeat({rows[Field::time], rows.count}, to);
  count = recall_meanings(rows, count, to);
  count = recall_programs(rows, count, to, events.programs);
  count = recall_counts(rows, count, to);
  count = read_ids(rows, count);
  count = recall_users(rows, count, to, events.users);
  count = recall_addresses(rows, count, to, events.addresses);
  for (std::size_t i = 0; i < count; ++i) {
    to[i].row = static_cast<std::uint32_t>(rows.first + i);
    to[i].file = file;
  }
  if (rows[Field::id] != nullptr)
    for (std::size_t i = 0; i < count; ++i) events.row_ids.set(file, to[i].row, ids_[i]);
  events.rows.resize(before + count);
  return count;
}

void RowCache::warm_meaning(const RowBatch& rows, std::size_t at, const Event& event) {
  std::uint32_t all = 1;
  for (Words& column : words_) {
    const std::string_view* const text = rows[column.field] + at;
    column.texts.find(text, 1, numbers_);
    if (numbers_[0] == kUnknown) {
      if (column.count == kMaxWords) return;
      numbers_[0] = column.count++;
      column.texts.put(*text, numbers_[0]);
    }
    all = all << kBitsOfWord | numbers_[0];
  }
  meant_[slot_of(all)] = {all, event.kind, event.reason, event.reporter};
}

// A change may be about another account than that in the user's column.
void RowCache::warm(const RowBatch& rows, std::size_t at, const Events& events) {
  const Event& event = events.rows.back();
  const Program& program = events.programs.at(event.program);
  if (!has_target_ || !changes_account(event.kind)) {
    warm_meaning(rows, at, event);
    users_.put(rows[Field::user][at], event.user);
  }
  if (!names_two_vendors(rows, at))
    for (Caller& caller : callers_)
      if (const std::string_view text = rows[caller.field][at]; !text.empty())
        caller.texts.put(text, program.*caller.id);
  if (rows[Field::count] != nullptr) counts_.put(rows[Field::count][at], event.count);
  if (rows[Field::address] != nullptr) addresses_.put(rows[Field::address][at], event.address);
}

}  // namespace whylocked::normalize
