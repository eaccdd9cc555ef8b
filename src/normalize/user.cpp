// Usernames as people and systems write them, to one form.
#include <algorithm>

#include "normalize/letters.hpp"
#include "whylocked/normalize.hpp"

namespace whylocked {

using normalize::blank_length;
using normalize::fold_case;
using normalize::is_absent;
using normalize::is_digit;
using normalize::is_letter;
using normalize::is_wide_blank;
using normalize::literal_text;
using normalize::trim_blanks;

namespace {

constexpr std::string_view kQuotes[] = {"\"", "'", "“", "”", "„", "‘", "’"};

std::string_view strip_quotes(std::string_view text) {
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::string_view quote : kQuotes) {
      if (!text.starts_with(quote)) continue;
      for (const std::string_view end : kQuotes) {
        if (text.size() < quote.size() + end.size() || !text.ends_with(end)) continue;
        text = trim_blanks(text.substr(quote.size(), text.size() - quote.size() - end.size()));
        changed = true;
        break;
      }
      if (changed) break;
    }
  }
  return text;
}

// "Ann Meyer <ann.meyer@example.com>" and "Ann Meyer (ann.meyer@example.com)" name the account in
// the brackets.
std::string_view address_in_brackets(std::string_view text) {
  const std::size_t open = text.find_last_of("<(");
  if (open == std::string_view::npos || !text.ends_with(text[open] == '<' ? '>' : ')')) return text;
  const std::string_view inside = trim_blanks(text.substr(open + 1, text.size() - open - 2));
  return inside.find('@') == std::string_view::npos ? text : inside;
}

// Most names need no more than lower case: they have neither blanks nor quotes nor brackets.
bool is_plain(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_' || c == '@' || c == '\\';
  });
}

}  // namespace

std::string normalize_user(std::string_view text) {
  if (is_plain(text)) {
    std::string user(is_absent(text) ? std::string_view() : text);
    fold_case(user);
    return user;
  }
  text = strip_quotes(trim_blanks(text));
  text = strip_quotes(address_in_brackets(strip_quotes(literal_text(text))));
  if (is_absent(text)) return {};
  std::string user;
  user.reserve(text.size());
  while (!text.empty()) {
    const std::size_t blank = blank_length(text);
    if (blank == 0)
      user += text.front();
    else if (is_wide_blank(text.substr(0, blank)))
      user += ' ';  // a mark without width is left out: two names that look alike are one
    text.remove_prefix(blank == 0 ? 1 : blank);
  }
  if (is_absent(user)) return {};  // a dash may come out only now
  fold_case(user);
  return user;
}

std::string_view local_part(std::string_view user) {
  const std::size_t domain = user.rfind('\\');
  if (domain != std::string_view::npos && domain + 1 < user.size()) user.remove_prefix(domain + 1);
  const std::size_t at = user.find('@');
  return at == 0 ? user : user.substr(0, at);
}

}  // namespace whylocked
