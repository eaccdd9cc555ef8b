// What a system's log looks like: which columns mean what, which words stand for which event.
//
// In:  a built-in table of known systems, and files that a user adds (--profile).
// Out: Profiles, by which read names the fields of a file, line or mail.
// A profile only renames: it maps columns to fields and words to words that normalize knows. It
// holds no code, so that a newcomer, or a user, adds a system without building anything.
// Lifetime: plain values.  Threads: const; the built-in table is made at first use.
// Failure: nullopt and an error diagnostic for a profile file that is not well-formed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/diagnostic.hpp"

namespace whylocked {

// What a column means. The names (to_text) are those of `--map FIELD=COLUMN`.
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
  id,
  locked,
  time_zone,
  target,  // the account that was acted upon, where `user` is who did it
};
inline constexpr std::size_t kFieldCount = 18;

std::string_view to_text(Field field);
std::optional<Field> parse_field(std::string_view name);

// Text of a log line or a mail in which some words are fields:
//   "Failed password for {user} from {address} port {}"
// {field} is one word, {field...} as many as it takes, {} a word of no interest; blanks match any
// run of blanks and line breaks; letters match in any case. It may stand anywhere in a line.
struct Pattern {
  std::string says;  // the event, in words that normalize knows: "login failed: wrong password"
  std::string text;
};

struct Profile {
  std::string name;    // "entra-portal"; also what `check` and reports say
  std::string title;   // one line for people
  std::string source;  // where the format is documented
  // A file is this system's if it has all these columns; lower case, blanks for _ - . and /.
  std::vector<std::string> recognize;
  // Of several columns for one field the first that the file has is taken.
  std::vector<std::pair<Field, std::vector<std::string>>> columns;
  struct Word {
    Field field;
    std::string from, to;  // the whole value, in any case
  };
  std::vector<Word> words;
  std::string time_zone;       // of times without one; empty: as for any file
  std::vector<Pattern> lines;  // of text logs
  std::vector<Pattern> mails;  // of notices, tried on subject and body
  std::string example;         // a few lines, for `whylocked formats`
};

// All systems known without a file, in the order in which they are tried.
const std::vector<Profile>& built_in_profiles();

// One profile from the JSON of a profile file; the README tells its keys.
std::optional<Profile> parse_profile(std::string_view json, const std::string& file,
                                     Diagnostics& diagnostics);

}  // namespace whylocked
