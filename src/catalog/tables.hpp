// The constant tables that generate.py writes from the data files.
//
// In:  nothing at run time.  Out: sorted arrays for binary search.
// Every table is constant-initialized (constinit in the generated file), so startup costs nothing.
// Lifetime: static.  Threads: const.  Failure: none; the generator rejects bad data.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "whylocked/catalog.hpp"

namespace whylocked::tables {

// Positions at which a name counts inside a username.
enum class WordRule : std::uint8_t {
  never,       // an everyday word: "make"
  whole_word,  // short, or occurs in other words: "aem", "thread"
  edge,        // also at the start or end of a word: "svcitglue"
};

// Sorted by key, then strength, then integration.
struct Name {
  std::string_view key;   // its letters and digits, in lower case
  std::string_view text;  // as people write it
  std::uint16_t integration = 0;
  NameStrength strength = NameStrength::product;
  WordRule rule = WordRule::whole_word;
};

// Matches if each non-empty list has a text that matches. Texts are lower case.
struct Client {
  ClientSignature signature;
  std::span<const std::string_view> starts, contains, equals;
};

extern const std::span<const Integration> integrations;
extern const std::span<const Name> names;
extern const std::span<const std::string_view> software_programs;  // sorted, as are the words
extern const std::span<const std::string_view> software_words;
extern const std::span<const std::string_view> software_endings;
extern const std::span<const Client> clients;
extern const std::span<const Network> networks;  // [0]: unknown

// Disjoint ranges that cover all addresses: range i runs from starts[i] to starts[i + 1] - 1 and
// belongs to networks[owner[i]]. The first start is 0.
extern const std::span<const std::uint32_t> v4_starts;
extern const std::span<const std::uint16_t> v4_owner;
extern const std::span<const Address> v6_starts;
extern const std::span<const std::uint16_t> v6_owner;

}  // namespace whylocked::tables
