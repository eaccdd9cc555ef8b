// The shape of one system's log: which columns mean what, which words mean which event.
//
// In:  JSON with the keys of src/input/formats/README.md.  Out: a Profile, which readers follow.
// A profile only renames, so that a system is added without building anything: src/input/formats
// holds those that are built in, --profile adds a file of the same form.
// Lifetime: plain values; the built-in ones are static.  Threads: const access is safe.
// Failure: nullopt and an error diagnostic for each fault of a file.
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

// The meaning of a column. The names (to_text) are those of `--map FIELD=COLUMN`.
enum class Field : std::uint8_t {
  time,
  clock,  // the time of day, where date and clock are two columns
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
  successes,  // a number of successes, beside `count`, which is then one of failures
  id,
  locked,
  time_zone,
  target,        // the account that was acted upon, where `user` is who did it
  computer,      // of the caller: workstation, device; never the machine that wrote the log
  logon_type,    // of Windows: "3", "network"
  login_method,  // "SSO", "Password"
  realm,         // that `user` is a name in: domain, tenant, customer
  recorder,      // the machine that wrote the row, such as a domain controller
  text,          // a message that holds the other fields in words; see Profile::labels and lines
};
inline constexpr std::size_t kFieldCount = 25;

std::string_view to_text(Field field);
std::optional<Field> parse_field(std::string_view name);
// The field that a column of this name means: "ip" is the address. nullopt: an unknown name.
std::optional<Field> guess_field(std::string_view column_name);
// A hint for an unknown name of a field: the one that was probably meant, else all of them.
std::string field_hint(std::string_view name);

// A value for each field.
template <class Value>
struct ByField : std::array<Value, kFieldCount> {
  using std::array<Value, kFieldCount>::operator[];
  constexpr Value& operator[](Field field) { return (*this)[static_cast<std::size_t>(field)]; }
  constexpr const Value& operator[](Field field) const {
    return (*this)[static_cast<std::size_t>(field)];
  }
};

// Text of a log line or a mail in which some words are fields:
//   "Failed password for {user} from {address} port {}"
// {field} is one word, {field...} as many as it takes, {} a word of no interest; blanks match any
// run of blanks and line breaks; letters match in any case. It may be anywhere in a line.
struct Pattern {
  std::string says;  // the event, in words that normalize knows: "login failed: wrong password"
  std::string text;
};

// Which kind of system wrote a log, and so which causes can be meant by it.
enum class LogSystem : std::uint8_t {
  autotask,           // and any table whose system is unknown
  windows,            // a directory or its members
  identity_provider,  // Entra, Okta, Keycloak
  ssh,                // sshd and PAM
  appliance,          // firewall, VPN gateway
  application,        // a program with accounts of its own
  cloud,              // the console of a cloud
  mail_notice,        // mails about an account
};
inline constexpr std::size_t kLogSystemCount = 8;

std::string_view to_text(LogSystem system);  // "identity_provider"
std::optional<LogSystem> parse_log_system(std::string_view name);

struct Profile {
  LogSystem system = LogSystem::autotask;
  std::string name;    // "entra-sign-ins"; `check` and reports show it
  std::string title;   // one line for people
  std::string source;  // where the format is documented
  std::string limits;  // shapes of the same system that are not read
  // A file is this system's if it has all these columns, or lines of pairs all these keys; folded,
  // see fold(). " | " separates alternatives.
  std::vector<std::string> recognize;
  // The first of a field's columns that has text in a row counts.
  std::vector<std::pair<Field, std::vector<std::string>>> columns;
  // The place of a field in a message of lines "Label: value": "Label", or "Section > Label".
  std::vector<std::pair<Field, std::vector<std::string>>> labels;
  // The whole value `from`, in any case, means `to`. "*" is any other value; an event that becomes
  // "-" is no sign-in event, and its row is only counted.
  struct Word {
    Field field;
    std::string from, to;
  };
  std::vector<Word> words;
  // In rows whose event is `event`, as written in the file, `from` is what `to` means elsewhere.
  struct Move {
    std::string event;
    Field from, to;
  };
  std::vector<Move> moves;
  bool pairs = false;          // a log of lines with key=value pairs, which `columns` names
  std::string time_zone;       // of times without one; empty: as for any file
  bool month_first = false;    // 05/06/2026 is the sixth of May
  std::vector<Pattern> lines;  // of text logs and messages; the first that fits counts
  std::vector<Pattern> mails;  // of notices, tried on subject and body
  struct Example {
    std::string file, text;
    std::vector<std::string> events;  // what is read of it, as the tests of formats write it
  };
  std::vector<Example> examples;
  std::string json;  // the file it was read from
};

// All systems known without a file, by name. Parsed at the first call; readers parse only what a
// file needs.
std::vector<const Profile*> built_in_profiles();

// Their names, without parsing any.
std::vector<std::string_view> built_in_profile_names();

// One profile from the JSON of a profile file. nullopt and an error diagnostic: not well-formed.
std::optional<Profile> parse_profile(std::string_view json, const std::string& file,
                                     Diagnostics& diagnostics);

}  // namespace whylocked
