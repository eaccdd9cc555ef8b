// Diagnostics about one file, with row, column and excerpt; and counts of unknown words.
//
// In:  a kind, a severity, the row and field.  Out: added to the Diagnostics.
// Excerpts are clipped around the caret. A file of a million rows with one unknown
// word yields one line.
// Lifetime: refers to its arguments.  Threads: one.  Memory: the first kMaxWords distinct words;
// the rest are counted together.  Failure: none.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "normalize/event/classifier.hpp"
#include "whylocked/diagnostic.hpp"
#include "whylocked/read.hpp"

namespace whylocked::normalize {

struct Message {
  std::string_view kind;
  Severity severity = Severity::warning;
  Text what;
  Text hint = {};
  std::size_t caret = 0;  // in the text of the cell
};

class Messages {
 public:
  Messages(const InputInfo& info, Diagnostics& diagnostics)
      : info_(info), diagnostics_(diagnostics) {}

  void about_file(Message message) { add(0, 0, {}, std::move(message)); }
  void about_column(Field field, Message message) { about_text(0, field, {}, std::move(message)); }
  void about_row(std::uint64_t row, Message message) { add(row, 0, {}, std::move(message)); }
  void about_text(std::uint64_t row, Field field, std::string_view text, Message message);

 private:
  void add(std::uint64_t row, std::uint32_t column, std::string_view excerpt, Message message);

  const InputInfo& info_;
  Diagnostics& diagnostics_;
};

class UnknownWords {
 public:
  void count(const Classification& found, const Row& row);
  void drop(Unclassified what);
  void report(bool file_has_events, Messages& messages) const;

 private:
  static constexpr std::size_t kMaxWords = 1000;
  static constexpr std::size_t kMaxWord = 120;

  struct Rows {
    std::uint64_t count = 0, first = 0;
  };
  std::map<std::tuple<Unclassified, Field, std::string>, Rows> rows_;
};

}  // namespace whylocked::normalize
