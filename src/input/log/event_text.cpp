#include "input/log/event_text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "input/bytes/file.hpp"
#include "input/encoding.hpp"
#include "input/xlsx/xml.hpp"

namespace whylocked::input {

namespace {

// The text without XML declarations, between a root of its own: several events without a root, or
// files that were joined, are one document then.
class RootedSource : public ByteSource {
 public:
  explicit RootedSource(ByteSource& source) : source_(source) {}

  std::size_t read(char* to, std::size_t most) override {
    while (ready_.size() < most && !ended_) fill();
    const std::size_t count = std::min(most, ready_.size());
    std::copy_n(ready_.begin(), count, to);
    ready_.erase(0, count);
    return count;
  }
  std::optional<Error> failure() const override { return source_.failure(); }

 private:
  void fill() {
    char piece[16 << 10];
    const std::size_t count = source_.read(piece, sizeof piece);
    raw_.append(piece, count);
    ended_ = count == 0;
    bool whole = true;
    for (std::size_t open; whole && (open = raw_.find("<?")) != raw_.npos;) {
      ready_.append(raw_, 0, open);
      const std::size_t close = raw_.find("?>", open);
      whole = close != raw_.npos;
      raw_.erase(0, whole ? close + 2 : open);
    }
    const std::size_t kept = !whole ? raw_.size() : !ended_ && raw_.ends_with('<') ? 1 : 0;
    ready_.append(raw_, 0, raw_.size() - kept);
    raw_.erase(0, raw_.size() - kept);
    if (ended_) ready_ += "</events-of-file>";
  }

  ByteSource& source_;
  std::string raw_, ready_ = "<events-of-file>";
  bool ended_ = false;
};

class EventHandler : public xlsx::XmlHandler {
 public:
  std::vector<std::string> ready;  // whole events as JSON

  void start(std::string_view name, const xlsx::XmlAttributes& attributes) override {
    text_.clear();
    if (name == "Event") {
      event_ = nlohmann::ordered_json::object();
      inside_ = true;
    } else if (name == "TimeCreated") {
      add(name, attributes["SystemTime"]);
    } else if (name == "Data") {
      data_ = attributes["Name"];
    } else if (name == "Execution" || name == "Provider" || name == "Security") {
      add(name, attributes["Name"]);
    }
  }
  void end(std::string_view name) override {
    if (name == "Event" && inside_) {
      ready.push_back(event_.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
      inside_ = false;
      pause();
    } else if (name == "Data") {
      add(data_.empty() ? std::string_view("Data") : std::string_view(data_), trim(text_));
    } else if (trim(text_).size() > 0) {
      add(name, trim(text_));
    }
    text_.clear();
  }
  void text(std::string_view text) override {
    constexpr std::size_t kMaxText = 64u << 10;  // of one value; messages have a few KiB
    if (text_.size() < kMaxText) text_ += text;
  }

 private:
  void add(std::string_view name, std::string_view value) {
    constexpr std::size_t kMaxNames = 1000;
    if (!inside_ || value.empty() || event_.size() >= kMaxNames) return;
    if (!event_.contains(name)) event_[std::string(name)] = value;
  }

  nlohmann::ordered_json event_;
  std::string text_, data_;
  bool inside_ = false;
};

class EventXml : public json::JsonObjects {
 public:
  explicit EventXml(ByteSource& source) : rooted_(source), reader_(rooted_, handler_) {}

  bool next(json::JsonPiece& piece) override {
    while (given_ == handler_.ready.size()) {
      handler_.ready.clear();
      given_ = 0;
      if (ended_) return false;
      ended_ = !reader_.read_more();
      if (ended_ && handler_.ready.empty() && reader_.failure()) {
        piece = {++number_, {}, json::JsonPiece::Fault::truncated};
        return true;
      }
    }
    piece = {++number_, handler_.ready[given_++], json::JsonPiece::Fault::none};
    return true;
  }

 private:
  RootedSource rooted_;
  EventHandler handler_;
  xlsx::XmlReader reader_;
  std::size_t given_ = 0;
  std::uint64_t number_ = 0;
  bool ended_ = false;
};

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

bool looks_like_event_xml(std::string_view head) {
  head = trim(head);
  if (head.starts_with("<?xml")) {
    const std::size_t end = head.find("?>");
    if (end == head.npos) return false;
    head = trim(head.substr(end + 2));
  }
  while (head.starts_with("<!--")) {
    const std::size_t end = head.find("-->");
    if (end == head.npos) return false;
    head = trim(head.substr(end + 3));
  }
  for (const std::string_view root : {"<Events>", "<Events ", "<Event>", "<Event "})
    if (head.starts_with(root)) return true;
  return false;
}

std::unique_ptr<json::JsonObjects> event_xml(ByteSource& source) {
  return std::make_unique<EventXml>(source);
}

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

std::map<std::string, std::string> event_of_xml(std::string_view text) {
  MemorySource source(text);
  EventXml events(source);
  json::JsonPiece piece;
  if (!events.next(piece) || piece.fault != json::JsonPiece::Fault::none) return {};
  return nlohmann::json::parse(piece.text).get<std::map<std::string, std::string>>();
}

}  // namespace whylocked::input
