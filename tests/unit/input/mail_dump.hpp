// Mails as text, so that a test is a row of a table.
#pragma once

#include <string>
#include <string_view>

#include "input/readers.hpp"
#include "unit/input/dump.hpp"

namespace whylocked {

inline Dump read_mails(std::string_view bytes, const ReadOptions& options = {},
                       std::size_t piece = input::kBufferBytes) {
  Dump result;
  Diagnostics diagnostics;
  DumpSink sink;
  const std::string name = "notices.mbox";
  input::InputContext job(name, options, sink, diagnostics, result.info);
  input::MemorySource source(bytes, piece);
  result.ok = input::read_mail(source, job);
  result.rows = sink.text;
  result.messages = dump_diagnostics(diagnostics);
  return result;
}

inline std::string mail(const std::string& subject, const std::string& body,
                        const std::string& more_headers = {}) {
  return "Return-Path: <notify@psa.example.com>\n"
         "Received: from mail.psa.example.com (mail.psa.example.com [198.51.100.99])\n"
         "\tby mx.msp.example.com with ESMTPS id 7; Tue, 19 May 2026 08:09:00 -0400 (EDT)\n"
         "Date: Tue, 19 May 2026 08:07:19 -0400 (EDT)\n"
         "From: PSA <notify@psa.example.com>\n"
         "To: API User <api@msp.example.com>, second@msp.example.com\n"
         "Message-ID: <1@psa.example.com>\n"
         "Subject: " +
         subject + '\n' + more_headers + '\n' + body + '\n';
}

inline const std::string kFrom = "From notify@psa.example.com Tue May 19 08:07:19 2026\n";

// "user=... address=... event=..." for a mail that becomes one row; "-" if there is no row.
inline std::string row_of(const Dump& got) {
  const std::string& rows = got.rows;
  const std::size_t user = rows.find(" user=");
  if (user == rows.npos) return "-";
  return rows.substr(user + 1, rows.find(" count=") - user - 1);
}

}  // namespace whylocked
