#include "normalize/text_dictionary.hpp"

namespace whylocked::normalize {

namespace {

// Which of the texts, by place.
struct Places {
  std::array<std::uint8_t, RowBatch::kMaxRows> at;
  std::size_t count = 0;
};

// Keeps in `places` those of the longer texts. They are looked up as no text at first, so that no
// branch depends on a length.
template <class Table>
void find_in(const Table& table, const std::string_view* texts, Places& places,
             std::uint32_t* numbers) {
  std::array<typename Table::Key, RowBatch::kMaxRows> keys;
  Places longer;
  for (std::size_t i = 0; i < places.count; ++i) {
    const std::string_view text = texts[places.at[i]];
    const bool is_longer = text.size() > Table::kLongest;
    keys[i] = Table::key_of({text.data(), is_longer ? 0 : text.size()});
    table.prefetch(keys[i]);
    longer.at[longer.count] = places.at[i];
    longer.count += is_longer;
  }
  for (std::size_t i = 0; i < places.count; ++i) numbers[places.at[i]] = table.find(keys[i]);
  places = longer;
}

}  // namespace

template <std::size_t kShort>
void RawTexts<kShort>::find(const std::string_view* texts, std::size_t count,
                            Numbers& numbers) const {
  Places places;
  for (; places.count < count; ++places.count)
    places.at[places.count] = static_cast<std::uint8_t>(places.count);
  find_in(short_, texts, places, numbers.data());
  if (places.count > 0) find_in(middle_, texts, places, numbers.data());
  if (places.count > 0) find_in(long_, texts, places, numbers.data());
  for (std::size_t i = 0; i < places.count; ++i) {
    const std::uint32_t* const known = longest_.find(texts[places.at[i]]);
    numbers[places.at[i]] = known == nullptr ? kUnknown : *known;
  }
}

template <std::size_t kShort>
void RawTexts<kShort>::put(std::string_view text, std::uint32_t number) {
  if (text.size() <= Short::kLongest)
    short_.put(Short::key_of(text), number);
  else if (text.size() <= Middle::kLongest)
    middle_.put(Middle::key_of(text), number);
  else if (text.size() <= Long::kLongest)
    long_.put(Long::key_of(text), number);
  else if (longest_.find(text) == nullptr)
    longest_.put(text, number);
}

template class RawTexts<16>;
template class RawTexts<32>;

}  // namespace whylocked::normalize
