// Diagnostics about one file: what normalize has to say, with row, column and text in place.
//
// In:  a kind, a severity, the row and field it is about.  Out: added to the Diagnostics.
// Excerpts are clipped; the caret stays inside them.
// Lifetime: refers to its arguments.  Threads: one.  Failure: none.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "whylocked/diagnostic.hpp"
#include "whylocked/read.hpp"

namespace whylocked::normalizing {

struct Message {
  std::string_view kind;
  Severity severity = Severity::warning;
  std::string what;
  std::string hint = {};
};

class Messages {
 public:
  Messages(const InputInfo& info, Diagnostics& diagnostics)
      : info_(info), diagnostics_(diagnostics) {}

  std::uint64_t told() const { return told_; }  // messages so far
  void about_file(Message message);
  void about_column(Field field, Message message);
  void about_row(std::uint64_t row, Message message);
  void about_text(std::uint64_t row, Field field, std::string_view text, std::size_t caret,
                  Message message);

 private:
  const InputInfo& info_;
  Diagnostics& diagnostics_;
  std::uint64_t told_ = 0;
};

}  // namespace whylocked::normalizing
