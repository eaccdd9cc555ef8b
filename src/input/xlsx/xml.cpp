#include "input/xlsx/xml.hpp"

#include <expat.h>

#include <charconv>

#include "input/limits.hpp"

namespace whylocked::input::xlsx {

namespace {

constexpr int kPiece = 32 << 10;

std::string_view without_prefix(std::string_view name) {
  return name.substr(name.rfind(':') + 1);  // npos + 1 is 0
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view name) const {
  for (const char* const* at = list_; at[0] != nullptr; at += 2)
    if (without_prefix(at[0]) == name) return at[1];
  return {};
}

struct XmlReader::Callbacks {
  static XmlReader& reader(void* self) { return *static_cast<XmlReader*>(self); }

  static void start(void* self, const char* name, const char** attributes) {
    XmlReader& to = reader(self);
    if (++to.depth_ > kMaxXmlDepth) to.handler_.fail("elements are nested too deeply");
    if (!to.failure_) to.handler_.start(without_prefix(name), XmlAttributes(attributes));
  }
  static void end(void* self, const char* name) {
    XmlReader& to = reader(self);
    --to.depth_;
    if (!to.failure_) to.handler_.end(without_prefix(name));
  }
  static void text(void* self, const char* bytes, int count) {
    XmlReader& to = reader(self);
    if (!to.failure_) to.handler_.text({bytes, static_cast<std::size_t>(count)});
  }
  static void document_type(void* self, const char*, const char*, const char*, int) {
    reader(self).handler_.fail("a document type (DOCTYPE), which no workbook has");
  }
};

void XmlReader::Free::operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }

XmlReader::XmlReader(ByteSource& source, XmlHandler& handler)
    : source_(source), handler_(handler), parser_(XML_ParserCreate(nullptr)) {
  handler.reader_ = this;
  XML_ParserStruct* const parser = parser_.get();
  XML_SetUserData(parser, this);
  XML_SetElementHandler(parser, Callbacks::start, Callbacks::end);
  XML_SetCharacterDataHandler(parser, Callbacks::text);
  XML_SetStartDoctypeDeclHandler(parser, Callbacks::document_type);
}

bool XmlReader::read_more() {
  if (ended_ || failure_) return false;
  const int status = paused_ ? XML_ResumeParser(parser_.get()) : parse_piece();
  paused_ = status == XML_STATUS_SUSPENDED;
  if (status == XML_STATUS_ERROR && !failure_)
    failure_ = {
        std::string("not well-formed XML: ") + XML_ErrorString(XML_GetErrorCode(parser_.get())),
        {}};
  if (!failure_ && !paused_ && is_token_too_long())
    failure_ = {"a tag or comment of more than " + in_bytes(kMaxXmlToken), {}};
  XML_ParsingStatus now;
  XML_GetParsingStatus(parser_.get(), &now);
  ended_ = now.parsing == XML_FINISHED;
  return !failure_ && !ended_;
}

int XmlReader::parse_piece() {
  void* const room = XML_GetBuffer(parser_.get(), kPiece);
  if (room == nullptr) return XML_STATUS_ERROR;
  const std::size_t count = source_.read(static_cast<char*>(room), kPiece);
  if (count == 0 && (failure_ = source_.failure())) return XML_STATUS_ERROR;
  fed_ += count;
  return XML_ParseBuffer(parser_.get(), static_cast<int>(count), count == 0);
}

// An incomplete token is kept by the parser, and parsed again with every piece.
bool XmlReader::is_token_too_long() const {
  const auto at = XML_GetCurrentByteIndex(parser_.get());
  return at >= 0 && fed_ - static_cast<std::uint64_t>(at) > kMaxXmlToken;
}

void XmlHandler::pause() {
  XML_ParsingStatus now;
  XML_GetParsingStatus(reader_->parser_.get(), &now);
  if (now.parsing == XML_PARSING) XML_StopParser(reader_->parser_.get(), XML_TRUE);
}

void XmlHandler::fail(std::string message, std::string hint) {
  if (!reader_->failure_) reader_->failure_ = {std::move(message), std::move(hint)};
  XML_StopParser(reader_->parser_.get(), XML_FALSE);
}

std::optional<Error> read_xml(ByteSource& source, XmlHandler& handler) {
  XmlReader reader(source, handler);
  while (reader.read_more()) continue;
  return reader.failure();
}

std::uint32_t to_number(std::string_view text, std::uint32_t otherwise) {
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return !text.empty() && error == std::errc() && stop == end ? number : otherwise;
}

}  // namespace whylocked::input::xlsx
