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

namespace {

// Latin-1, Latin Extended-A and Cyrillic, of which both cases have two bytes.
unsigned lower_of(unsigned c) {
  if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x410 && c <= 0x42f)) return c + 0x20;
  if (c >= 0x400 && c <= 0x40f) return c + 0x50;
  const bool even = (c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14a && c <= 0x177);
  const bool odd = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
  return (even && c % 2 == 0) || (odd && c % 2 == 1) ? c + 1 : c;
}

// A combining mark, and letters each before what it becomes with the mark.
struct Mark {
  std::string_view mark, letters;
};
constexpr Mark kMarks[] = {
    {"\u0300", "aàeèiìoòuù"},
    {"\u0301", "aácćeéiílĺnńoórŕsśuúyýzź"},
    {"\u0302", "aâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷ"},
    {"\u0303", "aãiĩnñoõuũ"},
    {"\u0304", "aāeēiīoōuū"},
    {"\u0306", "aăeĕgğiĭoŏuŭ"},
    {"\u0307", "cċeėgġzż"},
    {"\u0308", "aäeëiïoöuü"},
    {"\u030a", "aåuů"},
    {"\u030b", "oőuű"},
    {"\u030c", "cčdďeěnňrřsštťzž"},
    {"\u0327", "cçgģkķlļnņrŗsştţ"},
    {"\u0328", "aąeęiįuų"},
};

// The letter with the mark at the start of `text`; empty if there is none.
std::string_view marked(char letter, std::string_view text) {
  const auto row = std::ranges::find(kMarks, text.substr(0, 2), &Mark::mark);
  if (row == std::end(kMarks) || !is_ascii(letter)) return {};
  const std::size_t at = row->letters.find(lower(letter));
  return at == row->letters.npos ? std::string_view() : row->letters.substr(at + 1, 2);
}

}  // namespace

void fold_case(std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    text[i] = lower(text[i]);
    const auto first = static_cast<unsigned char>(text[i]);
    if (first < 0xc3 || first > 0xd0 || i + 1 == text.size()) continue;
    const auto second = static_cast<unsigned char>(text[i + 1]);
    if (second < 0x80 || second > 0xbf) continue;
    const unsigned c = lower_of((first & 0x1fu) << 6 | (second & 0x3fu));
    text[i] = static_cast<char>(0xc0 | c >> 6);
    text[++i] = static_cast<char>(0x80 | (c & 0x3f));
  }
}

std::string compose(std::string_view text) {
  std::string out;
  for (; !text.empty(); text.remove_prefix(1)) {
    const bool is_mark = text[0] == '\xcc' && !out.empty();
    const std::string_view letter = is_mark ? marked(out.back(), text) : std::string_view();
    if (letter.empty()) {
      out += text[0];
      continue;
    }
    const bool capital = is_upper(out.back());
    out.pop_back();
    out += letter;
    // The capital comes right before its small letter, but in Latin-1.
    if (capital) out.back() = static_cast<char>(out.back() - (letter[0] == '\xc3' ? 0x20 : 1));
    text.remove_prefix(1);
  }
  return out;
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
