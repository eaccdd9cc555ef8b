#include "input/mail/mbox.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "input/encoding.hpp"

namespace whylocked::input {

namespace {

using namespace std::string_view_literals;

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

bool ends_with_empty_line(std::string_view text) {
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text.empty() || text.ends_with('\n');
}

}  // namespace

bool begins_like_mbox(std::string_view text) {
  text = trim(text);
  return is_from_line(text.substr(0, std::min(text.find('\n'), kMaxFromLine)));
}

// Finds the next "From " line; the text before `searched` has none.
std::size_t MailSplitter::find_next(std::string_view text, std::size_t& searched) const {
  constexpr std::string_view kMark = "\nFrom ";
  while (is_mbox_) {
    const std::size_t at = text.find(kMark, searched);
    if (at == text.npos) break;
    const std::size_t end = text.find('\n', at + 1);
    searched = at;
    if (end == text.npos && text.size() - at <= kMaxFromLine) return text.npos;
    const std::string_view line = text.substr(at + 1, std::min(end - at - 1, kMaxFromLine));
    if (is_from_line(line) && ends_with_empty_line(text.substr(0, at))) return at + 1;
    searched = at + 1;
  }
  searched = std::max(searched, text.size() - std::min(text.size(), kMark.size() - 1));
  return text.npos;
}

bool MailSplitter::fill() {
  if (!buffer_.fill(start_)) return false;
  start_ = 0;
  return true;
}

void MailSplitter::skip_to_next() {
  skipping_ = false;
  for (std::size_t searched = 0;;) {
    const std::string_view rest = buffer_.text(start_, buffer_.size());
    const std::size_t next = find_next(rest, searched);
    if (next != rest.npos) {
      start_ += next;
      return;
    }
    // Includes the line before a mark.
    const std::size_t drop = searched > 2 ? searched - 2 : 0;
    start_ += drop;
    searched -= drop;
    if (fill()) continue;
    start_ = buffer_.size();
    return;
  }
}

bool MailSplitter::next(Piece& piece) {
  if (skipping_) skip_to_next();
  for (std::size_t searched = 0;;) {
    const std::string_view rest = buffer_.text(start_, buffer_.size());
    const std::size_t end = find_next(rest, searched);
    if (end == rest.npos && rest.size() <= most_ && fill()) continue;
    if (rest.empty()) return false;
    const std::size_t length = std::min(end, rest.size());
    piece.whole = length <= most_;
    piece.bytes = rest.substr(0, std::min(length, most_));
    start_ += piece.bytes.size();
    skipping_ = !piece.whole;
    break;
  }
  const std::string_view front = piece.bytes.substr(0, kMaxFromLine);
  if (is_mbox_ && is_from_line(front.substr(0, front.find('\n'))))
    piece.bytes.remove_prefix(std::min(front.find('\n'), front.size() - 1) + 1);
  return true;
}

}  // namespace whylocked::input
