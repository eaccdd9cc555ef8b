#include "normalize/raw_texts.hpp"

namespace whylocked::normalizing {

std::uint32_t RawTexts::find_longer(std::string_view text) const {
  if (text.size() <= Middle::kLongest) return middle_.find(Middle::key_of(text));
  const std::uint32_t* const known = long_.find(text);
  return known == nullptr ? kUnknown : *known;
}

void RawTexts::find(const std::string_view* texts, std::size_t count, Numbers& numbers) const {
  std::array<Short::Key, RawRows::kMost> keys;
  for (std::size_t i = 0; i < count; ++i) {
    if (texts[i].size() > Short::kLongest) continue;
    keys[i] = Short::key_of(texts[i]);
    short_.prefetch(keys[i]);
  }
  for (std::size_t i = 0; i < count; ++i)
    numbers[i] =
        texts[i].size() > Short::kLongest ? find_longer(texts[i]) : short_.find(keys[i]);
}

void RawTexts::put(std::string_view text, std::uint32_t number) {
  if (text.size() <= Short::kLongest)
    short_.put(Short::key_of(text), number);
  else if (text.size() <= Middle::kLongest)
    middle_.put(Middle::key_of(text), number);
  else if (long_.find(text) == nullptr)
    long_.put(text, number);
}

}  // namespace whylocked::normalizing
