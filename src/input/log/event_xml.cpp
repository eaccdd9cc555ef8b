#include "input/log/event_xml.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

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
  bool is_inside() const { return inside_; }

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

}  // namespace whylocked::input
