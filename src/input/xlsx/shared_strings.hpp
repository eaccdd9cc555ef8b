// The texts of a workbook.
//
// In:  the elements inside a shared or inline string.  Out: its text; and all shared ones, by
//      number, in one piece of memory.
// A text is plain, or runs of different formats, which are joined; the pronunciation of Japanese
// (rPh) is left out. "_x000D_" is a character that XML cannot hold. Lifetime: views are valid as
// long as their SharedStrings.  Threads: const once loaded. Failure: SharedStrings::load returns
// it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input/xlsx/xml.hpp"

namespace whylocked::input::xlsx {

// In place: "a_x000D_b" to "a\rb". The view is of `text`.
std::string_view resolve_escapes(std::string& text);

// Gathers the text of one string, between clear() and finish().
class TextRuns {
 public:
  void clear() {
    text_.clear();
    in_text_ = in_sound_ = 0;
  }
  void start(std::string_view name) { enter(name, 1); }
  void end(std::string_view name) { enter(name, -1); }
  // False: longer than a cell can be.
  bool add(std::string_view text);
  std::string_view finish() { return resolve_escapes(text_); }

 private:
  void enter(std::string_view name, int by) {
    in_text_ += name == "t" ? by : 0;
    in_sound_ += name == "rPh" ? by : 0;
  }

  std::string text_;
  int in_text_ = 0, in_sound_ = 0;
};

class SharedStrings : XmlHandler {
 public:
  std::optional<Error> load(ByteSource& source) { return read_xml(source, *this); }

  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t i) const {
    const std::size_t from = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(bytes_).substr(from, ends_[i] - from);
  }

 private:
  void start(std::string_view name, const XmlAttributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view text) override;

  TextRuns runs_;
  std::string bytes_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace whylocked::input::xlsx
