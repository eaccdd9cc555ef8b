// The shared vocabulary: one sign-in or account event, small and trivially copyable.
//
// In:  filled by normalize, one Event a row.  Out: read by every later stage.
// Text (usernames, client texts, vendor names), addresses and programs live once in their book; an
// Event holds their ids. Id 0 means "the row did not say". Kinds and reasons are closed lists: an
// unknown word becomes `other` or `unknown` and is counted in a diagnostic, never guessed.
// Lifetime: ids are valid as long as the Events they came from; string_views from an Interner stay
// valid while it lives, also when it grows.  Threads: const access is safe, interning is not.
// Failure: none; memory only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/address.hpp"
#include "whylocked/hash.hpp"

namespace whylocked {

using Micros = std::int64_t;  // microseconds since 1970-01-01T00:00:00Z, no leap seconds
using TextId = std::uint32_t;
inline constexpr TextId kNone = 0;
inline constexpr Micros kSecond = 1'000'000;
inline constexpr Micros kMinute = 60 * kSecond;
inline constexpr Micros kHour = 60 * kMinute;
inline constexpr Micros kDay = 24 * kHour;

enum class EventKind : std::uint8_t {
  login_failed,
  login_succeeded,
  account_locked,
  account_unlocked,
  password_changed,
  password_expired,
  username_changed,
  other,
};

enum class Reason : std::uint8_t {
  unknown,
  bad_password,
  unknown_user,
  locked,  // refused because the account was locked already: an effect, never a cause
  expired,
  disabled,
  mfa,
  bad_integration_code,
  quota,
  blocked,
};

// How exactly the row's clock was written; limits what may be concluded from gaps.
enum class Precision : std::uint8_t { microsecond, second, minute, hour, day };

// An export has millions of them, so what is seldom asked for (Program, the source's own id) stands
// elsewhere.
struct Event {
  Micros time = 0;
  TextId user = kNone;      // Events::users
  TextId address = kNone;   // Events::addresses
  TextId program = kNone;   // Events::programs
  std::uint32_t row = 0;    // 1-based, counted as a spreadsheet shows it
  std::uint32_t count = 1;  // attempts in this row (a "count" column), at least 1
  std::uint16_t file = 0;   // index of the input
  EventKind kind : 4 = EventKind::other;
  Reason reason : 4 = Reason::unknown;
  Precision precision = Precision::second;
};
static_assert(sizeof(Event) == 32);

// What a row says of the program that called.
struct Program {
  TextId client = kNone;       // Events::texts: user agent
  TextId application = kNone;  // Events::texts: application or protocol name
  TextId vendor = kNone;       // Events::texts: integration vendor, or a hashed tracking identifier
  bool operator==(const Program&) const = default;
};

// Which ids the places of a hash table hold: open addressing, at most half full, a part of the hash
// beside each id, so that what differs is seldom looked at.
class IdTable {
 public:
  // The id for which `same` holds, or kNone; ids in the table are not kNone.
  template <typename Same>
  TextId find(std::uint64_t hash, Same same) const {
    for (std::size_t i = hash & mask_;; i = (i + 1) & mask_) {
      const Slot slot = slots_[i];
      if (slot.id == kNone) return kNone;
      if (slot.tag == static_cast<std::uint32_t>(hash >> 32) && same(slot.id)) return slot.id;
    }
  }
  // REQUIRES: find() gave kNone. `hash_of` gives the hash of an id, for a larger table.
  template <typename HashOf>
  void add(std::uint64_t hash, TextId id, HashOf hash_of) {
    if (2 * ++count_ > slots_.size()) grow(hash_of);
    put(hash, id);
  }
  // For many look-ups at once: first prefetch() all, then guess() all, whose ids are most often
  // what find() will ask about.
  void prefetch(std::uint64_t hash) const { __builtin_prefetch(&slots_[hash & mask_]); }
  TextId guess(std::uint64_t hash) const { return slots_[hash & mask_].id; }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    TextId id = kNone;
  };
  void put(std::uint64_t hash, TextId id) {
    std::size_t i = hash & mask_;
    while (slots_[i].id != kNone) i = (i + 1) & mask_;
    slots_[i] = {static_cast<std::uint32_t>(hash >> 32), id};
  }
  template <typename HashOf>
  void grow(HashOf hash_of) {
    const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
    mask_ = slots_.size() - 1;
    for (const Slot& slot : before)
      if (slot.id != kNone) put(hash_of(slot.id), slot.id);
  }

  std::vector<Slot> slots_ = std::vector<Slot>(16);
  std::size_t mask_ = 15;
  std::size_t count_ = 0;
};

