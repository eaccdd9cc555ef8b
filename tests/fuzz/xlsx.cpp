// Packed files and workbooks: any bytes end in rows or in a reason, and a sheet's text does not
// depend on the pieces in which its XML comes.
//
// The first byte chooses what the others are: "f" a file, "s" a sheet, "t" the shared texts, "c"
// the formats of cells, "x" an xz stream. The seeds are made by seeds/xlsx.py.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "../each_row.hpp"
#include "input/xlsx/number_format.hpp"
#include "input/xlsx/sheet.hpp"
#include "whylocked/read.hpp"

namespace {

using namespace whylocked;

class CountingSink : public EachRow {
 public:
  void begin(const Columns&) override {
    if (begun_) std::abort();
    begun_ = true;
  }
  bool row(const Row&) override {
    if (!begun_) std::abort();
    ++rows;
    return true;
  }
  std::uint64_t rows = 0;

 private:
  bool begun_ = false;
};

void read_file(std::string_view bytes) {
  Diagnostics diagnostics;
  InputInfo info;
  CountingSink sink;
  const bool ok = read_text(bytes, "book.xlsx", {}, sink, diagnostics, info);
  if (ok == diagnostics.has_errors() || info.rows != sink.rows + info.skipped) std::abort();
  for (const Diagnostic& one : diagnostics.list())
    if (one.message.empty() || one.caret > one.excerpt.size()) std::abort();
}

input::xlsx::CellContext any_cells() {
  input::xlsx::CellContext cells;
  input::MemorySource texts("<sst><si><t>a</t></si><si><t>b,\"c\"</t></si></sst>");
  input::MemorySource formats(
      "<s><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/><xf numFmtId=\"14\"/>"
      "<xf numFmtId=\"18\"/></cellXfs></s>");
  if (cells.texts.parse_all(texts) || cells.formats.parse_all(formats)) std::abort();
  return cells;
}

std::string sheet_text(std::string_view xml, std::size_t piece) {
  static const input::xlsx::CellContext cells = any_cells();
  const auto source = input::xlsx::open_sheet(std::make_unique<input::MemorySource>(xml, piece),
                                              cells, 1u << 20, 1u << 16);
  std::string text, room(piece, '\0');
  while (const std::size_t count = source->read(room.data(), room.size()))
    text.append(room, 0, count);
  if (!text.empty() && text.back() != '\n') std::abort();
  const auto failure = source->failure();
  return failure ? text + failure->message.str() : text;
}

void read_sheet(std::string_view xml) {
  const std::string whole = sheet_text(xml, 1u << 18);
  for (const std::size_t piece : {7, 64})
    if (sheet_text(xml, piece) != whole) std::abort();
}

void load_texts(std::string_view xml) {
  input::MemorySource source(xml);
  input::xlsx::SharedStrings texts;
  texts.parse_all(source);
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) bytes += texts[i].size();
  if (bytes > xml.size()) std::abort();  // nothing in XML without a document type expands
}

void load_formats(std::string_view xml) {
  input::MemorySource source(xml);
  input::xlsx::CellFormats formats;
  formats.parse_all(source);
  std::string room;
  const std::string_view number = xml.substr(0, std::min<std::size_t>(xml.size(), 24));
  using Kind = input::xlsx::NumberKind;
  for (const Kind kind : {Kind::number, Kind::date, Kind::date_time})
    for (const bool since_1904 : {false, true})
      input::xlsx::number_text(number, kind, since_1904, room);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'f':
    case 'x':
      read_file(rest);
      break;
    case 's':
      read_sheet(rest);
      break;
    case 't':
      load_texts(rest);
      break;
    case 'c':
      load_formats(rest);
      break;
    default:
      break;
  }
  return 0;
}
