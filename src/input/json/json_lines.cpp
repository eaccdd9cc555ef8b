#include <algorithm>

#include "input/json/objects.hpp"
#include "input/json/json_walk.hpp"
#include "input/values.hpp"

namespace whylocked::input {

namespace {

class JsonLines : public JsonObjects {
 public:
  JsonLines(Window& window, const ReadOptions& options)
      : window_(window), most_(options.max_record_bytes) {}

  bool next(JsonPiece& piece) override {
    while (next_line(piece)) {
      piece.text = trim(piece.text);
      if (piece.text.ends_with(',')) piece.text.remove_suffix(1);  // lines cut out of an array
      if (piece.text.empty() && piece.fault == JsonPiece::Fault::none) continue;
      piece.number = ++number_;
      if (piece.fault == JsonPiece::Fault::none && !piece.text.starts_with('{'))
        piece.fault = JsonPiece::Fault::no_object;
      return true;
    }
    return false;
  }

 private:
  bool next_line(JsonPiece& piece) {
    std::size_t searched = 0;
    piece.fault = JsonPiece::Fault::none;
    for (;;) {
      const std::string_view rest = window_.text(start_, window_.size());
      const std::size_t end = rest.find('\n', searched);
      searched = rest.size();
      if (std::min(end, rest.size()) > most_) return give_up(piece);
      if (end == rest.npos && fill()) continue;
      if (rest.empty()) return false;
      piece.text = rest.substr(0, end);
      start_ += std::min(end, rest.size() - 1) + 1;
      return true;
    }
  }

  bool fill() {
    if (!window_.fill(start_)) return false;
    start_ = 0;
    return true;
  }

  bool give_up(JsonPiece& piece) {
    piece.text = {};
    piece.fault = JsonPiece::Fault::too_long;
    for (;;) {
      const std::size_t end = window_.text(start_, window_.size()).find('\n');
      if (end != std::string_view::npos) {
        start_ += end + 1;
        return true;
      }
      start_ = window_.size();
      if (!fill()) return true;
    }
  }

  Window& window_;
  const std::size_t most_;
  std::size_t start_ = 0;
  std::uint64_t number_ = 0;
};

}  // namespace

bool is_json_lines(std::string_view beginning, const ReadOptions& options) {
  beginning = trim(beginning);
  if (!beginning.starts_with('{')) return false;
  JsonWalk walk(options, true);
  for (std::size_t i = 0; i < beginning.size() && beginning[i] != '\n'; ++i) {
    const JsonWalk::Step step = walk.next(beginning[i]);
    if (step == JsonWalk::Step::wrapper) return false;
    if (step != JsonWalk::Step::closed) continue;
    const std::size_t behind = beginning.find_first_not_of(" \t\r,", i + 1);
    return behind == beginning.npos || beginning[behind] == '\n';
  }
  return false;
}

std::unique_ptr<JsonObjects> json_lines(Window& window, const ReadOptions& options) {
  return std::make_unique<JsonLines>(window, options);
}

}  // namespace whylocked::input
