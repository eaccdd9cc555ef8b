// Parses XML into calls, without the dangerous parts of XML.
//
// In:  a source of XML.  Out: elements, their attributes and text, in document order.
// Names come without their prefix, so strict and transitional workbooks look alike. A document
// type, and with it every entity, is an error; nesting depth and token length are limited.
// Lifetime: names and text are valid only during the call.
// Failure: parsing ends early and failure() returns the reason.
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

// Movable only before or after parsing.
class XmlParser {
 public:
  XmlParser() = default;
  XmlParser(XmlParser&&) = default;
  virtual ~XmlParser() = default;

  // Parses a few KiB. False at the end or on failure.
  bool parse_more(ByteSource& source);
  std::optional<Error> parse_all(ByteSource& source) {
    while (parse_more(source)) continue;
    return failure_;
  }
  const std::optional<Error>& failure() const { return failure_; }

 protected:
  virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view /*name*/) {}
  virtual void text(std::string_view /*text*/) {}
  // REQUIRES: called from one of the functions above.
  void fail(std::string message, std::string hint = {});

 private:
  struct Free {
    void operator()(XML_ParserStruct* parser) const;
  };
  struct Callbacks;

  int parse_piece(ByteSource& source);

  std::unique_ptr<XML_ParserStruct, Free> parser_;  // while parsing
  std::uint64_t fed_ = 0;
  std::size_t depth_ = 0;
  bool ended_ = false;
  std::optional<Error> failure_;
};

}  // namespace whylocked::input::xlsx
