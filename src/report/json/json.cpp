#include "report/json/json.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/escape.hpp"

namespace whylocked::report {

namespace {

// On one line. The library replaces invalid UTF-8 and escapes ASCII control characters.
std::string flat(const Json& value) {
  return escape_json(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
  const bool simple = plain_prefix(text) == text.size() && text.find_first_of("\"\\") == text.npos;
  if (simple)
    ((out += '"') += text) += '"';
  else
    out += flat(Json(text));
}

void append_json(const Json& value, std::string& out, std::size_t indent, std::size_t line) {
  const bool nested =
      std::ranges::any_of(value, [](const Json& member) { return member.is_structured(); });
  const bool is_whole = !value.is_structured() || (value.is_array() && !nested);
  if (const std::string text = flat(value); is_whole || text.size() <= line) {
    out += text;
    return;
  }
  out += value.is_object() ? '{' : '[';
  bool first = true;
  for (const auto& [key, member] : value.items()) {
    out += first ? "\n" : ",\n";
    first = false;
    out.append(indent + 2, ' ');
    if (value.is_object()) {
      append_json_string(key, out);
      out += ": ";
    }
    append_json(member, out, indent + 2, value.is_array() ? kJsonItem : kJsonMember);
  }
  (out += '\n').append(indent, ' ') += value.is_object() ? '}' : ']';
}

void append_json_page(const Json& value, std::string& out) {
  append_json(value, out);
  out += '\n';
}

void append_json_line(const Json& value, std::string& out) { out += flat(value) + '\n'; }

Json or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

Json rounded(double value, int places) {
  const double scale = std::pow(10, places);
  return std::isfinite(value) ? std::round(value * scale) / scale + 0.0 : 0.0;  // never -0
}

Json decibans(Decibans10 db10) { return db10 / 10.0; }

Json lockout_ids(const ReportView& view, const Case& one) {
  return json_list(one.incidents, [&](std::uint32_t index) { return view.incident(index).id; });
}

Json time_if(bool known, Micros time) { return known ? Json(to_rfc3339(time)) : Json(nullptr); }

}  // namespace whylocked::report
