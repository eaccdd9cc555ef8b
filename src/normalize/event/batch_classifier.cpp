#include "normalize/event/batch_classifier.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace whylocked::normalize {

BatchClassifier::BatchClassifier(const NormalizeOptions& options, const Columns& columns)
    : classify_(options, columns) {
  static_assert(kBits * std::size(EventClassifier::kFields) <= 64);
  for (const Field field : EventClassifier::kFields)
    if (columns.has(field)) columns_.push_back({field, {}});
}

void BatchClassifier::limit() {
  const bool full = std::any_of(columns_.begin(), columns_.end(), [](const Column& column) {
    return column.texts.size() > kMaxTexts;
  });
  if (!full && combinations_.size() < kMaxCombinations) return;
  for (Column& column : columns_) column.texts = {};
  ids_ = {};
  combinations_.resize(1);
}

void BatchClassifier::read_column(const RowBatch& rows, Column& column) {
  const std::string_view* const texts = rows[column.field];
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || !equal_bytes(texts[i], texts[i - 1])) number = number_of(texts[i], column.texts);
    numbers_[i] = numbers_[i] << kBits | number;
  }
}

std::uint32_t BatchClassifier::number_of(std::string_view text, TextNumbers& texts) {
  if (text.empty()) return 0;
  if (text.size() > TextNumbers::kMaxText) return kTooLong;
  const TextNumbers::Key key = TextNumbers::key_of(text);
  const std::uint32_t known = texts.find(text, key);
  return known != 0 ? known : texts.add(text, key);
}

TextId BatchClassifier::find_combination(std::uint64_t numbers) const {
  return ids_.find(hash_pair(numbers, 1),
                   [&](TextId id) { return combinations_[id].first == numbers; });
}

Classification BatchClassifier::classify(const RowBatch& rows, std::size_t i) {
  if (const TextId known = find_combination(numbers_[i]); known != kNone)
    return combinations_[known].second;
  const Classification found = classify_(rows.row(i));
  const bool too_long = std::any_of(columns_.begin(), columns_.end(), [&](const Column& column) {
    return rows[column.field][i].size() > TextNumbers::kMaxText;
  });
  if (too_long) return found;
  const auto hash_of = [&](TextId id) { return hash_pair(combinations_[id].first, 1); };
  combinations_.emplace_back(numbers_[i], found);
  ids_.add(hash_pair(numbers_[i], 1), static_cast<TextId>(combinations_.size() - 1), hash_of);
  return found;
}

void BatchClassifier::read(const RowBatch& rows) {
  limit();
  numbers_.fill(0);
  for (Column& column : columns_) read_column(rows, column);
  for (std::size_t i = 0; i < rows.size(); ++i) found_[i] = classify(rows, i);
}

}  // namespace whylocked::normalize
