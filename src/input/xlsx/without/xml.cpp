// Replaces xml.cpp in a program without expat: no workbook can be read.
#include "input/xlsx/xml.hpp"

namespace whylocked::input::xlsx {

std::string_view XmlAttributes::operator[](std::string_view) const { return {}; }

void XmlReader::Free::operator()(XML_ParserStruct*) const {}

XmlReader::XmlReader(ByteSource& source, XmlHandler& handler)
    : source_(source),
      handler_(handler),
      failure_(Error{"this program was built without expat", {}}) {}

bool XmlReader::read_more() { return false; }

void XmlHandler::pause() {}
void XmlHandler::fail(std::string, std::string) {}

std::optional<Error> read_xml(ByteSource& source, XmlHandler& handler) {
  return XmlReader(source, handler).failure();
}

std::uint32_t to_number(std::string_view, std::uint32_t otherwise) { return otherwise; }

}  // namespace whylocked::input::xlsx
