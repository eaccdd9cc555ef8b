#include "report/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/glyph.hpp"
#include "report/page.hpp"
#include "base/ascii.hpp"

namespace whylocked {

namespace {

constexpr std::size_t kMaxName = 120, kMaxText = 400;  // columns, then "…"
constexpr std::size_t kNamedOfCrowd = 3;

struct Sure {
  double least;
  std::string_view words;
};
constexpr Sure kSure[] = {{0.99, "almost certain"},
                          {0.9, "very likely"},
                          {0.75, "likely"},
                          {0.5, "more likely than not"}};

struct KindWords {
  std::string_view one, many;
};
constexpr KindWords kKinds[] = {
    {"a cloud-hosted integration", "cloud-hosted integrations"},
    {"an integration in the office", "integrations in the office"},
    {"an integration on a person's computer", "integrations on a person's computer"},
    {"a password manager", "password managers"},
    {"a script or add-on of your own", "scripts of your own"},
    {"an integration the catalog does not list", "unlisted integrations"},
    {"a person", "people"},
    {"an attack", "attacks"},
};

// A unit is used up to the length at which the next one is easier to grasp.
struct Unit {
  Micros length, until;
  std::string_view name;
};
constexpr Unit kUnits[] = {{kSecond, 2 * kMinute, "s"},
                           {kMinute, 2 * kHour, "min"},
                           {kHour, 2 * kDay, "h"},
                           {kDay, std::numeric_limits<Micros>::max(), "days"}};

using ascii::is_digit;

// The T of "2026-05-19T08:07:19Z".
bool stands_in_time(std::string_view text, std::size_t at) {
  constexpr std::string_view kForm = "0000-00-00T00:00:00";
  if (at < 10 || text.size() - at < 9) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const char c = text[at - 10 + i];
    if (kForm[i] == '0' ? !is_digit(c) : c != kForm[i]) return false;
  }
  return true;
}

}  // namespace

std::string number_words(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

std::string count_words(std::uint64_t number, std::string_view noun, std::string_view plural) {
  std::string text = number_words(number) + kGlue;
  if (number == 1) return text.append(noun);
  return plural.empty() ? text.append(noun) + 's' : text.append(plural);
}

std::string percent_words(double probability) {
  if (probability < 0.01) return glued("<1 %");
  if (probability >= 0.9995) return glued(">99.9 %");
  return fmt::format("{:.{}f}{}%", 100 * probability, probability >= 0.99 ? 1 : 0, kGlue);
}

std::string_view sure_words(double probability) {
  for (const Sure& sure : kSure)
    if (probability >= sure.least) return sure.words;
  return "possible";
}

std::string decibel_words(Decibans10 db10) {
  const auto size = std::abs(static_cast<std::int64_t>(db10));
  return fmt::format("{}{}.{}", db10 < 0 ? '-' : '+', size / 10, size % 10);
}

std::string time_words(Micros time) {
  std::string text = to_rfc3339(time);
  std::replace(text.begin(), text.end(), 'T', kGlue);
  return text;
}

std::string time_words_after(Micros time, Micros before) {
  std::string text = time_words(time);
  const std::size_t date = text.find(kGlue) + 1;
  return time_words(before).starts_with(std::string_view(text).substr(0, date)) ? text.substr(date)
                                                                                : text;
}

std::string duration_words(Micros duration) {
  for (const Unit& unit : kUnits) {
    if (duration >= unit.until) continue;
    const double number = static_cast<double>(duration) / static_cast<double>(unit.length);
    const double tenths = std::round(10 * number) / 10;
    const bool whole = tenths >= 10 || unit.length < kHour || tenths == std::round(tenths);
    return fmt::format("{:.{}f}{}{}", tenths, whole ? 0 : 1, kGlue, unit.name);
  }
  return {};
}

std::string_view kind_words(CauseCategory kind) { return kKinds[static_cast<std::size_t>(kind)].one; }

std::string_view kind_words_plural(CauseCategory kind) {
  return kKinds[static_cast<std::size_t>(kind)].many;
}

std::string list_words(const std::vector<std::string>& names, std::size_t most) {
  const std::size_t shown =
      names.size() <= most ? names.size() : std::min(names.size(), kNamedOfCrowd);
  const bool commas_inside =
      std::any_of(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown),
                  [](const std::string& name) { return name.find(',') != name.npos; });
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0 && commas_inside) text += i + 1 == names.size() ? "; and " : "; ";
    if (i > 0 && !commas_inside) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  if (shown == names.size()) return text;
  return text + " and " + number_words(names.size() - shown) + kGlue + "more";
}

std::string shown_text(std::string_view text) {
  std::string out = escape_clipped(text, kMaxText);
  for (std::size_t at = out.find('T'); at != out.npos; at = out.find('T', at + 1))
    if (stands_in_time(out, at)) out[at] = kGlue;
  return out;
}

std::string shown_name(std::string_view name) { return escape_clipped(name, kMaxName); }

}  // namespace whylocked
