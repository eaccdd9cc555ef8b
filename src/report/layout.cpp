#include "report/layout.hpp"

#include <algorithm>
#include <utility>

#include "report/escape.hpp"
#include "whylocked/report.hpp"

namespace whylocked::report {

namespace {

// A word, or a suggested command, which stays on one line to be copied.
std::string_view take_word(std::string_view& text) {
  const std::size_t from = text.starts_with("`whylocked ") ? text.find('`', 1) : 0;
  const std::string_view word = text.substr(0, text.find(' ', from));
  text.remove_prefix(std::min(word.size() + 1, text.size()));
  return word;
}

}  // namespace

std::string no_break(std::string_view text) {
  std::string out(text);
  std::ranges::replace(out, ' ', kNoBreak);
  return out;
}

std::string with_blanks(std::string words) {
  std::ranges::replace(words, kNameBlank, ' ');
  std::ranges::replace(words, kNoBreak, ' ');
  return words;
}

std::string painted(bool color, Style style, std::string_view text) {
  constexpr std::string_view kStart[] = {"\x1b[1m", "\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[2m"};
  if (!color || text.empty()) return std::string(text);
  return std::string(kStart[static_cast<std::size_t>(style)]).append(text).append("\x1b[0m");
}

TextLayout::TextLayout(std::size_t width, bool color, std::string& out, std::size_t label_columns)
    : width_(std::clamp(width, kMinWidth, kMaxWidth)),
      label_columns_(label_columns),
      color_(color),
      out_(out) {}

void TextLayout::flow(std::string line, std::size_t start, std::size_t body, std::string words) {
  std::ranges::replace(words, kNameBlank, ' ');
  std::string_view rest = words;
  std::size_t at = columns_of(line);
  bool first = true;  // no word on this line yet
  while (!rest.empty()) {
    const std::string_view word = take_word(rest);
    const std::size_t columns = columns_of(word);
    if (!first && columns > 0 && at + 1 + columns > width_) {
      out_ += with_blanks(std::exchange(line, {})) + '\n';
      at = 0;
      start = body;
      first = true;
    }
    if (columns > 0) {  // else nothing, as blanks may come in rows, or a color
      const std::size_t from = first ? std::max(start, at) : at + 1;
      line.append(from - at, ' ');
      at = from + columns;
      first = false;
    }
    line += word;
  }
  out_ += with_blanks(std::move(line)) + '\n';
}

void TextLayout::text(std::size_t indent, std::string_view text, std::size_t hanging) {
  flow({}, indent, indent + hanging, std::string(text));
}

void TextLayout::row(std::size_t indent, std::string_view label, std::size_t label_columns,
                     std::string_view text) {
  label_columns = std::min(label_columns, 3 * width_ / 5 - indent);
  const std::size_t body = indent + label_columns;
  if (columns_of(label) >= label_columns) {
    flow({}, indent, indent, std::string(label));
    label = {};
    if (text.empty()) return;
  }
  flow(label.empty() ? std::string() : std::string(indent, ' ').append(label), body, body,
       std::string(text));
}

}  // namespace whylocked::report

std::string whylocked::labelled_row(std::size_t indent, std::string_view label, std::size_t body,
                                    std::string_view text) {
  std::string out;
  report::TextLayout(80, false, out).row(indent, label, body - indent, text);
  return out;
}
