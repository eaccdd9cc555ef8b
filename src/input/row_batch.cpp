#include "input/row_batch.hpp"

#include <algorithm>

#include "input/encoding.hpp"

namespace whylocked::input {

std::string_view RowBatchBuilder::read(std::string_view cell) {
  cell = trim(cell);
  if (!cell.starts_with('"')) return cell;
  room_.clear();
  const std::string_view text = trim(unquote(cell, room_));
  return room_.empty() ? text : keep(text);  // doubled quotes are read into it
}

std::string_view RowBatchBuilder::cell_of(std::string_view text) {
  if (!text.starts_with('"')) return keep(text);
  room_ = '"';
  for (const char c : text) room_.append(c == '"' ? 2 : 1, c);
  return keep(room_ += '"');
}

std::string_view RowBatchBuilder::keep(std::string_view text) {
  if (text.empty()) return {};
  auto* const copy = static_cast<char*>(arena_.allocate(text.size(), 1));
  std::copy(text.begin(), text.end(), copy);
  kept_ += text.size();
  return {copy, text.size()};
}

RowBatch RowBatchBuilder::rows() {
  RowBatch batch{.numbers = {numbers_.data(), count_}, .columns = {}, .reader = this};
  for (std::size_t field = 0; field < kFieldCount; ++field)
    batch.columns[field] = cells_.get() + field * RowBatch::kMaxRows;
  return batch;
}

}  // namespace whylocked::input
