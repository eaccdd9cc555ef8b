// Windows event logs: chunks, and what is reported of those that are damaged.
#include <fstream>
#include <iterator>

#include "catch.hpp"
#include "fuzz/evtx_file.hpp"
#include "unit/input/dump.hpp"

using namespace whylocked;
using namespace whylocked::input::evtx;

namespace {

// Five refused logins and a lock, made by fuzz/seeds/evtx.py.
std::string content() {
  std::ifstream file(WHYLOCKED_SOURCE_DIR "/tests/fuzz/seeds/evtx/events", std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {}).substr(1);
}

struct Log {
  bool ok = false;
  std::uint64_t rows = 0, skipped = 0;
  std::string messages;
};

Log read_log(const std::string& bytes) {
  Diagnostics diagnostics;
  InputInfo info;
  DumpSink sink;
  Log log;
  log.ok = read_text(bytes, "log.evtx", {}, sink, diagnostics, info);
  log.rows = info.rows;
  log.skipped = info.skipped;
  for (const Diagnostic& one : diagnostics.list()) log.messages += one.message + '\n';
  return log;
}

std::string file_of(const std::vector<std::string>& chunks) {
  std::string file = single_chunk_header();
  for (const std::string& one : chunks) file += one;
  return file;
}

std::string with_flags(std::string file, char flags) {
  file[120] = flags;
  return file;
}

}  // namespace

TEST_CASE("evtx: CRC-32") { CHECK(crc32("123456789") == 0xcbf43926); }

TEST_CASE("evtx: damage costs the events of a chunk, and is reported", "[libevtx]") {
  const std::string sound = make_chunk(content()), unused(kChunk, '\0');
  std::string damaged = sound, wrong_magic = sound, cut_record = content();
  damaged[2000] ^= 1;
  wrong_magic[0] = 'e';
  cut_record.resize(cut_record.size() - 100);
  struct {
    std::string file;
    bool ok;
    std::uint64_t rows;
    std::string messages;
  } const cases[] = {
      {file_of({sound}), true, 6, ""},
      {file_of({sound, sound, unused}), true, 12, ""},
      {file_of({unused, sound}), true, 6, ""},
      {file_of({damaged, sound}), true, 6,
       "damaged; the events in 1 of 2 parts of the log are lost\n"},
      {file_of({sound, wrong_magic}), true, 6,
       "damaged; the events in 1 of 2 parts of the log are lost\n"},
      {with_flags(file_of({damaged, sound}), 1), true, 12, ""},  // copied while it was open
      {with_flags(file_of({damaged, sound}), 4), true, 12, ""},  // written without checksums
      {file_of({make_chunk(cut_record)}), true, 5, ""},
      {file_of({sound, sound.substr(0, 3000)}), false, 6,
       "the log ends early, in its part 2; the events before count\n"},
      {file_of({sound, unused.substr(0, 3000)}), true, 6, ""},
      {file_of({}), false, 0, "the log ends early, in its part 1; the events before count\n"},
      {file_of({damaged}), false, 0, "damaged; the events in 1 of 1 parts of the log are lost\n"},
      {file_of({unused}), true, 0, "no data rows: the log is empty\n"},
      {std::string(kFileMagic), false, 0,
       "the log ends early, in its part 1; the events before count\n"},
  };
  for (const auto& one : cases) {
    const Log log = read_log(one.file);
    CAPTURE(&one - cases, log.messages);
    CHECK(log.ok == one.ok);
    CHECK(log.rows - log.skipped == one.rows);
    CHECK(log.messages.find(one.messages) != log.messages.npos);
    CHECK(one.messages.empty() == log.messages.empty());
  }
}
