// Tokens for names, and names found inside sentences.
//
// In:  the names of a Report.  Out: tokens, and texts with tokens for names.
// Tokens are numbered in the order in which names first appear, so one file gives the same tokens
// each time: user-1@domain-1, file-1.csv, client-1. What a client or vendor is known as stays
// beside its token. An address becomes one of a range that no host has (RFC 1112: 240.0.0.0/4,
// RFC 6666: 100::/64), a private one stays private (127.240.0.0/16, fdff:ffff::/32). Number 0 is
// a name that the export does not hold. Excerpts keep their outline alone: letters as x, digits as
// 0. Ids of cases and lockouts, which are hashes of names, are made anew from tokens.
// Lifetime: owns the names.  Threads: const once filled.
// Failure: none. Sentences quote the names that they contain, but for what looks like an address,
// an account with a domain or a host; quoted text is only let through where it is a word of ours.
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

  std::string file(std::string_view name) const;
  std::string header(std::string_view name) const { return loose(name); }
  std::string sentence(std::string_view text) const;  // of evidence, a caveat, a message
  void diagnostic(Diagnostic& diagnostic) const;

 private:
  using Tokens = std::map<std::string, std::string, std::less<>>;

  void number_users(Events& events);
  void number_addresses(Events& events);
  void number_texts(Events& events);
  void number_files(std::vector<InputInfo>& inputs);
  std::string domain_token(std::string_view name);

  std::string quoted(std::string_view text) const;       // text between quotes
  std::string loose(std::string_view text) const;        // text outside quotes
  std::string word(std::string_view word) const;         // one word of it
  std::string user(std::string_view name) const;         // with @ or a backslash
  std::string_view domain(std::string_view name) const;  // empty: not one of the export's
  const std::string* known_name(std::string_view text) const;

  Tokens users_, texts_, domains_, files_;
  std::map<Address, Address> addresses_;
  std::set<std::string, std::less<>> headers_;
};

// Letters as x, digits as 0; `caret` moves with its character.
std::string outline(std::string_view text, std::size_t& caret);

}  // namespace whylocked::report
