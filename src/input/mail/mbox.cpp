#include "input/mail/mbox.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"
#include "input/encoding.hpp"

namespace whylocked::input {

namespace {

constexpr std::size_t kMaxFromLine = 1000;  // what RFC 5322 allows a line, about

using ascii::is_digit;

bool has_clock(std::string_view line) {
  for (std::size_t at = 2; at + 2 < line.size(); ++at)
    if (line[at] == ':' && is_digit(line[at - 2]) && is_digit(line[at - 1]) &&
        is_digit(line[at + 1]) && is_digit(line[at + 2]))
      return true;
  return false;
}

// "From ann@example.com Tue May 19 08:07:19 2026", "From - Tue May 19 08:07:19 2026".
bool is_from_line(std::string_view line) {
  if (!line.starts_with("From ")) return false;
  line.remove_prefix(5);
  const std::string_view sender = line.substr(0, line.find(' '));
  constexpr std::string_view kDays[] = {" Mon ", " Tue ", " Wed ", " Thu ",
                                        " Fri ", " Sat ", " Sun "};
  const bool day = std::any_of(std::begin(kDays), std::end(kDays),
                               [&](std::string_view name) { return line.find(name) != line.npos; });
  return has_clock(line) && (day || sender == "-" || sender.find('@') != sender.npos);
}

}  // namespace

bool begins_like_mbox(std::string_view text) {
  text = trim(text);
  return is_from_line(text.substr(0, std::min(text.find('\n'), kMaxFromLine)));
}

bool MailSplitter::next(Piece& piece) {
  text_.clear();
  piece.whole = true;
  bool any = std::exchange(begun_, false);
  for (bool after_blank = true; lines_.next();) {
    const std::string_view line = lines_.text();
    if (is_mbox_ && after_blank && is_from_line(line.substr(0, kMaxFromLine))) {
      begun_ = any;
      any = true;
      if (begun_) break;
      continue;
    }
    any = true;
    after_blank = trim(line).empty() && !lines_.is_too_long();
    if (!piece.whole) continue;
    piece.whole = !lines_.is_too_long() && text_.size() + line.size() < most_;
    (text_ += line.substr(0, most_ - text_.size())) += '\n';
  }
  piece.bytes = text_;
  return any;
}

}  // namespace whylocked::input
