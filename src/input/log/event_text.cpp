#include "input/log/event_text.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/split.hpp"
#include "input/encoding.hpp"
#include "input/table/aliases.hpp"
#include "input/xlsx/xml.hpp"

namespace whylocked::input {

namespace {

bool contains(const json::Members& members, std::string_view name) {
  return std::ranges::any_of(members, [&](const auto& one) { return one.path == name; });
}

class EventParser : public xlsx::XmlParser {
 public:
  json::Members members;
  bool is_whole = false;

 private:
  void start(std::string_view name, const xlsx::XmlAttributes& attributes) override {
    text_.clear();
    inside_ |= name == "Event";
    if (name == "TimeCreated")
      add(name, attributes["SystemTime"]);
    else if (name == "Data")
      data_ = attributes["Name"];
    else if (name == "Execution" || name == "Provider" || name == "Security")
      add(name, attributes["Name"]);
  }
  void end(std::string_view name) override {
    is_whole |= name == "Event";
    add(name == "Data" && !data_.empty() ? data_ : name, trim(text_));
    text_.clear();
  }
  void text(std::string_view text) override {
    constexpr std::size_t kMaxText = 64u << 10;  // of one value; messages have a few KiB
    if (text_.size() < kMaxText) text_ += text;
  }
  void add(std::string_view name, std::string_view value) {
    constexpr std::size_t kMaxNames = 1000;
    const bool wanted = inside_ && !is_whole && !value.empty() && members.size() < kMaxNames;
    if (wanted && !contains(members, name)) members.add(name, value);
  }

  std::string text_, data_;
  bool inside_ = false;
};

// The beginning of "<Event>", not of "<Events>".
std::size_t find_event(std::string_view text) {
  constexpr std::string_view kBegin = "<Event";
  std::size_t at = text.find(kBegin);
  while (at != text.npos && text.substr(at + kBegin.size()).find_first_of(" >\t\r\n") != 0)
    at = text.find(kBegin, at + 1);
  return at;
}

// Parses each event separately, because the text may lack a root, or be several files joined.
class EventXml : public json::JsonObjects {
 public:
  // REQUIRES: the beginning is in the buffer.
  EventXml(ReadBuffer& buffer, std::size_t max_bytes)
      : buffer_(buffer), max_(max_bytes), is_open_(rest().find("<Events") < find_event(rest())) {}

  bool next(json::JsonPiece& piece) override {
    constexpr std::string_view kEnd = "</Event>", kEndOfAll = "</Events>";
    std::size_t begin, end;
    while ((begin = find_event(rest())) == std::string_view::npos) {
      is_open_ &= rest().find(kEndOfAll) == std::string_view::npos;
      at_ = buffer_.size() - std::min(rest().size(), kEndOfAll.size());  // perhaps half a tag
      if (buffer_.fill_after(at_)) continue;
      piece.fault = json::JsonPiece::Fault::unclosed;
      return std::exchange(is_open_, false);
    }
    at_ += begin;
    while ((end = rest().find(kEnd)) == std::string_view::npos && rest().size() <= max_ &&
           buffer_.fill_after(at_))
      continue;
    const std::string_view event = rest().substr(0, std::min(end, rest().size()) + kEnd.size());
    if (end != std::string_view::npos) piece.members = event_of_xml(event);
    if (piece.members.size() == 0)
      piece.fault =
          event.size() > max_ ? json::JsonPiece::Fault::too_long : json::JsonPiece::Fault::damaged;
    is_open_ &= end != std::string_view::npos;
    at_ += event.size();
    return true;
  }

 private:
  std::string_view rest() const { return buffer_.text(at_, buffer_.size()); }

  ReadBuffer& buffer_;
  const std::size_t max_;
  std::size_t at_ = 0;
  bool is_open_;  // the root, if any
};

constexpr std::size_t kMaxBlock = 64u << 10;

struct NamedValue {
  std::string_view name, value;
};

// "TimeCreated  : 5/19/2026 8:07:19 AM", "  Event ID: 4625". The name is empty for other lines.
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

// Whether the value is the message, which continues to the end of the block.
bool is_message(std::string_view name) { return name == "Message" || name == "Description"; }

class EventBlocks : public json::JsonObjects {
 public:
  explicit EventBlocks(ReadBuffer& buffer) : lines_(buffer, kMaxBlock) {}

