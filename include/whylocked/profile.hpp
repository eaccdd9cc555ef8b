// The format of one system's log: which columns hold which field, which words mean which event.
//
// In:  JSON with the keys of src/input/formats/README.md.  Out: a Profile, which readers follow.
// A profile only renames, so a system can be added without building anything: src/input/formats
// holds the built-in ones, and --profile adds a file of the same form.
// Lifetime: plain values; the built-in ones are static.  Threads: const access is safe.
// Failure: nullopt, and an error diagnostic for each fault of a file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/diagnostic.hpp"

namespace whylocked {

// The meaning of a column. The names (to_text) are those in `--map FIELD=COLUMN`.
enum class Field : std::uint8_t {
  time,
  clock,  // the time of day, if date and time are two columns
  user,
  display_name,
  address,
  outcome,
  reason,
  reason_code,
  event,
  application,
  vendor,
  tracking_id,
  user_agent,
  count,
  successes,  // a number of successes; `count` is then the number of failures
  id,
  locked,
  time_zone,
  target,        // the account acted upon, if `user` is the actor
  computer,      // the caller's workstation or device; never the machine that wrote the log
  logon_type,    // the Windows logon type: "3", "network"
  login_method,  // "SSO", "Password"
  realm,         // the namespace of `user`: domain, tenant, customer
  recorder,      // the machine that wrote the row, such as a domain controller
  text,          // a message that contains other fields; see Profile::labels and lines
};
inline constexpr std::size_t kFieldCount = 25;

std::string_view to_text(Field field);
std::optional<Field> parse_field(std::string_view name);
// The field that a column name means: "ip" means address. nullopt: unknown.
std::optional<Field> guess_field(std::string_view column_name);
// A hint for an unknown field name: the nearest field, or else all of them.
std::string field_hint(std::string_view name);

// One value per field.
template <class Value>
struct ByField : std::array<Value, kFieldCount> {
  using std::array<Value, kFieldCount>::operator[];
  constexpr Value& operator[](Field field) { return (*this)[static_cast<std::size_t>(field)]; }
  constexpr const Value& operator[](Field field) const {
    return (*this)[static_cast<std::size_t>(field)];
  }
};

// A pattern for a log line or mail in which some words are fields:
//   "Failed password for {user} from {address} port {}"
// {field} matches one word, {field...} as many as needed, {} any one word, which
// is ignored. A blank matches any run of blanks and line breaks; letters match in
// any case. Matches anywhere in a line.
struct Pattern {
  std::string says;  // the event, in words normalize understands: "login failed: wrong password"
  std::string text;
};

// The kind of system that wrote a log, which decides which causes are possible.
enum class LogSystem : std::uint8_t {
  autotask,           // also any table from an unknown system
  windows,            // Active Directory and its members
  identity_provider,  // Entra, Okta, Keycloak
  ssh,                // sshd and PAM
  appliance,          // firewall, VPN gateway
  application,        // a program with its own accounts
  cloud,              // a cloud provider's console
  mail_notice,        // mails about an account
};
inline constexpr std::size_t kLogSystemCount = 8;

std::string_view to_text(LogSystem system);  // "identity_provider"
std::optional<LogSystem> parse_log_system(std::string_view name);

struct Profile {
  LogSystem system = LogSystem::autotask;
  std::string name;    // "entra-sign-ins", shown by `check` and reports
  std::string title;   // one line for people
  std::string source;  // where the format is documented
  std::string limits;  // variants of the format that cannot be read
  // A file is in this format if it has all these columns (or keys, in lines of pairs). Names are
  // folded; " | " separates alternatives.
  std::vector<std::string> recognize;
  // The columns of a field; in each row the first one with text is used.
  std::vector<std::pair<Field, std::vector<std::string>>> columns;
  // Labels of a field in a message with lines "Label: value": "Label", or "Section > Label".
  std::vector<std::pair<Field, std::vector<std::string>>> labels;
  // A field with the value `from`, in any case, is read as `to`. "*" matches any other value. An
  // event that becomes "-" is not a sign-in event; its row is only counted.
  struct Word {
    Field field;
    std::string from, to;
  };
  std::vector<Word> words;
  // In rows with this event (as written in the file), `from` holds what `to` means elsewhere.
  struct Move {
    std::string event;
    Field from, to;
  };
  std::vector<Move> moves;
  bool pairs = false;          // lines of key=value pairs; `columns` names the keys
  std::string time_zone;       // of times without a zone; empty: as for any file
  bool month_first = false;    // 05/06/2026 is May 6
  std::vector<Pattern> lines;  // of text logs and messages; the first match wins
  std::vector<Pattern> mails;  // of notices, matched against subject and body
  struct Example {
    std::string file, text;
    std::vector<std::string> events;  // the events expected, in the notation of the format tests
  };
  std::vector<Example> examples;
  std::string json;  // text of the file it was parsed from
};

// All built-in profiles, by name, parsed at the first call.
std::vector<const Profile*> built_in_profiles();

// Their names, without parsing them.
std::vector<std::string_view> built_in_profile_names();

// Parses a profile file. nullopt and an error diagnostic: not well-formed.
std::optional<Profile> parse_profile(std::string_view json, const std::string& file,
                                     Diagnostics& diagnostics);

}  // namespace whylocked
