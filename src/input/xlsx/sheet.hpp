// Converts a sheet to comma-separated text while its XML is read.
//
// In:  the XML part of a sheet; the workbook's texts and formats.
// Out: UTF-8, one record per row, at the row's own number; missing cells are empty.
// This lets the CSV reader read sheets too, with the same rules for headers, titles and remarks.
// Only cells that need quotes get them, so a column of text pasted unsplit ("Time;User") still
// splits at its own delimiter.
// Memory: one row.
// Failure: the text ends after the last complete row, and failure() returns the reason.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/xlsx/number_format.hpp"
#include "input/xlsx/xml.hpp"

namespace whylocked::input::xlsx {

// Collects a value or a string, joining its differently formatted runs. Leaves out the phonetic
// text of Japanese (rPh).
class TextRuns {
 public:
  void clear() {
    text.clear();
    in_text_ = in_sound_ = 0;
  }
  void start(std::string_view name) { enter(name, 1); }
  void end(std::string_view name) { enter(name, -1); }
  bool add(std::string_view more);  // false if longer than a cell can be
  std::string_view resolved();      // with escapes replaced

  std::string text;

 private:
  void enter(std::string_view name, int by) {
    in_text_ += name == "t" || name == "v" ? by : 0;
    in_sound_ += name == "rPh" ? by : 0;
  }

  int in_text_ = 0, in_sound_ = 0;
};

// A workbook's shared strings, by index.
class SharedStrings : public XmlParser {
 public:
  std::size_t size() const { return texts_.size(); }
  std::string_view operator[](std::size_t i) const { return texts_[i]; }

 private:
  void start(std::string_view name, const XmlAttributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view text) override;

  TextRuns runs_;
  std::vector<std::string> texts_;
  std::size_t bytes_ = 0;
};

struct CellContext {
  SharedStrings texts;
  CellFormats formats;
  bool dates_since_1904 = false;
};

// Fails beyond `max_bytes` of text, or `max_record_bytes` in a row.
std::unique_ptr<ByteSource> open_sheet(std::unique_ptr<ByteSource> part, const CellContext& cells,
                                       std::uint64_t max_bytes, std::size_t max_record_bytes);

}  // namespace whylocked::input::xlsx
