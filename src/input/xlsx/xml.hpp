// XML to calls, without the dangerous parts of XML.
//
// In:  a source of XML.  Out: elements, their attributes and text, in document order.
// Names come without their prefix, so strict and transitional workbooks look alike. A document
// type, and with it every entity, is an error; depth and the length of a token are limited. A
// handler may pause, so that its output does not pile up. Lifetime: names and text are valid only
// during the call.  Threads: one a reader. Failure: parsing ends early and failure() says why.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "input/bytes/file.hpp"

struct XML_ParserStruct;

namespace whylocked::input::xlsx {

class XmlAttributes {
 public:
  explicit XmlAttributes(const char* const* list) : list_(list) {}  // name, value, ..., null
  std::string_view operator[](std::string_view name) const;         // empty if there is none

 private:
  const char* const* list_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view text) = 0;
};

class XmlReader {
 public:
  XmlReader(ByteSource& source, XmlHandler& handler);

  // Parses up to the next pause, or some KiB. False: the end, or a failure.
  bool read_more();
  void read_all() {
    while (read_more()) continue;
  }
  std::optional<Error> failure() const;

  // For the handler.
  void pause();
  void fail(std::string message, std::string hint = {});

 private:
  struct Free {
    void operator()(XML_ParserStruct* parser) const;
  };
  struct Callbacks;

  int parse_piece();
  bool is_token_too_long() const;

  ByteSource& source_;
  XmlHandler& handler_;
  std::unique_ptr<XML_ParserStruct, Free> parser_;
  std::uint64_t fed_ = 0;
  std::size_t depth_ = 0;
  bool paused_ = false, ended_ = false;
  std::optional<Error> failure_;
};

}  // namespace whylocked::input::xlsx
