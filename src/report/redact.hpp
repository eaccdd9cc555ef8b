// Tokens for names.
//
// In:  the names of a Report.  Out: tokens, and texts with tokens for the names that they mark.
// Tokens are numbered in the order in which names first appear, so one file gives the same tokens
// each time: user-1@domain-1, file-1.csv, client-1. What a client or vendor is known as stays
// beside its token. An address becomes one of a range that no host has (RFC 1112: 240.0.0.0/4,
// RFC 6666: 100::/64), a private one stays private (127.240.0.0/16, fdff:ffff::/32). Number 0 is
// a name that the export does not hold. Excerpts keep their outline alone: letters as x, digits as
// 0. Ids of cases and lockouts, which are hashes of names, are made anew from tokens.
// A name that no Text marks stays (include/whylocked/text.hpp).
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "whylocked/report.hpp"

namespace whylocked::report {

class Redaction {
 public:
  Redaction() = default;
  // Puts tokens in the place of the report's names, id by id.
  explicit Redaction(Report& report);

  std::string token(NameKind kind, std::string_view name) const;
  Text text(const Text& text) const;
  void diagnostic(Diagnostic& diagnostic) const;

 private:
  using Tokens = std::map<std::string, std::string, std::less<>>;

  void number_names(Events& events);
  void number_files(std::vector<InputInfo>& inputs);

  std::string user(std::string_view name) const;
  std::string address(std::string_view text) const;  // or a prefix
  std::string program(std::string_view name) const;
  std::string file(std::string_view name) const;
  std::string column(std::string_view name) const;
  std::string_view domain(std::string_view name) const;

  Tokens users_, texts_, domains_, files_;
  std::map<Address, Address> addresses_;
  std::set<std::string, std::less<>> headers_, other_headers_;
};

// Letters as x, digits as 0; `caret` moves with its character.
std::string outline(std::string_view text, std::size_t& caret);

}  // namespace whylocked::report
