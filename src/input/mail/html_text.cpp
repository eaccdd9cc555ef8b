#include "input/mail/html_text.hpp"

#include <algorithm>
#include <charconv>

#include "base/ascii.hpp"
#include "input/encoding.hpp"

namespace whylocked::input {

namespace {

// Those that notices and their templates use; others stay as written.
struct Reference {
  std::string_view name;
  char32_t character;
};
constexpr Reference kReferences[] = {
    {"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
    {"nbsp", ' '},      {"zwnj", 0},       {"shy", 0},        {"ndash", 0x2013}, {"mdash", 0x2014},
    {"lsquo", 0x2018},  {"rsquo", 0x2019}, {"ldquo", 0x201c}, {"rdquo", 0x201d}, {"bdquo", 0x201e},
    {"hellip", 0x2026}, {"bull", 0x2022},  {"middot", 0xb7},  {"copy", 0xa9},    {"reg", 0xae},
    {"trade", 0x2122},  {"auml", 0xe4},    {"ouml", 0xf6},    {"uuml", 0xfc},    {"Auml", 0xc4},
    {"Ouml", 0xd6},     {"Uuml", 0xdc},    {"szlig", 0xdf},
};

// Elements whose content is not text.
constexpr std::string_view kSilent[] = {"script", "style", "title"};
constexpr std::string_view kBlocks[] = {"br", "p",     "div", "tr",  "li",        "ul",
                                        "ol", "table", "hr",  "pre", "h1",        "h2",
                                        "h3", "h4",    "h5",  "h6",  "blockquote"};

using ascii::is_letter;
using ascii::lower;
bool is_letter_or_digit(char c) { return is_letter(c) || ascii::is_digit(c); }

template <std::size_t N>
bool is_one_of(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

class HtmlText {
 public:
  explicit HtmlText(std::string_view html) : rest_(html) {}

  std::string run() {
    while (!rest_.empty()) {
      const std::size_t next = std::min(rest_.find_first_of("<&"), rest_.size());
      text_ += rest_.substr(0, next);
      rest_.remove_prefix(next);
      if (rest_.starts_with('<'))
        tag();
      else if (!rest_.empty())
        reference();
    }
    return std::move(text_);
  }

 private:
  void drop(std::size_t count) { rest_.remove_prefix(std::min(count, rest_.size())); }

  void drop_through(std::string_view end) {
    const std::size_t at = rest_.find(end);
    drop(at == rest_.npos ? rest_.size() : at + end.size());
  }

  void tag() {
    if (rest_.starts_with("<!--")) return drop_through("-->");
    std::size_t at = 1;
    if (rest_.substr(at).starts_with('/')) ++at;
    const bool is_tag =
        at < rest_.size() && (is_letter(rest_[at]) || rest_[at] == '!' || rest_[at] == '?');
    if (!is_tag) {
      text_ += '<';
      return drop(1);
    }
    std::string name;
    constexpr std::size_t kMaxEntity = 12;
    for (; at < rest_.size() && is_letter_or_digit(rest_[at]) && name.size() < kMaxEntity; ++at)
      name += lower(rest_[at]);
    const bool opens = rest_[1] != '/';
    drop(end_of_tag(at));
    if (is_one_of(name, kBlocks)) text_ += '\n';
    if (name == "td" || name == "th") text_ += ' ';
    if (opens && is_one_of(name, kSilent)) drop_content(name);
  }

  // Skips to after the ">" outside quotes; a quote that is never closed does not count.
  std::size_t end_of_tag(std::size_t at) const {
    while (at < rest_.size() && rest_[at] != '>') {
      const char c = rest_[at++];
      if (c != '"' && c != '\'') continue;
      constexpr std::size_t kMaxValue = 4096;  // else every quote could scan the rest
      const std::size_t close = rest_.substr(at, kMaxValue).find(c);
      if (close != rest_.npos) at += close + 1;
    }
    return at + 1;
  }

  // Up to the end tag of that name, which stays.
  void drop_content(std::string_view name) {
    for (;;) {
      const std::size_t at = rest_.find("</");
      if (at == rest_.npos) return drop(rest_.size());
      const std::string_view found = rest_.substr(at + 2, name.size());
      const bool same = std::equal(found.begin(), found.end(), name.begin(), name.end(),
                                   [](char a, char b) { return lower(a) == b; });
      drop(same ? at : at + 2);
      if (same) return;
    }
  }

  void reference() {
    constexpr std::size_t kMaxReference = 10;  // "&#x10ffff;" without the mark
    const std::size_t end = rest_.substr(1, kMaxReference).find(';');
    const std::string_view name = end == rest_.npos ? std::string_view() : rest_.substr(1, end);
    char32_t character = 0;
    if (!find(name, character)) {
      text_ += '&';
      return drop(1);
    }
    if (character != 0) append_utf8(text_, character);
    drop(name.size() + 2);
  }

  static bool find(std::string_view name, char32_t& character) {
    if (name.starts_with('#')) return find_number(name.substr(1), character);
    for (const Reference& reference : kReferences)
      if (reference.name == name) {
        character = reference.character;
        return true;
      }
    return false;
  }

  static bool find_number(std::string_view digits, char32_t& character) {
    const bool hexadecimal = digits.starts_with('x') || digits.starts_with('X');
    if (hexadecimal) digits.remove_prefix(1);
    std::uint32_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, hexadecimal ? 16 : 10);
    if (error != std::errc() || stop != end) return false;
    const bool surrogate = value >= 0xd800 && value < 0xe000;
    character = value > 0x10ffff || surrogate ? 0xfffd : value == 0xa0 ? U' ' : value;
    return true;
  }

  std::string_view rest_;
  std::string text_;
};

}  // namespace

std::string text_of_html(std::string_view html) { return HtmlText(html).run(); }

}  // namespace whylocked::input
