#include "input/xlsx/sheet.hpp"

#include <algorithm>
#include <charconv>

#include "input/limits.hpp"

namespace whylocked::input {

namespace {

constexpr std::size_t kReady = 64u << 10;  // rows are made until there is this much

std::uint32_t to_number(std::string_view text, std::uint32_t otherwise) {
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return !text.empty() && error == std::errc() && stop == end ? number : otherwise;
}

// "C5" is column 3; 0 if there is no such column.
std::uint32_t column_of(std::string_view place) {
  std::uint32_t column = 0;
  for (char c : place) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<std::uint32_t>(c - 'A' + 1);
    if (column > kMaxSheetColumns) return 0;
  }
  return column;
}

}  // namespace

SheetSource::SheetSource(std::unique_ptr<ByteSource> part, const CellMeaning& meaning,
                         std::uint64_t most_bytes, std::size_t most_record_bytes)
    : part_(std::move(part)),
      meaning_(meaning),
      left_(most_bytes),
      most_(most_bytes),
      most_record_(most_record_bytes),
      xml_(*part_, *this) {}

std::size_t SheetSource::read(char* to, std::size_t most) {
  if (given_ == ready_.size()) {
    ready_.clear();
    given_ = 0;
    while (ready_.empty() && xml_.read_more()) continue;
  }
  const std::size_t count = std::min(most, ready_.size() - given_);
  std::copy_n(ready_.data() + given_, count, to);
  given_ += count;
  return count;
}

std::string SheetSource::failure() const { return xml_.failure(); }

std::string SheetSource::hint() const {
  return over_limit_ ? "--unlimited lifts this limit, if the file can be trusted" : xml_.hint();
}

void SheetSource::start(std::string_view name, const XmlAttributes& attributes) {
  if (name == "row")
    start_row(attributes);
  else if (name == "c" && in_row_)
    start_cell(attributes);
  else if (in_cell_ && name == "v")
    in_value_ = true;
  else if (in_cell_ && name == "is")
    is_runs_ = true;
  else if (is_runs_)
    runs_.start(name);
}

void SheetSource::end(std::string_view name) {
  if (name == "row" && in_row_)
    end_row();
  else if (name == "c" && in_cell_)
    end_cell();
  else if (name == "v")
    in_value_ = false;
  else if (is_runs_)
    runs_.end(name);
}

void SheetSource::text(std::string_view text) {
  bool fits = true;
  if (in_value_)
    fits = (value_ += text).size() <= kMaxCellBytes;
  else if (is_runs_)
    fits = runs_.add(text);
  if (!fits) xml_.refuse("a cell of more than 32,767 characters");
}

void SheetSource::start_row(const XmlAttributes& attributes) {
  const std::uint32_t number = to_number(attributes["r"], row_number_ + 1);
  if (number <= row_number_) return xml_.refuse("the rows are not in order");
  if (number > kMaxSheetRows)
    return xml_.refuse("more than " + std::to_string(kMaxSheetRows) + " rows");
  row_.assign(number - row_number_ - 1, '\n');
  row_number_ = number;
  column_ = put_ = 0;
  in_row_ = true;
}

void SheetSource::end_row() {
  in_row_ = in_cell_ = is_runs_ = false;
  row_ += '\n';
  if (row_.size() > left_) {
    over_limit_ = true;
    return xml_.refuse("its text is longer than " + in_bytes(most_));
  }
  left_ -= row_.size();
  ready_ += row_;
  if (ready_.size() >= kReady) xml_.pause();
}

void SheetSource::start_cell(const XmlAttributes& attributes) {
  const std::string_view place = attributes["r"];
  const std::uint32_t column = place.empty() ? column_ + 1 : column_of(place);
  if (column == 0 || column > kMaxSheetColumns)
    return xml_.refuse("more than " + std::to_string(kMaxSheetColumns) + " columns");
  if (column <= column_) return xml_.refuse("the cells are not in order");
  column_ = column;
  type_ = attributes["t"];
  format_ = to_number(attributes["s"], 0);
  value_.clear();
  runs_.clear();
  in_cell_ = true;
  in_value_ = is_runs_ = false;
}

void SheetSource::end_cell() {
  put(cell_text());
  in_cell_ = is_runs_ = false;
}

std::string_view SheetSource::cell_text() {
  if (type_ == "inlineStr" || is_runs_) return runs_.finish();
  if (type_ == "s") {
    const std::uint32_t number = to_number(value_, UINT32_MAX);
    if (number < meaning_.texts.size()) return meaning_.texts[number];
    if (!value_.empty()) xml_.refuse("a cell refers to a text that is not there");
    return {};
  }
  if (type_ == "b" && value_ == "0") return "FALSE";
  if (type_ == "b" && value_ == "1") return "TRUE";
  if (type_ == "str") return resolve_escapes(value_);
  if (!type_.empty() && type_ != "n") return value_;  // an error, a date in words
  return number_text(value_, meaning_.formats.kind(format_), meaning_.dates_since_1904, room_);
}

void SheetSource::put(std::string_view text) {
  if (text.empty()) return;
  if (row_.size() + text.size() > most_record_)
    return xml_.refuse("row " + std::to_string(row_number_) + " is longer than " +
                       in_bytes(most_record_));
  row_.append(column_ - std::max(put_, 1u), ',');
  put_ = column_;
  if (text.find_first_of(",\"\r\n") == text.npos)
    row_ += text;
  else
    put_quoted(text);
}

void SheetSource::put_quoted(std::string_view text) {
  row_ += '"';
  for (std::size_t quote; (quote = text.find('"')) != text.npos; text.remove_prefix(quote + 1)) {
    row_ += text.substr(0, quote);
    row_ += "\"\"";
  }
  row_ += text;
  row_ += '"';
}

}  // namespace whylocked::input
