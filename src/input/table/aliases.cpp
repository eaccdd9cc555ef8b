#include "input/table/aliases.hpp"

#include <algorithm>
#include <functional>

namespace whylocked::input {

namespace {

constexpr std::size_t kMaxName = 64;

// "occurredAt" and "occurred at" are one name.
std::string without_blanks(std::string_view name) {
  std::string joined(name);
  std::erase(joined, ' ');
  return joined;
}

std::span<const Alias> find(std::string_view folded) {
  const auto name_of = [](const Alias& alias) { return without_blanks(alias.name); };
  const auto all = all_aliases();
  const std::string name = without_blanks(folded);
  return {std::ranges::lower_bound(all, name, {}, name_of),
          std::ranges::upper_bound(all, name, {}, name_of)};
}

// Length of the blank or separator at the start of `text`; 0 if there is none.
std::size_t blank_length(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f_-./", kNoBreak = "\xc2\xa0";
  if (text.starts_with(kNoBreak)) return kNoBreak.size();
  return kBlanks.find(text[0]) == kBlanks.npos ? 0 : 1;
}

// Lowers ASCII letters, and Latin-1 letters as UTF-8 writes them, in two bytes from C3 80 on.
char lower_after(char c, char before_it) {
  const auto code = static_cast<unsigned char>(c);
  const bool latin = before_it == '\xc3' && code >= 0x80 && code <= 0x9e && code != 0x97;
  return latin || (c >= 'A' && c <= 'Z') ? static_cast<char>(c + 0x20) : c;
}

}  // namespace

std::string fold(std::string_view name) {
  constexpr std::string_view kMark = "\xef\xbb\xbf", kApostrophe = "\xe2\x80\x99";
  std::string folded;
  char last = 0;
  for (bool blank = false; !name.empty() && folded.size() <= kMaxName;) {
    const std::size_t blanks = name.starts_with(kMark) ? kMark.size() : blank_length(name);
    if (blanks != 0) {
      blank |= !name.starts_with(kMark);
      name.remove_prefix(blanks);
      continue;
    }
    if (blank && !folded.empty()) folded += ' ';
    blank = false;
    if (name.starts_with(kApostrophe)) {
      folded += '\'';
      name.remove_prefix(kApostrophe.size());
      continue;
    }
    folded += lower_after(name[0], last);
    last = name[0];
    name.remove_prefix(1);
  }
  while (folded.ends_with('?') || folded.ends_with(':') || folded.ends_with(' '))
    folded.pop_back();  // "Successful?"
  return folded.size() <= kMaxName ? folded : std::string();
}

std::span<const Alias> aliases_of(std::string_view folded) {
  const auto found = find(folded);
  if (!found.empty() || !(folded.ends_with(')') || folded.ends_with(']'))) return found;
  const std::size_t bracket = folded.rfind(folded.ends_with(')') ? " (" : " [");
  return bracket == folded.npos ? found : find(folded.substr(0, bracket));
}

}  // namespace whylocked::input

namespace whylocked {

std::optional<Field> guess_field(std::string_view column_name) {
  const auto found = input::aliases_of(input::fold(column_name));
  if (found.empty()) return std::nullopt;
  return std::ranges::max_element(found, std::less(), &input::Alias::priority)->field;
}

}  // namespace whylocked
