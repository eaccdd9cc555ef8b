// Decodes character sets, and turns fields as written into the values they mean.
//
// In:  bytes.  Out: UTF-8; for a field, its text trimmed, unquoted and without NUL bytes.
// UTF-16 is converted while it is read, because its line ends and commas are two bytes long. The
// structure of UTF-8 and Windows-1252 files is plain ASCII, so their fields are converted one by
// one, and only if they hold more than ASCII. Most fields are views of the buffer.
// Lifetime: a Utf16Source refers to its source; views point into the input or into `room`.
// Threads: pure.
// Failure: none. A byte that is not UTF-8 is read as Windows-1252, which Repairs reports.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/utf8.hpp"
#include "input/bytes/file.hpp"

namespace whylocked::input {

enum class Encoding : std::uint8_t { utf8, utf16le, utf16be, windows1252 };
std::string_view to_text(Encoding encoding);  // "utf-8"
constexpr bool is_utf16(Encoding encoding) {
  return encoding == Encoding::utf16le || encoding == Encoding::utf16be;
}

inline constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// Appends `text` without its NUL bytes. True: some bytes of a UTF-8 file were read as Windows-1252.
bool append_decoded(std::string& out, std::string_view text, Encoding encoding);

class Utf16Source : public ByteSource {
 public:
  Utf16Source(ByteSource& source, bool big_endian) : source_(source), big_endian_(big_endian) {}
  std::size_t read(char* to, std::size_t max) override;
  std::optional<Error> failure() const override { return source_.failure(); }

 private:
  static constexpr std::size_t kPiece = 16u << 10;
  void convert();

  ByteSource& source_;
  bool big_endian_;
  bool ended_ = false;
  std::string raw_;    // not converted yet
  std::string ready_;  // converted
  std::size_t emitted_ = 0;
};

// Removes blanks and line breaks at both ends.
std::string_view trim_slowly(std::string_view text);
inline std::string_view trim(std::string_view text) {
  const auto is_mark = [](char c) { return static_cast<unsigned char>(c) > ' '; };
  return !text.empty() && is_mark(text.front()) && is_mark(text.back()) ? text : trim_slowly(text);
}

// `quoted` begins with a quote. Doubled quotes become one; text after the closing quote is kept.
std::string_view unquote(std::string_view quoted, std::string& room);

struct Repairs {
  bool nul = false;      // NUL bytes were removed
  bool guessed = false;  // bytes that are not UTF-8 were read as Windows-1252
};

std::string_view repair(std::string_view value, Encoding encoding, std::string& room,
                        Repairs& repairs);

// Trims, unquotes and repairs into a new string; for headers.
std::string to_value(std::string_view raw, Encoding encoding);

}  // namespace whylocked::input
