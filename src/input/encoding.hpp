// Character sets: everything behind this header is UTF-8, or at least a superset of ASCII.
//
// In:  bytes.  Out: UTF-8.
// UTF-16 is converted while it is read, because its line ends and commas are two bytes long. The
// structure of UTF-8 and Windows-1252 is plain ASCII, so their fields are converted one by one, and
// only those that hold more than ASCII.
// Lifetime: values; Utf16Source refers to its source.  Threads: pure.
// Failure: none. A byte that is no UTF-8 is taken as Windows-1252 and the caller told.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "input/bytes/file.hpp"

namespace whylocked::input {

enum class Encoding : std::uint8_t { utf8, utf16le, utf16be, windows1252 };
std::string_view to_text(Encoding encoding);  // "utf-8"

inline constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool is_ascii(std::string_view text);
// Length of the well-formed UTF-8 sequence in front of `text`, 0 if there is none.
std::size_t sequence_length(std::string_view text);
bool is_utf8(std::string_view text);

void append_character(std::string& out, char32_t character);
// Appends `text` without its NUL bytes. True: some bytes had to be taken as Windows-1252 although
// the file is UTF-8.
bool append_decoded(std::string& out, std::string_view text, Encoding encoding);

class Utf16Source : public ByteSource {
 public:
  Utf16Source(ByteSource& source, bool big_endian) : source_(source), big_endian_(big_endian) {}
  std::size_t read(char* to, std::size_t most) override;
  std::string failure() const override { return source_.failure(); }

 private:
  bool read_unit(char16_t& unit);
  void append_next();

  ByteSource& source_;
  bool big_endian_;
  std::array<char, 16u << 10> bytes_;  // not converted yet: [at_, end_)
  std::size_t at_ = 0, end_ = 0;
  std::string ready_;  // converted, handed out up to given_
  std::size_t given_ = 0;
  char16_t kept_ = 0;  // read ahead, to come again
};

}  // namespace whylocked::input
