#include "normalize/messages.hpp"

#include <algorithm>

#include "normalize/letters.hpp"

namespace whylocked::normalizing {

namespace {

constexpr std::size_t kExcerpt = 120;  // bytes; longer texts do not fit a terminal's line

}  // namespace

void Messages::about_file(Message message) { about_row(0, std::move(message)); }

void Messages::about_column(Field field, Message message) {
  about_text(0, field, {}, 0, std::move(message));
}

void Messages::about_row(std::uint64_t row, Message message) {
  ++told_;
  diagnostics_.add(message.kind, {message.severity,
                                  info_.file,
                                  row,
                                  0,
                                  std::move(message.what),
                                  {},
                                  0,
                                  std::move(message.hint)});
}

void Messages::about_text(std::uint64_t row, Field field, std::string_view text, std::size_t caret,
                          Message message) {
  ++told_;
  const std::uint32_t column = info_.columns.number[static_cast<std::size_t>(field)];
  const std::string_view excerpt = clip(text, kExcerpt);
  diagnostics_.add(
      message.kind,
      {message.severity, info_.file, row, column, std::move(message.what), std::string(excerpt),
       static_cast<std::uint32_t>(std::min(caret, excerpt.size())), std::move(message.hint)});
}

}  // namespace whylocked::normalizing
