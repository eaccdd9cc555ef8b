// The shared vocabulary: one sign-in or account event, small and trivially copyable.
//
// In:  filled by normalize, one Event a row.  Out: read by every later stage.
// Text (usernames, client texts, vendor names), addresses and programs live once in their book; an
// Event holds their ids. Id 0 means "not in the row". Kinds and reasons are closed lists: an
// unknown word becomes `other` or `unknown` and is counted in a diagnostic, never guessed.
// Lifetime: ids are valid as long as the Events they came from; string_views from an Interner stay
// valid while it lives, also when it grows.  Threads: const access is safe, interning is not.
// Failure: none; memory only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/address.hpp"

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
  revoked,         // locked, disabled or expired; the source does not distinguish (Kerberos 0x12)
  single_sign_on,  // of a success: another system vouched; no password of the account was checked
};

// How exactly the row's clock was written; limits what may be concluded from gaps.
enum class Precision : std::uint8_t { microsecond, second, minute, hour, day };

// The component that wrote the row, as far as it matters for attempts that two components report.
enum class Reporter : std::uint8_t {
  unknown,
  windows_logon,     // 4624, 4625: the machine that was logged on to
  windows_ntlm,      // 4776: the domain controller that checked an NTLM password
  windows_kerberos,  // 4771, 4772: the domain controller that checked a password by Kerberos
  windows_ticket,    // 4768: the domain controller that issued the first ticket, or did not
  network_policy,    // 6272, 6273: a RADIUS server in front of a VPN or wireless network
  cisco_aaa,         // 113004, 113005, 113012, 113015: who checked the password
  cisco_user,        // 611101, 611102: the device's answer to an administrator
  cisco_login,       // 605004, 605005: the session of an administrator
  ssh_daemon,        // sshd's own line on an attempt
  ssh_modules,       // the line of the PAM modules that checked it
};

// An export has millions of them; rarely used fields (Program, the source's own id) live in side
// tables.
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
  Precision precision : 3 = Precision::second;
  Reporter reporter : 4 = Reporter::unknown;
  bool result_missing : 1 = false;  // a sign-in whose row does not say whether it worked
};
static_assert(sizeof(Event) == 32);

// The program that called and the computer it ran on, as far as the row names them.
struct Program {
  TextId client = kNone;       // Events::texts: user agent
  TextId application = kNone;  // Events::texts: application or protocol name
  TextId vendor = kNone;       // Events::texts: integration vendor, or a hashed tracking identifier
  TextId computer = kNone;     // Events::texts: the caller's workstation, device or host name
  bool operator==(const Program&) const = default;
};

// The ids in a hash table: open addressing, at most half full, half of the hash beside each id so
// that unequal entries are seldom compared and a larger table needs no other.
class IdTable {
 public:
  // The id for which `same` holds, or kNone; ids in the table are not kNone.
  template <typename Same>
  TextId find(std::uint64_t hash, Same same) const {
    const auto tag = static_cast<std::uint32_t>(hash);
    for (std::size_t i = tag & mask_;; i = (i + 1) & mask_) {
      const Slot slot = slots_[i];
      if (slot.id == kNone) return kNone;
      if (slot.tag == tag && same(slot.id)) return slot.id;
    }
  }
  // REQUIRES: find() returned kNone.
  void add(std::uint64_t hash, TextId id) {
    if (2 * ++count_ > slots_.size()) grow();
    put({static_cast<std::uint32_t>(hash), id});
  }
  void clear() {
    slots_.assign(slots_.size(), {});
    count_ = 0;
  }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    TextId id = kNone;
  };
  void put(Slot slot) {
    std::size_t i = slot.tag & mask_;
    while (slots_[i].id != kNone) i = (i + 1) & mask_;
    slots_[i] = slot;
  }
  void grow() {
    const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(2 * slots_.size()));
    mask_ = slots_.size() - 1;
    for (const Slot& slot : before)
      if (slot.id != kNone) put(slot);
  }

  std::vector<Slot> slots_ = std::vector<Slot>(16);
  std::size_t mask_ = 15;
  std::size_t count_ = 0;
};

// Each distinct value once. Id 0 is no address, a program without any name, or the empty text.
template <class Value>
class ValueBook {
 public:
  TextId intern(const Value& value);
  std::optional<TextId> find(const Value& value) const;
  const Value& at(TextId id) const { return values_[id]; }
  std::size_t size() const { return values_.size(); }

 protected:
  std::vector<Value> values_ = std::vector<Value>(1);

 private:
  IdTable ids_;
};
using AddressBook = ValueBook<Address>;
using ProgramBook = ValueBook<Program>;

class Interner : public ValueBook<std::string_view> {
 public:
  TextId intern(std::string_view text);
  std::string_view text(TextId id) const { return at(id); }
  std::size_t bytes() const { return bytes_; }  // of the distinct texts

 private:
  std::size_t bytes_ = 0;
  std::vector<std::unique_ptr<char[]>> blocks_;  // of texts, which never move
  char* next_ = nullptr;                         // in the last block
  std::size_t room_ = 0;                         // from there on
};

// Names that few rows need, hashed to 32 bits, by file and row; 0: none.
class RowIds {
 public:
  void set(std::uint16_t file, std::uint32_t row, std::uint32_t id);
  std::uint32_t of(const Event& event) const {
    const bool known = event.file < files_.size() && event.row < files_[event.file].size();
    return known ? files_[event.file][event.row] : 0;
  }
  bool any() const { return !files_.empty(); }

 private:
  std::vector<std::vector<std::uint32_t>> files_;  // by row
};

// Calls of one integration vendor in one hour, all accounts together: a sum, never attempts.
struct ActivityHour {
  Micros from = 0;
  TextId vendor = kNone;  // Events::texts
  std::uint32_t calls = 0;
  std::uint32_t failures = 0;  // where the table counts them separately
  std::uint32_t row = 0;
  std::uint16_t file = 0;
};

// Two ways in which the inputs write one account; both are texts of Events::users.
struct JoinedAccount {
  std::string kept;    // the form all of its events have now
  std::string joined;  // the form that some of them were written in
  bool operator==(const JoinedAccount&) const = default;
};

// The value between normalize and correlate.
struct Events {
  std::vector<Event> rows;  // after normalize::sort_events: in time order, total and repeatable
  // One id per account, a name in a realm (domain, tenant, customer): trimmed, case-folded, written
  // "name@realm" or "realm\name". Equal names of two realms are two accounts.
  Interner users;
  Interner texts;  // clients, applications, vendors as written
  AddressBook addresses;
  ProgramBook programs;
  RowIds row_ids;    // the sources' own ids of events
  RowIds recorders;  // the machines that wrote the rows, of rows with a Reporter
  std::vector<ActivityHour> activity = {};  // by time, vendor, file, row; empty: no such table
  std::vector<JoinedAccount> joined_accounts = {};  // by kept, joined
  bool has_reporters = false;                       // at least one row has a Reporter
};

std::string_view to_text(EventKind kind);  // "login_failed"
std::string_view to_text(Reason reason);   // "bad_password"

// "2026-05-19T08:07:19Z"; a fraction only where it is not zero.
std::string to_rfc3339(Micros time);
// The same, at `to`; returns its end. REQUIRES: room for kMaxTimeText bytes.
inline constexpr std::size_t kMaxTimeText = 64;
char* put_rfc3339(Micros time, char* to);

}  // namespace whylocked
