// Any bytes as mails, a log or a pattern, as the first byte selects. Rows are UTF-8 and accounted
// for, a failure has a reason, and the result does not depend on how the bytes are split.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../each_row.hpp"
#include "input/encoding.hpp"
#include "input/formats/pattern.hpp"
#include "input/log/message.hpp"
#include "input/readers.hpp"

namespace {

using namespace whylocked;

class TextSink : public EachRow {
 public:
  void begin(const Columns&) override {
    if (begun_) std::abort();
    begun_ = true;
  }
  bool row(const Row& row) override {
    if (!begun_ || row.number <= last_) std::abort();
    last_ = row.number;
    ++rows;
    for (const std::string_view field : row.fields) {
      if (field.find('\0') != field.npos || !is_utf8(field)) std::abort();
      (text += field) += '\n';
    }
    return true;
  }
  std::string text;
  std::uint64_t rows = 0;

 private:
  bool begun_ = false;
  std::uint64_t last_ = 0;
};

// The rows, with the bytes read in pieces of that size.
std::string read(std::string_view text, bool as_mail, std::size_t piece) {
  const std::string name = "input";
  ReadOptions options;
  options.year = 2026;
  options.max_record_bytes = 4096;
  Diagnostics diagnostics;
  InputInfo info;
  TextSink sink;
  input::InputContext job(name, options, sink, diagnostics, info);
  input::MemorySource source(text, piece);
  bool ok = false;
  if (as_mail) {
    ok = input::read_mail(source, job);
  } else {
    input::ReadBuffer buffer(source, piece);
    const auto read = input::read_log(buffer, input::Encoding::utf8, job);
    if (!read) return {};
    ok = *read;
  }
  if (ok == diagnostics.has_errors() || info.rows != sink.rows + info.skipped) std::abort();
  for (const Diagnostic& one : diagnostics.list())
    if (one.message.empty() || one.caret > one.excerpt.size()) std::abort();
  return sink.text;
}

// The first line is a pattern, the rest a text.
void match(std::string_view text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const input::CompiledPattern matcher(text.substr(0, end));
  if (matcher.fault()) return;
  const input::NormalizedText passage(text.substr(end));
  std::size_t from = 0;
  while (const auto found = matcher.find(passage, from)) {
    if (found->from < from || found->to <= found->from || found->to > passage.text().size())
      std::abort();
    for (const Field field : matcher.fields())
      if ((*found)[field].empty() || (*found)[field].size() > found->to - found->from) std::abort();
    from = found->to;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'p':
      match(text);
      break;
    case 'l':
      if (read(text, false, 65536) != read(text, false, 7)) std::abort();
      break;
    default:
      (void)input::looks_like_mail(text);
      if (read(text, true, 65536) != read(text, true, 7)) std::abort();
  }
  return 0;
}
