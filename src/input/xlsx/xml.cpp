#include "input/xlsx/xml.hpp"

#include <expat.h>

#include "input/limits.hpp"

namespace whylocked::input::xlsx {

namespace {

// Small, because the rows of a piece are kept, and a short reference to a shared text can expand to
// 96 KiB.
constexpr int kPiece = 4 << 10;

std::string_view without_prefix(std::string_view name) {
  return name.substr(name.rfind(':') + 1);  // npos + 1 is 0
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
  for (const char* const* at = list_; at[0] != nullptr; at += 2)
    if (without_prefix(at[0]) == name) return at[1];
  return {};
}

struct XmlParser::Callbacks {
  static XmlParser& of(void* self) { return *static_cast<XmlParser*>(self); }

  static void start(void* self, const char* name, const char** attributes) {
    if (++of(self).depth_ > kMaxXmlDepth) of(self).fail("elements are nested too deeply");
    if (!of(self).failure_) of(self).start(without_prefix(name), XmlAttributes(attributes));
  }
  static void end(void* self, const char* name) {
    --of(self).depth_;
    if (!of(self).failure_) of(self).end(without_prefix(name));
  }
  static void text(void* self, const char* bytes, int count) {
    if (!of(self).failure_) of(self).text({bytes, static_cast<std::size_t>(count)});
  }
  static void document_type(void* self, const char*, const char*, const char*, int) {
    of(self).fail("a document type (DOCTYPE), which workbooks never have");
  }
};

void XmlParser::Free::operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }

bool XmlParser::parse_more(ByteSource& source) {
  if (ended_ || failure_) return false;
  if (!parser_) {
    parser_.reset(XML_ParserCreate(nullptr));
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), Callbacks::start, Callbacks::end);
    XML_SetCharacterDataHandler(parser_.get(), Callbacks::text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), Callbacks::document_type);
  }
  if (parse_piece(source) == XML_STATUS_ERROR && !failure_)
    failure_ = {
        std::string("not well-formed XML: ") + XML_ErrorString(XML_GetErrorCode(parser_.get())),
        {}};
  // The parser keeps an incomplete token and parses it again with every piece.
  const auto at = XML_GetCurrentByteIndex(parser_.get());
  if (!failure_ && at >= 0 && fed_ - static_cast<std::uint64_t>(at) > kMaxXmlToken)
    failure_ = {"a tag or comment of more than " + in_bytes(kMaxXmlToken), {}};
  XML_ParsingStatus now;
  XML_GetParsingStatus(parser_.get(), &now);
  ended_ = now.parsing == XML_FINISHED;
  if (ended_ || failure_) parser_.reset();
  return parser_ != nullptr;
}

int XmlParser::parse_piece(ByteSource& source) {
  void* const room = XML_GetBuffer(parser_.get(), kPiece);
  if (room == nullptr) return XML_STATUS_ERROR;
  const std::size_t count = source.read(static_cast<char*>(room), kPiece);
  if (count == 0 && (failure_ = source.failure())) return XML_STATUS_ERROR;
  fed_ += count;
  return XML_ParseBuffer(parser_.get(), static_cast<int>(count), count == 0);
}

void XmlParser::fail(std::string message, std::string hint) {
  if (!failure_) failure_ = {std::move(message), std::move(hint)};
  XML_StopParser(parser_.get(), XML_FALSE);
}

}  // namespace whylocked::input::xlsx
