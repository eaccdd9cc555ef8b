// Numeric codes in sign-in logs: results, and Windows event ids.
//
// In:  "50126", "AADSTS50126: ...", "401", "0xC000006A", "c000006a", "3221225578", "-1073741718",
//      "0x00000018", "%%2313"; "4625".
// Out: whether the attempt succeeded, and if not why; what an event is, and which
//      component wrote it.
// Lifetime: values.  Threads: pure.  Failure: nullopt for an unknown number.
// To add a code, add a row to codes.tsv, which names the sources and is embedded at build time.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "normalize/event/words.hpp"

namespace whylocked::normalize {

enum class CodeTable : std::uint8_t { http, entra, nt_status, kerberos, windows_message };

struct Code {
  CodeTable table;
  std::uint32_t code;
  Statement statement;  // success, failure, outage or other
  Reason reason;
};

struct EventId {
  std::uint32_t id;
  Statement statement;
  std::optional<bool> success;
  Reporter reporter;
};

std::span<const Code> codes();
std::span<const EventId> event_ids();
// Pairs of components that report the same attempts.
std::span<const std::pair<Reporter, Reporter>> twins();

std::optional<PhraseParse> parse_code(std::string_view text);
std::optional<PhraseParse> parse_event_id(std::string_view text);
// Identifies the component by the words that the built-in formats put before a colon.
Reporter reporter_of(std::string_view text);

}  // namespace whylocked::normalize
