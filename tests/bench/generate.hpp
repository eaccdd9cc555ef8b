// A whole export, seeded: the same arguments give the same bytes.
//
// In:  what is in it (TrafficOptions) and the form.  Out: its bytes, in pieces of about 1 MiB.
// Memory: what Traffic needs and one piece; newest first also 16 bytes a row.
// Lifetime: a piece is valid during the call.  Threads: calls are independent.
// Failure: none; what the taker of the pieces throws goes through.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "traffic.hpp"

namespace whylocked::bench {

enum class Form : std::uint8_t { csv, semicolon, crlf, month_first, newest_first, jsonl };

std::optional<Form> form_named(std::string_view name);  // "csv", "month-first", ...
std::string form_names();                               // for messages: "csv, semicolon, ..."

void generate(const TrafficOptions& options, Form form,
              const std::function<void(std::string_view piece)>& take);

std::string generate_text(const TrafficOptions& options, Form form = Form::csv);

}  // namespace whylocked::bench
