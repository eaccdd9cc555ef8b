// What a mail says about an account, if it is a notice at all.
//
// In:  a mail; the patterns of the user's profiles, then those that are built in.
// Out: the event in words that normalize knows, user, address and what else the patterns name.
// The subject decides before the text does. What stands behind "if" or "when" in a sentence is no
// statement. The user is the one whom the pattern names, else whoever the mail went to.
// Lifetime: refers to the options; a Notice holds its own texts.  Threads: const reading is safe.
// Failure: nullopt for a mail that says nothing that is known.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "input/mail_message.hpp"
#include "input/pattern.hpp"
#include "input/pattern_sieve.hpp"
#include "whylocked/read.hpp"

namespace whylocked::input {

struct Notice {
  const Profile* profile = nullptr;  // whose pattern found it
  std::array<std::string, kFieldCount> fields;
  bool user_is_named = false;  // by a pattern

  std::string& operator[](Field field) { return fields[static_cast<std::size_t>(field)]; }
};

class NoticeReader {
 public:
  explicit NoticeReader(const ReadOptions& options);

  std::optional<Notice> read(const Mail& mail) const;
  std::vector<Field> fields() const;  // that a notice may have

 private:
  struct Known {
    const Profile* profile;
    const std::string* says;  // empty: only adds its fields
    CompiledPattern matcher;
  };

  // A text and the patterns that can be in it.
  struct Looked {
    NormalizedText text;
    std::vector<std::uint16_t> candidates;
  };
  Looked look_at(const std::string& text) const;
  bool decide(const Looked& looked, Notice& notice) const;
  void complete(const Looked& looked, Notice& notice) const;

  std::vector<Known> patterns_;
  LiteralPrefilter sieve_;
};

}  // namespace whylocked::input
