// The result of reading as text, so that a test is a row of a table.
#pragma once

#include <string>
#include <string_view>

#include "each_row.hpp"
#include "input/context.hpp"

namespace whylocked {

struct Dump {
  bool ok = false;
  std::string rows;      // "2 time=08:00 user=ann\n" per row
  std::string messages;  // "warning 2:1 message [excerpt] hint\n" per message
  InputInfo info;

  bool operator==(const Dump& other) const {
    return ok == other.ok && rows == other.rows && messages == other.messages &&
           info.rows == other.info.rows && info.skipped == other.info.skipped;
  }
};

class DumpSink : public EachRow {
 public:
  void begin(const Columns& columns) override {
    columns_ = columns;
    ++begun;
  }
  bool row(const Row& row) override {
    text += std::to_string(row.number);
    for (std::size_t i = 0; i < kFieldCount; ++i)
      if (columns_.has(static_cast<Field>(i)) || (columns_.is_activity && !row.fields[i].empty()))
        text +=
            ' ' + std::string(to_text(static_cast<Field>(i))) + '=' + std::string(row.fields[i]);
    text += '\n';
    ++rows;
    return true;
  }
  std::string text;
  int begun = 0;
  std::uint64_t rows = 0;

 private:
  Columns columns_;
};

inline std::string dump_diagnostics(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& one : diagnostics.list()) {
    text += std::string(to_text(one.severity)) + ' ' + std::to_string(one.row) + ':' +
            std::to_string(one.column) + ' ' + one.message;
    if (!one.excerpt.empty())
      text += " [" + one.excerpt.substr(0, one.caret) + '^' + one.excerpt.substr(one.caret) + ']';
    if (!one.hint.empty()) text += " / " + one.hint;
    text += '\n';
  }
  return text;
}

// Reads `piece` bytes at a time, into a buffer of that size.
inline Dump dump(std::string_view bytes, const ReadOptions& options = {},
                 std::size_t piece = input::kBufferBytes) {
  Dump result;
  Diagnostics diagnostics;
  DumpSink sink;
  const std::string name = "export.csv";
  input::InputContext context(name, options, sink, diagnostics, result.info);
  input::MemorySource source(bytes, piece);
  context.buffer_bytes = piece;
  result.ok = input::read_source(source, context);
  result.rows = sink.text;
  result.messages = dump_diagnostics(diagnostics);
  return result;
}

inline constexpr std::size_t kSmallPieces[] = {1, 2, 3, 7, 64, 65};

}  // namespace whylocked
