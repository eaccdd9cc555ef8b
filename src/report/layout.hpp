// A page of text: words wrapped to a width, hanging indents, a little color.
//
// In:  escaped text with single spaces between words.  Out: lines appended to a string, without
//      trailing spaces, and wider than the page only for a single long word. A command in backticks
//      counts as one word.
// kNoBreak is a space at which lines do not break ("99.8 %"). Color sequences have no width, so the
// page breaks at the same places with and without them, and removing them gives the plain page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace whylocked::report {

// Characters that escaped text never contains.
inline constexpr char kNoBreak = '\x1f';
inline constexpr char kNameBlank =
    '\x1e';  // inside a name: lines may break there, but not Markdown code
std::string no_break(std::string_view text);
std::string with_blanks(std::string words);  // for media without kNoBreak

enum class Style : std::uint8_t { bold, green, yellow, red, faint };
std::string painted(bool color, Style style, std::string_view text);

class TextLayout {
 public:
  static constexpr std::size_t kMinWidth = 40;
  static constexpr std::size_t kMaxWidth = 100;  // longer lines are hard to read

  // `label_columns`: for rows that do not give their own.
  TextLayout(std::size_t width, bool color, std::string& out, std::size_t label_columns = 14);

  std::size_t width() const { return width_; }
  std::string paint(Style style, std::string_view text) const {
    return painted(color_, style, text);
  }

  void blank() { out_ += '\n'; }
  // A paragraph; lines after the first are indented by another `hanging` columns.
  void text(std::size_t indent, std::string_view text, std::size_t hanging = 0);
  // A label with text beside it, or below it if the label is too long.
  void row(std::size_t indent, std::string_view label, std::size_t label_columns,
           std::string_view text);
  void row(std::string_view label, std::string_view text) { row(2, label, label_columns_, text); }

 private:
  // Wraps `words` after `line`, from column `start` on, and on further lines from `body` on.
  void flow(std::string line, std::size_t start, std::size_t body, std::string words);

  std::size_t width_, label_columns_;
  bool color_;
  std::string& out_;
};

}  // namespace whylocked::report
