// Replaces xml.cpp in builds without expat, which cannot read workbooks.
#include "input/xlsx/xml.hpp"

namespace whylocked::input::xlsx {

std::string_view XmlAttributes::operator[](std::string_view) const { return {}; }

void XmlParser::Free::operator()(XML_ParserStruct*) const {}

bool XmlParser::parse_more(ByteSource&) {
  failure_ = {"this program was built without expat", {}};
  return false;
}

void XmlParser::fail(std::string, std::string) {}

}  // namespace whylocked::input::xlsx
