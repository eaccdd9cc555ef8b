#include "input/row_batch.hpp"

#include <algorithm>

namespace whylocked::input {

void RowBatchBuilder::begin() {
  texts_ = std::make_unique<std::string_view[]>(kFieldCount * RowBatch::kMaxRows);
}

std::string_view RowBatchBuilder::keep(std::string_view text) {
  if (text.empty()) return {};
  auto* const copy = static_cast<char*>(arena_.allocate(text.size(), 1));
  std::copy(text.begin(), text.end(), copy);
  kept_ += text.size();
  return {copy, text.size()};
}

RowBatch RowBatchBuilder::rows() const {
  RowBatch batch{.numbers = {numbers_.data(), count_}, .columns = {}};
  for (std::size_t field = 0; field < kFieldCount; ++field)
    batch.columns[field] = texts_.get() + field * RowBatch::kMaxRows;
  return batch;
}

void RowBatchBuilder::clear() {
  count_ = kept_ = 0;
  arena_.release();
}

}  // namespace whylocked::input
