// A line of a log, or a message in a column of a table, to fields.
//
// In:  rows with Field::text; the profile of the log or table, if it is known.
// Out: the row's empty fields filled from its text: by the profile's labels ("Account Name:\tann"
//      below "New Logon:"), by its patterns of lines, or, for a table whose system is unknown, by
//      the labels of Windows events, which many programs store, by the pairs of firewalls and the
//      like, then by the patterns of all formats, of log lines first, then of notices (a ticket's
//      description). Of a log of key=value pairs, by its keys; only events that the profile has
//      words for count.
// Lifetime: the fields point into the row's text or the reader, until the next read().
// Failure: a row that cannot be used is reported and skipped.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "input/bytes/file.hpp"
#include "input/context.hpp"

namespace whylocked::input {

// Lines "Label: value" in sections; or the same on one line, where runs of blanks separate them.
class LabelledText {
 public:
  void set(std::string_view text);
  // By "Label" or "Section > Label"; "-" counts as empty.
  std::string_view value(std::string_view path) const;
  // The same by place, for messages in other languages: "3.2", the second of the third paragraph
  // that has values; "3.2/4", if it has four or more.
  std::string_view value_at(std::string_view place) const;

 private:
  struct Entry {
    std::string_view section, label, value;
    unsigned paragraph;  // from 1
  };
  void add(std::string_view piece);
  void add(std::string_view label, std::string_view value);
  std::string_view in_one_line(std::string_view section, std::string_view label) const;

  std::string_view text_;
  std::string_view section_, pending_;
  bool is_new_paragraph_ = true;
  std::vector<Entry> entries_;
};

class MessageReader {
 public:
  virtual ~MessageReader() = default;

  enum class Result { found, no_event, skipped };
  virtual Result read(Row& row) = 0;

  virtual ByField<bool> fields() const = 0;  // that a text may fill
  // Whose words the last row is in; null: those of the table's own profile.
  virtual const Profile* found_by() const = 0;
};

// `is_log`: rows have their text alone, as lines of a log do.
std::unique_ptr<MessageReader> message_reader(const Profile* profile, bool is_log,
                                              InputContext& context);

// A file in which no header and no JSON was found. nullopt: the lines are of no log that is known.
std::optional<bool> read_log(ReadBuffer& buffer, Encoding encoding, InputContext& context);

}  // namespace whylocked::input
