// The shared vocabulary: one sign-in or account event, small and trivially copyable.
//
// In:  filled by normalize, one Event a row.  Out: read by every later stage.
// Text (usernames, client texts, vendor names) and addresses live once in their Interner; an Event
// holds their ids. Id 0 means "the row did not say". Kinds and reasons are closed lists: an unknown
// word becomes `other` or `unknown` and is counted in a diagnostic, never guessed.
// Lifetime: ids are valid as long as the Events they came from; string_views from an Interner stay
// valid while it lives, also when it grows.  Threads: const access is safe, interning is not.
// Failure: none; memory only.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
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
};

// How exactly the row's clock was written; limits what may be concluded from gaps.
enum class Precision : std::uint8_t { microsecond, second, minute, hour, day };

struct Event {
  Micros time = 0;
  TextId user = kNone;         // Events::users
  TextId address = kNone;      // Events::addresses
  TextId client = kNone;       // Events::texts: user agent
  TextId application = kNone;  // Events::texts: application or protocol name
  TextId vendor = kNone;       // Events::texts: integration vendor, or a hashed tracking identifier
  std::uint32_t row = 0;       // 1-based, counted as a spreadsheet shows it
  std::uint32_t count = 1;     // attempts in this row (a "count" column), at least 1
  std::uint32_t id = 0;        // hash of the source's own id; 0: it gives none
  std::uint16_t file = 0;      // index of the input
  EventKind kind = EventKind::other;
  Reason reason = Reason::unknown;
  Precision precision = Precision::second;
};
static_assert(sizeof(Event) <= 48);

// Each distinct text once. Id 0 is the empty text.
class Interner {
 public:
  Interner();
  TextId intern(std::string_view text);
  std::optional<TextId> find(std::string_view text) const;
  std::string_view text(TextId id) const { return texts_[id]; }
  std::size_t size() const { return texts_.size(); }
  std::size_t bytes() const { return bytes_; }  // of the distinct texts

 private:
  std::size_t bytes_ = 0;
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, TextId> ids_;
};

// Each distinct address once. Id 0 is "no address".
class AddressBook {
 public:
  TextId intern(const Address& address);
  const Address& at(TextId id) const { return addresses_[id]; }
  std::size_t size() const { return addresses_.size(); }

 private:
  struct Hash {
    std::size_t operator()(const Address& a) const {
      return (a.high ^ (a.low * 0x9e3779b97f4a7c15ULL)) * 0xbf58476d1ce4e5b9ULL >> 7;
    }
  };
  std::vector<Address> addresses_ = std::vector<Address>(1);
  std::unordered_map<Address, TextId, Hash> ids_;
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
  std::vector<ActivityHour> activity = {};  // by time, vendor, file, row; empty: no such table
};

std::string_view to_text(EventKind kind);  // "login_failed"
std::string_view to_text(Reason reason);   // "bad_password"
std::optional<EventKind> parse_kind(std::string_view text);

// "2026-05-19T08:07:19Z"; a fraction only where it is not zero.
std::string to_rfc3339(Micros time);

}  // namespace whylocked
