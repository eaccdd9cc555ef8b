// The vocabulary that all stages share: one sign-in or account event, small and trivially copyable.
//
// In:  filled by normalize, one Event per row.  Out: read by every later stage.
// Texts (usernames, client texts, vendor names), addresses and programs are stored once, in books;
// an Event holds their ids. Id 0 means the row has no such value. Kinds and reasons are closed
// lists: an unrecognized word becomes `other` or `unknown`, and a diagnostic counts it.
// Lifetime: ids are valid with the Events they came from; string_views from an Interner stay valid
// for its lifetime, even as it grows.  Threads: const access is safe, interning is not.
// Failure: none; memory only.
#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
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
  locked,  // refused because the account was already locked: an effect, never a cause
  expired,
  disabled,
  mfa,
  bad_integration_code,
  quota,
  blocked,
  revoked,         // locked, disabled or expired; the source does not say which (Kerberos 0x12)
  single_sign_on,  // of a success: another system vouched; the account's password was not checked
};

// Precision of the row's clock; it limits what gaps between rows can show.
enum class Precision : std::uint8_t { microsecond, second, minute, hour, day };

// The component that wrote the row, where two components may report one attempt.
enum class Reporter : std::uint8_t {
  unknown,
  windows_logon,     // 4624, 4625: the machine being logged on to
  windows_ntlm,      // 4776: the domain controller that checked an NTLM password
  windows_kerberos,  // 4771, 4772: the domain controller that checked a password by Kerberos
  windows_ticket,    // 4768: the domain controller that issued or refused the first ticket
  network_policy,    // 6272, 6273: a RADIUS server in front of a VPN or wireless network
  cisco_aaa,         // 113004, 113005, 113012, 113015: the check of the password
  cisco_user,        // 611101, 611102: the device's answer to an administrator
  cisco_login,       // 605004, 605005: an administrator's session
  ssh_daemon,        // sshd's own line about an attempt
  ssh_modules,       // the line of the PAM modules that checked it
};

// An export has millions of these, so rarely used fields (Program, the source's
// own id) live in side tables.
struct Event {
  Micros time = 0;
  TextId user = kNone;      // Events::users
  TextId address = kNone;   // Events::addresses
  TextId program = kNone;   // Events::programs
  std::uint32_t row = 0;    // 1-based, as a spreadsheet counts
  std::uint32_t count = 1;  // attempts in this row (from a "count" column), at least 1
  std::uint16_t file = 0;   // index of the input
  EventKind kind : 4 = EventKind::other;
  Reason reason : 4 = Reason::unknown;
  Precision precision : 3 = Precision::second;
  Reporter reporter : 4 = Reporter::unknown;
  bool result_missing : 1 = false;  // a sign-in whose row does not say whether it succeeded
};
static_assert(sizeof(Event) == 32);

// The calling program and the computer it ran on, as far as the row names them.
struct Program {
  TextId client = kNone;       // Events::texts: user agent
  TextId application = kNone;  // Events::texts: application or protocol name
  TextId vendor = kNone;       // Events::texts: integration vendor, or a hashed tracking identifier
  TextId computer = kNone;     // Events::texts: the caller's workstation, device or host name
  bool operator==(const Program&) const = default;
};

// A hash table of ids with open addressing, at most half full. A slot also holds half of the hash,
// so that unequal entries are rarely compared and growing never calls for a hash again.
class IdTable {
 public:
  // The id with this hash for which `same` returns true, or kNone. kNone itself is
  // never in the table.
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

// Stores each distinct value once. Id 0 is: no address, a program without any
// name, or the empty text.
template <class Value>
class ValueBook {
 public:
  TextId intern(const Value& value);
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
  std::size_t bytes() const { return bytes_; }  // total size of the distinct texts

 private:
  std::size_t bytes_ = 0;
  using Memory = std::pmr::monotonic_buffer_resource;
  std::unique_ptr<Memory> memory_ = std::make_unique<Memory>();  // of the texts, which never move
};

// Names that few rows have, hashed to 32 bits, by file and row; 0: none.
class RowIds {
 public:
  void set(std::uint16_t file, std::uint32_t row, std::uint32_t id);
  std::uint32_t of(const Event& event) const {
    const bool known = event.file < files_.size() && event.row < files_[event.file].size();
    return known ? files_[event.file][event.row] : 0;
  }
  bool any() const { return !files_.empty(); }

 private:
  std::vector<std::vector<std::uint32_t>> files_;  // by file, row
};

// Calls of one integration vendor in one hour, over all accounts. A total, never
// treated as attempts.
struct ActivityHour {
  Micros from = 0;
  TextId vendor = kNone;  // Events::texts
  std::uint32_t calls = 0;
  std::uint32_t failures = 0;  // if the table counts them separately
  std::uint32_t row = 0;
  std::uint16_t file = 0;
};

// Two forms in which the inputs write one account; both are texts of Events::users.
struct JoinedAccount {
  std::string kept;    // the form that all its events have now
  std::string joined;  // the form in which some were written
  bool operator==(const JoinedAccount&) const = default;
};

// The output of normalize and the input of correlate.
struct Events {
  std::vector<Event> rows;  // after sort_events: in time order, the same in every run
  // One id per account. An account is a name in a realm (domain, tenant, customer): trimmed,
  // case-folded, written "name@realm" or "realm\name". Equal names in two realms are two accounts.
  Interner users;
  Interner texts;  // clients, applications, vendors, as written
  AddressBook addresses;
  ProgramBook programs;
  RowIds row_ids;    // the sources' own ids of events
  RowIds recorders;  // the machines that wrote the rows, for rows with a Reporter
  std::vector<ActivityHour> activity = {};          // by time, vendor, file, row; often empty
  std::vector<JoinedAccount> joined_accounts = {};  // by kept, joined
  bool has_reporters = false;                       // at least one row has a Reporter
};

std::string_view to_text(EventKind kind);  // "login_failed"
std::string_view to_text(Reason reason);   // "bad_password"

// "2026-05-19T08:07:19Z", with a fraction only if it is not zero.
std::string to_rfc3339(Micros time);
// Writes the same text at `to` and returns its end. REQUIRES: room for kMaxTimeText bytes.
inline constexpr std::size_t kMaxTimeText = 64;
char* put_rfc3339(Micros time, char* to);

}  // namespace whylocked
