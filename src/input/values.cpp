#include "input/values.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace whylocked::input {

using ascii::is_space;

std::string_view trim_slowly(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view unquote(std::string_view quoted, std::string& room) {
  quoted.remove_prefix(1);
  const std::size_t first = quoted.find('"');
  if (first == quoted.npos) return quoted;
  if (first + 1 == quoted.size()) return quoted.substr(0, first);
  room.clear();
  for (std::size_t quote = first;; quote = quoted.find('"')) {
    if (quote == quoted.npos) quote = quoted.size();
    room += quoted.substr(0, quote);
    const bool doubled = quoted.substr(quote).starts_with("\"\"");
    if (doubled) room += '"';
    quoted.remove_prefix(std::min(quote + (doubled ? 2 : 1), quoted.size()));
    if (!doubled) break;
  }
  return room += quoted;
}

std::string_view repair(std::string_view value, Encoding encoding, std::string& room,
                        Repairs& repairs) {
  const bool nul = value.find('\0') != value.npos;
  if (!nul && (encoding == Encoding::windows1252 ? is_ascii(value) : is_utf8(value))) return value;
  room.clear();
  repairs.nul |= nul;
  repairs.guessed |= append_decoded(room, value, encoding);
  return room;
}

std::string to_value(std::string_view raw, Encoding encoding) {
  std::string room, other;
  Repairs ignored;
  raw = trim(raw);
  if (raw.starts_with('"')) raw = trim(unquote(raw, room));
  return std::string(trim(repair(raw, encoding, other, ignored)));
}

}  // namespace whylocked::input
