#include "normalize/letters.hpp"

#include <algorithm>

namespace whylocked::normalize {

std::size_t blank_length(std::string_view text) {
  if (text.empty()) return 0;
  if (is_ascii(text[0])) return text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r') ? 1 : 0;
  if (text.starts_with("\xc2\xa0") || text.starts_with("\xc2\xad")) return 2;
  if (text.size() < 3) return 0;
  const auto third = static_cast<unsigned char>(text[2]);
  if (text.starts_with("\xe2\x80"))  // U+2000..200F, U+2028..202F
    return (third >= 0x80 && third <= 0x8f) || (third >= 0xa8 && third <= 0xaf) ? 3 : 0;
  if (text.starts_with("\xe2\x81")) return third >= 0x9f && third <= 0xaf ? 3 : 0;  // U+205F..206F
  return text.starts_with("\xef\xbb\xbf") || text.starts_with("\xe3\x80\x80") ? 3 : 0;
}

bool is_wide_blank(std::string_view mark) {
  if (mark.size() == 1 || mark == "\xc2\xa0" || mark == "\xe3\x80\x80") return true;
  if (mark.size() != 3) return false;
  const auto third = static_cast<unsigned char>(mark[2]);
  if (mark.starts_with("\xe2\x80"))  // up to U+200A these are spaces; U+2028, 2029, 202F too
    return third <= 0x8a || third == 0xa8 || third == 0xa9 || third == 0xaf;
  return mark == "\xe2\x81\x9f";
}

std::string_view literal_text(std::string_view text) {
  if (text.size() >= 3 && text.starts_with("=\"") && text.ends_with('"'))
    return text.substr(2, text.size() - 3);
  if (text.starts_with("=HYPERLINK(\"") && text.ends_with("\")")) {
    text.remove_suffix(2);
    return text.substr(text.rfind('"') + 1);
  }
  if (text.size() > 1 && text.starts_with('\'') && !text.ends_with('\'')) text.remove_prefix(1);
  return text;
}

std::string_view trim_blanks(std::string_view text) {
  while (const std::size_t length = blank_length(text)) text.remove_prefix(length);
  for (std::size_t length = 1; length <= 3;) {
    const std::string_view last = text.substr(text.size() - std::min(text.size(), length));
    const bool blank = last.size() == length && blank_length(last) == length;
    if (blank) text.remove_suffix(length);
    length = blank ? 1 : length + 1;
  }
  return text;
}

void fold_case(std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    text[i] = lower(text[i]);
    if (text[i] != '\xc3' || i + 1 == text.size()) continue;
    const auto second = static_cast<unsigned char>(text[i + 1]);  // C3 80..9E except ×
    if (second >= 0x80 && second <= 0x9e && second != 0x97)
      text[i + 1] = static_cast<char>(second + 0x20);
  }
}

std::string_view base_letters(std::string_view text) {
  constexpr std::string_view kLatin1[] = {// U+00C0 to U+00DF, then the same in lower case
                                          "a",  "a", "a", "a", "ae", "a", "ae", "c", "e",  "e", "e",
                                          "e",  "i", "i", "i", "i",  "d", "n",  "o", "o",  "o", "o",
                                          "oe", "",  "o", "u", "u",  "u", "ue", "y", "th", "ss"};
  constexpr std::string_view kExtendedA =  // U+0100 to U+017F
      "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrr"
      "ssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
  static_assert(kExtendedA.size() == 128);
  if (text.size() < 2) return {};
  const auto first = static_cast<unsigned char>(text[0]),
             second = static_cast<unsigned char>(text[1]);
  if (second < 0x80 || second > 0xbf) return {};
  if (first == 0xc3) return second == 0xbf ? "y" : kLatin1[(second - 0x80) % 32];
  if (first == 0xc4) return kExtendedA.substr(second - 0x80u, 1);
  return first == 0xc5 ? kExtendedA.substr(second - 0x80u + 64, 1) : std::string_view();
}

std::string fold_accents(std::string_view text) {
  std::string folded;
  while (!text.empty()) {
    const std::string_view letters = base_letters(text);
    if (letters.empty())
      folded += lower(text[0]);
    else
      folded += letters;
    text.remove_prefix(letters.empty() ? 1 : 2);
  }
  return folded;
}

bool is_spreadsheet_error(std::string_view text) {
  if (text.size() < 3 || text[0] != '#') return false;
  if (text.find_first_not_of('#') == text.npos || text == "#N/A" || text == "#NV") return true;
  return (text.back() == '!' || text.back() == '?') && std::ranges::none_of(text, is_lower);
}

bool is_absent(std::string_view text) {
  constexpr std::string_view kAbsent[] = {"", "-", "--", "n/a", "null", "(null)", "none"};
  return std::ranges::any_of(
      kAbsent, [&](std::string_view word) { return equal_ignoring_case(text, word); });
}

}  // namespace whylocked::normalize
