
#include <algorithm>

#include "report/escape.hpp"
#include "report/layout.hpp"

namespace whylocked::report {

namespace {

// Nothing but color sequences.
bool is_color(std::string_view word) {
  while (word.starts_with("\x1b["))
    word.remove_prefix(std::min(word.find('m'), word.size() - 1) + 1);
  return word.empty();
}

}  // namespace

std::string no_break(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), ' ', kNoBreak);
  return out;
}

std::string with_blanks(std::string words) {
  std::replace(words.begin(), words.end(), kNoBreak, ' ');
  return words;
}

std::string painted(bool color, Style style, std::string_view text) {
  constexpr std::string_view kStart[] = {"\x1b[1m", "\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[2m"};
  if (!color || text.empty()) return std::string(text);
  return std::string(kStart[static_cast<std::size_t>(style)]).append(text).append("\x1b[0m");
}

TextLayout::TextLayout(std::size_t width, bool color, std::string& out)
    : width_(std::clamp(width, kMinWidth, kMaxWidth)), color_(color), out_(out) {}

void TextLayout::go_to(std::size_t column) {
  out_.append(column - std::min(at_, column), ' ');
  at_ = std::max(at_, column);
}

void TextLayout::begin(std::size_t start, std::size_t body) {
  at_ = 0;
  first_ = true;
  start_ = start;
  body_ = body;
}

void TextLayout::break_line() {
  out_ += '\n';
  begin(body_, body_);
}

void TextLayout::put(std::string_view text, std::size_t columns) {
  out_ += with_blanks(std::string(text));
  at_ += columns;
}

void TextLayout::word(std::string_view word) {
  if (is_color(word)) return put(word, 0);  // as if it were part of the word before
  const std::size_t columns = columns_of(word);
  if (!first_ && at_ + 1 + columns > width_) break_line();
  go_to(first_ ? start_ : at_ + 1);
  put(word, columns);
  first_ = false;
}

void TextLayout::words(std::string_view words) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (end > 0) word(words.substr(0, end));  // blanks may come in rows
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

void TextLayout::text(std::size_t indent, std::string_view text, std::size_t hanging) {
  begin(indent, indent + hanging);
  words(text);
  break_line();
}

void TextLayout::row(std::size_t indent, std::string_view label, std::size_t label_columns,
                     std::string_view text) {
  const std::size_t body = indent + label_columns;
  if (columns_of(label) >= label_columns && label_columns > 0) {
    this->text(indent, label);
    if (text.empty()) return;
    begin(body, body);
  } else {
    begin(body, body);
    if (!label.empty()) go_to(indent);
    put(label, columns_of(label));
  }
  words(text);
  break_line();
}

}  // namespace whylocked::report
