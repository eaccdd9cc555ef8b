#include "event/secrets.hpp"
#include "base/ascii.hpp"

#include <algorithm>

namespace whylocked {

namespace {

struct Name {
  std::string_view letters;  // lower case, without _ - and blanks
  bool in_sentences;         // also what people write before a colon
};
constexpr Name kNames[] = {
    {"secret", false},      {"clientsecret", false}, {"apiintegrationcode", false},
    {"apikey", false},      {"xapikey", false},      {"authorization", false},
    {"accesstoken", false}, {"refreshtoken", false}, {"integrationcode", false},
    {"password", true},     {"passwd", true},        {"pwd", true},
    {"passphrase", true},   {"token", true},         {"kennwort", true},
    {"passwort", true},
};
constexpr std::size_t kMaxName = 32;
constexpr std::size_t kMinCredential = 8;

using ascii::lower;
bool is_name_char(char c) {
  return ascii::is_letter(c) || ascii::is_digit(c) || c == '_' || c == '-';
}
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_credential_char(char c) {
  return is_name_char(c) || c == '+' || c == '/' || c == '=' || c == '.' || c == '~';
}

const Name* find_name(std::string_view word) {
  if (word.size() > kMaxName) return nullptr;
  std::string letters;
  for (const char c : word)
    if (c != '_' && c != '-' && c != ' ') letters += lower(c);
  const auto found =
      std::ranges::find_if(kNames, [&](const Name& name) { return name.letters == letters; });
  return found == std::end(kNames) ? nullptr : found;
}

bool is_scheme(std::string_view word) {
  return ascii::equal_ignoring_case(word, "basic") || ascii::equal_ignoring_case(word, "bearer");
}

class Masker {
 public:
  explicit Masker(std::string_view text) : text_(text) {}

  std::string run() {
    while (at_ < text_.size()) {
      if (!is_name_char(text_[at_])) {
        ++at_;
        continue;
      }
      const std::size_t from = at_;
      while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
      const std::string_view word = std::string_view(text_).substr(from, at_ - from);
      if (const Name* name = find_name(word))
        mask_value(*name, from);
      else if (is_scheme(word))
        mask_credential();
    }
    return std::move(text_);
  }

 private:
  // Behind the name: its closing quote, blanks, a mark, blanks, the value.
  void mask_value(const Name& name, std::size_t name_at) {
    std::size_t at = at_;
    const bool quoted = name_at > 0 && is_quote(name_at - 1) && is_quote(at);
    while (is_quote(at) || is_escape(at)) ++at;
    while (at < text_.size() && is_blank(text_[at])) ++at;
    if (at >= text_.size() || (text_[at] != ':' && text_[at] != '=')) return;
    if (name.in_sentences && text_[at] == ':' && !quoted) return;
    ++at;
    while (at < text_.size() && (is_blank(text_[at]) || is_escape(at))) ++at;
    // In JSON within a text, where quotes are escaped.
    if (is_quote(at) && text_[at - 1] == '\\')
      return mask(at + 1, std::min(text_.find('\\', at + 1), text_.size()));
    if (is_quote(at)) return mask_to_quote(at + 1, text_[at]);
    mask_to_end(at, name.letters == "authorization");
  }

  void mask_credential() {
    std::size_t from = at_;
    while (from < text_.size() && is_blank(text_[from])) ++from;
    std::size_t to = from;
    while (to < text_.size() && is_credential_char(text_[to])) ++to;
    const std::string_view word = std::string_view(text_).substr(from, to - from);
    const bool coded = word.find_first_of("0123456789=") != word.npos;  // "Basic authentication"
    if (from > at_ && word.size() >= kMinCredential && coded) mask(from, to);
  }

  void mask_to_quote(std::size_t from, char quote) {
    std::size_t to = from;
    while (to < text_.size() && text_[to] != quote) to += text_[to] == '\\' ? 2 : 1;
    mask(from, std::min(to, text_.size()));
  }

  // An authorization may be two words; anything else ends with the first.
  void mask_to_end(std::size_t from, bool blanks_too) {
    constexpr std::string_view kEnds = ",;&\"'}])|\r\n";
    std::size_t to = from;
    while (to < text_.size() && kEnds.find(text_[to]) == kEnds.npos &&
           (blanks_too || !is_blank(text_[to])))
      ++to;
    mask(from, to);
  }

  void mask(std::size_t from, std::size_t to) {
    std::fill(text_.begin() + static_cast<std::ptrdiff_t>(from),
              text_.begin() + static_cast<std::ptrdiff_t>(to), '*');
    at_ = std::max(at_, to);
  }

  bool is_quote(std::size_t at) const {
    return at < text_.size() && (text_[at] == '"' || text_[at] == '\'');
  }
  bool is_escape(std::size_t at) const { return at < text_.size() && text_[at] == '\\'; }

  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string mask_secrets(std::string_view text) { return Masker(text).run(); }

bool names_secret(std::string_view name) { return find_name(name) != nullptr; }

}  // namespace whylocked
