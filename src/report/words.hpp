// Numbers, times, kinds and lists in words.
//
// In:  plain values.  Out: escaped text with single spaces; words that must stay on one line are
//      joined by kNoBreak (layout.hpp).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "whylocked/attribute.hpp"
#include "whylocked/diagnostic.hpp"
#include "whylocked/read.hpp"

namespace whylocked::report {

std::string number_words(std::uint64_t number);  // "3,214"
// "1 failure", "3,214 failures"; give the plural of nouns in -y, -s or -sh.
std::string count_words(std::uint64_t number, std::string_view noun, std::string_view plural = {});
std::string percent_words(double probability);  // "99.8 %", "12 %", "<1 %"
std::string deciban_words(Decibans10 db10);     // "+30.0"
// A weight in words: "about 10 times more likely", "about 3 times less likely".
std::string factor_words(Decibans10 db10);
std::string duration_words(Micros duration);  // "102 s", "7 min", "2.5 h", "3 days"

// Times for readers, in one time zone.
class Clock {
 public:
  enum class Year : std::uint8_t { shown, left_out };
  explicit Clock(std::string zone, Year year = Year::shown) : zone_(std::move(zone)), year_(year) {}

  const std::string& zone() const { return zone_; }
  std::string day(Micros time) const;     // "19 May 2026"
  std::string clock(Micros time) const;   // "08:07"; with seconds unless they are zero
  std::string moment(Micros time) const;  // "19 May 2026 08:07:19", as one word
  // The time alone if the day is the same as that of `before`.
  std::string moment_after(Micros time, Micros before) const;

 private:
  std::string zone_;
  Year year_;
};

std::string_view kind_words(CauseCategory kind);  // "a cloud-hosted integration"

// "A, B and C"; if there are more than `most`, the first three and "31 more".
std::string list_words(const std::vector<std::string>& names, std::size_t most,
                       std::string_view last = "and");

// Text of a log or another stage, escaped and truncated for a page. With a clock, RFC 3339 times
// are rewritten in its style.
std::string shown_text(std::string_view text, const Clock* clock = nullptr);
std::string shown_name(std::string_view name);  // a file, column or client
// An account name, with its blanks as kNameBlank.
std::string shown_account(std::string_view name);
std::string form_words(const InputInfo& input);            // "csv, gzip, utf-8, divided by tabs"
std::string location_words(const Diagnostic& diagnostic);  // "a.csv:3:2: ", or empty

}  // namespace whylocked::report
