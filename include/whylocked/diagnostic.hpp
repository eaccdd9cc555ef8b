// Messages to the user, as values: what is wrong, where, and what to do about it.
//
// In:  added by the stages as they work.  Out: printed or serialized by the
//      report; nothing here prints.
// The first few of a kind are kept and the rest counted, so a file with a million bad rows yields
// six lines, and every message is accounted for.
// Text is stored raw, except that secrets are masked when a message is added; writers escape it.
// Lifetime: plain values.  Threads: one Diagnostics per thread.  Failure: none.
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
  Text message = {};         // begins in lower case; no full stop
  std::string excerpt = {};  // the input text at fault, or empty
  std::uint32_t caret = 0;   // offset of the fault in `excerpt`
  Text hint = {};            // what to do, in one line; or empty
};

class Diagnostics {
 public:
  static constexpr std::uint64_t kKeptOfAKind = 5;

  // `kind` is a short fixed name ("time-unreadable"). Messages of one kind and file
  // are counted together.
  void add(std::string_view kind, Diagnostic diagnostic);
  std::uint64_t count(std::string_view kind) const;  // in all files, including those not kept
  bool has_errors() const { return errors_ > 0; }

  // All kept diagnostics in order of file, row, column. A line after the last of a truncated kind
  // gives the number left out.
  std::vector<Diagnostic> list() const;

 private:
  struct Kind {
    std::uint64_t count = 0;
    std::vector<Diagnostic> kept;
  };
  std::map<std::pair<std::string, std::string>, Kind> kinds_;  // (file, kind)
  std::uint64_t errors_ = 0;
};

// The system's message for an errno value, worded as part of a sentence: "permission denied".
std::string error_in_words(int error_number);

std::string_view to_text(Severity severity);  // "note", "warning", "error"

}  // namespace whylocked
