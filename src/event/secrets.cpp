#include "event/secrets.hpp"

#include <algorithm>

#include "base/split.hpp"

namespace whylocked {

namespace {

// Names in lower case, without _, - and blanks.
constexpr std::string_view kNames =
    "key: secret, clientsecret, apiintegrationcode, apikey, xapikey, accesstoken, refreshtoken, "
    "integrationcode\n"
    "what people write before a colon: password, passwd, pwd, passphrase, token, kennwort, "
    "passwort\n"
    "of two words: authorization\n";
constexpr std::uint32_t kInSentences = 2, kOfTwoWords = 4;
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

// The kinds of a name in kNames; 0: none.
std::uint32_t kinds_of(std::string_view word) {
  static const WordKinds names(kNames);
  if (word.size() > kMaxName) return 0;
  std::string letters;
  for (const char c : word)
    if (c != '_' && c != '-' && c != ' ') letters += lower(c);
  return names.of(letters);
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
      if (const std::uint32_t kinds = kinds_of(word); kinds != 0)
        mask_value(kinds, from);
      else if (is_scheme(word))
        mask_credential();
    }
    return std::move(text_);
  }

 private:
  // Expects, after the name: its closing quote, blanks, a colon or equals sign, blanks, the value.
  void mask_value(std::uint32_t kinds, std::size_t name_at) {
    std::size_t at = at_;
    const bool quoted = name_at > 0 && is_quote(name_at - 1) && is_quote(at);
    while (is_quote(at) || is_escape(at)) ++at;
    while (at < text_.size() && is_blank(text_[at])) ++at;
    if (at >= text_.size() || (text_[at] != ':' && text_[at] != '=')) return;
    if (kinds == kInSentences && text_[at] == ':' && !quoted) return;
    ++at;
    while (at < text_.size() && (is_blank(text_[at]) || is_escape(at))) ++at;
    // JSON inside a text, where quotes are escaped.
    if (is_quote(at) && text_[at - 1] == '\\')
      return mask(at + 1, std::min(text_.find('\\', at + 1), text_.size()));
    if (is_quote(at)) return mask_to_quote(at + 1, text_[at]);
    mask_to_end(at, kinds == kOfTwoWords);
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

bool names_secret(std::string_view name) { return kinds_of(name) != 0; }

}  // namespace whylocked
