#include "input/log_lines.hpp"

#include <algorithm>

namespace whylocked::input {

bool LogLines::next() {
  std::size_t searched = 0;
  too_long_ = false;
  for (;;) {
    const std::string_view rest = window_.text(start_, window_.size());
    const std::size_t end = rest.find('\n', searched);
    searched = rest.size();
    if (std::min(end, rest.size()) > most_) {
      skip_line();
      return true;
    }
    if (end == rest.npos && fill()) continue;
    if (rest.empty()) return false;
    text_ = rest.substr(0, end);
    start_ += std::min(end, rest.size() - 1) + 1;
    ++number_;
    return true;
  }
}

bool LogLines::fill() {
  if (!window_.fill(start_)) return false;
  start_ = 0;
  return true;
}

void LogLines::skip_line() {
  text_ = {};
  too_long_ = true;
  ++number_;
  for (;;) {
    const std::size_t end = window_.text(start_, window_.size()).find('\n');
    if (end != std::string_view::npos) {
      start_ += end + 1;
      return;
    }
    start_ = window_.size();
    if (!fill()) return;
  }
}

}  // namespace whylocked::input
