// Names and addresses in their usual form, without the care that others need.
//
// In:  a text as it stands in a file.  Out: what FieldReader would make of it, with the hash by which
//      its id is found; or false: FieldReader has to look at it.
// Only names of ASCII letters and signs, without anything around them, and single addresses are
// usual; 0.0.0.0 and its like are not.
// Lifetime: values.  Threads: pure.  Failure: none.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "whylocked/event.hpp"

namespace whylocked::normalize {

struct PlainName {
  static constexpr std::size_t kLongest = 64;

  std::uint64_t hash;
  std::size_t length;
  std::array<char, kLongest> folded;

  bool read(std::string_view text);
  std::string_view name() const { return {folded.data(), length}; }
  // `text` is what was read.
  TextId intern(std::string_view text, Interner& users) const;
};

struct PlainAddress {
  std::uint64_t hash;
  Address address;

  bool read(std::string_view text);
};

}  // namespace whylocked::normalize
