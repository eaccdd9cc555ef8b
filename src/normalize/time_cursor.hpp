// A place in the text of a time, and the small steps from there.
//
// In:  the text.  Out: numbers, words, single marks.
// Lifetime: refers to the text.  Threads: one.  Failure: an empty word, a number without digits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "normalize/letters.hpp"

namespace whylocked::normalizing {

class TimeCursor {
 public:
  struct Number {
    std::uint32_t value = 0;  // of at most 9 digits
    std::size_t digits = 0;
  };

  explicit TimeCursor(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  void go_to(std::size_t at) { at_ = at; }
  bool done() const { return at_ >= text_.size(); }
  std::string_view rest() const { return text_.substr(at_); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool take(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take_any(std::string_view marks) {
    if (done() || marks.find(text_[at_]) == std::string_view::npos) return false;
    ++at_;
    return true;
  }
  bool skip_blanks() {
    const std::size_t from = at_;
    while (const std::size_t length = blank_length(rest())) at_ += length;
    return at_ > from;
  }
  Number number() {
    Number number;
    for (; is_digit(peek()); ++at_)
      if (++number.digits <= 9)
        number.value = number.value * 10 + static_cast<std::uint32_t>(peek() - '0');
    return number;
  }
  // Letters, those outside ASCII included.
  std::string_view word() {
    const std::size_t from = at_;
    while (!done() && (is_letter(peek()) || !is_ascii(peek())) && blank_length(rest()) == 0) ++at_;
    return text_.substr(from, at_ - from);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace whylocked::normalizing
