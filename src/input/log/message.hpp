// Reads fields from a log line, or from a message in a column of a table.
//
// In:  rows with Field::text; the profile of the log or table, if it is known.
// Out: the row's empty fields, filled from its text: by the profile's labels ("Account Name:\tann"
//      below "New Logon:"), then by its patterns of lines. For a table of an unknown system: by the
//      labels of Windows events, which many programs store, by the pairs of firewalls and the like,
//      then by the patterns of all formats, first for log lines, then for notices (a ticket's
//      description). For a log of key=value pairs: by its keys, and only events in the profile's
//      words count.
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

// Lines "Label: value" in sections, or the same on one line, separated by runs of blanks.
class LabelledText {
 public:
  void set(std::string_view text);
  // `path`: "Label" or "Section > Label". A value of "-" counts as empty.
  std::string_view value(std::string_view path) const;
  // Same by place, for messages in other languages: "3.2" is the second value of the third
  // paragraph that has values; "3.2/4" the same, only if it has four or more.
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
  // The profile whose words the last row uses; null if they are the table's own.
  virtual const Profile* found_by() const = 0;
};

// `is_log`: rows are log lines, with nothing but their text.
std::unique_ptr<MessageReader> message_reader(const Profile* profile, bool is_log,
                                              InputContext& context);

// Reads a file without a header that is not JSON. nullopt if it is not a recognized log.
std::optional<bool> read_log(ReadBuffer& buffer, Encoding encoding, InputContext& context);

}  // namespace whylocked::input
