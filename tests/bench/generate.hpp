// A whole export, seeded: the same arguments give the same bytes.
//
// In:  its content (TrafficOptions) and the form.  Out: its bytes, in pieces of about 1 MiB.
// Memory: that of Traffic and one piece; newest first needs 16 more bytes per row.
// Lifetime: a piece is valid during the call.  Threads: calls are independent.
// Failure: none; exceptions of the callback pass through.
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
