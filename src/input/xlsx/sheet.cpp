#include "input/xlsx/sheet.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/number.hpp"
#include "base/split.hpp"
#include "input/encoding.hpp"
#include "input/limits.hpp"

namespace whylocked::input::xlsx {

namespace {

// "C5" is column 3; 0 if there is no such column.
std::uint32_t column_of(std::string_view place) {
  std::uint32_t column = 0;
  for (const char c : place) {
    if (!ascii::is_letter(c)) break;
    column = column * 26 + static_cast<std::uint32_t>(ascii::lower(c) - 'a' + 1);
    if (column > kMaxSheetColumns) return 0;
  }
  return column;
}

constexpr std::size_t kEscape = 7;  // length of "_x000D_", for a character that XML cannot hold

// The character escaped at the front of `text`; 0 if there is none, or only half of a pair.
char32_t escaped(std::string_view text) {
  if (text.size() < kEscape || !text.starts_with("_x") || text[kEscape - 1] != '_') return 0;
  const std::uint32_t code = parse_whole<std::uint32_t>(text.substr(2, 4), 16).value_or(0);
  return code >= 0xd800 && code < 0xe000 ? 0 : char32_t{code};  // a surrogate
}

class SheetSource : public ByteSource, private XmlParser {
 public:
  SheetSource(std::unique_ptr<ByteSource> part, const CellContext& cells, std::uint64_t max_bytes,
              std::size_t max_record_bytes)
      : part_(std::move(part)),
        cells_(cells),
        left_(max_bytes),
        max_(max_bytes),
        max_record_(max_record_bytes) {}

  std::size_t read(char* to, std::size_t max) override {
    if (emitted_ == ready_.size()) {
      ready_.clear();
      emitted_ = 0;
      while (ready_.empty() && parse_more(*part_)) continue;
    }
    const std::size_t count = ready_.copy(to, max, emitted_);
    emitted_ += count;
    return count;
  }
  std::optional<Error> failure() const override { return XmlParser::failure(); }

 private:
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "row")
      start_row(attributes);
    else if (name == "c" && in_row_)
      start_cell(attributes);
    else if (in_cell_)
      runs_.start(name);
  }

  void end(std::string_view name) override {
    if (name == "row" && in_row_)
      end_row();
    else if (name == "c" && in_cell_)
      end_cell();
    else if (in_cell_)
      runs_.end(name);
  }

  void text(std::string_view text) override {
    if (in_cell_ && !runs_.add(text)) fail("a cell of more than 32,767 characters");
  }

  void start_row(const XmlAttributes& attributes) {
    const std::uint32_t number =
        parse_whole<std::uint32_t>(attributes["r"]).value_or(row_number_ + 1);
    if (number <= row_number_) return fail("the rows are not in order");
    if (number > kMaxSheetRows) return fail("more than " + std::to_string(kMaxSheetRows) + " rows");
    row_.assign(number - row_number_ - 1, '\n');
    row_number_ = number;
    column_ = written_ = 0;
    in_row_ = true;
  }

  void end_row() {
    in_row_ = in_cell_ = false;
    row_ += '\n';
    if (row_.size() > left_)
      return fail("its text is longer than " + in_bytes(max_),
                  "--unlimited lifts this limit, if the file can be trusted");
    left_ -= row_.size();
    ready_ += row_;
  }

  void start_cell(const XmlAttributes& attributes) {
    const std::string_view place = attributes["r"];
    const std::uint32_t column = place.empty() ? column_ + 1 : column_of(place);
    if (column == 0 || column > kMaxSheetColumns)
      return fail("more than " + std::to_string(kMaxSheetColumns) + " columns");
    if (column <= column_) return fail("the cells are not in order");
    column_ = column;
    type_ = attributes["t"];
    format_ = parse_whole<std::uint32_t>(attributes["s"]).value_or(0);
    runs_.clear();
    in_cell_ = true;
  }

  void end_cell() {
    write(cell_text());
    in_cell_ = false;
  }

  std::string_view cell_text() {
    const std::string& value = runs_.text;
    if (type_ == "inlineStr" || type_ == "str") return runs_.resolved();
    if (type_ == "s") {
      const std::uint32_t number = parse_whole<std::uint32_t>(value).value_or(UINT32_MAX);
      if (number < cells_.texts.size()) return cells_.texts[number];
      if (!value.empty()) fail("a cell refers to a missing text");
      return {};
    }
    if (type_ == "b" && value == "0") return "FALSE";
    if (type_ == "b" && value == "1") return "TRUE";
    if (!type_.empty() && type_ != "n") return value;  // an error, or a date as text
    return number_text(value, cells_.formats.kind(format_), cells_.dates_since_1904, room_);
  }

  void write(std::string_view text) {
    if (text.empty()) return;
    if (row_.size() + text.size() > max_record_)
      return fail("row " + std::to_string(row_number_) + " is longer than " +
                  in_bytes(max_record_));
    row_.append(column_ - std::max(written_, 1u), ',');
    written_ = column_;
    const bool quoted = text.find_first_of(",\"\r\n") != text.npos;
    if (quoted) row_ += '"';
    for (std::size_t quote; (quote = text.find('"')) != text.npos; text.remove_prefix(quote + 1))
      (row_ += text.substr(0, quote)) += "\"\"";
    row_ += text;
    if (quoted) row_ += '"';
  }

  std::unique_ptr<ByteSource> part_;
  const CellContext& cells_;
  std::uint64_t left_;
  const std::uint64_t max_;
  const std::size_t max_record_;

  bool in_row_ = false, in_cell_ = false;
  std::uint32_t row_number_ = 0;  // the last one seen, from 1
  std::uint32_t column_ = 0;      // of the last cell seen, from 1
  std::uint32_t written_ = 0;     // columns in row_
  std::string type_, room_;
  std::size_t format_ = 0;
  TextRuns runs_;            // of the cell
  std::string row_;          // so far
  std::string ready_;        // complete rows
  std::size_t emitted_ = 0;  // of ready_
};

}  // namespace

std::unique_ptr<ByteSource> open_sheet(std::unique_ptr<ByteSource> part, const CellContext& cells,
                                       std::uint64_t max_bytes, std::size_t max_record_bytes) {
  return std::make_unique<SheetSource>(std::move(part), cells, max_bytes, max_record_bytes);
}

bool TextRuns::add(std::string_view more) {
  if (in_text_ > 0 && in_sound_ == 0) text += more;
  return text.size() <= kMaxCellBytes;
}

// "a_x000D_b" becomes "a\rb", and "a_x005F_x000D_b" the text "a_x000D_b".
std::string_view TextRuns::resolved() {
  if (text.find("_x") == text.npos) return text;
  std::string plain;
  for (std::string_view rest = text; !rest.empty();) {
    const char32_t character = escaped(rest);
    if (character != 0)
      append_utf8(plain, character);
    else
      plain += rest[0];
    rest.remove_prefix(character != 0 ? kEscape : 1);
  }
  return text = plain;
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
  bytes_ += runs_.resolved().size();
  if (bytes_ > kMaxSharedBytes)
    return fail("more than " + in_bytes(kMaxSharedBytes) + " of distinct texts");
  if (texts_.size() == kMaxSharedTexts)
    return fail("more than " + std::to_string(kMaxSharedTexts) + " distinct texts");
  texts_.push_back(runs_.text);
}

}  // namespace whylocked::input::xlsx
