#include "input/json/json_column.hpp"

#include <algorithm>

#include "input/table/aliases.hpp"
#include "input/values.hpp"

namespace whylocked::input {

namespace {

constexpr std::string_view kJsonColumn = "auditdata";

class ColumnObjects : public JsonObjects {
 public:
  ColumnObjects(Window& window, const HeaderChoice& header, std::size_t column, const InputContext& job)
      : header_(header.record),
        column_(column),
        records_(window, header.delimiter, job.options.max_record_bytes) {
    records_.keep_fields(column_ + 1);
  }

  bool next(JsonPiece& piece) override {
    Record record;
    while (records_.next(record)) {
      const bool whole = record.fault == Record::Fault::none;
      if (record.number <= header_ || (whole && record.text.empty())) continue;
      piece = {record.number, {}, JsonPiece::Fault::none};
      if (!whole)
        piece.fault = record.fault == Record::Fault::open_quote ? JsonPiece::Fault::cut
                                                                : JsonPiece::Fault::too_long;
      else if (column_ >= record.fields)
        piece.fault = JsonPiece::Fault::no_object;
      else
        piece.text = text_of(trim(record.field(column_)));
      return true;
    }
    return false;
  }

 private:
  std::string_view text_of(std::string_view field) {
    return field.starts_with('"') ? unquote(field, unquoted_) : field;
  }

  const std::uint64_t header_;
  const std::size_t column_;
  RecordSplitter records_;
  std::string unquoted_;
};

}  // namespace

std::optional<std::size_t> json_column(const std::vector<std::string>& cells) {
  const auto found = std::find_if(cells.begin(), cells.end(), [](const std::string& cell) {
    return fold(cell) == kJsonColumn;
  });
  if (found == cells.end()) return std::nullopt;
  return static_cast<std::size_t>(found - cells.begin());
}

std::unique_ptr<JsonObjects> json_of_column(Window& window, const HeaderChoice& header,
                                            std::size_t column, const InputContext& job) {
  return std::make_unique<ColumnObjects>(window, header, column, job);
}

}  // namespace whylocked::input
