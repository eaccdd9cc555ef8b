#include "input/mail/message.hpp"

#include <algorithm>

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

  void tag() {
    constexpr std::string_view kComment = "<!--", kCommentEnd = "-->";
    if (rest_.starts_with(kComment))
      return drop(std::min(rest_.find(kCommentEnd), rest_.size()) + kCommentEnd.size());
    const std::size_t from = rest_.starts_with("</") ? 2 : 1;
    const char first = from < rest_.size() ? rest_[from] : ' ';
    if (!is_letter(first) && first != '!' && first != '?') {
      text_ += '<';
      return drop(1);
    }
    const std::string name = name_at(from);
    drop(end_of_tag(from + name.size()));
    if (std::ranges::count(kBlocks, name) > 0) text_ += '\n';
    if (name == "td" || name == "th") text_ += ' ';
    if (from == 1 && std::ranges::count(kSilent, name) > 0) drop_content("</" + name);
  }

  std::string name_at(std::size_t at) const {
    constexpr std::size_t kMaxName = 12;
    std::string name;
    for (const char c : rest_.substr(at, kMaxName)) {
      if (!is_letter(c) && !ascii::is_digit(c)) break;
      name += ascii::lower(c);
    }
    return name;
  }

  // Offset after the next ">" outside quotes; a quote that is never closed does not count.
  std::size_t end_of_tag(std::size_t at) const {
    while (at < rest_.size() && rest_[at] != '>') {
      const char c = rest_[at++];
      if (c != '"' && c != '\'') continue;
      constexpr std::size_t kMaxValue = 4096;  // otherwise every quote could scan the rest
      const std::size_t close = rest_.substr(at, kMaxValue).find(c);
      if (close != rest_.npos) at += close + 1;
    }
    return at + 1;
  }

  void drop_content(const std::string& end_tag) {
    while (!rest_.empty() && !begins_with(rest_, end_tag)) drop(rest_.find("</", 1));
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
