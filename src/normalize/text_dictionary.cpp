#include "normalize/text_dictionary.hpp"

namespace whylocked::normalize {

void TextNumbers::put(std::uint32_t number, const Key& key) {
  std::size_t i = key.hash & mask_;
  while (slots_[i].number != 0) i = (i + 1) & mask_;
  const auto size = static_cast<std::uint32_t>(text_of(number).size());
  slots_[i] = {.head = key.head, .tail = key.tail, .size = size, .number = number};
}

std::uint32_t TextNumbers::add(std::string_view text, const Key& key) {
  kept_ += text;
  ends_.push_back(static_cast<std::uint32_t>(kept_.size()));
  const auto number = static_cast<std::uint32_t>(size());
  if (2 * size() > slots_.size()) {
    slots_.assign(2 * slots_.size(), {});
    mask_ = slots_.size() - 1;
    for (std::uint32_t known = 1; known < number; ++known) put(known, key_of(text_of(known)));
  }
  put(number, key);
  return number;
}

}  // namespace whylocked::normalize
