#include "site/user_type.hpp"

#include <algorithm>
#include <span>
#include <string>

namespace whylocked::site {

namespace {

constexpr std::string_view kApi[] = {"api", "apiuser"};
constexpr std::string_view kPerson[] = {"employee",  "contractor", "professional", "comanaged",
                                        "dashboard", "outsourced", "person",       "human",
                                        "intern",    "volunteer",  "mitarbeiter",  "angestellter"};
constexpr std::string_view kInactive[] = {
    "no", "false", "0", "n", "nein", "inactive", "disabled", "inaktiv", "falsch", "deaktiviert"};
constexpr std::string_view kLocked[] = {"locked", "gesperrt"};
constexpr std::string_view kYes[] = {"yes", "true", "1", "y", "x", "ja", "wahr"};

bool part_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string lower(std::string_view text) {
  std::string low(text);
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 0x20);
  return low;
}

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), lower(word)) != words.end();
}

// A hyphen joins: "Co-Managed" is one word, and so is "API-only" after its first part.
bool has_one_of(std::string_view text, std::span<const std::string_view> words) {
  std::string joined;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && part_of_word(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    joined += word;
    if (is_one_of(word, words) || is_one_of(joined, words)) return true;
    if (end >= text.size() || text[end] != '-') joined.clear();
    at = end + 1;
  }
  return false;
}

}  // namespace

std::string_view user_type(std::string_view cell) {
  if (has_one_of(cell, kApi)) return "api";
  return has_one_of(cell, kPerson) ? "person" : std::string_view();
}

bool says_inactive(std::string_view cell) { return is_one_of(cell, kInactive); }

bool says_locked(std::string_view cell) { return is_one_of(cell, kLocked); }

bool says_yes(std::string_view cell) { return is_one_of(cell, kYes) || says_locked(cell); }

}  // namespace whylocked::site
