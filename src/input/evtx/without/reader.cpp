// Replaces reader.cpp in a program without libevtx: no Windows event log can be read.
#include "input/readers.hpp"

namespace whylocked::input::evtx {

bool read(ByteSource&, InputContext& context) {
  return context.fail("evtx", {"cannot read a Windows event log (evtx): this program was built "
                               "without libevtx",
                               std::string(kExportHint)});
}

}  // namespace whylocked::input::evtx
