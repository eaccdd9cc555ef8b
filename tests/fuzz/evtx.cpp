// Windows event logs: any bytes in a chunk with right checksums end in rows or in a reason.
//
// The first byte chooses: "c" the content of a chunk, "f" a whole file. The seeds are made by
// seeds/evtx.py.
#include <cstddef>
#include <cstdint>

#include "check_rows.hpp"
#include "evtx_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace whylocked;
  if (size == 0 || (data[0] != 'c' && data[0] != 'f')) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string file = data[0] == 'f'
                               ? std::string(input::evtx::kFileMagic) + std::string(rest)
                               : input::evtx::single_chunk_header() + input::evtx::make_chunk(rest);
  Diagnostics diagnostics;
  InputInfo info;
  CountingSink sink;
  check_rows(read_text(file, "log.evtx", {}, sink, diagnostics, info), sink, info, diagnostics);
  return 0;
}
