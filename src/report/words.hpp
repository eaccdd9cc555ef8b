// Numbers, times, kinds and lists as words of a report.
//
// In:  plain values.  Out: escaped text with single blanks; what belongs together is glued
//      (page.hpp).
// Lifetime: none.  Threads: pure.  Failure: none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/view.hpp"

namespace whylocked {

std::string number_words(std::uint64_t number);  // "3,214"
// "1 failure", "3,214 failures"; a noun in -y, -s or -sh has its own plural.
std::string count_words(std::uint64_t number, std::string_view noun, std::string_view plural = {});
std::string percent_words(double probability);    // "99.8 %", "12 %", "<1 %"
std::string_view sure_words(double probability);  // "almost certain"
std::string decibel_words(Decibans10 db10);       // "+30.0"

std::string time_words(Micros time);  // "2026-05-19 08:07:19Z", as one word
// The clock alone where the day is that of `before`.
std::string time_words_after(Micros time, Micros before);
std::string duration_words(Micros duration);  // "102 s", "7 min", "2.5 h", "3 days"

std::string_view kind_words(CauseCategory kind);         // "a cloud-hosted integration"
std::string_view kind_words_plural(CauseCategory kind);  // "cloud-hosted integrations"

// "A, B and C"; of more than `most`, the first three, "and 31 more".
std::string list_words(const std::vector<std::string>& names, std::size_t most);

// Text of a log or of another stage, made fit for a page: escaped, cut, times readable.
std::string shown_text(std::string_view text);
std::string shown_name(std::string_view name);  // of an account, a file, a client

}  // namespace whylocked
