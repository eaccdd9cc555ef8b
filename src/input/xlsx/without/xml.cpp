// In place of xlsx_xml.cpp in a program without expat: no workbook can be read.
#include "input/xlsx/xml.hpp"

namespace whylocked::input {

std::string_view XmlAttributes::operator[](std::string_view) const { return {}; }

void XmlReader::Free::operator()(XML_ParserStruct*) const {}

XmlReader::XmlReader(ByteSource& source, XmlHandler& handler)
    : source_(source), handler_(handler), failure_("this program was built without expat") {}

bool XmlReader::read_more() { return false; }

std::string XmlReader::failure() const { return failure_; }

void XmlReader::pause() {}

void XmlReader::refuse(std::string) {}

}  // namespace whylocked::input
