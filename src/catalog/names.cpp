// Finds products by name, in one table of keys (letters and digits of every name) sorted by key.
//
// A whole text takes one binary search. Inside a username every key is tried at every position and
// the longest of overlapping matches win, so "dattormm" is the product and not the vendor "datto".
// Misspelled names are not matched, because a wrong guess would be evidence for the wrong product.
#include <algorithm>
#include <bitset>
#include <functional>
#include <string>
#include <vector>

#include "base/ascii.hpp"
#include "catalog/tables.hpp"

namespace whylocked {

namespace {

using ascii::is_digit;
using ascii::is_letter;
using ascii::lower;
using tables::Name;
using tables::WordRule;

// "it-glue", "IT Glue" and "ITGlue" all become "itglue". Bytes above 0x7f are dropped, so a dash
// between vendor and product does no harm.
std::string name_key(std::string_view text) {
  std::string key;
  for (const char c : text)
    if (is_letter(c) || is_digit(c)) key += lower(c);
  return key;
}

std::span<const Name> rows_of(std::string_view key) {
  const auto first = std::ranges::lower_bound(tables::names, key, {}, &Name::key);
  return {first, std::ranges::upper_bound(first, tables::names.end(), key, {}, &Name::key)};
}

NameMatch match_of(const Name& name) {
  return {&tables::integrations[name.integration], name.strength, name.text};
}

// A username in key form, and the gaps between its characters.
struct Spelling {
  enum Gap : char { none, soft, hard };  // inside a word; between letter and digit; a separator
  std::string key;
  std::vector<Gap> before;  // before[i]: the gap before key[i]; then the one at the end
};

// Bytes above 0x7f count as letters of a word; no key contains them.
Spelling spell(std::string_view text) {
  Spelling out;
  bool separated = true;
  for (const char c : text) {
    const bool word = is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
    if (!word) {
      separated = true;
      continue;
    }
    const bool turns = !out.key.empty() && is_digit(out.key.back()) != is_digit(c);
    const auto gap = separated ? Spelling::hard : turns ? Spelling::soft : Spelling::none;
    out.key += lower(c);
    out.before.push_back(gap);
    separated = false;
  }
  out.before.push_back(Spelling::hard);
  return out;
}

// True if a name may occupy [begin, end). A name across a separator ("it-glue") must consist of
// whole words, or "summit-glue" would match.
bool stands(const Spelling& text, std::size_t begin, std::size_t end, WordRule rule) {
  const bool front = text.before[begin] != Spelling::none;
  const bool back = text.before[end] != Spelling::none;
  const std::span inside = std::span(text.before).subspan(begin + 1, end - begin - 1);
  const bool several_words = std::ranges::find(inside, Spelling::hard) != inside.end();
  if (rule == WordRule::never) return false;
  if (rule == WordRule::whole_word || several_words) return front && back;
  return front || back;
}

struct Find {
  std::size_t begin = 0, length = 0;
  const Name* name = nullptr;  // first row with this key
};

// True if any key begins with these characters. This is rare, which keeps the search fast.
bool begins_key(char first, char second) {
  const auto pair = [](char a, char b) {
    return static_cast<std::size_t>(static_cast<unsigned char>(a)) << 8 |
           static_cast<unsigned char>(b);
  };
  static const auto begins = [&] {
    std::bitset<1u << 16> all;
    for (const Name& name : tables::names) all.set(pair(name.key[0], name.key[1]));
    return all;
  }();
  return begins.test(pair(first, second));
}

std::vector<Find> find_all(const Spelling& text) {
  std::vector<Find> found;
  for (std::size_t i = 0; i + 1 < text.key.size(); ++i) {
    const std::string_view rest = std::string_view(text.key).substr(i);
    if (!begins_key(rest[0], rest[1])) continue;
    const auto first = std::ranges::lower_bound(tables::names, rest[0], {},
                                                [](const Name& name) { return name.key[0]; });
    std::string_view last_key;
    for (auto it = first; it != tables::names.end() && it->key[0] == rest[0]; ++it) {
      if (it->key == last_key || !rest.starts_with(it->key)) continue;
      last_key = it->key;
      if (stands(text, i, i + it->key.size(), it->rule)) found.push_back({i, it->key.size(), &*it});
    }
  }
  return found;
}

// Keeps the longest of overlapping finds.
void keep_longest(std::vector<Find>& found, std::size_t size) {
  std::ranges::stable_sort(found, std::greater(), &Find::length);
  std::vector<bool> taken(size);
  std::erase_if(found, [&](const Find& find) {
    if (taken[find.begin] || taken[find.begin + find.length - 1]) return true;
    std::fill_n(taken.begin() + static_cast<std::ptrdiff_t>(find.begin), find.length, true);
    return false;
  });
  std::ranges::sort(found, {}, &Find::begin);
}

// The number of words (2 stands for 2 or more) into which a word can be cut, using words that
// program names are made of; 0: it cannot.
std::size_t words_in(std::string_view word) {
  constexpr std::size_t kMaxLength = 40;
  if (word.size() > kMaxLength) return 0;
  std::vector<std::size_t> cuts(word.size() + 1);  // words before each position
  for (std::size_t end = 1; end <= word.size(); ++end)
    for (std::size_t begin = 0; begin < end; ++begin)
      if ((begin == 0 || cuts[begin] > 0) &&
          std::ranges::binary_search(tables::software_words, word.substr(begin, end - begin)))
        cuts[end] = std::max(cuts[end], std::min<std::size_t>(cuts[begin] + 1, 2));
  return cuts.back();
}

bool ends_as_brand(std::string_view word) {
  return std::ranges::any_of(tables::software_endings, [&](std::string_view ending) {
    return word.ends_with(ending) && words_in(word.substr(0, word.size() - ending.size())) > 0;
  });
}

}  // namespace

bool names_other_software(std::string_view text) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find_first_not_of(kLetters, at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const bool alone = at == 0 && text.find_first_of(kLetters, end) == text.npos;
    if (std::ranges::binary_search(tables::software_programs, word) || words_in(word) == 2 ||
        (alone && ends_as_brand(word)))
      return true;
    at = end + 1;
  }
  return false;
}

std::vector<NameMatch> match_name(std::string_view text) {
  std::vector<NameMatch> matches;
  const auto rows = rows_of(name_key(text));
  for (const Name& row : rows)  // sorted by strength; a product's name outranks a vendor's
    if (row.strength == rows.front().strength) matches.push_back(match_of(row));
  return matches;
}

std::vector<NameMatch> names_inside(std::string_view text) {
  if (text.find('<') != text.npos) return {};  // markup typed by a scanner
  const Spelling spelling = spell(text);
  std::vector<Find> found = find_all(spelling);
  keep_longest(found, spelling.key.size());
  std::vector<NameMatch> matches;
  std::vector<bool> seen(tables::integrations.size());
  for (const Find& find : found)
    for (const Name& row : rows_of(find.name->key)) {
      if (row.strength != find.name->strength || seen[row.integration]) continue;
      seen[row.integration] = true;
      matches.push_back(match_of(row));
      // A tracking identifier is proof in a vendor column, but in a username only a product's name.
      if (row.strength == NameStrength::tracking) matches.back().strength = NameStrength::product;
    }
  return matches;
}

}  // namespace whylocked
