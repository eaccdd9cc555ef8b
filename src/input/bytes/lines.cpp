#include "input/bytes/lines.hpp"

#include <algorithm>

namespace whylocked::input {

bool Lines::next() {
  std::size_t searched = 0;
  too_long_ = false;
  for (;;) {
    const std::string_view rest = buffer_.text(start_, buffer_.size());
    const std::size_t end = rest.find('\n', searched);
    searched = rest.size();
    if (std::min(end, rest.size()) > most_) {
      skip_line();
      break;
    }
    if (end == rest.npos && fill()) continue;
    if (rest.empty()) return false;
    text_ = rest.substr(0, end);
    start_ += std::min(end, rest.size() - 1) + 1;
    break;
  }
  ++number_;
  return true;
}

bool Lines::fill() {
  if (!buffer_.fill(start_)) return false;
  start_ = 0;
  return true;
}

void Lines::skip_line() {
  text_ = {};
  too_long_ = true;
  do {
    const std::size_t end = buffer_.text(start_, buffer_.size()).find('\n');
    start_ = end == std::string_view::npos ? buffer_.size() : start_ + end + 1;
    if (end != std::string_view::npos) return;
  } while (fill());
}

}  // namespace whylocked::input
