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

std::optional<Error> XmlReader::failure() const { return failure_; }

void XmlReader::pause() {}

void XmlReader::fail(std::string, std::string) {}

}  // namespace whylocked::input::xlsx
