#include "input/mail/message.hpp"

#include <algorithm>
#include <span>

#include "base/ascii.hpp"
#include "base/number.hpp"
#include "base/split.hpp"
#include "input/encoding.hpp"

namespace whylocked::data {
extern const std::string_view html_entities;
}

namespace whylocked::input {

namespace {

// Elements whose content is not text.
constexpr std::string_view kSilent[] = {"script", "style", "title"};
constexpr std::string_view kBlocks[] = {"br", "p",     "div", "tr",  "li",        "ul",
                                        "ol", "table", "hr",  "pre", "h1",        "h2",
                                        "h3", "h4",    "h5",  "h6",  "blockquote"};

using ascii::is_letter;

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
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
    constexpr std::size_t kMaxName = 12;
    for (; at < rest_.size() && (is_letter(rest_[at]) || ascii::is_digit(rest_[at])) &&
           name.size() < kMaxName;
         ++at)
      name += ascii::lower(rest_[at]);
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
    while (!rest_.empty()) {
      drop(std::min(rest_.find("</"), rest_.size()));
      if (ascii::equal_ignoring_case(
              rest_.substr(std::min<std::size_t>(2, rest_.size()), name.size()), name))
        return;
      drop(2);
    }
  }

  void reference() {
    constexpr std::size_t kMaxReference = 10;  // "&#x10ffff;" without the mark
    const std::size_t end = rest_.substr(1, kMaxReference).find(';');
    const std::string_view name = rest_.substr(1, end == rest_.npos ? 0 : end);
    bool known = name.starts_with('#') && append_number(name.substr(1));
    if (!known)
      for_each_line(data::html_entities, [&](std::string_view line) {
        if (name.empty() || take_until(line, ' ') != name) return;
        text_ += line;
        known = true;
      });
    if (!known) text_ += '&';
    drop(known ? name.size() + 2 : 1);
  }

  bool append_number(std::string_view digits) {
    const bool hexadecimal = digits.starts_with('x') || digits.starts_with('X');
    if (hexadecimal) digits.remove_prefix(1);
    const auto number = parse_whole<std::uint32_t>(digits, hexadecimal ? 16 : 10);
    if (!number) return false;
    std::uint32_t value = *number;
    const bool surrogate = value >= 0xd800 && value < 0xe000;
    value = value > 0x10ffff || surrogate ? 0xfffd : value == 0xa0 ? ' ' : value;
    if (value != 0) append_utf8(text_, value);
    return true;
  }

  std::string_view rest_;
  std::string text_;
};

}  // namespace

std::string text_of_html(std::string_view html) { return HtmlText(html).run(); }

}  // namespace whylocked::input
