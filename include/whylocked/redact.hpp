// A report without names: users, domains, addresses, files and client texts become tokens.
//
// In:  a finished Report.  Out: the same Report, in which every name is a token; numbers, causes,
//      evidence and operators stay, so that each format is written as always.
// Tokens are numbered in the order in which names first appear, so one file gives the same tokens
// each time: user-1@domain-1, file-1.csv, client-1. What a client or vendor is known as stays
// beside its token. An address becomes one of a range that no host has (RFC 1112: 240.0.0.0/4,
// RFC 6666: 100::/64), a private one stays private (127.240.0.0/16, fdff:ffff::/32). Number 0 is
// a name that the export does not hold. Excerpts keep their outline alone: letters as x, digits as
// 0. Lockout ids, which are hashes of names, are made anew from tokens.
// Lifetime: none; the Report owns all.  Threads: pure.  Failure: none.
#pragma once

#include <vector>

#include "whylocked/report.hpp"

namespace whylocked {

void redact(Report& report);  // its diagnostics too

// Messages from before there is a report: every name in them is one that no export holds.
void redact(std::vector<Diagnostic>& diagnostics);

}  // namespace whylocked
