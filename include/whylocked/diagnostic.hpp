// Messages to the user, as values: what is wrong, where, and what to do about it.
//
// In:  stages add them while they work.  Out: the report prints or serializes them.
// Nothing here prints. The first few of a kind are kept, the rest are counted, so a file of a
// million bad rows yields six lines and no message is lost in silence.
// Lifetime: plain values.  Threads: one Diagnostics a thread.  Failure: none.
// Text is kept raw but for secrets, which are masked here once for all; escaping is the duty of
// whoever writes it out.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/text.hpp"

namespace whylocked {

enum class Severity : std::uint8_t { note, warning, error };

struct Diagnostic {
  Severity severity = Severity::warning;
  std::string file = {};     // empty: not about a file
  std::uint64_t row = 0;     // 1-based; 0: not about a row
  std::uint32_t column = 0;  // 1-based; 0: not about a column
  Text message = {};         // no capital, no full stop
  std::string excerpt = {};  // the text in question, or empty
  std::uint32_t caret = 0;   // offset in `excerpt` of the fault
  Text hint = {};            // one line: what to do, or empty
};

class Diagnostics {
 public:
  static constexpr std::uint64_t kKeptOfAKind = 5;

  // `kind` is a short fixed name ("time-unreadable"); with the file it decides what is counted
  // together.
  void add(std::string_view kind, Diagnostic diagnostic);
  std::uint64_t count(std::string_view kind) const;  // in all files, also those not kept
  bool has_errors() const { return errors_ > 0; }

  // All kept diagnostics in order of file, row, column; after the last of an overlong kind one
  // line says how many more there were.
  std::vector<Diagnostic> list() const;

 private:
  struct Kind {
    std::uint64_t count = 0;
    std::vector<Diagnostic> kept;
  };
  std::map<std::pair<std::string, std::string>, Kind> kinds_;  // (file, kind)
  std::uint64_t errors_ = 0;
};

// The system's words for an errno value, as part of a message: "permission denied".
std::string error_in_words(int error_number);

std::string_view to_text(Severity severity);  // "note", "warning", "error"

}  // namespace whylocked
