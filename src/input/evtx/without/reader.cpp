// Replaces reader.cpp in builds without libevtx, which cannot read Windows event logs.
#include "input/readers.hpp"

namespace whylocked::input::evtx {

bool read(ByteSource&, InputContext& context) {
  return context.fail("evtx", {"cannot read a Windows event log (evtx): this program was built "
                               "without libevtx",
                               std::string(kExportHint)});
}

}  // namespace whylocked::input::evtx
