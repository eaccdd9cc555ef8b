// A sheet as comma-separated text, made while its XML is read.
//
// In:  the part of a sheet, the workbook's texts and formats.  Out: UTF-8, one record a row of the
//      sheet with the number it has there; cells that are left out are empty.
// The reader of delimited text then also reads sheets, with the same rules for headers, titles and
// remarks. Only cells that need quotes have them, so that a column of text that was pasted unsplit
// ("Time;User") still splits at its own delimiter.
// Memory: one row.  Failure: the text ends after the last complete row, and failure() says why.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/xlsx/number_format.hpp"
#include "input/xlsx/xml.hpp"

namespace whylocked::input::xlsx {

// Gathers a value, or the text of one string: plain, or runs of different formats, which are
// joined. The pronunciation of Japanese (rPh) is left out.
class TextRuns {
 public:
  void clear() {
    text.clear();
    in_text_ = in_sound_ = 0;
  }
  void start(std::string_view name) { enter(name, 1); }
  void end(std::string_view name) { enter(name, -1); }
  bool add(std::string_view more);  // false: longer than a cell can be
  std::string_view resolved();      // without escapes

  std::string text;

 private:
  void enter(std::string_view name, int by) {
    in_text_ += name == "t" || name == "v" ? by : 0;
    in_sound_ += name == "rPh" ? by : 0;
  }

  int in_text_ = 0, in_sound_ = 0;
};

// The shared texts of a workbook, by number.
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

// At most `max_bytes` of text, and no row longer than `max_record_bytes`.
std::unique_ptr<ByteSource> open_sheet(std::unique_ptr<ByteSource> part, const CellContext& cells,
                                       std::uint64_t max_bytes, std::size_t max_record_bytes);

}  // namespace whylocked::input::xlsx