  bool next(json::JsonPiece& piece) override {
    json::Members& block = piece.members;
    message_.clear();
    for (bool blank = false, numbered = false; held_ || lines_.next(); held_ = false) {
      const std::string_view line = lines_.text();
      const NamedValue named = line.starts_with(indent_) ? NamedValue{} : named_value(line);
      const bool starts = begins_event(line) || (blank && !numbered && !named.name.empty() &&
                                                 contains(block, named.name));
      held_ = starts && block.size() > 0;
      if (held_) break;
      numbered |= begins_event(line);
      blank = trim(line).empty();
      add(line, block);
    }
    if (block.size() == 0) return false;
    if (!message_.empty()) block.add(message_name_, message_);
    return true;
  }

 private:
  void add(std::string_view line, json::Members& block) {
    if (!message_.empty()) {  // the rest of the block is the message, whatever it looks like
      if (message_.size() < kMaxBlock) (message_ += trim_indent(line)) += '\n';
      return;
    }
    const NamedValue named = named_value(line);
    if (named.name.empty()) return;
    if (is_message(named.name)) {
      message_name_ = named.name;
      (message_ = named.value) += '\n';
    } else if (!contains(block, named.name)) {
      block.add(named.name, named.value);
    }
  }

  // Format-List indents the further lines of a value.
  std::string_view trim_indent(std::string_view line) const {
    while (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with(indent_)) line.remove_prefix(indent_.size());
    return line;
  }

  Lines lines_;
  bool held_ = false;  // the line begins the next block
  const std::string indent_ = std::string(8, ' ');
  std::string message_, message_name_;
};

// Format-List writes one property per line, with aligned colons, and a blank line after each
// object. Lines "INFO : ..." of a log repeat their names, none of which is a time.
bool looks_like_format_list(std::string_view head) {
  const std::size_t colon = head.substr(0, head.find('\n')).find(" :");
  std::vector<std::string_view> names;
  bool has_time = false;
  while (!head.empty()) {
    const std::string_view line = take_until(head, '\n'), name = named_value(line).name;
    if (trim(line).empty()) break;
    if (line.find(" :") != colon || name.empty() || std::ranges::count(names, name) > 0)
      return false;
    names.push_back(name);
    has_time |= std::ranges::count(aliases_of(fold(name)), Field::time, &Alias::field) > 0;
  }
  return has_time && names.size() > 1;
}

bool looks_like_event_blocks(std::string_view head) {
  head = trim(head);
  if (begins_event(head)) return head.find("Event ID:") != head.npos;
  return looks_like_format_list(head);
}

}  // namespace

bool looks_like_event_xml(std::string_view head) {
  head = trim(head);
  while (head.starts_with("<?") || head.starts_with("<!")) {  // a declaration, a comment
    const std::size_t end = head.starts_with("<!--") ? head.find("-->") : 1;
    head.remove_prefix(std::min(head.find('<', end), head.size()));
  }
  return head.starts_with("<Events>") || head.starts_with("<Events ") || find_event(head) == 0;
}

std::unique_ptr<json::JsonObjects> event_text(ReadBuffer& buffer, std::size_t max_bytes) {
  const std::string_view head = buffer.text(0, std::min(buffer.size(), kHeadBytes));
  if (looks_like_event_xml(head)) return std::make_unique<EventXml>(buffer, max_bytes);
  if (looks_like_event_blocks(head)) return std::make_unique<EventBlocks>(buffer);
  return nullptr;
}

json::Members event_of_xml(std::string_view text) {
  text.remove_prefix(std::min(find_event(text), text.size()));
  MemorySource source(text);
  EventParser parser;
  parser.parse_all(source);
  return parser.is_whole ? std::move(parser.members) : json::Members();
}

}  // namespace whylocked::input
