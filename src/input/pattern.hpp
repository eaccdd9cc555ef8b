// Patterns of profiles, compiled: where a text says something, and which of its words are fields.
//
// In:  "Failed password for {user} from {address} port {}" (see profile.hpp), then texts.
// Out: the first place that fits, with the fields as written.
// A pattern begins and ends at the edge of a word, so "locked" is not found in "unlocked". Of all
// ways to read one place each field, from the left, takes as few bytes as it can. {field...} and
// {...} take up to kMaxWords words and need a word of text behind them that ends them.
// All readings of a place advance together, one byte at a time, so that the time is linear in the
// text whatever stands in it; most texts are turned away by one search for the longest literal.
// Lifetime: a Match points into the NormalizedText.  Threads: const matching is safe.
// Failure: validate() says why a pattern is none.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whylocked/read.hpp"

namespace whylocked::input {

// Why the text is no pattern, in words; nullopt: it is one.
std::optional<std::string> validate(std::string_view pattern);

// A text in which patterns are looked for: every run of blanks and line breaks is one blank, none
// at the ends.
class NormalizedText {
 public:
  NormalizedText() = default;
  explicit NormalizedText(std::string_view text) { set(text); }
  void set(std::string_view text);
  std::string_view text() const { return text_; }
  std::string_view lower() const { return lower_; }  // byte by byte the same, ASCII in lower case

 private:
  std::string text_, lower_;
};

struct Match {
  std::size_t from = 0, to = 0;                      // in NormalizedText::text()
  std::array<std::string_view, kFieldCount> fields;  // empty: not in the pattern

  std::string_view operator[](Field field) const { return fields[static_cast<std::size_t>(field)]; }
};

class CompiledPattern {
 public:
  static constexpr std::size_t kMaxPattern = 500;  // a line of text, and room
  static constexpr std::size_t kMaxFields = 8;
  static constexpr std::size_t kMaxWords = 8;  // of {field...}: "two factor authentication was..."

  explicit CompiledPattern(std::string_view pattern);  // REQUIRES: !validate(pattern)

  // The first match that begins at `from` or behind it.
  std::optional<Match> find(const NormalizedText& passage, std::size_t from = 0) const;
  const std::vector<Field>& fields() const { return fields_; }
  // A text without this literal has no match; it is in lower case.
  const std::string& needle() const { return needle_; }

 private:
  struct Step {
    enum class Kind : std::uint8_t {
      byte,       // takes `what`
      blank,      // takes a blank
      word_byte,  // takes anything else
      next_or,    // goes on with the next step, or else with `to`
      to_or,      // goes on with `to`, or else with the next step
      open,       // here field number `what` begins
      close,      // and here it ends
      edge,       // no letter or digit on one side
      gap,        // no byte but a blank on one side
      done,
    };
    Kind kind;
    std::uint8_t what = 0;
    std::uint16_t to = 0;
  };
  class Run;

  void add(Step::Kind kind, std::size_t what = 0, std::size_t to = 0);
  void add_literal(std::string_view text);
  void add_field(std::string_view name, bool several);
  void add_word();

  std::vector<Step> steps_;
  std::vector<Field> fields_;
  std::string head_;    // the literal in front, lower case; empty: a field is in front
  std::string needle_;  // the longest literal, lower case
};

}  // namespace whylocked::input
