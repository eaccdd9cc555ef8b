#include "report/json/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/escape.hpp"

namespace whylocked::report {

namespace {

// Printable ASCII but for the two that JSON escapes.
std::size_t json_prefix(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && text[n] >= 0x20 && text[n] <= 0x7e && text[n] != '"' && text[n] != '\\')
    ++n;
  return n;
}

// On one line. Gives up once the text is longer than `most`.
void append_flat(const Json& value, std::size_t most, std::string& out) {
  if (value.is_string()) return append_json_string(value.get_ref<const std::string&>(), out);
  if (!value.is_structured()) {
    out += value.dump();
    return;
  }
  out += value.is_object() ? '{' : '[';
  bool first = true;
  for (const auto& [key, member] : value.items()) {
    if (out.size() > most) return;
    if (!first) out += ',';
    first = false;
    if (value.is_object()) {
      append_json_string(key, out);
      out += ':';
    }
    append_flat(member, most, out);
  }
  out += value.is_object() ? '}' : ']';
}

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
  constexpr std::string_view kReplacement = "\xef\xbf\xbd";
  out += '"';
  for (;;) {
    const std::size_t plain = json_prefix(text);
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const CodePoint code_point = first_code_point(text);
    const std::string_view bytes = text.substr(0, code_point.bytes);
    if (!code_point.valid) {
      out += kReplacement;
    } else if (code_point.code > 0x7f && !is_hidden(code_point.code)) {
      out += bytes;
    } else {
      const std::string quoted = Json(bytes).dump(-1, ' ', true);  // as \u and four digits
      out.append(quoted, 1, quoted.size() - 2);
    }
    text.remove_prefix(code_point.bytes);
  }
  out += '"';
}

void append_json(const Json& value, std::string& out, std::size_t indent, std::size_t line) {
  const std::size_t from = out.size();
  const bool nested =
      std::ranges::any_of(value, [](const Json& member) { return member.is_structured(); });
  append_flat(value, nested || value.is_object() ? from + line : out.max_size(), out);
  if (out.size() - from <= line || (value.is_array() && !nested) || !value.is_structured()) return;
  out.resize(from);
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

void append_json_line(const Json& value, std::string& out) {
  append_flat(value, out.max_size(), out);
  out += '\n';
}

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
