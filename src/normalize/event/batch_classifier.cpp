#include "normalize/event/batch_classifier.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace whylocked::normalize {

BatchClassifier::BatchClassifier(const NormalizeOptions& options, const Columns& columns)
    : classify_(options, columns), combinations_(1) {
  static_assert(kBits * std::size(EventClassifier::kFields) <= 64);
  for (const Field field : EventClassifier::kFields)
    if (columns.has(field)) columns_.push_back({field});
}

void BatchClassifier::limit() {
  const bool full = std::any_of(columns_.begin(), columns_.end(),
                                [](const Column& column) { return column.count > kMaxCells; });
  if (!full && combinations_.size() < kMaxCombinations) return;
  for (Column& column : columns_) column = {column.field};
  ids_ = {};
  combinations_.resize(1);
}

TextId BatchClassifier::find(const RowBatch& rows, std::size_t i) {
  const std::uint64_t hash = hash_pair(numbers_[i], 1);
  const TextId known =
      ids_.find(hash, [&](TextId id) { return combinations_[id].first == numbers_[i]; });
  if (known != kNone) return known;
  const auto id = static_cast<TextId>(combinations_.size());
  combinations_.emplace_back(numbers_[i], classify_(rows.row(i)));
  ids_.add(hash, id, [&](TextId other) { return hash_pair(combinations_[other].first, 1); });
  return id;
}

void BatchClassifier::read(const RowBatch& rows) {
  limit();
  numbers_.fill(0);
  for (Column& column : columns_) {
    std::array<std::uint32_t, RowBatch::kMaxRows> numbers;
    column.numbers.find({rows[column.field], rows.size()}, numbers.data(),
                        [&](std::string_view) { return ++column.count; });
    for (std::size_t i = 0; i < rows.size(); ++i) numbers_[i] = numbers_[i] << kBits | numbers[i];
  }
  for (std::size_t i = 0; i < rows.size(); ++i)
    found_[i] = i > 0 && numbers_[i] == numbers_[i - 1] ? found_[i - 1] : find(rows, i);
}

}  // namespace whylocked::normalize
