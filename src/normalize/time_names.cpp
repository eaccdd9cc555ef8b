#include "normalize/time_names.hpp"

#include <algorithm>
#include <string>

#include "normalize/letters.hpp"

namespace whylocked::normalizing {

namespace {

struct Month {
  std::string_view name;
  unsigned number;
};
constexpr Month kMonths[] = {
    {"jan", 1},       {"january", 1},  {"januar", 1},    {"jänner", 1},    {"feb", 2},
    {"february", 2},  {"februar", 2},  {"mar", 3},       {"march", 3},     {"mär", 3},
    {"mrz", 3},       {"märz", 3},     {"maerz", 3},     {"apr", 4},       {"april", 4},
    {"may", 5},       {"mai", 5},      {"jun", 6},       {"june", 6},      {"juni", 6},
    {"jul", 7},       {"july", 7},     {"juli", 7},      {"aug", 8},       {"august", 8},
    {"sep", 9},       {"sept", 9},     {"september", 9}, {"oct", 10},      {"october", 10},
    {"okt", 10},      {"oktober", 10}, {"nov", 11},      {"november", 11}, {"dec", 12},
    {"december", 12}, {"dez", 12},     {"dezember", 12},
};

constexpr std::string_view kWeekdays[] = {
    "mon",        "monday", "tue",      "tues", "tuesday",  "wed",       "wednesday", "thu",
    "thur",       "thurs",  "thursday", "fri",  "friday",   "sat",       "saturday",  "sun",
    "sunday",     "mo",     "montag",   "di",   "dienstag", "mi",        "mittwoch",  "do",
    "donnerstag", "fr",     "freitag",  "sa",   "samstag",  "sonnabend", "so",        "sonntag"};

std::string folded(std::string_view word) {  // short enough for no allocation
  std::string text(word.substr(0, 12));
  fold_case(text);
  return text;
}

}  // namespace

unsigned month_of_name(std::string_view word) {
  const std::string text = folded(word);
  for (const auto& [name, number] : kMonths)
    if (text == name) return number;
  return 0;
}

bool is_weekday(std::string_view word) {
  const std::string text = folded(word);
  return std::find(std::begin(kWeekdays), std::end(kWeekdays), text) != std::end(kWeekdays);
}

}  // namespace whylocked::normalizing
