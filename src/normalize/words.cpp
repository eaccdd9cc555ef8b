#include "normalize/words.hpp"

#include "normalize/letters.hpp"

namespace whylocked::normalizing {

namespace {

constexpr std::size_t kFront = 512;  // bytes; what happened is said early

// "createdUtc" and "MFARequired" hide a blank: before a capital behind a small letter, and before
// the last of several capitals if a small letter follows.
bool begins_word(std::string_view text, std::size_t i) {
  if (i == 0 || !is_upper(text[i])) return false;
  if (is_lower(text[i - 1])) return true;
  return is_upper(text[i - 1]) && i + 1 < text.size() && is_lower(text[i + 1]);
}

// Two ASCII letters for a small umlaut or sharp s of two bytes.
std::string_view spelled_out(std::string_view letter) {
  if (letter == "ä") return "ae";
  if (letter == "ö") return "oe";
  if (letter == "ü") return "ue";
  return letter == "ß" ? "ss" : "";
}

}  // namespace

std::string plain_words(std::string_view text) {
  text = clip(text, kFront);
  std::string folded(text);
  fold_case(folded);
  std::string words = " ";
  const auto divide = [&] {
    if (words.back() != ' ') words += ' ';
  };
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const std::string_view here = std::string_view(folded).substr(i);
    if (begins_word(text, i)) divide();
    if (const std::string_view letters = spelled_out(here.substr(0, 2)); !letters.empty()) {
      words += letters;
      ++i;
    } else if (const std::size_t blank = blank_length(here)) {
      if (is_wide_blank(here.substr(0, blank))) divide();
      i += blank - 1;
    } else if (here.starts_with("\xe2\x80\x99")) {  // the other apostrophe
      i += 2;
    } else if (is_letter(here[0]) || is_digit(here[0]) || !is_ascii(here[0])) {
      words += here[0];
    } else if (here[0] != '\'') {
      divide();
    }
  }
  divide();
  return words.size() > 1 ? words : std::string();
}

}  // namespace whylocked::normalizing
