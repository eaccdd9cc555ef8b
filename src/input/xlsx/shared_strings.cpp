#include "input/xlsx/shared_strings.hpp"

#include <charconv>

#include "input/encoding.hpp"
#include "input/limits.hpp"

namespace whylocked::input::xlsx {

namespace {

constexpr std::size_t kEscape = 7;  // "_x000D_"

// The character of an escape at the front of `text`; 0 if there is none that text may have.
char32_t escaped(std::string_view text) {
  if (text.size() < kEscape || !text.starts_with("_x") || text[kEscape - 1] != '_') return 0;
  std::uint32_t code = 0;
  const char* const end = text.data() + kEscape - 1;
  if (std::from_chars(text.data() + 2, end, code, 16).ptr != end) return 0;
  return code >= 0xd800 && code < 0xe000 ? 0 : char32_t{code};  // half a pair
}

}  // namespace

std::string_view resolve_escapes(std::string& text) {
  std::size_t at = text.find("_x");
  if (at == text.npos) return text;
  std::string plain;
  std::string_view rest = text;
  for (; at != rest.npos; at = rest.find("_x")) {
    plain += rest.substr(0, at);
    rest.remove_prefix(at);
    const char32_t character = escaped(rest);
    if (character != 0)
      append_utf8(plain, character);
    else
      plain += rest.substr(0, 2);
    rest.remove_prefix(character != 0 ? kEscape : 2);
  }
  return text = plain += rest;
}

bool TextRuns::add(std::string_view text) {
  if (in_text_ > 0 && in_sound_ == 0) text_ += text;
  return text_.size() <= kMaxCellBytes;
}

void SharedStrings::start(std::string_view name, const XmlAttributes&) {
  if (name == "si") runs_.clear();
  runs_.start(name);
}

void SharedStrings::text(std::string_view text) {
  if (!runs_.add(text)) fail("a text of more than 32,767 characters");
}

void SharedStrings::end(std::string_view name) {
  runs_.end(name);
  if (name != "si") return;
  const std::string_view text = runs_.finish();
  if (bytes_.size() + text.size() > kMaxSharedBytes)
    return fail("more than " + in_bytes(kMaxSharedBytes) + " of distinct texts");
  if (ends_.size() == kMaxSharedTexts)
    return fail("more than " + std::to_string(kMaxSharedTexts) + " distinct texts");
  bytes_ += text;
  ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
}

}  // namespace whylocked::input::xlsx
