#include "input/log/event_blocks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "input/bytes/lines.hpp"
#include "input/encoding.hpp"

namespace whylocked::input {

namespace {

constexpr std::size_t kMaxBlock = 64u << 10;

struct NamedValue {
  std::string_view name, value;
};

// "TimeCreated  : 5/19/2026 8:07:19 AM", "  Event ID: 4625". An empty name: no such line.
NamedValue named_value(std::string_view line) {
  constexpr std::size_t kMaxName = 32;
  const std::size_t colon = line.substr(0, kMaxName).find(':');
  if (colon == line.npos || colon == 0) return {};
  const bool divides =
      colon + 1 == line.size() || line[colon + 1] == ' ' || line[colon + 1] == '\r';
  const std::string_view name = trim(line.substr(0, colon));
  const bool is_name =
      divides && !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return c == ' ' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      });
  return is_name ? NamedValue{name, trim(line.substr(colon + 1))} : NamedValue{};
}

bool begins_event(std::string_view line) { return line.starts_with("Event["); }

// The names of an event after which its message follows to the end of the block.
bool is_message(std::string_view name) { return name == "Message" || name == "Description"; }

class EventBlocks : public json::JsonObjects {
 public:
  explicit EventBlocks(ReadBuffer& buffer) : lines_(buffer, kMaxBlock) {}

  bool next(json::JsonPiece& piece) override {
    block_ = nlohmann::ordered_json::object();
    message_.clear();
    for (bool blank = false, numbered = false; held_ || lines_.next(); held_ = false) {
      const std::string_view line = lines_.text();
      const NamedValue named = line.starts_with(indent_) ? NamedValue{} : named_value(line);
      const bool starts =
          begins_event(line) || (blank && !numbered && !message_.empty() && !named.name.empty() &&
                                 block_.contains(named.name));
      held_ = starts && !block_.empty();
      if (held_) break;
      numbered |= begins_event(line);
      blank = trim(line).empty();
      add(line);
    }
    if (block_.empty()) return false;
    if (!message_.empty()) block_[message_name_] = message_;
    text_ = block_.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    piece = {++number_, text_, json::JsonPiece::Fault::none};
    return true;
  }

 private:
  void add(std::string_view line) {
    if (!message_.empty()) {  // the rest of the block is the message, whatever it looks like
      if (message_.size() < kMaxBlock) (message_ += trim_indent(line)) += '\n';
      return;
    }
    const NamedValue named = named_value(line);
    if (named.name.empty()) return;
    if (is_message(named.name)) {
      message_name_ = named.name;
      (message_ = named.value) += '\n';
    } else if (!block_.contains(named.name)) {
      block_[std::string(named.name)] = named.value;
    }
  }

  // Format-List indents the lines of a value below its first.
  std::string_view trim_indent(std::string_view line) const {
    while (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with(indent_)) line.remove_prefix(indent_.size());
    return line;
  }

  Lines lines_;
  bool held_ = false;  // the line begins the next block
  const std::string indent_ = std::string(8, ' ');
  nlohmann::ordered_json block_;
  std::string message_, message_name_, text_;
  std::uint64_t number_ = 0;
};

}  // namespace

bool looks_like_event_blocks(std::string_view head) {
  head = trim(head);
  if (begins_event(head)) return head.find("Event ID:") != head.npos;
  const std::string_view first = head.substr(0, head.find('\n'));
  const NamedValue named = named_value(first);
  const bool known = named.name == "TimeCreated" || named.name == "Message" ||
                     named.name == "ProviderName" || named.name == "Id";
  return known && head.find("\nId ") != head.npos && first.find(" : ") != first.npos;
}

std::unique_ptr<json::JsonObjects> event_blocks(ReadBuffer& buffer) {
  return std::make_unique<EventBlocks>(buffer);
}

}  // namespace whylocked::input
