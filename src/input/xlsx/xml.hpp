// XML to calls, without the dangerous parts of XML.
//
// In:  a source of XML.  Out: elements, their attributes and text, in document order.
// Names come without their prefix, so strict and transitional workbooks look alike. A document
// type, and with it every entity, is an error; depth and the length of a token are limited. A
// handler may fail, or pause, so that its output does not pile up. Lifetime: names and text are
// valid only during the call.  Threads: one a reader. Failure: parsing ends early and failure()
// says why.
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

class XmlReader;

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view /*name*/) {}
  virtual void text(std::string_view /*text*/) {}

 protected:
  // REQUIRES: during one of the calls above.
  void pause();
  void fail(std::string message, std::string hint = {});

 private:
  friend XmlReader;
  XmlReader* reader_ = nullptr;
};

class XmlReader {
 public:
  XmlReader(ByteSource& source, XmlHandler& handler);

  // Parses up to the next pause, or some KiB. False: the end, or a failure.
  bool read_more();
  const std::optional<Error>& failure() const { return failure_; }

 private:
  friend XmlHandler;
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

// All of a source.
std::optional<Error> read_xml(ByteSource& source, XmlHandler& handler);

// A whole number without a sign; `otherwise` for any other text.
std::uint32_t to_number(std::string_view text, std::uint32_t otherwise);

}  // namespace whylocked::input::xlsx
