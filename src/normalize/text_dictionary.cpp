#include "normalize/text_dictionary.hpp"

namespace whylocked::normalize {

void TextNumbers::put(std::uint32_t number) {
  const std::string_view text = text_of(number);
  const Key key = key_of(text);
  std::size_t i = key.hash & mask_;
  while (slots_[i].number != 0) i = (i + 1) & mask_;
  slots_[i] = {.head = key.head,
               .tail = key.tail,
               .size = static_cast<std::uint32_t>(text.size()),
               .number = number};
}

std::uint32_t TextNumbers::add(std::string_view text) {
  kept_ += text;
  ends_.push_back(static_cast<std::uint32_t>(kept_.size()));
  const auto number = static_cast<std::uint32_t>(size());
  if (2 * size() > slots_.size()) {
    slots_.assign(2 * slots_.size(), {});
    mask_ = slots_.size() - 1;
    for (std::uint32_t known = 1; known < number; ++known) put(known);
  }
  put(number);
  return number;
}

}  // namespace whylocked::normalize
