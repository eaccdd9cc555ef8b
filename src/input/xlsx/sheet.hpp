// A sheet as comma-separated text, made while its XML is read.
//
// In:  the part of a sheet, the workbook's texts and formats.  Out: UTF-8, one record a row of the
//      sheet with the number it has there; cells that are left out are empty.
// The reader of delimited text then also reads sheets, with the same rules for headers, titles and
// remarks. Only cells that need quotes have them, so that a column of text that was pasted unsplit
// ("Time;User") still splits at its own delimiter.
// Lifetime: refers to its arguments.  Threads: one a reading.  Memory: one row.
// Shared texts, by number, lie in one piece of memory. A text is plain, or runs of different
// formats, which are joined; the pronunciation of Japanese (rPh) is left out. "_x000D_" is a
// character that XML cannot hold.
// Failure: the text ends after the last complete row, and failure() says why.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/bytes/file.hpp"
#include "input/xlsx/number_format.hpp"
#include "input/xlsx/sheet.hpp"
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

struct CellContext {
  SharedStrings texts;
  CellFormats formats;
  bool dates_since_1904 = false;
};

class SheetSource : public ByteSource, private XmlHandler {
 public:
  // At most `max_bytes` of text, and no row longer than `max_record_bytes`.
  SheetSource(std::unique_ptr<ByteSource> part, const CellContext& cells, std::uint64_t max_bytes,
              std::size_t max_record_bytes);

  std::size_t read(char* to, std::size_t max) override;
  std::optional<Error> failure() const override { return xml_.failure(); }

 private:
  void start(std::string_view name, const XmlAttributes& attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view text) override;

  void start_row(const XmlAttributes& attributes);
  void end_row();
  void start_cell(const XmlAttributes& attributes);
  void end_cell();
  std::string_view cell_text();
  void write(std::string_view text);
  void write_quoted(std::string_view text);

  std::unique_ptr<ByteSource> part_;
  const CellContext& cells_;
  std::uint64_t left_;
  const std::uint64_t max_;
  const std::size_t max_record_;
  XmlReader xml_;

  bool in_row_ = false, in_cell_ = false, in_value_ = false;
  std::uint32_t row_number_ = 0;  // the last one seen, from 1
  std::uint32_t column_ = 0;      // of the last cell seen, from 1
  std::uint32_t written_ = 0;     // columns in row_
  std::string type_, value_, room_;
  std::size_t format_ = 0;
  TextRuns runs_;  // of an inline text
  bool is_runs_ = false;
  std::string row_;          // so far
  std::string ready_;        // complete rows
  std::size_t emitted_ = 0;  // of ready_
};

}  // namespace whylocked::input::xlsx