// Each distinct text once. Id 0 is the empty text.
class Interner {
 public:
  TextId intern(std::string_view text) { return intern(text, hash_bytes(text)); }
  TextId intern(std::string_view text, std::uint64_t hash);
  std::optional<TextId> find(std::string_view text) const;
  // The same with hash_bytes(text) at hand; kNone: not there. The others are as in IdTable.
  TextId find(std::string_view text, std::uint64_t hash) const {
    return ids_.find(hash, [&](TextId id) { return equal_bytes(texts_[id], text); });
  }
  void prefetch(std::uint64_t hash) const { ids_.prefetch(hash); }
  TextId guess(std::uint64_t hash) const {
    const TextId id = ids_.guess(hash);
    __builtin_prefetch(&texts_[id]);
    return id;
  }
  void prefetch_text(TextId id) const { __builtin_prefetch(texts_[id].data()); }
  std::string_view text(TextId id) const { return texts_[id]; }
  std::size_t size() const { return texts_.size(); }
  std::size_t bytes() const { return bytes_; }  // of the distinct texts

 private:
  std::string_view keep(std::string_view text);

  std::size_t bytes_ = 0;
  std::vector<std::string_view> texts_ = {std::string_view()};
  IdTable ids_;
  std::vector<std::unique_ptr<char[]>> blocks_;  // the texts, one behind the other
  std::size_t block_bytes_ = 0, room_ = 0;       // of the last block: all, and those left
};

// Each distinct address once. Id 0 is "no address".
class AddressBook {
 public:
  static std::uint64_t hash_of(const Address& address) {
    return hash_pair(address.high, address.low);
  }
  TextId intern(const Address& address) { return intern(address, hash_of(address)); }
  TextId intern(const Address& address, std::uint64_t hash);
  void prefetch(std::uint64_t hash) const { ids_.prefetch(hash); }
  void prefetch_guess(std::uint64_t hash) const {
    __builtin_prefetch(&addresses_[ids_.guess(hash)]);
  }
  const Address& at(TextId id) const { return addresses_[id]; }
  std::size_t size() const { return addresses_.size(); }

 private:
  std::vector<Address> addresses_ = std::vector<Address>(1);
  IdTable ids_;
};

// Each distinct program once. Id 0 is the one of which nothing is said.
class ProgramBook {
 public:
  TextId intern(const Program& program);
  const Program& at(TextId id) const { return programs_[id]; }
  std::size_t size() const { return programs_.size(); }

 private:
  std::vector<Program> programs_ = std::vector<Program>(1);
  IdTable ids_;
};

// The ids that sources give their events, of 32 bits, by file and row; 0: it gives none.
class RowIds {
 public:
  void set(std::uint16_t file, std::uint32_t row, std::uint32_t id);
  std::uint32_t of(const Event& event) const {
    const bool known = event.file < files_.size() && event.row < files_[event.file].size();
    return known ? files_[event.file][event.row] : 0;
  }
  bool any() const { return !files_.empty(); }
  // Those of a part of one file, whose rows are numbered from `before` on.
  void add(const RowIds& part, std::uint32_t before);
  void shift(std::uint16_t file, std::uint32_t by);  // to later rows

 private:
  std::vector<std::vector<std::uint32_t>> files_;  // by row
};

// Calls of one integration vendor in one hour, all accounts together: a sum, never attempts.
struct ActivityHour {
  Micros from = 0;
  TextId vendor = kNone;  // Events::texts
  std::uint32_t calls = 0;
  std::uint32_t failures = 0;  // where the table tells them apart
  std::uint32_t row = 0;
  std::uint16_t file = 0;
};

// The value between normalize and correlate.
struct Events {
  std::vector<Event> rows;  // after normalize::sort_events: in time order, total and repeatable
  Interner users;           // normalized usernames: trimmed, case-folded, domain kept
  Interner texts;           // clients, applications, vendors as written
  AddressBook addresses;
  ProgramBook programs;
  RowIds row_ids;
  std::vector<ActivityHour> activity = {};  // by time, vendor, file, row; empty: no such table
};

std::string_view to_text(EventKind kind);  // "login_failed"
std::string_view to_text(Reason reason);   // "bad_password"
std::optional<EventKind> parse_kind(std::string_view text);

// "2026-05-19T08:07:19Z"; a fraction only where it is not zero.
std::string to_rfc3339(Micros time);
// Its part behind the "T": "08:07:19Z"; at most 16 bytes. REQUIRES: 0 <= of_day < kDay. Returns the
// place behind it.
char* put_clock(Micros of_day, char* to);

}  // namespace whylocked
