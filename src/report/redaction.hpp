// Which token stands for which name, and how names are found inside sentences.
//
// In:  the names of a Report, taken over from it.  Out: tokens, and texts with tokens for names.
// Lifetime: owns the names; the lazily written causes share it.  Threads: const once filled.
// Failure: none. A name that is neither in the export nor looks like an address, an account or a
// host cannot be known as one; so quoted text is only let through where it is a word of ours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whylocked/report.hpp"

namespace whylocked {

class Redaction {
 public:
  Redaction() = default;
  // Takes the interned names out of the report and puts tokens in their place, id by id.
  explicit Redaction(Report& report);

  std::string file(std::string_view name) const;
  std::string header(std::string_view name) const;
  std::string sentence(std::string_view text) const;  // of evidence, a caveat, a message
  void diagnostic(Diagnostic& diagnostic) const;

 private:
  friend class Numbering;
  std::string quoted(std::string_view text) const;       // what stands between quotes
  std::string loose(std::string_view text) const;        // what stands without
  std::string word(std::string_view word) const;         // one word of it
  std::string user(std::string_view name) const;         // with @ or a backslash
  std::string_view domain(std::string_view name) const;  // empty: not one of the export's
  const std::string* known_name(std::string_view text) const;
  void take_files(std::vector<InputInfo>& inputs);

  Interner users_, texts_;
  std::vector<std::string> user_tokens_, text_tokens_;                // by id
  std::vector<std::pair<Address, Address>> addresses_;                // ascending
  std::vector<std::pair<std::string, std::string>> domains_, files_;  // ascending, name and token
  std::vector<std::pair<std::string, std::string>> vendors_;  // of calls an hour: told unquoted
  std::vector<std::string> headers_;                                  // ascending
};

// Letters as x, digits as 0; `caret` moves to where its character now stands.
std::string outline(std::string_view text, std::size_t& caret);

}  // namespace whylocked
